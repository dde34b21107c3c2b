"""HTML from elsewhere → the Markdown that says the same; scripts, styles and menus are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

import nh3

from desk_gui.markup.rich import TAGS, VOID

_BLOCKS = frozenset(
    "article aside blockquote dd div dl dt figcaption figure footer header h1 h2 h3 h4 h5 h6 hr "  # noqa: SIM905 - easier to read
    "li main ol p pre section table ul".split()
)
_KEPT = {*TAGS, *_BLOCKS, "caption", "span"}
_LEFT_OUT = {"script", "style", "title", "nav", "template", "noscript"}
_ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}}
_CELLS = ("td", "th")
_SPECIAL = re.compile(r"([\\`*_\[\]<>|])")
_AT_START = re.compile(r"^(\d*)([#>+.)-])(?=\s)")
_BLANK = re.compile(r"\s+")
DEEPEST = 60


@dataclass
class _Node:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: list[_Node | str] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    """What a page says of itself, and its body as Markdown."""

    title: str
    keywords: str
    text: str


def page_of(html: str) -> Page:
    """A web page as Markdown."""
    head = _Head()
    head.feed(html)
    head.close()
    clean = nh3.clean(
        html,
        tags=_KEPT,
        clean_content_tags=_LEFT_OUT,
        attributes=_ATTRIBUTES,
        link_rel=None,
        url_schemes={"http", "https", "mailto", "desk"},
    )
    tree = _Tree()
    tree.feed(clean)
    tree.close()
    return Page(head.title, head.keywords, "\n\n".join(_blocks(tree.root, 0)).strip() + "\n")


class _Head(HTMLParser):
    """Reads title and keywords."""

    def __init__(self) -> None:
        super().__init__()
        self.title = self.keywords = ""
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self._in_title = tag == "title" and not self.title
        if tag == "meta" and (values.get("name") or "").lower() == "keywords":
            self.keywords = values.get("content") or ""

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += " ".join(data.split())


class _Tree(HTMLParser):
    """Builds a tree of clean HTML; what is nested too deep stays at the deepest level."""

    def __init__(self) -> None:
        super().__init__()
        self.root = _Node("div")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = _Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].inside.append(node)
        if tag not in VOID and len(self._open) < DEEPEST:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if len(self._open) > 1 and self._open[-1].tag == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].inside.append(data)


def _blocks(node: _Node, level: int) -> Iterator[str]:
    """The paragraphs of a node, each as Markdown without a blank line around it."""
    line: list[_Node | str] = []
    for part in node.inside:
        if isinstance(part, _Node) and part.tag in _BLOCKS:
            yield from _paragraph(line)
            line = []
            yield from _block(part, level)
        else:
            line.append(part)
    yield from _paragraph(line)


def _paragraph(parts: Sequence[_Node | str]) -> Iterator[str]:
    text = _inline(parts).strip()
    if text:
        yield "\n".join(_AT_START.sub(r"\1\\\2", line.strip()) for line in text.split("\n"))


def _block(node: _Node, level: int) -> Iterator[str]:
    tag = node.tag
    if tag[0] == "h" and tag[1:].isdigit():
        yield f"{'#' * int(tag[1:])} {' '.join(_inline(node.inside).split())}"
    elif tag == "hr":
        yield "---"
    elif tag == "pre":
        code = _plain(node).strip("\n")
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", code)), default=0))
        yield f"{fence}\n{code}\n{fence}"
    elif tag == "blockquote":
        inside = "\n\n".join(_blocks(node, level))
        yield "\n".join(f"> {line}".rstrip() for line in inside.split("\n"))
    elif tag in {"ul", "ol"}:
        yield "\n".join(_items(node, level))
    elif tag == "table":
        yield from _table(node)
    else:
        yield from _blocks(node, level)


def _items(node: _Node, level: int) -> Iterator[str]:
    first = node.attributes.get("start", "1")
    number = int(first) if first.isdigit() and len(first) < 5 else 1  # noqa: PLR2004 - no endless number
    for part in (part for part in _parts(node) if part.tag == "li"):
        mark = f"{number}. " if node.tag == "ol" else "- "
        number += 1
        inside = "\n".join(_blocks(part, level + 1)).replace("\n", "\n" + " " * len(mark))
        yield f"{mark}{inside}"


def _table(node: _Node) -> Iterator[str]:
    rows = [
        [" ".join(_inline(cell.inside).split()) for cell in _parts(row) if cell.tag in _CELLS]
        for row in _all(node, "tr")
    ]
    rows = [row for row in rows if row]
    if not rows:
        return
    wide = max(map(len, rows))
    lines = [f"| {' | '.join([*row, *[''] * (wide - len(row))])} |" for row in rows]
    yield "\n".join([lines[0], "|" + " --- |" * wide, *lines[1:]])


def _parts(node: _Node) -> Iterator[_Node]:
    return (part for part in node.inside if isinstance(part, _Node))


def _all(node: _Node, tag: str) -> Iterator[_Node]:
    for part in _parts(node):
        if part.tag == tag:
            yield part
        elif part.tag != "table":
            yield from _all(part, tag)


def _inline(parts: Sequence[_Node | str]) -> str:
    return "".join(_escaped(p) if isinstance(p, str) else _marked(p) for p in parts)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", _BLANK.sub(" ", text))


def _marked(node: _Node) -> str:
    if node.tag == "br":
        return "\n"
    if node.tag == "img":
        source = node.attributes.get("src", "").replace(" ", "%20")
        words = _escaped(node.attributes.get("alt", ""))
        return f"![{words}]({source})" if source else words
    if node.tag == "code":
        code = " ".join(_plain(node).split())
        return f"``{code}``" if "`" in code else f"`{code}`" if code else ""
    inside = _inline(node.inside)
    if node.tag == "a":
        address = node.attributes.get("href", "").replace(" ", "%20")
        return f"[{inside.strip()}]({address})" if address and inside.strip() else inside
    mark = {"strong": "**", "b": "**", "em": "*", "i": "*", "s": "~~"}.get(node.tag, "")
    return _wrapped(inside, mark)


def _wrapped(inside: str, mark: str) -> str:
    """Marks stand close to the words; blanks stay outside."""
    words = inside.strip()
    if not mark or not words:
        return inside
    before = inside[: len(inside) - len(inside.lstrip())]
    return f"{before}{mark}{words}{mark}{inside[len(before) + len(words) :]}"


def _plain(node: _Node) -> str:
    return "".join(
        part if isinstance(part, str) else "\n" if part.tag == "br" else _plain(part)
        for part in node.inside
    )
