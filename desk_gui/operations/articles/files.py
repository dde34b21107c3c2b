"""Pictures and files of articles: they come and go with an edition, as its words do."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from desk_gui.domain.accounts import Right
from desk_gui.domain.attachment import Upload
from desk_gui.domain.errors import Invalid, NotFound, NotPossible
from desk_gui.domain.knowledge import PICTURES, Article, ArticleFile, ArticleStatus
from desk_gui.domain.media import HEAD, media_type
from desk_gui.markup.reading import named_in
from desk_gui.operations import attachments
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.effects import Effects
from desk_gui.operations.knowledge import may_read, names_of_articles
from desk_gui.operations.saving import Why, done_already, write_other
from desk_gui.storage import articles, read, rows
from desk_gui.transfer.files import Taken

LARGEST_PICTURE, ALL_PICTURES = 12 << 20, 64 << 20
"""Bytes of one picture, and of all pictures of a text, that are shown."""


def add(desk: Desk, article_id: int, upload: Upload, *, key: str | None = None) -> Effects:
    """Add files to a draft; the text shows or names them by `desk://file/ID`.

    Raises NotPossible unless it is a draft, and as adding files to a ticket does.
    """
    if not upload.files:
        raise Invalid("Choose at least one file.")
    with (
        attachments.incoming(desk, upload) as new,
        desk.writing(Right.WRITE_ARTICLES, first=new.store) as session,
    ):
        if before := done_already(session, key):
            return before
        article = _draft(session, article_id)
        ids = [name_file(session, article.id, article.edition, file) for file in new.files]
        said = ", ".join(file.name for file in new.files)
        write_other(session, "article", article_id, Why("added a file", said, key), files=ids)
        return Effects(articles=frozenset({article_id}))


def name_file(
    session: Session, article_id: int, edition: int, file: Taken, *, file_id: int | None = None
) -> int:
    """Name a content that is stored as a file of a draft; its id, which may be set aside before."""
    return rows.add(
        session.connection,
        "article_file",
        **({} if file_id is None else {"id": file_id}),
        article_id=article_id,
        sha256=file.sha256,
        name=file.name,
        media_type=file.media_type,
        since_edition=edition,
        account_id=session.actor.id,
        at=session.now,
    )


def take_out(desk: Desk, article_id: int, file_id: int) -> Effects:
    """Take a file out of a draft; earlier editions keep it."""
    return _set_until(desk, article_id, file_id, gone=True)


def put_back(desk: Desk, article_id: int, file_id: int) -> Effects:
    """Put back a file that was taken out of this draft."""
    return _set_until(desk, article_id, file_id, gone=False)


def _set_until(desk: Desk, article_id: int, file_id: int, *, gone: bool) -> Effects:
    with desk.writing(Right.WRITE_ARTICLES) as session:
        article = _draft(session, article_id)
        file = next((f for f in _of(session, article_id) if f.id == file_id), None)
        there = file is not None and file.is_in(article.edition)
        left = file is not None and file.until_edition == article.edition
        if file is None or not (there if gone else left):
            raise NotFound(f"{article.number} has no such file.")
        until = {"until_edition": article.edition if gone else None}
        rows.change(session.connection, "article_file", until, id=file_id)
        action = "took out a file" if gone else "put back a file"
        write_other(session, "article", article_id, Why(action, file.name), file_id=file_id)
        return Effects(articles=frozenset({article_id}))


def _draft(session: Session, article_id: int) -> Article:
    article = read.article(session.connection, article_id)
    if article is None:
        raise NotFound(f"There is no article KB-{article_id}.")
    if article.status is not ArticleStatus.DRAFT:
        raise NotPossible(f"{article.number} is no draft; take it back to draft first.")
    return article


def _of(session: Session, article_id: int) -> tuple[ArticleFile, ...]:
    return articles.files(session.connection, article_id)


def find(desk: Desk, article_id: int, file_id: int) -> ArticleFile:
    """A file of an article that this account may read; a requester those of what he reads."""
    with desk.reading(Right.ASK) as session:
        article = read.article(session.connection, article_id)
        if article is not None and may_read(session, article):
            seen = None if session.actor.may(Right.WRITE_ARTICLES) else article.published_edition
            for file in _of(session, article_id):
                if file.id == file_id and (seen is None or file.is_in(seen)):
                    return file
    raise NotFound("There is no such file, or it was taken out.")


def save_as(desk: Desk, article_id: int, file_id: int, to: attachments.Saving) -> Path:
    """Save a file of an article into a folder, as an attachment is saved."""
    return attachments.save(desk, find(desk, article_id, file_id), to)


def copy_to_look_at(desk: Desk, article_id: int, file_id: int, folder: Path) -> Path:
    """A copy in a private folder for another program to show."""
    return attachments.copy(desk, find(desk, article_id, file_id), folder)


@dataclass(frozen=True)
class Shown:
    """What a text may show: its own files by their id, and the content of its pictures."""

    files: Mapping[int, ArticleFile]
    pictures: Mapping[int, bytes]


def shown(
    desk: Desk,
    files: Collection[ArticleFile],
    edition: int,
    text: str,
    *,
    known: Collection[int] = (),
) -> Shown:
    """The files of an edition, and those pictures that its text shows, as far as they fit.

    The content of pictures that are `known` is not read again.
    """
    own = {file.id: file for file in files if file.is_in(edition)}
    wanted = named_in(text)[1] - set(known) if own and "desk:" in text else set()
    pictures: dict[int, bytes] = {}
    room = ALL_PICTURES
    for file in own.values():
        if file.id in wanted and file.is_picture and file.size <= min(LARGEST_PICTURE, room):
            pictures[file.id] = b"".join(attachments.whole(desk, file))
            room -= file.size
    return Shown(own, {i: content for i, content in pictures.items() if is_picture(content)})


@dataclass(frozen=True)
class Draft:
    """What a text that is being written may point to: its files, and articles by their names."""

    files: tuple[ArticleFile, ...]
    names: Mapping[int, str]
    edition: int


def of_draft(desk: Desk, article_id: int | None, text: str) -> Draft:
    """What a draft may point to; one that was never saved has no files yet."""
    with desk.reading() as session:
        names = names_of_articles(session, [text])
        article = read.article(session.connection, article_id) if article_id else None
        if article is None or not may_read(session, article):
            return Draft((), names, 1)
        own = tuple(f for f in _of(session, article.id) if f.is_in(article.edition))
        return Draft(own, names, article.edition)


def is_picture(content: bytes) -> bool:
    """Whether a content is what pictures are made of, whatever it is called."""
    return media_type("x", content[:HEAD]) in PICTURES
