"""Opening a database: what is refused, in which words, and that nothing is touched."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import tempfile
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_gui.domain.errors import DatabaseTrouble
from desk_gui.operations import databases
from desk_gui.storage import database, places, rows, unit_of_work
from desk_gui.storage.database import journal_mode, open_existing
from tests.conftest import Office
from tests.factories import an_incident

MOUNTINFO = """22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
31 22 0:45 / /mnt/office rw - autofs systemd-1 rw
40 31 0:52 / /mnt/office rw,relatime shared:9 - {type} server:/office rw
41 22 0:53 / /mnt/my\\040share rw - {type} server:/other rw
"""


def hash_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def file(local_office: Office) -> Path:
    """A closed database of ours."""
    an_incident(local_office.agent)
    local_office.agent.database.close()
    return Path(local_office.agent.database.location)


def refusal(path: Path | str) -> str:
    """The sentence with which a path is refused."""
    with pytest.raises(DatabaseTrouble) as caught:
        open_existing(str(path))
    said = str(caught.value)
    assert not any(word in said for word in ("SELECT", "sqlite3.", "Traceback", "PRAGMA", "[SQL"))
    assert said.endswith(".")
    return said


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 40, 1), "TRUNCATE"),
        ((3, 44, 5), "TRUNCATE"),
        ((3, 44, 6), "WAL"),
        ((3, 45, 0), "TRUNCATE"),
        ((3, 50, 6), "TRUNCATE"),
        ((3, 50, 7), "WAL"),
        ((3, 51, 2), "TRUNCATE"),
        ((3, 51, 3), "WAL"),
        ((3, 53, 0), "WAL"),
    ],
)
def test_that_wal_is_used_only_where_its_reset_bug_is_fixed(
    version: tuple[int, int, int], mode: str
) -> None:
    assert journal_mode(version) == mode


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "9p", "fuse.sshfs", "smb3", "fuse.rclone"])
def test_that_a_network_drive_is_found_below_an_automounter_too(kind: str) -> None:
    mounts = places.mounts_in(MOUNTINFO.format(type=kind))
    assert places.first_network_type(mounts, Path("/mnt/office/desk")) == kind
    assert places.first_network_type(mounts, Path("/mnt/my share")) == kind
    assert places.first_network_type(mounts, Path("/mnt/office2")) is None
    assert places.first_network_type(mounts, Path("/home/sofia")) is None


@pytest.mark.parametrize("marker", [".dropbox", ".nextcloudsync.log", ".stfolder"])
def test_that_a_cloud_folder_is_refused_with_the_three_choices(
    file: Path, tmp_path: Path, marker: str
) -> None:
    synced = tmp_path / "synced"
    (synced / "deep").mkdir(parents=True)
    (synced / marker).mkdir()
    copy = Path(shutil.copy(file, synced / "deep" / "desk.db"))
    before = hash_of(copy)
    for said in (refusal(copy), making_refused(synced / "deep" / "new.db")):
        assert "Copy it to a local disk" in said
        assert "read-only from a copy" in said
        assert "PostgreSQL" in said
    assert hash_of(copy) == before
    assert not (synced / "deep" / "new.db").exists()


def making_refused(path: Path) -> str:
    with pytest.raises(DatabaseTrouble) as caught:
        database.create(str(path))
    return str(caught.value)


def test_that_a_missing_file_is_named_and_not_made(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    assert "There is no database at" in refusal(path)
    assert not path.exists()


def test_that_a_folder_is_no_database(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)


@pytest.mark.parametrize("name", ["empty", "text", "zip", "foreign", "foreign with wal"])
def test_that_what_is_no_database_of_ours_is_refused_untouched(tmp_path: Path, name: str) -> None:
    path = tmp_path / "desk.db"
    if name == "empty":
        path.touch()
    elif name == "text":
        path.write_text("Dear diary,\n" * 500)
    elif name == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.txt", "a" * 5000)
    else:
        connection = sqlite3.connect(path)
        if "wal" in name:
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE song (title TEXT)")
        connection.commit()
        connection.close()
    before = hash_of(path)
    assert str(path.name) in refusal(path)
    assert hash_of(path) == before


def test_that_a_newer_database_is_refused_untouched(file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.execute("UPDATE alembic_version SET version_num = '0099'")
    connection.execute("PRAGMA user_version = 99")
    connection.commit()
    connection.close()
    before = hash_of(file)
    assert "newer version of Desk" in refusal(file)
    assert hash_of(file) == before


def test_that_damage_is_found_after_an_unclean_end_and_never_made_worse(file: Path) -> None:
    page = 4096
    whole = bytearray(file.read_bytes())
    middle = len(whole) // page // 2 * page
    whole[middle : middle + page] = bytes(page)
    file.write_bytes(whole)
    Path(f"{file}-journal").write_bytes(b"left over")
    before = hash_of(file)
    assert "damaged" in refusal(file)
    assert hash_of(file) == before


def test_that_a_truncated_file_is_never_a_crash(file: Path) -> None:
    whole = file.read_bytes()
    for size in (50, 100, 1000, 4096, 5001, len(whole) // 2):
        file.write_bytes(whole[:size])
        Path(f"{file}-journal").write_bytes(b"left over")
        assert refusal(file)


def said_of(path: Path) -> str:
    """What is said when it is opened; a full stop when it opens."""
    try:
        open_existing(str(path)).close()
    except DatabaseTrouble as trouble:
        return str(trouble)
    return "."


def test_that_flipped_bytes_are_a_sentence_or_an_open_database(file: Path) -> None:
    whole = file.read_bytes()
    for at in range(0, len(whole), len(whole) // 60):
        damaged = bytearray(whole)
        damaged[at] ^= 0xFF
        file.write_bytes(damaged)
        Path(f"{file}-journal").write_bytes(b"left over")
        assert said_of(file).endswith(".")


def test_that_odd_names_are_opened(file: Path, tmp_path: Path) -> None:
    for name in ("my desk.db", "100%.db", "what?.db", "a#b.db", "schön & gut.db"):
        copy = shutil.copy(file, tmp_path / name)
        open_existing(str(copy)).close()


@pytest.fixture
def readonly_folder(file: Path) -> Iterator[Path]:
    """A database that this process may read but not write."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    copy = Path(shutil.copy(file, folder / "desk.db"))
    copy.chmod(0o444)
    if os.geteuid() == 0:
        os.seteuid(65534)
    else:
        folder.chmod(0o555)
    yield copy
    if os.getuid() == 0:
        os.seteuid(0)
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_that_a_read_only_file_says_so(readonly_folder: Path) -> None:
    desk = databases.open_database(str(readonly_folder))
    with (
        pytest.raises(DatabaseTrouble, match="is read-only; check the permissions"),
        desk.writing() as session,
    ):
        rows.add(session.connection, "team", name="Network")
    desk.database.close()


def test_that_a_unit_of_work_is_refused_on_the_named_thread_only(local_office: Office) -> None:
    unit_of_work.keep_off_this_thread()
    worked = []
    try:
        with pytest.raises(RuntimeError, match="GUI thread"), local_office.agent.reading():
            pass
        other = threading.Thread(target=lambda: worked.append(an_incident(local_office.agent)))
        other.start()
        other.join()
    finally:
        unit_of_work.allow_this_thread()
    assert worked


def test_that_an_address_nobody_answers_is_a_sentence() -> None:
    for address in (
        "postgresql://nobody@127.0.0.1:1/desk",
        "mysql://a/b",
        "postgresql://[::1/desk",
        "postgresql://a@b:port/desk",
    ):
        assert refusal(address)
