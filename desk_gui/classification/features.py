"""A text as numbers to learn from: its words, pairs of words and moods, hashed.

Only words with a subject count: function words of the five languages, greetings, dates, numbers
and headers of mails are left out (languages.toml), markup, quoted replies and signatures are
masked before (cleaning.py). So nothing is learned from how a text was cleaned. What is meant of a
subject, that something is not, is wished for or asked, is one feature for all languages: its mood.
A word in the title weighs IN_TITLE, elsewhere IN_TEXT; the whole has length 1.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from desk_gui.classification.lexicon import QUESTION
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
    """A word, pair of words or mood: the place of its weight, its value, where it stands."""

    place: int
    value: float
    start: int
    end: int


def features(ticket: Ticket, languages: Languages) -> list[Feature]:
    """The words, pairs of words and moods of a ticket, each once; empty where there are none."""
    found = _moods(ticket, languages)
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


def _moods(ticket: Ticket, languages: Languages) -> dict[str, tuple[float, int, int]]:
    """The moods of a ticket, by names that no word has, and where each is first."""
    found: dict[str, tuple[float, int, int]] = {}
    for word, start, end in ticket.words[:MOST_WORDS]:
        mood = QUESTION if word == QUESTION else languages.moods.get(word)
        if mood is not None:
            value = IN_TITLE if start < ticket.title_end else IN_TEXT
            _note(found, f"={mood}", value, (start, end))
    return found


def _note(
    found: dict[str, tuple[float, int, int]], name: str, value: float, place: tuple[int, int]
) -> None:
    if name not in found:
        found[name] = (value, *place)
