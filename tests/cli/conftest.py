"""A command line to type into: `desk("queue", "--json")`."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest

from desk_gui.__main__ import main
from tests.conftest import Office

OWN_VARIABLES = ("DESK_DATABASE", "DESK_ACCOUNT", "DESK_PASSWORD_FILE", "DESK_HOME")


@dataclass(frozen=True)
class Said:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON value on standard output."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """The JSON values on standard output, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]


class CommandLine(Protocol):
    """Types a command and gives what came of it; `stdin` is what standard input holds."""

    def __call__(self, *arguments: str, stdin: bytes = b"") -> Said: ...


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A home of its own for each test, and none of this person's variables."""
    for name in OWN_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DESK_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    """The command line of this program, in this process."""

    def run(*arguments: str, stdin: bytes = b"") -> Said:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        capsys.readouterr()
        code = main(arguments)
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Chooses the database, and as whom to act, for the commands of a test."""

    def choose(location: str, login: str = "") -> None:
        monkeypatch.setitem(os.environ, "DESK_DATABASE", location)
        monkeypatch.setitem(os.environ, "DESK_ACCOUNT", login)

    return choose


@pytest.fixture
def ticket(desk: CommandLine, office: Office, at: Callable[..., None]) -> CommandLine:
    """`desk ticket …` on a staffed desk, as the agent Amira."""
    at(office.agent.database.location, "amira")

    def run(*arguments: str, stdin: bytes = b"") -> Said:
        return desk("ticket", *arguments, stdin=stdin)

    return run
