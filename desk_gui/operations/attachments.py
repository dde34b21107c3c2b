"""Files on tickets: attached with what is said, read, saved, removed and put back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from desk_gui.domain.accounts import Right, require
from desk_gui.domain.attachment import (
    PART,
    Attached,
    Candidate,
    NewFile,
    Upload,
    safe_name,
    why_not_attach,
    why_not_together,
)
from desk_gui.domain.errors import Cancelled, FileTrouble, Invalid, NotFound, NotPossible
from desk_gui.domain.media import media_type
from desk_gui.operations import general
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.effects import Effects
from desk_gui.operations.saving import Why, done_already, ticket_or_refuse, write_other
from desk_gui.storage import files, read, rows, unit_of_work
from desk_gui.storage.history import PastEntry
from desk_gui.storage.rows import Row
from desk_gui.transfer.files import Taken, Target, head_of, size_of, taken, write

if TYPE_CHECKING:
    from sqlalchemy import Connection

AT_ONCE = 4
"""Parts that are read in one transaction: no reader keeps anybody from writing for long."""
CHECKED_AT_ONCE = 16
ATTACHED, REMOVED, PUT_BACK = "attached", "attachment removed", "attachment put back"
"""What the journal calls it."""
Progress = Callable[[int, int], object]


@dataclass(frozen=True)
class Incoming:
    """Files that are read and checked, and wait for what is said with them."""

    files: tuple[Taken, ...]
    tell: Callable[[int], None]

    def store(self, connection: Connection) -> None:
        """Store the contents that are not there yet; what is shared is stored once."""
        wanted = {file.sha256: file for file in self.files}
        there = files.known(connection, wanted)
        for sha256 in sorted(wanted):
            file = wanted[sha256]
            fresh = sha256 not in there and files.begin(connection, sha256, file.size)
            for n, content in enumerate(file.parts()):
                if fresh:
                    files.add_part(connection, files.Part(sha256, n, content))
                self.tell(len(content))

    def attach_to(self, session: Session, ticket_id: int, key: str | None = None) -> None:
        """Attach the files to a ticket itself, with their own journal entry."""
        if self.files:
            said = self.attach(session, ticket_id, None)
            write_other(session, "ticket", ticket_id, Why(ATTACHED, key=key), **said)

    def attach(self, session: Session, ticket_id: int, comment_id: int | None) -> dict[str, Any]:
        """Name the files on a ticket, or on a comment of it; what the journal says of them."""
        named = [_name(session, file, ticket_id, comment_id) for file in self.files]
        return {"attachments": named} if named else {}


def _name(session: Session, file: Taken, ticket_id: int, comment_id: int | None) -> dict[str, Any]:
    attachment_id = rows.add(
        session.connection,
        "attachment",
        ticket_id=ticket_id,
        comment_id=comment_id,
        sha256=file.sha256,
        name=file.name,
        media_type=file.media_type,
        account_id=session.actor.id,
        at=session.now,
    )
    return {"id": attachment_id, "name": file.name, "size": file.size, "sha256": file.sha256}


def limit_mb(desk: Desk) -> int:
    """How large all files of one comment may be together."""
    with desk.reading(Right.ASK) as session:
        return general.stored(session).attachment_limit_mb


def look_at(desk: Desk, new: Sequence[NewFile]) -> list[Candidate]:
    """What files are and how large, before they are attached; why not for those that cannot be."""
    limit = limit_mb(desk)
    return [_looked_at(file, limit) for file in new]


def _looked_at(file: NewFile, limit: int) -> Candidate:
    try:
        size = size_of(file)
        if refusal := why_not_attach(file.name, size, limit):
            return Candidate(file, size, refusal=refusal)
        return Candidate(file, size, media_type(safe_name(file.name), head_of(file)))
    except FileTrouble as trouble:
        return Candidate(file, refusal=str(trouble))


@contextmanager
def incoming(
    desk: Desk, upload: Upload, right: Right = Right.WORK_ON_TICKETS
) -> Iterator[Incoming]:
    """Read files before anything is locked, for who has the right; nothing is kept of them.

    Raises Invalid for what is too large or too many, before a byte is read, FileTrouble for what
    cannot be read, and Cancelled when the person stops it.
    """
    if not upload.files:
        yield Incoming((), lambda _: None)
        return
    with desk.reading(right) as session:
        require(session.actor, right)
        limit = general.stored(session).attachment_limit_mb
    tell = _telling(upload, 2 * _checked(upload, limit))
    with taken(upload.files, tell) as copies:
        yield Incoming(tuple(copies), tell)


def _checked(upload: Upload, limit: int) -> int:
    """The bytes of all files together."""
    sizes = [size_of(file) for file in upload.files]
    each = (
        why_not_attach(file.name, size, limit)
        for file, size in zip(upload.files, sizes, strict=True)
    )
    refusal = next(filter(None, each), None) or why_not_together(sizes, limit)
    if refusal:
        raise Invalid(refusal)
    return sum(sizes)


def _telling(upload: Upload, total: int) -> Callable[[int], None]:
    """Adds up what is read and what is stored; stops when the person wants it."""
    done = [0]

    def tell(size: int) -> None:
        if upload.cancelled():
            raise Cancelled("Stopped; nothing was sent, and everything is still here.")
        done[0] += size
        upload.progress(min(done[0], total), total)

    return tell


def add(
    desk: Desk,
    ticket_id: int,
    upload: Upload,
    *,
    comment_id: int | None = None,
    key: str | None = None,
) -> Effects:
    """Attach files to a ticket, or to a comment that is there; public unless on a work note.

    Raises Invalid, FileTrouble and Cancelled as `incoming` does; nothing is stored then.
    """
    if not upload.files:
        raise Invalid("Choose at least one file.")
    with (
        incoming(desk, upload) as new,
        desk.writing(Right.WORK_ON_TICKETS, first=new.store) as session,
    ):
        if before := done_already(session, key):
            return before
        ticket = ticket_or_refuse(session, ticket_id)
        public = comment_id is None or _is_public(session, ticket.id, comment_id)
        said = new.attach(session, ticket.id, comment_id)
        write_other(session, "ticket", ticket.id, Why(ATTACHED, key=key), public=public, **said)
        return Effects(tickets=frozenset({ticket_id}))


def _is_public(session: Session, ticket_id: int, comment_id: int) -> bool:
    row = rows.one(session.connection, "comment", id=comment_id, ticket_id=ticket_id)
    if row is None:
        raise NotFound("There is no such comment on this ticket.")
    return bool(row["public"])


def of_tickets(session: Session, ticket_ids: Collection[int]) -> tuple[Attached, ...]:
    """What is attached to these tickets and may be seen, oldest first, without the contents.

    Whether the tickets themselves may be seen is for the caller to look at.
    """
    connection = session.connection
    found = rows.many(connection, "attachment", order="id", ticket_id=ticket_ids, removed_at=None)
    return _shown(session, found)


def _shown(session: Session, found: list[Row]) -> tuple[Attached, ...]:
    """As they are shown; a requester sees nothing of a work note."""
    connection = session.connection
    internal = files.internal_comments(connection, {row["comment_id"] for row in found})
    sizes = {
        row["sha256"]: row["size"]
        for row in rows.many(connection, "stored_file", sha256={row["sha256"] for row in found})
    }
    names = read.names(connection, "account", {row["account_id"] for row in found})
    works_here = session.actor.may(Right.WORK_ON_TICKETS)
    return tuple(
        Attached(
            id=row["id"],
            ticket_id=row["ticket_id"],
            comment_id=row["comment_id"],
            name=safe_name(row["name"]),
            size=sizes[row["sha256"]],
            media_type=row["media_type"],
            sha256=row["sha256"],
            public=row["comment_id"] not in internal,
            at=row["at"],
            by=names.get(row["account_id"]),
        )
        for row in found
        if works_here or row["comment_id"] not in internal
    )


def find(desk: Desk, attachment_id: int) -> Attached:
    """One attachment; NotFound when there is none, or when this account may not see it."""
    with desk.reading(Right.ASK) as session:
        return _found(session, attachment_id)


def _found(session: Session, attachment_id: int) -> Attached:
    row = rows.one(session.connection, "attachment", id=attachment_id)
    if row is not None:
        ticket_or_refuse(session, row["ticket_id"])
        shown = _shown(session, [row])
        if shown and row["removed_at"] is None:
            return shown[0]
    raise NotFound("There is no such attachment, or it was removed.")


def content(desk: Desk, attachment_id: int, most: int | None = None) -> bytes:
    """The content of an attachment, or its first `most` bytes.

    Raises NotFound, and FileTrouble where the whole content does not fit its hash.
    """
    found = find(desk, attachment_id)
    if most is None or most >= found.size:
        return b"".join(whole(desk, found))
    parts = _parts(desk, found.sha256, min(most, found.size))
    return b"".join(parts)[:most]


@dataclass(frozen=True)
class Saving:
    """Where an attachment goes: a folder, and the name if it is not to be its own."""

    folder: Path
    name: str = ""
    replace: bool = False
    progress: Progress = lambda _done, _total: None
    cancelled: Callable[[], bool] = lambda: False


def save_as(desk: Desk, attachment_id: int, to: Saving) -> Path:
    """Save an attachment into a folder, under a harmless name; the path it has now.

    A name that is taken gets a number, unless replacing was asked for. Raises NotFound,
    FileTrouble where it cannot be written or is damaged, Cancelled when the person stops it.
    """
    return save(desk, find(desk, attachment_id), to)


def save(desk: Desk, found: Stored, to: Saving) -> Path:
    """Save whatever names a content, as `save_as` does."""
    target = Target(to.folder, to.name or found.name, replace=to.replace)
    return write(target, _told(whole(desk, found), found, to))


def copy_to_look_at(desk: Desk, attachment_id: int, folder: Path) -> Path:
    """A copy in a private folder for another program to show; it cannot be changed there."""
    return copy(desk, find(desk, attachment_id), folder)


def copy(desk: Desk, found: Stored, folder: Path) -> Path:
    """A copy of whatever names a content, as `copy_to_look_at` makes it."""
    return write(Target(folder, found.name, mode=0o400), whole(desk, found))


def _told(parts: Iterator[bytes], found: Stored, to: Saving) -> Iterator[bytes]:
    done = 0
    for part in parts:
        if to.cancelled():
            raise Cancelled(f"Stopped; “{found.name}” was not saved.")
        done += len(part)
        to.progress(done, found.size)
        yield part


class Stored(Protocol):
    """Something that names a content: an attachment, or a file of an article."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def size(self) -> int:
        """Its bytes."""

    @property
    def sha256(self) -> str:
        """By which its content is found."""


def whole(desk: Desk, found: Stored) -> Iterator[bytes]:
    """The content in parts; FileTrouble at its end where it does not fit its hash."""
    digest = hashlib.sha256()
    for part in _parts(desk, found.sha256, found.size):
        digest.update(part)
        yield part
    if digest.hexdigest() != found.sha256:
        raise FileTrouble(
            f"The content of “{found.name}” is damaged in the database; run “desk check” and"
            " restore the newest backup."
        )


def _parts(desk: Desk, sha256: str, size: int) -> Iterator[bytes]:
    """A few parts a transaction: content never changes, so they need not be read in one."""
    for start in range(0, -(-size // PART), AT_ONCE):
        with unit_of_work.reading(desk.database) as connection:
            found = files.parts(connection, sha256, start, AT_ONCE)
        for part in found:
            yield part.content


def remove(desk: Desk, attachment_id: int) -> Effects:
    """Take an attachment away from its ticket; it can be put back, and its content stays."""
    with desk.writing(Right.WORK_ON_TICKETS) as session:
        found = _found(session, attachment_id)
        by_whom = {"removed_at": session.now, "removed_by_id": session.actor.id}
        rows.change(session.connection, "attachment", by_whom, id=attachment_id)
        told = {"attachment_id": attachment_id, "public": found.public}
        why = Why(REMOVED, found.name)
        entry = write_other(session, "ticket", found.ticket_id, why, **told)
        return Effects(tickets=frozenset({found.ticket_id}), undo=entry.uuid)


def why_not_put_back(session: Session, entry: PastEntry) -> str | None:
    """Why the removal that an entry tells of can no longer be undone, or None."""
    row = rows.one(session.connection, "attachment", id=entry.after.get("attachment_id"))
    if row is None or row["removed_at"] is None:
        return "The attachment is there already."
    return None


def put_back(session: Session, entry: PastEntry) -> Effects:
    """Undo a removal, as a change of its own in the journal."""
    refusal = why_not_put_back(session, entry)
    if refusal:
        raise NotPossible(refusal)
    nobody = {"removed_at": None, "removed_by_id": None}
    rows.change(session.connection, "attachment", nobody, id=entry.after["attachment_id"])
    why = Why(PUT_BACK, entry.reason, undoes=entry.uuid)
    write_other(session, "ticket", entry.subject_id, why, **entry.after)
    return Effects(tickets=frozenset({entry.subject_id}))


def damaged(desk: Desk, progress: Progress = lambda _done, _total: None) -> list[str]:
    """A sentence for each file whose content does not fit its hash and size; some 20 at most."""
    with desk.reading() as session:
        sizes = files.sizes(session.connection)
    there = dict.fromkeys(sizes, (hashlib.sha256().hexdigest(), 0))
    done, total = 0, sum(sizes.values())
    for sha256, parts in groupby(_every_part(desk), key=lambda part: part.sha256):
        digest, size = hashlib.sha256(), 0
        for part in parts:
            digest.update(part.content)
            size += len(part.content)
            progress(done + size, total)
        done += size
        there[sha256] = (digest.hexdigest(), size)
    wrong = [sha256 for sha256, found in there.items() if found != (sha256, sizes.get(sha256))]
    with desk.reading() as session:
        return [
            f"The content of “{safe_name(name)}” {where} does not fit its hash."
            for where, name in files.named(session.connection, wrong, 20)
        ] + [
            f"“{safe_name(name)}” {where} has no content."
            for where, name in files.named_without_content(session.connection, 20)
        ]


def _every_part(desk: Desk) -> Iterator[files.Part]:
    last = files.FIRST
    while True:
        with unit_of_work.reading(desk.database) as connection:
            found = files.parts_after(connection, last, CHECKED_AT_ONCE)
        yield from found
        if not found:
            return
        last = found[-1].sha256, found[-1].n
