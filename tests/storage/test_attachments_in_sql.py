"""What is attached stays what it was, whoever has a database client, on both databases."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import pytest

from desk_gui.domain.attachment import MB, NewFile, Upload
from desk_gui.domain.errors import FileTrouble
from desk_gui.operations import attachments, databases, tickets
from desk_gui.operations.show import show
from desk_gui.storage import rows, unit_of_work
from tests.conftest import Office
from tests.factories import an_incident
from tests.storage.attacks import Attacker

CONTENT = b"09:00 the host does not answer\n"
SHA = hashlib.sha256(CONTENT).hexdigest()
NEVER = "0" * 64


@dataclass
class Scene:
    """A ticket with one answer that carries one file, and a ticket without any."""

    attacker: Attacker
    ticket_id: int
    other_id: int
    comment_id: int
    attachment_id: int

    def tables(self) -> list[object]:
        """All that is attached, as it is stored."""
        with unit_of_work.reading(self.attacker.database) as connection:
            return [
                rows.many(connection, table)
                for table in ("stored_file", "stored_part", "attachment")
            ]

    def refused(self, sentence: str, *statements: str) -> None:
        """Assert that the database says so, and that nothing changed."""
        before = self.tables()
        said = self.attacker.run(*(one.format(**self.words()) for one in statements))
        assert sentence in said, said or f"the database did it: {statements[-1]}"
        assert self.tables() == before

    def words(self) -> dict[str, object]:
        """What statements may name."""
        blob = "x'{}'" if self.attacker.database.is_sqlite else "decode('{}', 'hex')"
        return {
            "t": self.ticket_id,
            "other": self.other_id,
            "c": self.comment_id,
            "a": self.attachment_id,
            "sha": SHA,
            "never": NEVER,
            "blob": blob.format(b"evil".hex()),
            "empty": blob.format(""),
        }


@pytest.fixture
def scene(office: Office, attacker: Attacker) -> Scene:
    """What somebody with a client may try himself on."""
    ticket_id, other_id = an_incident(office.agent), an_incident(office.agent)
    upload = Upload((NewFile("mail.log", CONTENT),))
    tickets.comment(office.agent, ticket_id, "See the log.", files=upload)
    (found,) = show(office.agent, ticket_id).attachments
    assert found.comment_id is not None
    return Scene(attacker, ticket_id, other_id, found.comment_id, found.id)


CHANGES = "never changes"
DELETED = "is never deleted"


def test_that_content_is_never_changed_deleted_or_replaced(scene: Scene) -> None:
    scene.refused(CHANGES, "UPDATE stored_part SET content = {blob}")
    scene.refused(CHANGES, "UPDATE stored_part SET n = 7")
    scene.refused(CHANGES, "UPDATE stored_file SET size = 1")
    scene.refused(CHANGES, "UPDATE stored_file SET sha256 = '{never}'")
    scene.refused(DELETED, "DELETE FROM stored_part")
    scene.refused(DELETED, "DELETE FROM stored_file")
    scene.refused("never grows", "INSERT INTO stored_part VALUES ('{sha}', 1, {blob})")
    scene.refused("there already", "INSERT INTO stored_part VALUES ('{sha}', 0, {blob})")
    scene.refused("there already", "INSERT INTO stored_file VALUES ('{sha}', 4)")


def test_that_content_is_never_replaced_by_the_words_of_one_database(scene: Scene) -> None:
    if scene.attacker.database.is_sqlite:
        for table, values in (
            ("stored_part", "('{sha}', 0, {blob})"),
            ("stored_file", "('{sha}', 4)"),
        ):
            scene.refused("there already", f"INSERT OR REPLACE INTO {table} VALUES {values}")
        scene.refused(
            "there already",
            "INSERT OR REPLACE INTO attachment (id, ticket_id, sha256, name, media_type, at)"
            " VALUES ({a}, {t}, '{sha}', 'x', 'x', 1)",
        )
    else:
        for table in ("stored_part", "attachment", "stored_file CASCADE"):
            scene.refused(DELETED, f"TRUNCATE {table}")
        scene.refused(
            "there already",
            "INSERT INTO stored_part VALUES ('{sha}', 0, {blob})"
            " ON CONFLICT (sha256, n) DO UPDATE SET content = excluded.content",
        )


def test_that_what_is_stored_has_a_possible_shape(scene: Scene) -> None:
    new = "INSERT INTO stored_file VALUES ('{never}', 4)"
    scene.refused("named by its SHA-256", "INSERT INTO stored_file VALUES ('abc', 4)")
    scene.refused("no negative size", "INSERT INTO stored_file VALUES ('{never}', -1)")
    scene.refused("1 byte to 1 MiB", new, "INSERT INTO stored_part VALUES ('{never}', 0, {empty})")
    scene.refused("counted from 0", new, "INSERT INTO stored_part VALUES ('{never}', -1, {blob})")


ATTACH = (
    "INSERT INTO attachment (ticket_id, comment_id, sha256, name, media_type, at)"
    " VALUES ({t}, {c}, '%s', '%s', 'text/plain', 1)"
)


def test_that_a_file_is_attached_only_with_its_whole_content(scene: Scene) -> None:
    whole = "once its whole content is stored"
    scene.refused(whole, ATTACH % (NEVER, "a.txt"))
    new = "INSERT INTO stored_file VALUES ('{never}', 5)"
    part = "INSERT INTO stored_part VALUES ('{never}', 0, {blob})"
    scene.refused(whole, new, ATTACH % (NEVER, "a.txt"))
    scene.refused(whole, new, part, ATTACH % (NEVER, "a.txt"))


@pytest.mark.parametrize("name", ["", ".", "..", "../x", "a/b", "a\\b", "C:x", "x" * 121])
def test_that_a_name_is_one_part_of_a_path(scene: Scene, name: str) -> None:
    scene.refused("one part of a path", ATTACH % (SHA, name))


def test_that_an_attachment_stays_where_it_was_added(scene: Scene, office: Office) -> None:
    scene.refused(
        "a comment of its own ticket",
        "INSERT INTO attachment (ticket_id, comment_id, sha256, name, media_type, at)"
        " VALUES ({other}, {c}, '{sha}', 'a.txt', 'text/plain', 1)",
    )
    for change in (
        "ticket_id = {other}",
        "comment_id = NULL",
        "name = 'invoice.pdf'",
        "media_type = 'image/png'",
        "account_id = NULL",
        "at = 1",
        "id = 77",
        "removed_at = 1, removed_by_id = 1, name = 'x'",
    ):
        scene.refused("stays as it was added", f"UPDATE attachment SET {change}")
    scene.refused("says by whom and when", "UPDATE attachment SET removed_at = 1")
    scene.refused("is never deleted; remove it", "DELETE FROM attachment")
    scene.refused(
        "there before it is removed",
        "INSERT INTO attachment (ticket_id, sha256, name, media_type, at, removed_at,"
        " removed_by_id) VALUES ({t}, '{sha}', 'a.txt', 'text/plain', 1, 1, 1)",
    )
    attachments.remove(office.agent, scene.attachment_id)


def past_the_triggers(office: Office, *statements: str) -> None:
    """What a broken disk does, or somebody who first took the triggers away."""
    with unit_of_work.writing(office.agent.database) as connection:
        raw = connection.connection.cursor()
        if office.agent.database.is_sqlite:
            raw.execute("DROP TRIGGER rules_stored_part_update")
            raw.execute("DROP TRIGGER rules_stored_part_delete")
        else:
            raw.execute("ALTER TABLE stored_part DISABLE TRIGGER USER")
        for statement in statements:
            raw.execute(statement)


def an_attachment(office: Office, content: bytes) -> int:
    ticket_id = an_incident(office.agent)
    attachments.add(office.agent, ticket_id, Upload((NewFile("big.bin", content),)))
    return ticket_id


def test_that_the_check_names_what_was_changed_past_the_triggers(office: Office) -> None:
    for content in (b"fine", b"", b"x" * (2 * MB)):
        an_attachment(office, content)
    assert databases.check(office.administrator) == []
    flip = "x'00'" if office.agent.database.is_sqlite else "'\\x00'::bytea"
    past_the_triggers(office, f"UPDATE stored_part SET content = {flip} WHERE n = 1")
    sentence = "The content of “big.bin” on ticket 3 does not fit its hash."
    assert databases.check(office.administrator) == [sentence]
    with pytest.raises(FileTrouble, match="damaged in the database"):
        attachments.content(office.agent, 3)


def test_that_the_check_names_what_has_lost_its_content(office: Office) -> None:
    an_attachment(office, b"x" * (2 * MB))
    past_the_triggers(office, "DELETE FROM stored_part WHERE n = 0")
    assert databases.check(office.administrator) == [
        "The content of “big.bin” on ticket 1 does not fit its hash."
    ]
