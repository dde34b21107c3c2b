"""Whether two tickets are likely the same matter, and which words say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice

from desk_gui.domain.likeness import words_that_tell
from desk_gui.domain.wording import SMALL

READ = 1_000
"""Characters of a text that are compared."""
FROM_TITLE, FROM_TEXT = 12, 40
"""Words of a title and of a text that are compared at most."""
BY_WORDS, BY_READING = 0.6, 0.4
"""What shared words weigh beside how alike the titles read."""
ENOUGH = 0.5
"""From here on they are likely the same."""
SAME_REQUESTER, LATELY, RESOLVED = 0.15, 0.05, -0.1
"""What is added: one person seldom reports two things at once, and what is resolved is over."""
ONE_IS_ENOUGH = 2
"""A title of so few words need share only one of them."""


@dataclass(frozen=True)
class Told:
    """What a ticket says: the words of its title and of its text that tell something.

    Each by its beginning, without case and accents: words that begin alike are one.
    """

    title: Mapping[str, str]
    text: Mapping[str, str] = field(default_factory=dict)

    @property
    def phrase(self) -> str:
        """The telling words of the title in a row."""
        return " ".join(self.title.values())


def told(title: str, text: str = "") -> Told:
    """The telling words of a ticket."""
    return Told(_telling(title, FROM_TITLE), _telling(text[:READ], FROM_TEXT))


def _telling(text: str, most: int) -> dict[str, str]:
    told = (pair for pair in words_that_tell(text).items() if pair[1] not in SMALL)
    return dict(islice(told, most))


def shared(asked: Told, other: Told) -> tuple[str, ...]:
    """The words that both tell, at least one of them in its title, as they were asked."""
    said = [word for begin, word in asked.title.items() if _tells(other, begin)]
    more = (word for begin, word in asked.text.items() if begin in other.title)
    return tuple(dict.fromkeys((*said, *more)))


def likeness(asked: Told, other: Told, reading: float) -> float:
    """From 0 to 1: which part of each title the other ticket tells, and how alike they read.

    The mean is harmonic, so that a short title that a long one tells wholly is not enough.
    `reading` is how alike the two titles read, from 0 to 1. Too few shared words are 0.
    """
    common = len(shared(asked, other))
    if common == 0 or (common == 1 and min(len(asked.title), len(other.title)) > ONE_IS_ENOUGH):
        return 0.0
    mine, theirs = _part(asked, other), _part(other, asked)
    both = 2 * mine * theirs / (mine + theirs) if mine and theirs else 0.0
    return BY_WORDS * both + BY_READING * reading


def _part(one: Told, other: Told) -> float:
    if not one.title:
        return 0.0
    return sum(_tells(other, begin) for begin in one.title) / len(one.title)


def _tells(one: Told, begin: str) -> bool:
    return begin in one.title or begin in one.text
