"""What all tests share: a desk on both databases, a clock that is set by hand, a quiet log."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import logging
import shutil
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from desk_gui.domain.accounts import Role
from desk_gui.operations import accounts, databases
from desk_gui.operations.desk import Desk
from desk_gui.storage.database import is_local, open_existing
from tests.postgres_server import in_memory, running

if memory := in_memory():
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass
class Clock:
    """Now, until it is moved on."""

    now: datetime = field(default=START)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> datetime:
        """Let time pass: `clock.forward(hours=2)`."""
        self.now += timedelta(**by)
        return self.now


@dataclass(frozen=True)
class Office:
    """A desk with one account of each role; each attribute is the desk as that account."""

    administrator: Desk
    supervisor: Desk
    agent: Desk
    colleague: Desk
    requester: Desk
    clock: Clock
    team_id: int

    @property
    def agent_id(self) -> int:
        """The account of the agent."""
        assert self.agent.account_id is not None
        return self.agent.account_id


class Places:
    """Makes addresses for databases of both kinds; starts PostgreSQL when it is first needed."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._server: URL | None = None
        self.templates: dict[str, str] = {}

    @property
    def server(self) -> URL:
        """The test server's maintenance database."""
        if self._server is None:
            self._server = make_url(self._stack.enter_context(running()))
        return self._server

    def new(self, kind: str, folder: Path) -> str:
        """An address where no database is yet: a path, or an empty database on the server."""
        if kind == "sqlite":
            return str(folder / f"{uuid.uuid4().hex[:8]}.db")
        return self._on_server("")

    def copy(self, template: str, folder: Path) -> str:
        """The address of a copy of a prepared database; quicker than making one anew."""
        if is_local(template):
            return str(shutil.copy(template, folder / f"{uuid.uuid4().hex[:8]}.db"))
        return self._on_server(f" TEMPLATE {make_url(template).database} STRATEGY FILE_COPY")

    def forget(self, location: str) -> None:
        """Give back the room of a database on the server; files go with their folders."""
        if not is_local(location):
            self._ask(f"DROP DATABASE {make_url(location).database} WITH (FORCE)")

    def _on_server(self, template: str) -> str:
        name = f"t{uuid.uuid4().hex[:12]}"
        self._ask(f"CREATE DATABASE {name}{template}")
        url = self.server.set(drivername="postgresql", database=name)
        return url.render_as_string(hide_password=False)

    def _ask(self, statement: str) -> None:
        engine = create_engine(self.server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            connection.execute(text(statement))


@pytest.fixture(scope="session")
def places() -> Iterator[Places]:
    """Addresses for databases, and the server behind them, for the whole run."""
    with ExitStack() as stack:
        yield Places(stack)


def staffed(location: str) -> None:
    """Make a database with one account of each role and one team of agents."""
    desk = databases.create(location)
    accounts.add_team(desk, "Service desk")
    team_id = accounts.teams(desk)[0].id
    for login, role in (
        ("sofia", Role.SUPERVISOR),
        ("amira", Role.AGENT),
        ("tom", Role.AGENT),
        ("rita", Role.REQUESTER),
    ):
        teams = [team_id] if role is not Role.REQUESTER else []
        new = accounts.NewAccount(login, login.capitalize(), role, team_ids=teams)
        accounts.add_account(desk, new)
    desk.database.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_kind(request: pytest.FixtureRequest) -> str:
    """Which database the test runs on: one suite, both databases."""
    return str(request.param)


@pytest.fixture
def location(database_kind: str, places: Places, tmp_path: Path) -> Iterator[str]:
    """An address where no database is yet."""
    place = places.new(database_kind, tmp_path)
    yield place
    places.forget(place)


@pytest.fixture
def office(
    database_kind: str, places: Places, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """A staffed desk on both databases, with a clock that only the test moves."""
    yield from an_office(database_kind, places, tmp_path, tmp_path_factory)


@pytest.fixture
def local_office(
    places: Places, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """A staffed desk on SQLite only, for tests of the window."""
    yield from an_office("sqlite", places, tmp_path, tmp_path_factory)


def an_office(
    kind: str, places: Places, folder: Path, folders: pytest.TempPathFactory
) -> Iterator[Office]:
    """A copy of the staffed template, closed afterwards."""
    if kind not in places.templates:
        places.templates[kind] = places.new(kind, folders.mktemp("templates"))
        staffed(places.templates[kind])
    clock, location = Clock(), places.copy(places.templates[kind], folder)
    desk = Desk(open_existing(location), clock)
    ids = {account.login: account.id for account in accounts.accounts(desk)}
    administrator = next(
        account.id for account in accounts.accounts(desk) if account.role is Role.ADMINISTRATOR
    )
    yield Office(
        administrator=desk.signed_in_as(administrator),
        supervisor=desk.signed_in_as(ids["sofia"]),
        agent=desk.signed_in_as(ids["amira"]),
        colleague=desk.signed_in_as(ids["tom"]),
        requester=desk.signed_in_as(ids["rita"]),
        clock=clock,
        team_id=accounts.teams(desk)[0].id,
    )
    desk.database.close()
    places.forget(location)


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Noise is failure: an unexpected warning or error in the log fails the test."""
    yield
    loud = [r for r in caplog.get_records("call") if r.levelno >= logging.WARNING]
    assert not loud, "\n".join(record.getMessage() for record in loud)
