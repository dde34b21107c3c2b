"""Publishing: the articles for everybody as a web site that needs no server of ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import nh3

from desk_gui import paths
from desk_gui.domain.accounts import Right, require
from desk_gui.domain.attachment import extension
from desk_gui.domain.errors import Cancelled, Invalid
from desk_gui.domain.knowledge import ArticleFile
from desk_gui.domain.media import media_words, why_dangerous
from desk_gui.domain.text import clean, folded
from desk_gui.markup.places import Place, Places, only_outside
from desk_gui.markup.plain import plain_text
from desk_gui.markup.rich import ATTRIBUTES, TAGS, from_markdown
from desk_gui.operations import attachments
from desk_gui.operations.articles.files import is_picture
from desk_gui.operations.articles.finding import same_meaning
from desk_gui.operations.desk import Desk
from desk_gui.storage import articles
from desk_gui.storage.rows import Row
from desk_gui.transfer.site import pages
from desk_gui.transfer.site.content import (
    Branch,
    Site,
    SiteArticle,
    SiteFile,
    article_page,
    tree_of,
)
from desk_gui.transfer.site.folder import SiteFolder
from desk_gui.transfer.site.search_index import search_index

TITLE, LONGEST_TITLE = "Help", 80
SCHEMES = {"http", "https", "mailto"}
LARGEST = 50 << 20
"""Bytes of a file that goes to the web site."""
_SIGNS = re.compile(r"[^a-z0-9]+")
_SHOWN_AS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}
Progress = Callable[[int, int], None]
Question = Callable[[], bool]


@dataclass(frozen=True)
class Published:
    """What is on the site now, what of it was written, removed, and left out with the reason."""

    folder: str
    title: str
    articles: int
    files: int
    written: int
    removed: int
    left_out: tuple[str, ...] = ()


def publish(
    desk: Desk,
    folder: Path,
    *,
    title: str = "",
    progress: Progress = lambda _done, _total: None,
    cancelled: Question = lambda: False,
) -> Published:
    """Write the published articles for everybody into a folder, as a site of plain files.

    Only an empty folder, or one that Desk published to before, is taken; what is published no
    longer is removed from it, and what did not change is not written again. Raises FileTrouble
    for any other folder, and Cancelled when stopped: what is written then is whole, and the next
    run goes on.
    """
    name = " ".join(clean(title).split())
    if len(name) > LONGEST_TITLE:
        raise Invalid(f"The title of the site can have at most {LONGEST_TITLE} characters.")
    with desk.reading() as session:
        require(session.actor, Right.REVIEW_ARTICLES)
        found = articles.for_everybody(session.connection)
        files = articles.files_of_all(session.connection)
        same = tuple(tuple(group) for group in same_meaning(session))
    site_folder = SiteFolder.open(folder)
    site_folder.title = name or site_folder.title or TITLE
    making = _Making(desk, found, files)
    making.choose_files()
    made = [making.article(row) for row in found]
    site = Site(site_folder.title, tuple(made), same, tree_of(made))
    return _write(making, site_folder, site, (progress, cancelled))


def _write(
    making: _Making, folder: SiteFolder, site: Site, told: tuple[Progress, Question]
) -> Published:
    progress, cancelled = told
    texts = dict(_pages(site))
    names = [*texts, *making.contents]
    folder.begin(names)
    for done, name in enumerate(names):
        if cancelled():
            raise Cancelled("Stopped; what is published is whole, publish again to go on.")
        progress(done, len(names))
        text = texts.get(name)
        folder.put(name, making.content(name) if text is None else text.encode())
    removed = folder.finish()
    progress(len(names), len(names))
    return Published(
        folder=str(folder.path),
        title=site.title,
        articles=len(site.articles),
        files=len(making.contents),
        written=folder.changed,
        removed=removed,
        left_out=tuple(making.left_out),
    )


def _pages(site: Site) -> Iterator[tuple[str, str]]:
    """(name, text) of every page and of what they share."""
    yield "index.html", pages.index(site)
    yield "search.html", pages.everything(site)
    for branch in _all(site.branches):
        yield branch.page, pages.topic(site, branch)
        for place, one in enumerate(branch.articles):
            others = (*branch.articles[place + 1 :], *branch.articles[:place])
            yield one.page, pages.article(site, one, others[: pages.NEAR])
    yield "search-index.js", search_index(site)
    for name in ("search.js", "style.css"):
        yield name, (paths.resources() / "site" / name).read_text(encoding="utf-8")


def _all(branches: Sequence[Branch]) -> Iterator[Branch]:
    for branch in branches:
        yield branch
        yield from _all(branch.below)


class _Making:
    """Makes the articles of a site; `contents` are the files that go along, by their names."""

    def __init__(
        self, desk: Desk, found: Sequence[Row], files: Mapping[int, Sequence[ArticleFile]]
    ) -> None:
        self._desk, self._found = desk, found
        self._names = {row["id"]: row["title"] for row in found}
        self._files = {
            row["id"]: [f for f in files.get(row["id"], ()) if f.is_in(row["edition"])]
            for row in found
        }
        self._site_files: dict[int, SiteFile] = {}
        self.contents: dict[str, ArticleFile] = {}
        self.left_out: list[str] = []

    def choose_files(self) -> None:
        """Decide for each file whether it goes along, and under which name."""
        for article_id, files in self._files.items():
            for file in files:
                self._site_files[file.id] = self._choose(article_id, file)

    def _choose(self, article_id: int, file: ArticleFile) -> SiteFile:
        kind = media_words(file.media_type)
        why_not = _why_not(file)
        if file.is_picture and not why_not and not self._is_shown_as_it_is(file):
            why_not = "it is no picture"
        if why_not:
            self.left_out.append(f"“{file.name}” of KB-{article_id}: {why_not}")
            return SiteFile(file.name, file.size, kind, None, f"not published: {why_not}")
        address = _name_of(file)
        self.contents[address] = file
        return SiteFile(file.name, file.size, kind, address)

    def _is_shown_as_it_is(self, file: ArticleFile) -> bool:
        first = next(attachments.whole(self._desk, file), b"")
        return is_picture(first)

    def content(self, name: str) -> bytes:
        """The content of a file that goes along."""
        return b"".join(attachments.whole(self._desk, self.contents[name]))

    def article(self, row: Row) -> SiteArticle:
        """An article as the site shows it."""
        own = {file.id: self._site_files[file.id] for file in self._files[row["id"]]}
        rich = from_markdown(row["text"], self._places(own))
        html = nh3.clean(
            rich.html,
            tags=set(TAGS),
            attributes=ATTRIBUTES,
            url_schemes=SCHEMES,
            link_rel="noopener noreferrer",
        )
        if not rich.html:
            html = f"<pre>{nh3.clean_text(rich.plain)}</pre>"
        shown = {file_id for file_id, file in own.items() if f'src="{file.address}"' in html}
        return SiteArticle(
            id=row["id"],
            title=row["title"],
            html=html,
            plain=plain_text(row["text"]),
            category=row["category"] or "",
            updated_on=row["at"].date(),
            tags=row["tags"],
            files=tuple(file for file_id, file in own.items() if file_id not in shown),
        )

    def _places(self, own: Mapping[int, SiteFile]) -> Places:
        def article(article_id: int) -> Place | None:
            name = self._names.get(article_id)
            return None if name is None else Place(article_page(article_id), name)

        def file(file_id: int) -> str | None:
            return own[file_id].address if file_id in own else None

        return Places(article, file, only_outside, heading=1)


def _why_not(file: ArticleFile) -> str:
    if file.size > LARGEST:
        return "it is too large for a web site"
    danger = why_dangerous(file.name, file.media_type)
    return f"it is {danger}" if danger else ""


def _name_of(file: ArticleFile) -> str:
    """Where it lies: told apart by its content, so that it stays when nothing changed."""
    ending = _SHOWN_AS.get(file.media_type) or _SIGNS.sub("", folded(extension(file.name))) or "bin"
    stem = _SIGNS.sub("-", folded(file.name.rsplit(".", 1)[0])).strip("-")[:40].strip("-")
    return f"files/{file.sha256[:16]}{f'-{stem}' if stem else ''}.{ending}"
