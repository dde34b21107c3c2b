"""Attachments: with what is said, once by content, seen by whom they may, saved harmlessly."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_gui.domain.accounts import Role
from desk_gui.domain.attachment import MB, Attached, NewFile, Upload, safe_name
from desk_gui.domain.errors import (
    Cancelled,
    FileTrouble,
    Invalid,
    NotAllowed,
    NotFound,
    NotPossible,
)
from desk_gui.domain.general import General
from desk_gui.domain.workflow import Kind
from desk_gui.operations import (
    accounts,
    attachments,
    classification,
    databases,
    general,
    search,
    tickets,
)
from desk_gui.operations.attachments import Saving
from desk_gui.operations.desk import Desk
from desk_gui.operations.show import show
from desk_gui.operations.undoing import undo
from desk_gui.storage import rows
from tests.conftest import Office
from tests.domain.test_attachment import HOSTILE
from tests.factories import an_incident

LOG = NewFile("mail.log", b"09:00 the host does not answer\n")


def upload(*files: NewFile) -> Upload:
    return Upload(files)


def shown(desk: Desk, ticket_id: int) -> tuple[Attached, ...]:
    return show(desk, ticket_id).attachments


def count(desk: Desk, table: str) -> int:
    with desk.reading() as session:
        return len(rows.many(session.connection, table))


def with_log(office: Office) -> tuple[int, Attached]:
    """A ticket with one public answer that carries a log."""
    ticket_id = an_incident(office.agent)
    tickets.comment(office.agent, ticket_id, "See the log.", files=upload(LOG))
    return ticket_id, shown(office.agent, ticket_id)[0]


def test_that_an_answer_and_its_files_are_one_change(office: Office, tmp_path: Path) -> None:
    ticket_id = an_incident(office.agent)
    (tmp_path / "shot.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00rest")
    files = upload(LOG, NewFile("shot.png", tmp_path / "shot.png"))
    before = count(office.agent, "journal")
    tickets.work_note(office.agent, ticket_id, "See both.", files=files)
    assert count(office.agent, "journal") == before + 1
    note = show(office.agent, ticket_id)
    entry = note.history[-1]
    assert (entry.action, len(entry.after["attachments"])) == ("noted", 2)
    assert [(a.name, a.media_type, a.comment_id, a.public, a.by) for a in note.attachments] == [
        ("mail.log", "text/plain", note.said[0].id, False, "Amira"),
        ("shot.png", "image/png", note.said[0].id, False, "Amira"),
    ]
    assert attachments.content(office.agent, note.attachments[0].id) == LOG.source


def test_that_files_alone_are_said_without_words(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    tickets.comment(office.agent, ticket_id, " ", files=upload(LOG))
    assert show(office.agent, ticket_id).said[0].text == ""
    with pytest.raises(Invalid, match="Write something first"):
        tickets.comment(office.agent, ticket_id, " ")


def test_that_one_content_is_stored_once_for_two_names_and_two_tickets(office: Office) -> None:
    ticket_id, other_id = an_incident(office.agent), an_incident(office.agent)
    same = b"x" * (2 * MB + 5)
    files = upload(NewFile("a.txt", same), NewFile("a.txt", same), NewFile("b.txt", same))
    tickets.comment(office.agent, ticket_id, "Three names.", files=files)
    attachments.add(office.colleague, other_id, upload(NewFile("c.txt", same)))
    assert (count(office.agent, "stored_file"), count(office.agent, "stored_part")) == (1, 3)
    assert [one.name for one in shown(office.agent, ticket_id)] == ["a.txt", "a.txt", "b.txt"]
    assert attachments.content(office.agent, shown(office.agent, other_id)[0].id) == same


def test_that_every_hostile_name_is_stored_shown_and_saved_harmlessly(
    office: Office, tmp_path: Path
) -> None:
    ticket_id = an_incident(office.agent)
    folder = tmp_path / "mine" / "deep"
    folder.mkdir(parents=True)
    for name, harmless in HOSTILE.items():
        attachments.add(
            office.agent, ticket_id, upload(NewFile(name, name.encode("utf-8", "replace")))
        )
        found = shown(office.agent, ticket_id)[-1]
        assert found.name == harmless, name
        before = set(tmp_path.rglob("*"))
        saved = attachments.save_as(office.agent, found.id, Saving(folder))
        assert set(tmp_path.rglob("*")) - before == {saved}, name
        assert (saved.parent, saved.read_bytes()) == (folder, name.encode("utf-8", "replace"))
    assert len(shown(office.agent, ticket_id)) == len(HOSTILE)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=st.text(max_size=200), content=st.binary(max_size=100))
def test_that_any_name_and_content_come_back_as_they_were(
    office: Office, tmp_path: Path, name: str, content: bytes
) -> None:
    ticket_id = an_incident(office.agent)
    attachments.add(office.agent, ticket_id, upload(NewFile(name, content)))
    (found,) = shown(office.agent, ticket_id)
    assert (found.name, found.size) == (safe_name(name), len(content))
    saved = attachments.save_as(office.agent, found.id, Saving(tmp_path))
    assert saved.read_bytes() == content == attachments.content(office.agent, found.id)
    assert saved.parent == tmp_path


def test_that_an_empty_file_is_a_file(office: Office, tmp_path: Path) -> None:
    ticket_id = an_incident(office.agent)
    (tmp_path / "empty").touch()
    tickets.comment(
        office.agent, ticket_id, "?", files=upload(NewFile("empty", tmp_path / "empty"))
    )
    (found,) = shown(office.agent, ticket_id)
    assert (found.size, attachments.content(office.agent, found.id)) == (0, b"")
    assert attachments.save_as(office.agent, found.id, Saving(tmp_path)).name == "empty (2)"
    assert databases.check(office.administrator) == []


def limit(office: Office, megabytes: int) -> None:
    """Set how large an attachment may be."""
    general.change(office.administrator, General(attachment_limit_mb=megabytes))


def sparse(path: Path, size: int) -> Path:
    """A file of a size that takes no room and no time to make."""
    with path.open("wb") as file:
        file.truncate(size)
    return path


def test_that_the_size_limit_is_said_before_a_byte_is_read(office: Office, tmp_path: Path) -> None:
    ticket_id = an_incident(office.agent)
    huge = sparse(tmp_path / "huge.iso", 2048 * MB)
    read: list[int] = []
    files = Upload((LOG, NewFile("huge.iso", huge)), progress=lambda done, _: read.append(done))
    with pytest.raises(Invalid, match=r"“huge\.iso” has 2 GB; a file can have at most 25 MB"):
        tickets.comment(office.agent, ticket_id, "Big.", files=files)
    assert (read, show(office.agent, ticket_id).said) == ([], ())


def test_that_the_limit_is_a_setting_of_the_desk(office: Office, tmp_path: Path) -> None:
    ticket_id = an_incident(office.agent)
    two = upload(NewFile("two.bin", sparse(tmp_path / "two.bin", 2 * MB)))
    limit(office, 1)
    with pytest.raises(Invalid, match="at most 1 MB"):
        attachments.add(office.agent, ticket_id, two)
    limit(office, 2)
    attachments.add(office.agent, ticket_id, two)


def test_that_so_many_files_go_with_one_comment(office: Office, tmp_path: Path) -> None:
    ticket_id = an_incident(office.agent)
    with pytest.raises(Invalid, match="at most 20 files"):
        attachments.add(office.agent, ticket_id, upload(*[LOG] * 21))
    limit(office, 1)
    parts = [NewFile(f"{n}.bin", sparse(tmp_path / f"{n}.bin", MB)) for n in range(5)]
    with pytest.raises(Invalid, match="at most 4 MB"):
        attachments.add(office.agent, ticket_id, upload(*parts))
    with pytest.raises(Invalid, match="at least one file"):
        attachments.add(office.agent, ticket_id, upload())


def test_that_files_are_looked_at_before_they_are_attached(office: Office, tmp_path: Path) -> None:
    (tmp_path / "shot.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + b"x" * 9_000)
    found = attachments.look_at(
        office.agent,
        [
            LOG,
            NewFile("a\u202egnp.exe", b"MZ"),
            NewFile("shot.txt", tmp_path / "shot.txt"),
            NewFile("huge.iso", sparse(tmp_path / "huge.iso", 26 * MB)),
            NewFile("gone", tmp_path / "gone"),
        ],
    )
    assert [(one.name, one.size, one.media_type) for one in found[:3]] == [
        ("mail.log", 31, "text/plain"),
        ("agnp.exe", 2, "text/plain"),
        ("shot.txt", 9_008, "image/png"),
    ]
    assert ["at most 25 MB" in found[3].refusal, "cannot be read" in found[4].refusal] == [True] * 2
    assert [one.refusal for one in found[:3]] == [""] * 3


@pytest.mark.parametrize("what", ["missing", "folder", "\x00"])
def test_that_what_cannot_be_read_is_said_and_nothing_is_stored(
    office: Office, tmp_path: Path, what: str
) -> None:
    ticket_id = an_incident(office.agent)
    (tmp_path / "folder").mkdir()
    with pytest.raises(FileTrouble, match="is a folder" if what == "folder" else "cannot be read"):
        tickets.comment(
            office.agent, ticket_id, "See.", files=upload(LOG, NewFile("x", tmp_path / what))
        )
    assert (show(office.agent, ticket_id).said, count(office.agent, "stored_file")) == ((), 0)


def test_that_a_file_that_grows_while_it_is_read_is_refused(office: Office, tmp_path: Path) -> None:
    ticket_id = an_incident(office.agent)
    path = sparse(tmp_path / "live.log", 3 * MB)

    def grow(_done: int, _total: int) -> None:
        with path.open("ab") as file:
            file.write(b"one more line")

    files = Upload((NewFile("live.log", path),), progress=grow)
    with pytest.raises(FileTrouble, match="changed while it was read"):
        attachments.add(office.agent, ticket_id, files)
    assert count(office.agent, "stored_part") == 0


@pytest.mark.parametrize("after", [1, 3, 4, 6])
def test_that_what_was_stopped_leaves_nothing(office: Office, after: int) -> None:
    ticket_id = an_incident(office.agent)
    told: list[int] = []
    files = Upload(
        (NewFile("big.bin", b"x" * (3 * MB)),),
        progress=lambda done, _: told.append(done),
        cancelled=lambda: len(told) >= after - 1,
    )
    with pytest.raises(Cancelled, match="nothing was sent"):
        tickets.comment(office.agent, ticket_id, "Big.", files=files)
    assert len(told) == after - 1
    assert show(office.agent, ticket_id).said == ()
    assert (count(office.agent, "stored_file"), count(office.agent, "stored_part")) == (0, 0)


def test_that_progress_goes_from_reading_to_storing(office: Office) -> None:
    told: list[tuple[int, int]] = []
    files = Upload(
        (NewFile("big.bin", b"x" * (2 * MB)), LOG),
        progress=lambda done, total: told.append((done, total)),
    )
    attachments.add(office.agent, an_incident(office.agent), files)
    assert [done for done, _ in told] == sorted({done for done, _ in told})
    assert told[-1][0] == told[-1][1] == 2 * (2 * MB + len(LOG.source))  # type: ignore[arg-type]


def test_that_sent_twice_with_one_key_is_stored_once(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    for _ in range(2):
        tickets.comment(office.agent, ticket_id, "Once.", key="k1", files=upload(LOG))
        attachments.add(office.agent, ticket_id, upload(LOG), key="k2")
    assert len(shown(office.agent, ticket_id)) == 2


def test_that_a_new_ticket_brings_its_files_or_is_not_opened(office: Office) -> None:
    new = classification.NewTicket("Printer jams", kind=Kind.INCIDENT, files=upload(LOG))
    ticket_id = classification.open_ticket(office.agent, new).ticket_id
    (found,) = shown(office.agent, ticket_id)
    assert (found.name, found.comment_id, found.public) == ("mail.log", None, True)
    bad = classification.NewTicket("", kind=Kind.INCIDENT, files=upload(NewFile("b", b"new")))
    with pytest.raises(Invalid, match="title"):
        classification.open_ticket(office.agent, bad)
    assert count(office.agent, "stored_file") == 1


def test_that_a_requester_reads_what_is_public_on_his_own_tickets_only(office: Office) -> None:
    rita = accounts.NewAccount("rita2", "Rita", Role.REQUESTER, email="rita@example.org")
    accounts.add_account(office.administrator, rita)
    known = {account.login: account.id for account in accounts.accounts(office.agent)}
    requester = office.agent.signed_in_as(known["rita2"])
    mine = an_incident(office.agent, requester="rita@example.org")
    for operation in (tickets.comment, tickets.work_note):
        operation(office.agent, mine, "See.", files=upload(LOG))
    attachments.add(office.agent, mine, upload(NewFile("form.pdf", b"%PDF-1.4")))
    note = show(office.agent, mine).said[1]
    attachments.add(office.agent, mine, upload(NewFile("secret.txt", b"s")), comment_id=note.id)
    public = shown(requester, mine)
    assert [one.name for one in public] == ["mail.log", "form.pdf"]
    assert attachments.content(requester, public[0].id) == LOG.source
    hidden = [one for one in shown(office.agent, mine) if not one.public]
    attachments.remove(office.agent, hidden[-1].id)
    assert "secret" not in str(show(requester, mine).history)
    other, found = with_log(office)
    for attachment_id in (hidden[0].id, hidden[1].id, found.id):
        with pytest.raises(NotFound):
            attachments.content(requester, attachment_id)
    with pytest.raises(NotAllowed):
        attachments.add(requester, mine, upload(LOG))
    with pytest.raises(NotAllowed):
        tickets.comment(requester, mine, "x", files=upload(LOG))
    with pytest.raises(NotAllowed):
        attachments.remove(requester, public[0].id)
    assert len(shown(office.agent, other)) == 1


def test_that_a_confidential_ticket_keeps_its_files_to_itself(office: Office) -> None:
    accounts.add_team(office.administrator, "People")
    people = next(team.id for team in accounts.teams(office.agent) if team.name == "People")
    ticket_id = an_incident(office.supervisor, confidential=True, team_id=people)
    attachments.add(office.supervisor, ticket_id, upload(LOG))
    (found,) = shown(office.supervisor, ticket_id)
    with pytest.raises(NotFound):
        attachments.find(office.agent, found.id)
    with pytest.raises(NotFound):
        attachments.content(office.agent, found.id)
    with pytest.raises(NotFound):
        attachments.remove(office.agent, found.id)
    with pytest.raises(NotFound):
        attachments.add(office.agent, ticket_id, upload(LOG))
    assert count(office.agent, "attachment") == 1


def test_that_what_is_removed_is_gone_until_it_is_put_back(office: Office) -> None:
    ticket_id, found = with_log(office)
    effects = attachments.remove(office.agent, found.id)
    assert effects.undo is not None
    assert shown(office.agent, ticket_id) == ()
    with pytest.raises(NotFound, match="removed"):
        attachments.content(office.agent, found.id)
    with pytest.raises(NotFound, match="removed"):
        attachments.remove(office.agent, found.id)
    undo(office.colleague, effects.undo)
    assert shown(office.agent, ticket_id) == (found,)
    with pytest.raises(NotPossible, match="there already"):
        undo(office.agent, effects.undo)
    told = [(entry.action, entry.reason) for entry in show(office.agent, ticket_id).history[-2:]]
    assert told == [("attachment removed", "mail.log"), ("attachment put back", "mail.log")]


def test_that_a_comment_of_another_ticket_takes_no_files(office: Office) -> None:
    ticket_id, found = with_log(office)
    with pytest.raises(NotFound, match="no such comment"):
        attachments.add(
            office.agent, an_incident(office.agent), upload(LOG), comment_id=found.comment_id
        )
    attachments.add(office.agent, ticket_id, upload(LOG), comment_id=found.comment_id)
    assert len(shown(office.agent, ticket_id)) == 2


def test_that_saving_never_overwrites_unless_it_is_said(office: Office, tmp_path: Path) -> None:
    _, found = with_log(office)
    (tmp_path / "mail.log").write_bytes(b"mine")
    save = attachments.save_as
    names = [save(office.agent, found.id, Saving(tmp_path)).name for _ in range(2)]
    assert names == ["mail (2).log", "mail (3).log"]
    assert (tmp_path / "mail.log").read_bytes() == b"mine"
    save(office.agent, found.id, Saving(tmp_path, name="mail.log", replace=True))
    assert (tmp_path / "mail.log").read_bytes() == LOG.source
    named = save(office.agent, found.id, Saving(tmp_path, name="../../up.txt"))
    assert named == tmp_path / "up.txt"
    with pytest.raises(FileTrouble, match="cannot be saved in"):
        save(office.agent, found.id, Saving(tmp_path / "nowhere"))


def test_that_a_link_waiting_under_the_name_is_not_followed(office: Office, tmp_path: Path) -> None:
    _, found = with_log(office)
    (tmp_path / "there").mkdir()
    (tmp_path / "target").write_bytes(b"mine")
    (tmp_path / "there" / "mail.log").symlink_to(tmp_path / "target")
    saved = attachments.save_as(office.agent, found.id, Saving(tmp_path / "there"))
    assert saved.name == "mail (2).log"
    replaced = Saving(tmp_path / "there", replace=True)
    assert not attachments.save_as(office.agent, found.id, replaced).is_symlink()
    assert (tmp_path / "target").read_bytes() == b"mine"


def test_that_stopped_saving_leaves_no_file(office: Office, tmp_path: Path) -> None:
    ticket_id = an_incident(office.agent)
    attachments.add(office.agent, ticket_id, upload(NewFile("big.bin", b"x" * (6 * MB))))
    (found,) = shown(office.agent, ticket_id)
    told: list[int] = []
    folder = tmp_path / "saved"
    folder.mkdir()
    stop = Saving(
        folder, progress=lambda done, _: told.append(done), cancelled=lambda: len(told) == 3
    )
    with pytest.raises(Cancelled):
        attachments.save_as(office.agent, found.id, stop)
    assert (list(folder.iterdir()), told) == ([], [MB, 2 * MB, 3 * MB])


def test_that_a_copy_to_look_at_is_for_nobody_else(office: Office, tmp_path: Path) -> None:
    _, found = with_log(office)
    path = attachments.copy_to_look_at(office.agent, found.id, tmp_path)
    assert (path.stat().st_mode & 0o777, path.read_bytes()) == (0o400, LOG.source)


def test_that_the_beginning_is_read_without_the_rest(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    content = hashlib.sha256(b"seed").digest() * (3 * MB // 32)
    attachments.add(office.agent, ticket_id, upload(NewFile("big.bin", content)))
    (found,) = shown(office.agent, ticket_id)
    for most in (0, 1, MB, MB + 1, 3 * MB, 4 * MB):
        assert attachments.content(office.agent, found.id, most) == content[:most]


def test_that_a_ticket_is_found_by_the_name_of_its_attachment(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    attachments.add(office.agent, ticket_id, upload(NewFile("Lohnabrechnung_März.pdf", b"%PDF-")))
    for words in ("lohnabrechnung", "marz", "März pdf"):
        assert [hit.id for hit in search.find_tickets(office.agent, words)] == [ticket_id]


@pytest.mark.parametrize("database_kind", [pytest.param("postgres", marks=pytest.mark.postgres)])
def test_that_others_write_while_a_file_goes_to_the_server(office: Office) -> None:
    ticket_id, other_id = an_incident(office.agent), an_incident(office.agent)

    def meanwhile(_done: int, _total: int) -> None:
        tickets.comment(office.colleague, other_id, "Meanwhile.")

    files = Upload((NewFile("big.bin", b"x" * (3 * MB)),), progress=meanwhile)
    tickets.comment(office.agent, ticket_id, "Big.", files=files)
    assert len(show(office.agent, other_id).said) == 6
    assert databases.check(office.administrator) == []
