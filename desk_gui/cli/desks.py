"""Which database a command works on, and as whom."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from desk_gui import settings
from desk_gui.cli.usage import WrongUsage
from desk_gui.domain.errors import NotFound, PasswordRefused

if TYPE_CHECKING:
    from desk_gui.operations.desk import Desk

DATABASE_VARIABLE = "DESK_DATABASE"
ACCOUNT_VARIABLE = "DESK_ACCOUNT"
_Opened = TypeVar("_Opened")


@dataclass(frozen=True)
class Place:
    """A path or an address; `named` when the person said it, and did not leave it to Desk."""

    location: str
    named: bool

    @property
    def missing(self) -> bool:
        """Whether it is a local file that is not there."""
        return "://" not in self.location and not os.path.lexists(self.location)


def place(options: argparse.Namespace) -> Place:
    """The database meant; WrongUsage when the address holds a password."""
    named = options.database
    if named is None:
        named = os.environ.get(DATABASE_VARIABLE, "").strip() or None
    if named is None:
        last = settings.load(options.places.settings).settings.last_database
        return Place(last or str(options.places.database), named=False)
    if not named.strip():
        raise WrongUsage("name a database after --database: a path, or postgresql://…")
    return Place(_checked(named), named=True)


def _checked(address: str) -> str:
    from desk_gui.operations import passwords

    if passwords.stands_in(address):
        raise WrongUsage(
            "leave the password out of the database address, where others can see it; put it"
            f" into a file and name that in {passwords.FILE_VARIABLE}"
        )
    return address if "://" in address else str(Path(address).expanduser())


@contextmanager
def opened(options: argparse.Namespace) -> Iterator[Desk]:
    """The desk of a command, with its account signed in, closed afterwards."""
    from desk_gui.operations import databases

    desk = with_password(place(options).location, databases.open_database)
    try:
        yield acting(desk)
    finally:
        desk.database.close()


def acting(desk: Desk) -> Desk:
    """The desk as the account that DESK_ACCOUNT names, else as the first administrator.

    A requester's own login of the database acts as that requester and nobody else.
    """
    from desk_gui.operations import databases
    from desk_gui.operations.own import reading

    if desk.database.is_requesters:
        return desk.signed_in_as(reading.whose(desk).id)
    login = os.environ.get(ACCOUNT_VARIABLE, "").strip()
    acted = databases.acting_for_administrator(desk, login or None)
    if acted.account_id is None and login:
        raise NotFound(f"There is no active account “{login}”; {ACCOUNT_VARIABLE} names a login.")
    return acted


def with_password(location: str, work: Callable[[str, str | None], _Opened]) -> _Opened:
    """What `work` makes of the location and its password, asked for where nothing knows it."""
    from desk_gui.operations import passwords

    try:
        return work(location, passwords.known(location))
    except PasswordRefused:
        typed = _asked(settings.without_password(location))
        if typed is None:
            raise
    return work(location, typed)


def _asked(address: str) -> str | None:
    if sys.stdin is None or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    try:
        return getpass.getpass(f"Password for {address}: ") or None
    except EOFError:
        return None
