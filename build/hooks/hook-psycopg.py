"""psycopg tries its compiled part by name, and says its version from its metadata."""

from PyInstaller.utils.hooks import collect_submodules, copy_metadata

hiddenimports = [
    "psycopg_binary._psycopg",
    "psycopg_binary.pq",
    *collect_submodules("psycopg.types"),
]
datas = copy_metadata("psycopg")
