"""`desk init`, `check`, `upgrade`, `doctor`, and every kind of trouble with a database."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine
from tests.conftest import Office, Places
from tests.factories import an_incident

COMMANDS = (
    ["queue", "--json"],
    ["ticket", "show", "1"],
    ["ticket", "new", "--title", "Printer is broken"],
    ["search", "printer"],
    ["check", "--json"],
    ["upgrade"],
    ["doctor"],
)


def test_that_init_makes_a_database_that_is_whole(desk: CommandLine, location: str) -> None:
    made = desk("--database", location, "init", "--json")
    assert (made.code, made.json["sample"]) == (0, False)
    checked = desk("--database", location, "check", "--json")
    assert checked.code == 0
    assert (checked.json["ok"], checked.json["problems"]) == (True, [])


def test_that_init_never_touches_what_is_there(desk: CommandLine, location: str) -> None:
    desk("--database", location, "init")
    desk("--database", location, "ticket", "new", "--title", "Printer is broken")
    assert desk("--database", location, "init").code == 3
    assert len(desk("--database", location, "queue", "--json").lines) == 1


def test_that_the_own_database_needs_no_name(desk: CommandLine, home: Path) -> None:
    assert desk("queue").code == 3
    assert desk("init").code == 0
    assert desk("queue").code == 0
    assert (home / "data" / "desk.db").exists()


def test_that_a_profile_has_a_database_of_its_own(desk: CommandLine) -> None:
    desk("init")
    assert desk("queue", "--profile", "office").code == 3
    assert desk("--profile", "office", "init").code == 0
    assert desk("--profile", "office", "queue").code == 0


def test_that_the_database_opened_last_is_taken(
    desk: CommandLine, home: Path, tmp_path: Path
) -> None:
    from desk_gui import settings

    desk("--database", str(tmp_path / "last.db"), "init")
    kept = settings.Settings(last_database=str(tmp_path / "last.db"))
    settings.save(kept, home / "config" / "settings.json")
    assert desk("doctor", "--json").json["database"]["location"] == str(tmp_path / "last.db")


def test_that_upgrade_says_when_there_is_nothing_to_do(
    desk: CommandLine, office: Office, at: Callable[..., None]
) -> None:
    at(office.agent.database.location)
    told = desk("upgrade", "--json").json
    assert (told["changed"], told["before"]) == (False, told["now"])


def test_that_the_doctor_tells_how_the_database_stands(
    desk: CommandLine, office: Office, at: Callable[..., None]
) -> None:
    an_incident(office.agent)
    at(office.agent.database.location)
    told = desk("doctor", "--json").json
    assert told["database"]["opens"] is True
    assert told["database"]["rows"]["ticket"] == 1
    assert told["database"]["engine"].startswith(("SQLite", "PostgreSQL"))
    assert told["libraries"]["SQLAlchemy"]
    assert "Inter-Regular" in told["fonts"]
    assert desk("doctor").code == 0


def test_that_the_doctor_is_calm_before_the_first_start(desk: CommandLine, home: Path) -> None:
    said = desk("doctor", "--json")
    assert (said.code, said.json["database"]["opens"]) == (0, False)
    assert "desk init" in said.json["remarks"][0]


@pytest.fixture
def made(desk: CommandLine, tmp_path: Path) -> Path:
    """A local database with one ticket."""
    path = tmp_path / "made.db"
    desk("--database", str(path), "init")
    desk("--database", str(path), "ticket", "new", "--title", "Printer is broken")
    return path


def missing(path: Path) -> None:
    path.unlink()


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def a_text(path: Path) -> None:
    path.write_text("dear diary, " * 1000, encoding="utf-8")


def of_another_program(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE song (title)")
        connection.commit()


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0099'")
        connection.execute("PRAGMA user_version = 99")
        connection.commit()


def without_schema(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id = {0x4465736B}")
        connection.execute("CREATE TABLE song (title)")
        connection.commit()


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5001])


def with_a_broken_head(path: Path) -> None:
    path.write_bytes(b"\xff" * 200 + path.read_bytes()[200:])


TROUBLES = (
    missing, emptied, a_folder, a_text, of_another_program, newer, without_schema, cut_off,
    with_a_broken_head,
)  # fmt: skip


def digest(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


@pytest.mark.parametrize("spoil", TROUBLES)
def test_that_a_database_in_trouble_is_told_and_left_alone(
    desk: CommandLine, made: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(made)
    before = digest(made)
    for command in COMMANDS:
        said = desk("--database", str(made), *command)
        assert (said.code, command) == (3, command)
        assert "Traceback" not in said.err
        assert len(said.err.splitlines()) == (0 if command == ["doctor"] else 1)
    assert digest(made) == before


def test_that_trouble_is_told_in_json_too(desk: CommandLine, tmp_path: Path) -> None:
    said = desk("--database", str(tmp_path / "none.db"), "queue", "--json")
    assert said.json["error"]["code"] == "database_trouble"
    assert said.json["error"]["message"] == said.err.strip()


def test_that_damage_inside_is_found_by_a_check(desk: CommandLine, made: Path) -> None:
    content = bytearray(made.read_bytes())
    content[40_000:60_000] = b"\xff" * 20_000
    made.write_bytes(bytes(content))
    said = desk("--database", str(made), "check", "--json")
    assert said.code == 3
    assert "damaged" in said.err


def test_that_a_forged_history_is_found_by_a_check(desk: CommandLine, made: Path) -> None:
    with closing(sqlite3.connect(made)) as connection:
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE journal SET reason = 'forged' WHERE n = 2")
        connection.commit()
    said = desk("--database", str(made), "check", "--json")
    assert said.code == 3
    assert (said.json["ok"], len(said.json["problems"]) > 0) == (False, True)


@pytest.fixture
def locked(made: Path) -> Iterator[Path]:
    """A database that another program keeps for itself."""
    with closing(sqlite3.connect(made)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield made


@pytest.mark.slow
def test_that_a_locked_database_is_told(desk: CommandLine, locked: Path) -> None:
    said = desk("--database", str(locked), "queue")
    assert said.code == 3
    assert "busy" in said.err


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://127.0.0.1:1/desk",
        "postgresql://desk@nowhere.invalid/desk",
        "postgresql://127.0.0.1:port/desk",
        "postgresql://",
        "mysql://there/desk",
        "://",
    ],
)
def test_that_an_address_where_nothing_answers_is_told(desk: CommandLine, address: str) -> None:
    said = desk("--database", address, "queue", "--json")
    assert (said.code, said.json["error"]["code"]) == (3, "database_trouble")


@pytest.mark.postgres
def test_that_an_empty_database_on_a_server_is_told(
    desk: CommandLine, places: Places, tmp_path: Path
) -> None:
    said = desk("--database", places.new("postgres", tmp_path), "queue")
    assert said.code == 3
    assert "desk init" in said.err


@pytest.mark.postgres
def test_that_a_database_that_is_not_on_the_server_is_told(
    desk: CommandLine, places: Places
) -> None:
    address = places.server.set(drivername="postgresql", database="nowhere")
    said = desk("--database", address.render_as_string(hide_password=False), "queue")
    assert said.code == 3
    assert "does not exist" in said.err


def test_that_an_interrupted_init_leaves_nothing(
    desk: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desk_gui.operations.sample import office
    from desk_gui.storage import seed

    def pressed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(office, "load_sample", pressed)
    assert desk("--database", str(tmp_path / "a.db"), "init", "--sample").code == 130
    monkeypatch.setattr(seed, "sow", pressed)
    assert desk("--database", str(tmp_path / "a.db"), "init").code == 130
    assert list(tmp_path.glob("a.db*")) == []


@pytest.mark.slow
def test_that_the_sample_is_a_database_like_any_other(desk: CommandLine, tmp_path: Path) -> None:
    made = desk("--database", str(tmp_path / "a.db"), "init", "--sample", "--json")
    assert (made.code, made.json["sample"]) == (0, True)
    assert list(tmp_path.glob("a.db*")) == [tmp_path / "a.db"]
    tickets = desk("--database", str(tmp_path / "a.db"), "queue", "--where", "", "--json").lines
    assert {row["kind"] for row in tickets} == {"incident", "request"}
    assert desk("--database", str(tmp_path / "a.db"), "init", "--sample").code == 3


def test_that_a_folder_that_cannot_hold_a_database_is_told(
    desk: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    for place in (tmp_path / "file" / "a.db", tmp_path / "file" / "b" / "a.db"):
        said = desk("--database", str(place), "init")
        assert said.code == 3
        assert str(tmp_path / "file") in said.err
