"""Desk: the database, the clock and the signed-in account; first argument of every operation."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from desk_gui.domain.accounts import Account, Right, require_for
from desk_gui.domain.errors import NotAllowed
from desk_gui.operations.picks import Picks
from desk_gui.storage import read, unit_of_work
from desk_gui.storage.database import Database

if TYPE_CHECKING:
    from sqlalchemy import Connection


def system_clock() -> datetime:
    """Now, in UTC, in whole seconds: the unit in which the desk keeps time."""
    return datetime.now(UTC).replace(microsecond=0)


@dataclass(frozen=True)
class Desk:
    """Everything an operation needs; `account_id` is None until somebody signs in.

    `picks` are the tickets that were picked from a report in this run of the program.
    """

    database: Database
    clock: Callable[[], datetime] = system_clock
    account_id: int | None = None
    picks: Picks = field(default_factory=Picks, compare=False, repr=False)

    def signed_in_as(self, account_id: int) -> Desk:
        """The same desk for another account."""
        return replace(self, account_id=account_id)

    @contextmanager
    def reading(self, right: Right | None = None) -> Iterator[Session]:
        """A unit of work for reading; closed to requesters unless it names a right of theirs."""
        with unit_of_work.reading(self.database) as connection:
            yield self._session(connection, right)

    @contextmanager
    def writing(
        self, right: Right | None = None, *, first: Callable[[Connection], object] | None = None
    ) -> Iterator[Session]:
        """A unit of work for writing; refused unless the account has the right at this moment.

        `first` is done before others have to wait, see `unit_of_work.writing`.
        """
        with unit_of_work.writing(self.database, first) as connection:
            yield self._session(connection, right, signed_in=right is not None)

    @contextmanager
    def aside(
        self, right: Right | None = None, *, patience_ms: int | None = None
    ) -> Iterator[Session]:
        """A unit of work for what the journal does not hold; it never waits for the journal."""
        with unit_of_work.aside(self.database, patience_ms=patience_ms) as connection:
            yield self._session(connection, right, signed_in=right is not None)

    def _session(
        self, connection: Connection, right: Right | None, *, signed_in: bool = False
    ) -> Session:
        session = Session(connection, self.clock(), self._actor(connection))
        require_for(session.actor if signed_in else session.account, right)
        return session

    def _actor(self, connection: Connection) -> Account | None:
        if self.account_id is None:
            return None
        return read.account(connection, id=self.account_id)


@dataclass(frozen=True)
class Session:
    """One transaction, its one instant, and who acts in it, with the rights of this moment.

    `kept` holds what was read once and is needed again, as long as nobody changes it.
    """

    connection: Connection
    now: datetime
    account: Account | None
    kept: dict[str, Any] = field(default_factory=dict)

    @property
    def actor(self) -> Account:
        """Who acts; NotAllowed when nobody is signed in."""
        if self.account is None:
            raise NotAllowed("Sign in first.")
        if not self.account.active:
            raise NotAllowed(
                f"The account of {self.account.name} is switched off; ask an administrator."
            )
        return self.account


def new_key() -> str:
    """A key for one submission: sent twice with the same key, it is stored once."""
    return str(uuid.uuid4())
