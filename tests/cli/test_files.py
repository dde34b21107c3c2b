"""`desk ticket attach` and `save` on both databases."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from desk_gui.operations import attachments, tickets
from tests.cli.conftest import CommandLine
from tests.conftest import Office
from tests.factories import an_incident

LOG = b"09:00 the host does not answer\n"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "mail.log"
    path.write_bytes(LOG)
    return path


def test_that_attached_files_are_told_in_json(
    ticket: CommandLine, office: Office, log: Path
) -> None:
    number = f"INC-{an_incident(office.agent)}"
    told = ticket("attach", number, str(log), "--json").json
    (one,) = told["attachments"]
    assert {key: one[key] for key in ("name", "size", "type", "public", "by")} == {
        "name": "mail.log", "size": len(LOG), "type": "text/plain", "public": True, "by": "Amira",
    }  # fmt: skip
    assert one["sha256"] == hashlib.sha256(LOG).hexdigest()
    assert one["at"].endswith("Z")
    assert ticket("show", number, "--json").json["attachments"] == [one]
    assert "attached: mail.log (text, 31 bytes)" in ticket("show", number).out


def test_that_a_note_keeps_its_files_inside(ticket: CommandLine, office: Office, log: Path) -> None:
    number = f"INC-{an_incident(office.agent)}"
    told = ticket("attach", number, str(log), "--note", "Only for us.", "--json").json
    assert [one["public"] for one in told["attachments"]] == [False]
    assert [said["text"] for said in told["conversation"]] == ["Only for us."]


def test_that_what_was_attached_is_saved_beside_what_is_there(
    ticket: CommandLine, office: Office, log: Path, tmp_path: Path
) -> None:
    ticket_id = an_incident(office.agent)
    number = f"INC-{ticket_id}"
    ticket("attach", number, str(log), str(log))
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "mail.log").write_bytes(b"mine")
    told = ticket("save", number, "--to", str(folder), "--json").json
    assert [Path(one["path"]).name for one in told["saved"]] == ["mail (2).log", "mail (3).log"]
    assert (folder / "mail.log").read_bytes() == b"mine"
    assert (folder / "mail (3).log").read_bytes() == LOG
    assert ticket("save", number, "--to", str(folder)).out.splitlines() == [
        str(folder / "mail (4).log"), str(folder / "mail (5).log"),
    ]  # fmt: skip


def test_that_nothing_to_save_is_said(ticket: CommandLine, office: Office) -> None:
    number = f"INC-{an_incident(office.agent)}"
    said = ticket("save", number)
    assert (said.code, said.out) == (0, f"Nothing is attached to {number}.\n")


def test_that_all_files_are_attached_or_none(
    ticket: CommandLine, office: Office, log: Path, tmp_path: Path
) -> None:
    number = f"INC-{an_incident(office.agent)}"
    said = ticket("attach", number, str(log), str(tmp_path / "missing.txt"))
    assert (said.code, said.err) == (
        4, "“missing.txt” cannot be read: No such file or directory.\n"
    )  # fmt: skip
    with (tmp_path / "huge.iso").open("wb") as huge:
        huge.truncate(26 << 20)
    said = ticket("attach", number, str(log), str(tmp_path / "huge.iso"))
    assert said.code == 1
    assert "a file can have at most 25 MB" in said.err
    assert ticket("show", number, "--json").json["attachments"] == []


def test_that_a_folder_that_is_not_there_is_said(
    ticket: CommandLine, office: Office, log: Path, tmp_path: Path
) -> None:
    ticket_id = an_incident(office.agent)
    ticket("attach", f"INC-{ticket_id}", str(log))
    said = ticket("save", f"INC-{ticket_id}", "--to", str(tmp_path / "nowhere"))
    assert said.code == 4
    assert "“mail.log” cannot be saved" in said.err


def test_that_a_removed_attachment_is_neither_shown_nor_saved(
    ticket: CommandLine, office: Office, log: Path, tmp_path: Path
) -> None:
    ticket_id = an_incident(office.agent)
    tickets.comment(office.agent, ticket_id, "See.")
    ticket("attach", f"INC-{ticket_id}", str(log))
    attachments.remove(office.agent, 1)
    assert ticket("show", f"INC-{ticket_id}", "--json").json["attachments"] == []
    assert ticket("save", f"INC-{ticket_id}", "--to", str(tmp_path), "--json").json["saved"] == []
