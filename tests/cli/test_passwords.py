"""Passwords of shared databases: from a file or the key store, never from the command line."""

from __future__ import annotations

from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import NoKeyringError, PasswordSetError

from desk_gui.cli import desks
from desk_gui.domain.errors import DatabaseTrouble, FileTrouble, PasswordRefused
from desk_gui.operations import passwords

ADDRESS = "postgresql://sofia@db.example.org/desk"


class KeyStore(KeyringBackend):
    """A key store in memory; a broken one answers as a computer without any."""

    priority = 1.0

    def __init__(self, *, broken: bool = False) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # keyring has no types here
        self.kept: dict[tuple[str, str], str] = {}
        self.broken = broken

    def get_password(self, service: str, username: str) -> str | None:
        if self.broken:
            raise NoKeyringError
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.broken:
            raise PasswordSetError
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def store() -> KeyStore:
    """A key store that this test alone uses."""
    mine = KeyStore()
    keyring.set_keyring(mine)
    return mine


def test_that_a_local_file_has_no_password(store: KeyStore) -> None:
    assert passwords.known("/somewhere/desk.db") is None


def test_that_a_file_comes_before_the_key_store(store: KeyStore, tmp_path: Path) -> None:
    passwords.keep(ADDRESS, "from the key store")
    path = tmp_path / "password"
    path.write_text("from the file\n", encoding="utf-8")
    assert passwords.known(ADDRESS, {}) == "from the key store"
    assert passwords.known(ADDRESS, {"DESK_PASSWORD_FILE": str(path)}) == "from the file"


def test_that_a_password_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    odd = tmp_path / "odd"
    odd.write_bytes(b"\xff\xfe")
    for path in (tmp_path / "none", tmp_path, odd):
        with pytest.raises(FileTrouble, match="DESK_PASSWORD_FILE"):
            passwords.known(ADDRESS, {"DESK_PASSWORD_FILE": str(path)})


def test_that_a_computer_without_key_store_is_no_fault(store: KeyStore) -> None:
    store.broken = True
    assert passwords.known(ADDRESS, {}) is None
    with pytest.raises(DatabaseTrouble, match="key store"):
        passwords.keep(ADDRESS, "secret")


@pytest.mark.parametrize(
    ("address", "inside"),
    [
        (ADDRESS, False),
        ("postgresql://db.example.org:5432/desk", False),
        ("postgresql:///desk?host=/run/postgresql", False),
        ("C:\\Users\\sofia\\desk.db", False),
        ("postgresql://sofia:secret@db/desk", True),
        ("postgresql://sofia:@db/desk", True),
        ("postgresql://db/desk?user=sofia&password=secret", True),
        ("host=db password=secret", True),
    ],
)
def test_that_a_password_in_an_address_is_seen(address: str, inside: bool) -> None:  # noqa: FBT001
    assert passwords.stands_in(address) is inside


def test_that_a_refused_password_is_asked_for_on_a_terminal(
    store: KeyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str | None] = []

    def work(_location: str, password: str | None) -> str:
        tried.append(password)
        if password != "right":
            raise PasswordRefused("desk on db refuses this name or password.")
        return "open"

    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr("getpass.getpass", lambda _prompt: "right")
    assert desks.with_password(ADDRESS, work) == "open"
    assert tried == [None, "right"]


def test_that_nobody_is_asked_without_a_terminal(store: KeyStore) -> None:
    def work(_location: str, _password: str | None) -> str:
        raise PasswordRefused("desk on db refuses this name or password.")

    with pytest.raises(PasswordRefused):
        desks.with_password(ADDRESS, work)
