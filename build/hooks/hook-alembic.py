"""Alembic finds its dialects by name."""

from PyInstaller.utils.hooks import collect_submodules

hiddenimports = collect_submodules("alembic.ddl")
