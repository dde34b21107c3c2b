"""A text as words: in plain form, with their places, sentence by sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from desk_gui.classification.cleaning import READ_CHARACTERS, cleaned, without_markup
from desk_gui.classification.lexicon import INVISIBLE, QUESTION, plain

# How much of a text is looked at, after cleaning.
LOOK_CHARACTERS = 20_000
LOOK_WORDS = 4_000
# No phrase of a lexicon has a longer word; longer ones in a text say nothing.
LONGEST_WORD = 40
# How many different words are remembered with their plain form.
REMEMBERED_WORDS = 50_000
SENTENCE_END = "."
SENTENCE_ENDS = {SENTENCE_END, QUESTION}
# The first words of a text without a title stand for one.
TITLE_WORDS, OPENING_CHARACTERS = 10, 300

_TOKEN = re.compile(rf"[\w{INVISIBLE}]+|[.!?;]+(?=\s|$)|\n[ \t]*\n")
_remembered: dict[str, str] = {}


class Word(NamedTuple):
    """A word without case and accents, or one of SENTENCE_ENDS, and where it stands.

    One that is too long to say anything is "".
    """

    plain: str
    start: int
    end: int


@dataclass(frozen=True)
class Ticket:
    """A ticket's title and text as it is read: joined, as words, and where the title ends.

    Without a title (``titled``) the first words of the text stand for one.

    Positions count characters in the title, a line break and the text, joined.
    """

    joined: str
    words: list[Word]
    title_end: int
    titled: bool

    def shown(self, start: int, end: int) -> str:
        """The words as they were written between two positions."""
        return self.joined[start:end]


def ticket(title: str, text: str) -> Ticket:
    """Read a title and a text, without markup, quoted replies and signatures; never raises."""
    body = cleaned(text) if len(title) < READ_CHARACTERS else ""
    joined = f"{without_markup(title)}\n{body}"
    titled = bool(title.strip())
    title_end = len(title) if titled else _title_end(joined)
    return Ticket(joined, read(joined), title_end, titled)


def _title_end(joined: str) -> int:
    """Return where the first words end, which stand for a title that is not there."""
    opening = joined[:OPENING_CHARACTERS].split(maxsplit=TITLE_WORDS)
    if len(opening) <= TITLE_WORDS:
        return OPENING_CHARACTERS
    return joined.find(opening[-1][:20])


def read(text: str) -> list[Word]:
    """Return the words and sentence ends of a text, up to the two limits."""
    words: list[Word] = []
    room = LOOK_CHARACTERS
    for count, token in enumerate(_TOKEN.finditer(text)):
        written = token[0]
        room -= len(written)
        if room < 0 or count >= LOOK_WORDS:
            break
        words.append(Word(_plain(written), token.start(), token.end()))
    return words


def _plain(written: str) -> str:
    if len(written) > LONGEST_WORD:
        return ""
    known = _remembered.get(written)
    if known is None:
        if len(_remembered) >= REMEMBERED_WORDS:
            _remembered.clear()
        known = _end(written) if written[0] in ".!?;\n" else plain(written)
        _remembered[written] = known
    return known


def _end(written: str) -> str:
    return QUESTION if QUESTION in written else SENTENCE_END
