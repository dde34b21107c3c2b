from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_gui.log import Log, redact


@pytest.fixture(autouse=True)
def quiet() -> None:
    """These tests write errors into the log on purpose."""


@pytest.fixture
def sentences() -> list[str]:
    return []


@pytest.fixture
def log(tmp_path: Path, sentences: list[str]) -> Iterator[Log]:
    with Log(tmp_path / "logs" / "desk.log", sentences.append) as log:
        yield log


def _written(log: Log) -> str:
    return log.file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("said", "secret", "left"),
    [
        (
            "postgresql+psycopg://ana:s3cret@db/desk",
            "s3cret",
            "postgresql+psycopg://ana:[hidden]@db",
        ),
        ("postgresql://:s3cret@db/desk", "s3cret", "@db/desk"),
        ("imaps://box:p:w@mail.example", "p:w", "@mail.example"),
        ("connect(password='s3 cret', host='db')", "s3 cret", "host='db'"),
        ('{"token": "abc123", "n": 1}', "abc123", '"n": 1'),
        ("PGPASSWORD=hunter2 psql", "hunter2", "psql"),
        ("Authorization: Basic YW5hOnMzY3JldA==", "YW5hOnMzY3JldA==", "Authorization"),
        ("passwd: hunter2; user=ana", "hunter2", "user=ana"),
    ],
)
def test_that_secrets_are_hidden_and_the_rest_stays(said: str, secret: str, left: str) -> None:
    assert secret not in redact(said)
    assert left in redact(said)


@pytest.mark.parametrize(
    "said", ["The password was changed.", "http://example.org/a@b", "at 10:30 ana@example.org"]
)
def test_that_harmless_text_stays_as_it_is(said: str) -> None:
    assert redact(said) == said


def test_that_a_traceback_hides_the_password_too(log: Log) -> None:
    try:
        raise ConnectionError("no answer from postgresql://ana:s3cret@db/desk")
    except ConnectionError:
        logging.getLogger("desk_gui.storage").exception("The database is away")
    assert "no answer from postgresql://ana:[hidden]@db/desk" in _written(log)
    assert "s3cret" not in _written(log)


def test_that_a_line_break_in_a_message_cannot_forge_a_record(log: Log) -> None:
    logging.getLogger("desk_gui.transfer").info("Title: %s", "x\n2026-01-01 CRITICAL forged")
    lines = _written(log).splitlines()
    assert lines[1].startswith("    2026-01-01")


def test_that_an_unexpected_fault_is_one_sentence_for_the_person(
    log: Log, sentences: list[str]
) -> None:
    error = ZeroDivisionError("division by zero")
    sys.excepthook(ZeroDivisionError, error, None)
    assert sentences == [
        f"Desk met an unexpected fault (ZeroDivisionError). It is written down in {log.file}."
    ]
    assert "ZeroDivisionError: division by zero" in _written(log)


def test_that_a_fault_in_a_thread_is_told_too(log: Log, sentences: list[str]) -> None:
    thread = threading.Thread(target=lambda: int("x"), name="reader")
    thread.start()
    thread.join()
    assert "ValueError" in sentences[0]
    assert "in the thread reader" in _written(log)


def test_that_a_fault_without_a_window_goes_to_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Log(tmp_path / "desk.log") as log:
        log.crashed(KeyError("x"), "in the program")
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "Traceback" not in told


def test_that_closing_gives_the_hooks_back(tmp_path: Path) -> None:
    before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    Log(tmp_path / "desk.log").close()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before


def test_that_a_log_that_cannot_be_written_does_not_stop_the_program(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with Log(tmp_path / "file" / "desk.log") as log:
        logging.getLogger("desk_gui").warning("still running")
        assert log.problem.startswith("Desk cannot write its log to ")
        assert log.problem.endswith(".")


def test_that_the_log_does_not_grow_without_end(log: Log) -> None:
    for _ in range(60):
        logging.getLogger("desk_gui.storage").info("x" * 100_000)
    files = list(log.file.parent.glob("desk.log*"))
    assert len(files) == 4
    assert sum(file.stat().st_size for file in files) < 4_200_000
