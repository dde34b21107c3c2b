"""An article prepared for showing: its texts as rich text, with the pictures they may use."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from desk_gui.domain.errors import FileTrouble
from desk_gui.domain.knowledge import ArticleFile
from desk_gui.domain.media import HEAD, media_type
from desk_gui.gui.pictures import decoded
from desk_gui.markup.places import file_of, in_the_desk
from desk_gui.markup.rich import Rich, from_markdown
from desk_gui.operations import knowledge
from desk_gui.operations.articles import files
from desk_gui.operations.desk import Desk
from desk_gui.operations.knowledge import ArticlePage

WIDEST = 560
"""Pixels of a picture at 100 %; a wider one is scaled down."""
HIGHEST = 4096


@dataclass(frozen=True)
class Prepared:
    """A text ready to be shown, its pictures, and the files that belong to its edition."""

    rich: Rich = field(default_factory=Rich)
    pictures: Mapping[str, QImage] = field(default_factory=dict)
    files: tuple[ArticleFile, ...] = ()


@dataclass(frozen=True)
class Reading:
    """An article with its texts prepared; `draft` where one is newer than `shown`."""

    page: ArticlePage
    shown: Prepared
    draft: Prepared | None = None


def read_article(desk: Desk, article_id: int, wide: int) -> Reading:
    """An article with its texts prepared; NotFound when there is none."""
    page = knowledge.show(desk, article_id)
    article, shown = page.article, page.shown
    newer = article.edition != shown.edition
    return Reading(
        page,
        prepared(desk, page, shown.edition, shown.text, wide=wide),
        prepared(desk, page, article.edition, article.text, wide=wide) if newer else None,
    )


def prepared(desk: Desk, page: ArticlePage, edition: int, text: str, *, wide: int) -> Prepared:
    """A text of an article; it shows pictures of its own edition only."""
    own = files.shown(desk, page.around.files, edition, text)
    names = {file_id: file.name for file_id, file in own.files.items()}
    rich = from_markdown(text, in_the_desk(page.around.names, names))
    return Prepared(rich, _decoded(own.pictures, wide), tuple(own.files.values()))


def preview(
    desk: Desk, article_id: int | None, text: str, known: Mapping[str, QImage], *, wide: int
) -> Prepared:
    """A text that is being written, as it will look; pictures that are known stay as they are."""
    draft = files.of_draft(desk, article_id, text)
    seen = [file_id for file_id in map(file_of, known) if file_id is not None]
    own = files.shown(desk, draft.files, draft.edition, text, known=seen)
    names = {file_id: file.name for file_id, file in own.files.items()}
    rich = from_markdown(text, in_the_desk(draft.names, names))
    return Prepared(rich, {**known, **_decoded(own.pictures, wide)}, draft.files)


def _decoded(contents: Mapping[int, bytes], wide: int) -> dict[str, QImage]:
    """Pictures by the address under which a text shows them; what is none is left out."""
    made: dict[str, QImage] = {}
    for file_id, content in contents.items():
        with suppress(FileTrouble):
            kind = media_type("x", content[:HEAD])
            made[f"desk://file/{file_id}"] = decoded(content, kind, QSize(wide, HIGHEST))
    return made
