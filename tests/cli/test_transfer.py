"""`desk import tickets` and `desk import articles` on both databases."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from desk_gui.cli.progress import Bar, Wish
from tests.cli.conftest import CommandLine
from tests.conftest import Office
from tests.transfer.logs import HEADER, row

GOOD = (
    "number,kind,title,status,impact,urgency,opened_at,assignee\n"
    "A1,incident,Printer jams,in_progress,high,low,2026-01-05T09:00:00Z,Tom\n"
    "A2,incident,Scanner is slow,new,low,low,2026-01-06T09:00:00Z,\n"
)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A small file of tickets."""
    path = tmp_path / "tickets.csv"
    path.write_text(GOOD, encoding="utf-8")
    return path


@pytest.fixture
def used(office: Office, at: Callable[..., None]) -> Office:
    """The desk that the commands of a test use, as its administrator."""
    at(office.agent.database.location)
    return office


def test_that_an_import_tells_what_it_did(desk: CommandLine, used: Office, table: Path) -> None:
    said = desk("import", "tickets", str(table), "--json")
    assert said.code == 0
    assert {key: said.json[key] for key in ("read", "imported", "skipped", "refused")} == {
        "read": 2, "imported": 2, "skipped": 0, "refused": [],
    }  # fmt: skip
    assert [row["title"] for row in desk("queue", "--sort", "number", "--json").lines] == [
        "Printer jams",
        "Scanner is slow",
    ]


def test_that_a_second_import_adds_nothing(desk: CommandLine, used: Office, table: Path) -> None:
    desk("import", "tickets", str(table), "--format", "csv")
    told = desk("import", "tickets", str(table), "--json").json
    assert (told["imported"], told["skipped"]) == (0, 2)


def test_that_a_dry_run_writes_nothing(desk: CommandLine, used: Office, table: Path) -> None:
    said = desk("import", "tickets", str(table), "--dry-run")
    assert said.code == 0
    assert "would be imported" in said.out
    assert desk("queue", "--json").out == ""


def test_that_a_log_is_known_by_its_header(desk: CommandLine, used: Office, tmp_path: Path) -> None:
    packed = tmp_path / "log.csv.gz"
    packed.write_bytes(gzip.compress(f"{HEADER}\n{row()}\n".encode()))
    told = desk("import", "tickets", str(packed), "--json").json
    assert (told["format"], told["read"]) == ("servicenow-log", 1)


def test_that_only_who_may_imports(
    desk: CommandLine, used: Office, table: Path, at: Callable[..., None]
) -> None:
    at(used.agent.database.location, "amira")
    said = desk("import", "tickets", str(table), "--json")
    assert (said.code, said.json["error"]["code"]) == (1, "not_allowed")


def with_bad_date(path: Path) -> None:
    path.write_text(GOOD.replace("2026-01-06T09", "2026-13-06T09"), encoding="utf-8")


def with_wrong_columns(path: Path) -> None:
    path.write_text("name,colour\nx,y\n", encoding="utf-8")


def with_unknown_status(path: Path) -> None:
    path.write_text(GOOD.replace("in_progress", "sleeping"), encoding="utf-8")


def in_another_encoding(path: Path) -> None:
    path.write_bytes(GOOD.replace("slow", "\xe9puis\xe9").encode("latin-1"))


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def missing(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def cut_off(path: Path) -> None:
    path.write_bytes(gzip.compress(GOOD.encode() * 50)[:-20])


@pytest.mark.parametrize(
    "spoil",
    [
        with_bad_date, with_wrong_columns, with_unknown_status, in_another_encoding, a_folder,
        missing, empty, cut_off,
    ],
)  # fmt: skip
def test_that_a_bad_file_is_one_sentence_and_nothing_is_imported(
    desk: CommandLine, used: Office, table: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(table)
    said = desk("import", "tickets", str(table), "--json")
    assert (said.code, said.json["error"]["code"]) == (4, "file_trouble")
    assert len(said.err.splitlines()) == 1
    assert table.name in said.err
    assert desk("queue", "--json").out == ""


def test_that_a_spreadsheet_is_refused_by_its_name(
    desk: CommandLine, used: Office, tmp_path: Path
) -> None:
    said = desk("import", "tickets", str(tmp_path / "tickets.xlsx"))
    assert said.code == 4
    assert "csv and servicenow-log" in said.err


def test_that_articles_come_from_a_folder(desk: CommandLine, used: Office, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "jam.md").write_text("# Clear a paper jam\n\nOpen the printer.\n", encoding="utf-8")
    told = desk("import", "articles", str(folder), "--publish", "--json").json
    assert (told["what"], told["imported"]) == ("articles", 1)
    assert desk("search", "jam", "--json").json["number"] == "KB-1"


def test_that_articles_come_from_json_lines(
    desk: CommandLine, used: Office, tmp_path: Path
) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_text(json.dumps({"id": "1", "title": "Jam", "text": "Open it."}), encoding="utf-8")
    assert desk("import", "articles", str(path), "--dry-run", "--json").json["imported"] == 1
    assert desk("import", "articles", str(tmp_path / "none.jsonl")).code == 4


def test_that_a_stopped_import_says_what_is_there(
    desk: CommandLine, used: Office, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pressed(_wish: Wish) -> bool:
        return True

    monkeypatch.setattr(Wish, "__call__", pressed)
    said = desk("import", "tickets", str(table), "--json")
    assert (said.code, said.json["stopped"]) == (130, True)
    assert "import the file again" in said.err


def test_that_a_bar_is_for_terminals_only(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Bar("Importing")(1, 2)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    bar = Bar("Importing")
    bar(1, 2)
    bar(2, 2)
    bar.end()
    Bar("Importing", quiet=True)(1, 2)
    shown = capsys.readouterr().err
    assert " 50%" in shown
    assert "100%" in shown
    assert shown.endswith("\x1b[2K")
