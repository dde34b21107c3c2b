"""Markdown → sanitised HTML that is safe to lay out; no Qt, so a job may do it.

Markup that could freeze the window (deep nesting, endless words, sheer size) is not shown as
markup at all: it becomes plain text, with a sentence that says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

import nh3

from desk_gui.markup.places import PLAIN, Places
from desk_gui.markup.reading import MARKDOWN

LARGEST = 200_000
LONGEST_WORD = 1_000
DEEPEST = 24
MOST_TAGS = 20_000
TAGS = frozenset(
    "a b blockquote br code em h1 h2 h3 h4 h5 h6 hr i img li ol p pre s strong sub sup "  # noqa: SIM905 - easier to read
    "table tbody td th thead tr u ul".split()
)
ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "desk", "cid"}
VOID = {"br", "hr", "img"}
LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD},}}")


@dataclass(frozen=True)
class Rich:
    """Text ready to be shown: sanitised HTML, or plain text with the reason in `note`.

    `marks` are places of the plain text that stand out: from which character to which.
    """

    html: str = ""
    plain: str = ""
    note: str = ""
    marks: tuple[tuple[int, int], ...] = ()


def from_markdown(text: str, places: Places = PLAIN) -> Rich:
    """Markdown as somebody typed it; raw HTML in it stays visible as text.

    `places` says where its links and pictures lead.
    """
    if reason := _too_much(text):
        return _as_plain(text, reason)
    return from_html(MARKDOWN.render(text, {"places": places}), instead=text)


def from_html(html: str, *, instead: str) -> Rich:
    """HTML from outside, sanitised; `instead` is the plain text shown when it is too complex."""
    if reason := _too_much(html):
        return _as_plain(instead, reason)
    clean = nh3.clean(
        html, tags=set(TAGS), attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None
    )
    if reason := _Shape.of(clean).trouble():
        return _as_plain(instead, reason)
    return Rich(html=clean)


def _too_much(text: str) -> str:
    if len(text) > LARGEST:
        return f"it has {len(text):,} characters"
    return "one of its words never ends" if LONG_WORD.search(text) else ""


def _as_plain(text: str, reason: str) -> Rich:
    shown = LONG_WORD.sub(lambda word: " ".join(_pieces(word[0])), text[:LARGEST])
    cut = ", and cut after 200,000 characters" if len(text) > LARGEST else ""
    return Rich(plain=shown, note=f"Shown as plain text because {reason}{cut}.")


def _pieces(word: str) -> Iterator[str]:
    for start in range(0, len(word), 100):
        yield word[start : start + 100]


class _Shape(HTMLParser):
    """Counts what makes a layout slow."""

    def __init__(self) -> None:
        super().__init__()
        self.tags = self.depth = self.deepest = 0

    @classmethod
    def of(cls, html: str) -> _Shape:
        shape = cls()
        shape.feed(html)
        shape.close()
        return shape

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags += 1
        if tag not in VOID:
            self.depth += 1
            self.deepest = max(self.deepest, self.depth)

    def handle_endtag(self, tag: str) -> None:
        self.depth -= 1

    def trouble(self) -> str:
        if self.deepest > DEEPEST:
            return f"it is nested {self.deepest} levels deep"
        return f"it has {self.tags:,} pieces of markup" if self.tags > MOST_TAGS else ""
