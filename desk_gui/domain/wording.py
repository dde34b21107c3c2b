"""The words people look for: which of them tell something, and where they stand in a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from desk_gui.domain.text import folded

WORD = re.compile(r"[^\W_]+")
ASKED, LONGEST, READ_WORDS = 16, 64, 300
"""Words of a question that are asked for, letters of a word, and words that are looked at."""
WIDE = 220
"""Characters of a snippet."""
STEM = 4
"""A word of at least so many letters also finds words that only begin like it."""
_ENDINGS = ("ings", "ing", "ies", "ied", "es", "ed", "en", "er", "s", "e", "n")

SMALL = frozenset(
    # English, German, French, Spanish, Portuguese: words that every text holds.
    "a about after again all also am an and any are as at be because been before but by can cannot "  # noqa: SIM905 - easier to read
    "cant could did do does doesn doesnt don dont for from get gets getting had has have having "
    "hello help hi how i if im in into is isn isnt it its ive just me my need needs no not now of "
    "off on once one only or our out over please s should so some t than thank thanks that the "
    "their them then there these they this those to too up us use used using want wants was we "
    "were what when where which while who why will with won wont work works would you your "
    "aber als am an auch auf aus bei bin bitte da das dass dem den der des die doch ein eine einen "
    "einer eines er es fur habe haben hat ich ihr im in ist kann kein keine mein meine mich mir "
    "mit nach nicht noch nur oder sehr sich sie sind so und uns unser unsere vom von vor war was "
    "wenn wer wie wir wird zu zum zur "
    "au aux avec ce cette ces dans de des du elle en est et il je la le les leur ma mais me mes "
    "mon ne nous on ou par pas plus pour qu que qui sa se ses son sur un une vous y "
    "al como con de del el en es esta este hay la las lo los me mi mis muy no o para pero por que "
    "se si sin su sus un una y ya "
    "ao aos as com da das do dos e em eu foi isso meu minha na nao nas no nos o os ou para por "
    "que se sem seu sua um uma".split()
)


@dataclass(frozen=True)
class Term:
    """One word of a question, or a phrase that has words of the same meaning.

    `typed` is how it was written, with its accents; `stem` what other forms of it begin with, ""
    for none; `others` are words and phrases that mean the same.
    """

    word: str
    typed: str = ""
    stem: str = ""
    others: tuple[str, ...] = ()


def words_of(text: str) -> list[str]:
    """The words of a text without case and accents."""
    return WORD.findall(folded(text))


def written_words(text: str) -> Iterator[str]:
    """The words of a question as they are written, at most 64 letters of each."""
    composed = unicodedata.normalize("NFC", text)
    return (found[0][:LONGEST] for found in WORD.finditer(composed))


def stem_of(word: str) -> str:
    """What the forms of a word have in common, "" where the word is too short to tell."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= STEM:
            return word.removesuffix(ending)
    return word if len(word) >= STEM else ""


def terms_of(text: str, same: Sequence[Sequence[str]] = (), most: int = ASKED) -> list[Term]:
    """The words of a question that tell something, each once; all of them where none does.

    `same` are groups of words and phrases that mean the same.
    """
    typed = list(islice(written_words(text), READ_WORDS))
    phrases = {
        tuple(words_of(phrase)): tuple(other for other in group if other != phrase)
        for group in same
        for phrase in group
    }
    longest = max(map(len, phrases), default=1)
    terms: dict[str, Term] = {}
    place = 0
    while place < len(typed):
        taken = _phrase_at(typed, place, phrases, longest)
        words = typed[place : place + taken]
        plain = tuple(map(folded, words))
        word = " ".join(plain)
        stem = stem_of(word) if taken == 1 else ""
        terms.setdefault(word, Term(word, " ".join(words), stem, phrases.get(plain, ())))
        place += taken
    told = [term for word, term in terms.items() if word not in SMALL]
    return (told or list(terms.values()))[:most]


def _phrase_at(
    typed: Sequence[str], place: int, phrases: Collection[tuple[str, ...]], longest: int
) -> int:
    """How many words from here on are a phrase that is known, else 1."""
    for count in range(longest, 1, -1):
        if tuple(map(folded, typed[place : place + count])) in phrases:
            return count
    return 1


@dataclass(frozen=True)
class Piece:
    """A piece of a text; `found` where it is what was looked for."""

    text: str
    found: bool = False


class Matcher:
    """Knows where in a text the words stand that were looked for."""

    def __init__(self, terms: Collection[Term], *, beginning: str = "") -> None:
        """`beginning` is the last word where it may not be typed to its end yet."""
        begun = [term.stem for term in terms if term.stem] + [beginning] * bool(beginning)
        said = [" ".join(words_of(one)) for term in terms for one in (term.word, *term.others)]
        ways = [re.escape(one).replace("\\ ", r"[\W_]+") for one in said if one]
        ways += [rf"{re.escape(one)}[^\W_]*" for one in begun]
        ways.sort(key=len, reverse=True)
        self._pattern = re.compile(rf"(?<![^\W_])(?:{'|'.join(ways) or '(?!)'})(?![^\W_])")

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where they begin and end in a text that is composed (NFC)."""
        plain = folded(text)
        if len(plain) == len(text):
            return [found.span() for found in self._pattern.finditer(plain)]
        whole = (found for found in WORD.finditer(text))
        return [one.span() for one in whole if self._pattern.fullmatch(folded(one[0]))]

    def place(self, text: str, wide: int) -> int | None:
        """Where the part of so many characters begins that holds most of them."""
        spans = self.spans(text)
        first, most = None, 0
        for start, _ in spans:
            within = {folded(text[b:e]) for b, e in spans if start <= b < start + wide}
            if len(within) > most:
                first, most = start, len(within)
        return first

    def pieces(self, text: str) -> tuple[Piece, ...]:
        """The whole text in pieces, what was looked for told apart."""
        composed = unicodedata.normalize("NFC", text)
        cut: list[Piece] = []
        at = 0
        for start, end in self.spans(composed):
            cut += [Piece(composed[at:start]), Piece(composed[start:end], found=True)]
            at = end
        return tuple(piece for piece in (*cut, Piece(composed[at:])) if piece.text)

    def snippet(self, text: str, wide: int = WIDE) -> tuple[Piece, ...]:
        """A line of so many characters that holds most of them; empty where none stands."""
        place = self.place(text, wide)
        if place is None:
            return ()
        begin = _word_start(text, max(0, place - wide // 4))
        part = text[begin : begin + wide]
        before = (Piece("… "),) if begin else ()
        after = (Piece(" …"),) if begin + wide < len(text) else ()
        return (*before, *self.pieces(part.strip()), *after)


def _word_start(text: str, at: int) -> int:
    """The beginning of the next word, unless it is far."""
    blank = text.find(" ", at, at + 40) if at else -1
    return blank + 1 if blank >= 0 else at
