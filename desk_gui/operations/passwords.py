"""The password of a shared database: from a file or the key store, never from an address."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from desk_gui.domain.errors import DatabaseTrouble, FileTrouble

SERVICE = "desk"
"""Under which name the key store of the computer keeps passwords of ours."""
FILE_VARIABLE = "DESK_PASSWORD_FILE"
_LONGEST = 10_000
_INSIDE = re.compile(r"://[^/@?]*:[^/?]*@|\bpassword=", re.IGNORECASE)


def stands_in(address: str) -> bool:
    """Whether a password stands in an address, where other people can see it."""
    return bool(_INSIDE.search(address))


def known(address: str, environ: Mapping[str, str] = os.environ) -> str | None:
    """The password for a shared database, or None; a local file has none.

    Raises FileTrouble when the file that DESK_PASSWORD_FILE names cannot be read.
    """
    if "://" not in address:
        return None
    named = environ.get(FILE_VARIABLE, "").strip()
    return _from_file(Path(named).expanduser()) if named else _from_key_store(address)


def _from_file(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            return file.read(_LONGEST).rstrip("\r\n")
    except UnicodeDecodeError:
        raise FileTrouble(f"{path} ({FILE_VARIABLE}) is not UTF-8 text.") from None
    except OSError as error:
        raise FileTrouble(f"{path} ({FILE_VARIABLE}) cannot be read: {error.strerror}.") from None


def _from_key_store(address: str) -> str | None:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, address)
    except (KeyringError, RuntimeError, OSError):
        return None


def keep(address: str, password: str) -> None:
    """Put the password into the key store; DatabaseTrouble where this computer has none."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, address, password)
    except (KeyringError, RuntimeError, OSError):
        raise DatabaseTrouble(
            f"This computer has no key store; put the password into a file and name it in"
            f" {FILE_VARIABLE}."
        ) from None
