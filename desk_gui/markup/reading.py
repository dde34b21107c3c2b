"""The one reader of Markdown: CommonMark with tables, its links and pictures led by `Places`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from desk_gui.markup.places import ARTICLE, PLAIN, Place, Places, article_of, file_of, is_own

ADDRESS = re.compile(r"\bhttps?://[^\s<>\"'`]+[^\s<>\"'`.,;:!?)\]}]")
_NAMED = re.compile(f"{ADDRESS.pattern}|{ARTICLE.pattern}")
_LOWEST = 6
"""The lowest heading of HTML."""


def _places(state: StateCore) -> Places:
    found = state.env.get("places", PLAIN)
    return found if isinstance(found, Places) else PLAIN


def _lower_headings(state: StateCore) -> None:
    """Headings go below those that stand above the text."""
    down = _places(state).heading
    for token in state.tokens:
        if down and token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(_LOWEST, int(token.tag[1:]) + down)}"


def _lead(state: StateCore) -> None:
    """Lead every link, picture, address and article number to its place."""
    places = _places(state)
    for block in state.tokens:
        if block.type == "inline" and block.children:
            block.children = list(_led(block.children, places))


def _led(tokens: Sequence[Token], places: Places) -> Iterator[Token]:
    """The tokens of one paragraph; a link that leads nowhere leaves its words."""
    open_links: list[bool] = []
    for at, token in enumerate(tokens):
        if token.type == "link_open":
            place = _place_of(str(token.attrs.get("href", "")), places)
            open_links.append(place is not None)
            empty = tokens[at + 1].type == "link_close"
            yield from _opened(token, place, empty=empty)
        elif token.type == "link_close":
            if open_links.pop():
                yield token
        elif token.type == "image":
            yield _picture(token, places)
        elif token.type == "text" and not open_links:
            yield from _split(token.content, places)
        else:
            yield token


def _opened(token: Token, place: Place | None, *, empty: bool) -> Iterator[Token]:
    href = str(token.attrs.get("href", ""))
    article_id = article_of(href)
    number = f"KB-{article_id}" if article_id else ""
    if place is not None:
        token.attrs["href"] = place.address
        yield token
    if empty:
        yield _words(place.name or number or place.address if place else number or "[link]")


def _place_of(href: str, places: Places) -> Place | None:
    if (article_id := article_of(href)) is not None:
        return places.article(article_id)
    file_id = file_of(href)
    address = places.other(href) if file_id is None else places.file(file_id)
    return None if address is None else Place(address, "")


def _picture(token: Token, places: Places) -> Token:
    """A picture of ours by its id; any other is never fetched, its words stay."""
    source = str(token.attrs.get("src", ""))
    file_id = file_of(source)
    address = places.file(file_id) if file_id is not None else None
    if address is None and not source.startswith("cid:"):
        return _words(f"[picture: {token.content}]" if token.content else "[picture]")
    token.attrs = {"src": address or source, "alt": token.content}
    return token


def _split(text: str, places: Places) -> Iterator[Token]:
    start = 0
    for found in _NAMED.finditer(text):
        article_id = found["id"]
        place = places.article(int(article_id)) if article_id else Place(found[0], "")
        address = place and (place.address if article_id else places.other(place.address))
        if place is None or address is None:
            continue
        yield _words(text[start : found.start()])
        yield Token("link_open", "a", 1, attrs={"href": address})
        yield _words(f"{found[0]} {place.name}".strip())
        yield Token("link_close", "a", -1)
        start = found.end()
    yield _words(text[start:])


def _words(text: str) -> Token:
    return Token("text", "", 0, content=text)


def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "breaks": True})
    reader.enable(["table", "strikethrough"])
    reader.core.ruler.push("lower_headings", _lower_headings)
    reader.core.ruler.push("lead", _lead)
    return reader


MARKDOWN = _reader()


def named_in(text: str) -> tuple[set[int], set[int], list[str]]:
    """Ids of articles and of files that a text names, and addresses of ours that name nothing."""
    articles: set[int] = set()
    files: set[int] = set()
    wrong: list[str] = []

    def article(article_id: int) -> Place | None:
        articles.add(article_id)
        return None

    def file(file_id: int) -> str | None:
        files.add(file_id)
        return None

    def other(address: str) -> str | None:
        if is_own(address) and not address.lower().startswith("desk://ticket/"):
            wrong.append(address)
        return address

    MARKDOWN.parse(text, {"places": Places(article, file, other)})
    return articles, files, wrong
