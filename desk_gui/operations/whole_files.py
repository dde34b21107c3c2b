"""Files that a person asked for, at the place that was named."""

from __future__ import annotations

from pathlib import Path

from desk_gui.domain.errors import FileTrouble
from desk_gui.transfer.files import replace


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; FileTrouble when that is not possible."""
    try:
        replace(path, content)
    except OSError as error:
        raise FileTrouble(f"{path} cannot be written: {error.strerror}.") from None
