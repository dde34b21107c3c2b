"""How a command ends, whatever happens: faults, Ctrl-C, a reader that leaves, a full disk."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from desk_gui.cli import queue
from tests.cli.conftest import CommandLine
from tests.conftest import Office
from tests.factories import an_incident

DESK = [sys.executable, "-m", "desk_gui"]


def started(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*DESK, *arguments], capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONUTF8": "1"} | more,
    )  # fmt: skip


def test_that_a_fault_is_logged_and_told_in_one_sentence(
    desk: CommandLine, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_options: object) -> int:
        raise LookupError("canary")

    monkeypatch.setattr(queue, "queue", broken)
    said = desk("queue", "--json")
    log = home / "state" / "desk.log"
    assert said.code == 70
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert str(log) in said.err
    assert "canary" in log.read_text(encoding="utf-8")


def test_that_ctrl_c_ends_with_a_sentence(
    desk: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(_options: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(queue, "queue", stopped)
    said = desk("queue")
    assert (said.code, said.err) == (130, "Stopped; nothing is half done.\n")


def test_that_a_reader_that_leaves_is_no_trouble(office: Office, at: Callable[..., None]) -> None:
    for _ in range(30):
        an_incident(office.agent)
    at(office.agent.database.location)
    command = [*DESK, "queue", "--json"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == ""
    assert running.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_that_output_on_a_full_disk_is_file_trouble(
    local_office: Office, at: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    at(local_office.agent.database.location)
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [*DESK, "queue"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 4
    assert done.stderr.count("\n") == 1


def test_that_true_processes_end_with_the_promised_codes(tmp_path: Path) -> None:
    database = str(tmp_path / "a.db")
    ends: Sequence[tuple[int, list[str]]] = (
        (0, ["init"]),
        (0, ["ticket", "new", "--title", "Printer is broken", "--json"]),
        (1, ["ticket", "move", "1", "closed", "--json"]),
        (2, ["dance"]),
        (3, ["init"]),
        (4, ["import", "tickets", str(tmp_path / "none.csv"), "--json"]),
    )
    for code, arguments in ends:
        done = started("--database", database, *arguments)
        assert (done.returncode, arguments) == (code, arguments)
        assert "Traceback" not in done.stderr
        if "--json" in arguments:
            assert ("error" in json.loads(done.stdout)) == (code != 0)


def test_that_titles_survive_a_terminal_that_cannot_show_them(tmp_path: Path) -> None:
    database = str(tmp_path / "a.db")
    started("--database", database, "init")
    started("--database", database, "ticket", "new", "--title", "Drucker “Zürich” kaputt → Hilfe")
    done = started(
        "--database", database, "queue", "--json", PYTHONIOENCODING="ascii", PYTHONUTF8="0"
    )
    assert done.returncode == 0
    assert json.loads(done.stdout)["title"] == "Drucker “Zürich” kaputt → Hilfe"
    plain = started("--database", database, "queue", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert plain.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is another thing there")
def test_that_an_interrupted_process_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    database = str(tmp_path / "a.db")
    started("--database", database, "init")
    interrupted = (
        "import os, signal, sys; from desk_gui.__main__ import main;"
        "signal.signal(signal.SIGINT, signal.default_int_handler);"  # a background job ignores it
        "from desk_gui.operations import classification;"
        "classification.record = lambda *_, **__: os.kill(os.getpid(), signal.SIGINT);"
        "sys.exit(main())"
    )
    new = ["--database", database, "ticket", "new", "--title", "Printer is broken", "--json"]
    done = subprocess.run(
        [sys.executable, "-c", interrupted, *new], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr == "Stopped; nothing is half done.\n"
    assert started("--database", database, "queue", "--json").stdout == ""


def test_that_light_commands_load_nothing_heavy(tmp_path: Path) -> None:
    """Qt, charts and migrations cost up to a second; who shows a ticket does not wait for them."""
    database = str(tmp_path / "a.db")
    started("--database", database, "init")
    started("--database", database, "ticket", "new", "--title", "Printer is broken")
    for arguments, forbidden in (
        (["--help"], ("sqlalchemy", "desk_gui.operations", "PySide6", "keyring")),
        (
            ["--database", database, "ticket", "show", "1"],
            ("PySide6", "matplotlib", "alembic", "numpy", "keyring", "desk_gui.classification"),
        ),
        (["--database", database, "queue"], ("PySide6", "matplotlib", "alembic", "keyring")),
    ):
        loaded = subprocess.run(
            [sys.executable, "-X", "importtime", "-m", "desk_gui", *arguments],
            capture_output=True, text=True, check=True,
        ).stderr  # fmt: skip
        modules = {line.rpartition("|")[2].strip() for line in loaded.splitlines()}
        assert not [
            name for name in modules if name.split(".")[0] in forbidden or name in forbidden
        ]
