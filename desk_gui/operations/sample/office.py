"""The sample office: a year of a small desk, made by the desk's own operations.

The journal is append-only, so a sample cannot be taken out of a database again: it lives in a
database of its own, marked by a setting, and removing it means deleting that file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from desk_gui.domain.accounts import Account, Role
from desk_gui.domain.errors import FileTrouble, NotPossible
from desk_gui.domain.workflow import Kind
from desk_gui.operations import accounts, catalog_items, databases, notices
from desk_gui.operations.desk import Desk, system_clock
from desk_gui.operations.sample.cast import SETTING, is_in_use, prepare
from desk_gui.operations.sample.plan import plan_sample
from desk_gui.operations.sample.play import events
from desk_gui.operations.sample.stories import read_sample
from desk_gui.operations.ticking import tick
from desk_gui.storage import database, seed, unit_of_work

SEED = 2026
LATELY = timedelta(days=2)
"""Notices of the last days are still unread."""
LEFTOVERS = ("", "-journal", "-wal", "-shm")
"""What SQLite may keep beside a database file, and the file itself."""

Progress = Callable[[int, int], None]
"""Told how many of how many acts are done; what it raises ends the loading."""


@dataclass(frozen=True)
class SampleSummary:
    """What was made."""

    incidents: int
    requests: int
    articles: int
    accounts: int
    requesters: int


def open_sample(location: str | Path, *, progress: Progress | None = None) -> Desk:
    """The sample of this place, made at the first call; nobody is signed in yet."""
    path = Path(location)
    if not path.exists():
        create_sample(str(path), progress=progress).database.close()
    return databases.open_database(str(path))


def create_sample(
    location: str,
    password: str | None = None,
    *,
    now: datetime | None = None,
    progress: Progress | None = None,
) -> Desk:
    """A new database with the sample in it, signed in as its administrator.

    Raises DatabaseTrouble where there is a database already; an unfinished file is deleted.
    """
    with database.whole(location) as building:
        made = database.create(building, password)
        try:
            with unit_of_work.writing(made) as connection:
                seed.sow(connection)
                catalog_items.stock(connection)
            load_sample(Desk(made), now=now, progress=progress)
        finally:
            made.close()
    return databases.acting_for_administrator(databases.open_database(location, password))


def load_sample(
    desk: Desk,
    *,
    seed: int = SEED,
    now: datetime | None = None,
    progress: Progress | None = None,
) -> SampleSummary:
    """Play the year that ends at `now` (UTC) into an empty desk; the same seed, the same year.

    Raises NotPossible when the desk has tickets, articles, teams or accounts in use.
    """
    if is_in_use(desk):
        raise NotPossible("This desk is in use; the sample needs an empty database of its own.")
    now = (now or system_clock()).replace(microsecond=0)
    data = read_sample()
    plan = plan_sample(data, seed=seed, now=now)
    oldest = max(article.written_days_ago for article in data.articles)
    cast = prepare(_at(desk, now - timedelta(days=oldest + 7)), data)
    played = events(cast, data, plan, now)
    for n, event in enumerate(played, 1):
        tick(_at(desk, event.at))
        event.happen(_at(desk, event.at).signed_in_as(cast.accounts[event.by]))
        if progress is not None:
            progress(n, len(played))
    tick(_at(desk, now))
    _read_what_is_old(_at(desk, now))
    kinds = [ticket.draft.kind for ticket in plan]
    return SampleSummary(
        incidents=kinds.count(Kind.INCIDENT),
        requests=kinds.count(Kind.REQUEST),
        articles=len(cast.articles),
        accounts=len(cast.accounts),
        requesters=len(cast.contacts),
    )


def _read_what_is_old(desk: Desk) -> None:
    """Nobody leaves a year of notices unread."""
    with desk.writing() as session:
        notices.read_until(session, session.now - LATELY)


def _at(desk: Desk, at: datetime) -> Desk:
    """The same desk at another instant."""
    return replace(desk, clock=lambda: at)


def is_sample(desk: Desk) -> bool:
    """Whether this database is marked as a sample."""
    return databases.setting(desk, SETTING, default=False) is True


def guest(desk: Desk) -> Account | None:
    """As whom one looks at a sample without signing in; None where the desk is a real one."""
    if not is_sample(desk):
        return None
    known = accounts.accounts(desk)
    return next((a for a in known if a.active and a.role is Role.ADMINISTRATOR), None)


def remove_sample(path: Path) -> None:
    """Delete a sample database with its files; NotPossible for any other database.

    Raises DatabaseTrouble where there is none, and FileTrouble where it cannot be deleted.
    """
    desk = databases.open_database(str(path))
    try:
        marked = is_sample(desk)
    finally:
        desk.database.close()
    if not marked:
        raise NotPossible(f"{path.name} is not a sample, so it is not deleted.")
    _delete(path)


def _delete(path: Path) -> None:
    for ending in LEFTOVERS:
        try:
            Path(f"{path}{ending}").unlink(missing_ok=True)
        except OSError as error:
            raise FileTrouble(
                f"{path.name} cannot be deleted: {error.strerror}; close Desk elsewhere first."
            ) from None
