"""Desk: a native helpdesk for IT teams."""

from __future__ import annotations

from functools import cache

from desk_gui import paths


@cache
def version() -> str:
    """The version of this program, from its own project file or, once installed, its metadata."""
    import tomllib
    from importlib import metadata

    project = paths.project_file()
    if project is None:
        return metadata.version("desk")
    with project.open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])
