"""Where the links and pictures of a text lead: in the window, on the web site, or nowhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

ARTICLE = re.compile(r"\bKB-(?P<id>[1-9][0-9]{0,8})\b(?!-)")
"""An article named in a text."""
_ARTICLE_ADDRESS = re.compile(r"(?:desk://article/)?KB-([1-9][0-9]{0,8})/?", re.IGNORECASE)
_FILE_ADDRESS = re.compile(r"desk://file/([1-9][0-9]{0,8})")
_FILES = re.compile(r"\bdesk://file/([1-9][0-9]{0,8})\b")
_OUTSIDE = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_OWN = re.compile(r"desk:", re.IGNORECASE)


class Place(NamedTuple):
    """Where a link leads, and what the thing it leads to is called now."""

    address: str
    name: str


def nowhere(_: int) -> None:
    """No such place."""


def by_number(article_id: int) -> Place:
    """An article by its number, where nobody knows its name."""
    return Place(f"desk://article/KB-{article_id}", "")


def as_written(address: str) -> str | None:
    """Links to elsewhere stay as they are."""
    return address


def only_outside(address: str) -> str | None:
    """Only the web and mail can be reached from a web site."""
    return address if _OUTSIDE.match(address) else None


@dataclass(frozen=True)
class Places:
    """Answers None for a link that must not lead anywhere; its words then stay as words.

    `article` and `file` are asked with an id, `other` with the address of any other link.
    `heading` is how many levels headings go down, because something stands above the text.
    """

    article: Callable[[int], Place | None] = by_number
    file: Callable[[int], str | None] = nowhere
    other: Callable[[str], str | None] = as_written
    heading: int = 0


PLAIN = Places()
"""A text of its own: articles keep their numbers, and no file belongs to it."""


def in_the_desk(names: Mapping[int, str], files: Mapping[int, str]) -> Places:
    """Places of the window: articles by their present names, and the files of this article."""

    def article(article_id: int) -> Place | None:
        name = names.get(article_id)
        return None if name is None else by_number(article_id)._replace(name=name)

    def file(file_id: int) -> str | None:
        return f"desk://file/{file_id}" if file_id in files else None

    return Places(article, file)


def article_of(address: str) -> int | None:
    """The id in “KB-12” or “desk://article/KB-12”, else None."""
    found = _ARTICLE_ADDRESS.fullmatch(address.strip())
    return int(found[1]) if found else None


def file_of(address: str) -> int | None:
    """The id in “desk://file/12”, else None."""
    found = _FILE_ADDRESS.fullmatch(address.strip())
    return int(found[1]) if found else None


def is_own(address: str) -> bool:
    """Whether an address leads into the desk, whatever it names."""
    return bool(_OWN.match(address))


def articles_in(text: str) -> set[int]:
    """The articles that a text may point to, by their numbers."""
    return {int(found["id"]) for found in ARTICLE.finditer(text)}


def renamed_files(text: str, ids: Mapping[int, int]) -> str:
    """The text with the files that it points to under their new ids."""
    return _FILES.sub(lambda found: f"desk://file/{ids.get(int(found[1]), int(found[1]))}", text)
