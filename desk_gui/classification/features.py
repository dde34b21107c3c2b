"""A text as numbers to learn from: its words and pairs of words, hashed.

Only words with a subject count: function words of the five languages, greetings, dates, numbers
and headers of mails are left out (languages.toml), markup, quoted replies and signatures are
masked before (cleaning.py). So nothing is learned from how a text was cleaned. A word in the
title weighs IN_TITLE, elsewhere IN_TEXT; the whole has length 1.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from desk_gui.classification.reading import SENTENCE_ENDS

if TYPE_CHECKING:
    from desk_gui.classification.languages import Languages
    from desk_gui.classification.reading import Ticket

DIMENSIONS = 1 << 17
IN_TITLE, IN_TEXT = 1.0, 0.5
# So many words with a subject are learned from, the first ones.
MOST_WORDS = 200
LONGEST = 30


class Feature(NamedTuple):
    """A word or pair of words: the place of its weight, its value, where it stands."""

    place: int
    value: float
    start: int
    end: int


def features(ticket: Ticket, languages: Languages) -> list[Feature]:
    """The words and pairs of words of a ticket, each once; empty where nothing has a subject."""
    found: dict[str, tuple[float, int, int]] = {}
    before: tuple[str, int] | None = None
    left = MOST_WORDS
    for word, start, end in ticket.words:
        if word in SENTENCE_ENDS:
            before = None
        elif 1 < len(word) <= LONGEST and word not in languages.empty and word.isalpha():
            value = IN_TITLE if start < ticket.title_end else IN_TEXT
            _note(found, word, value, (start, end))
            if before is not None:
                _note(found, f"{before[0]} {word}", value, (before[1], end))
            before = (word, start)
            left -= 1
            if not left:
                break
    length = math.sqrt(sum(value * value for value, _, _ in found.values()))
    return [
        Feature(crc32(name.encode()) % DIMENSIONS, value / length, start, end)
        for name, (value, start, end) in found.items()
    ]


def _note(
    found: dict[str, tuple[float, int, int]], name: str, value: float, place: tuple[int, int]
) -> None:
    if name not in found:
        found[name] = (value, *place)
