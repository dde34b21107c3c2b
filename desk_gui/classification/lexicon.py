"""The words that speak for a kind, an impact, an urgency or a category: read from files, checked.

Two files come with Desk: lexicon.toml for kind and category, rules.toml for impact, urgency and
what is at stake. What an administrator writes lies over them (``overlaid``).

A phrase is one or more words. Case and diacritics do not matter. A star at the end or the
beginning of a word stands for any letters there (``install*``, ``*drucker``); two dots stand
for up to GAP words of the same sentence (``does not .. work``). A question mark is a word too.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, Any

from desk_gui import paths
from desk_gui.domain.errors import FileTrouble

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

# How many words "..", the gap in a phrase, may stand for.
GAP = 5
HEAVIEST = 10
# A ``says`` that takes its words out of the count, such as "no problem".
IGNORE = "ignore"
QUESTION = "?"
KINDS = ("incident", "request")
LEVELS = ("high", "medium", "low")
STAKES = ("security", "compliance")

# Marks that may stand inside a word without being part of it: accents set apart, soft hyphens,
# joiners and direction marks.
INVISIBLE = "\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_WORDS = re.compile(rf"\.\.|\?|[\w{INVISIBLE}*]+")
_FORM = re.compile(r"\*?\w{2,}\*?|\w+|\.\.|\?")
_UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue"}
_GROUP_KEYS = {"says", "weight", "languages", "words"}
_OVERLAY_KEYS = {"off", "group"}


@dataclass(frozen=True)
class Phrase:
    """A phrase as written, its words without accents, what it says, and how strongly (weight).

    ``languages`` are those it belongs to; none means every language.
    """

    written: str
    words: tuple[str, ...]
    says: tuple[str, ...]
    weight: float
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lexicon:
    """Every phrase of the file, and the categories a ticket can be proposed for."""

    phrases: tuple[Phrase, ...]
    categories: tuple[str, ...]


def plain(word: str) -> str:
    """Return the word in lower case without accents, direction marks or other invisible marks."""
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(part for part in parts if part.isalnum() or part in "_*")


def topic(says: str) -> str:
    """Return what a ``says`` is about: kind, impact, urgency, category or what is at stake."""
    return "kind" if says in KINDS else says.partition(" ")[0]


def shipped() -> Lexicon:
    """Read the word lists that come with Desk; FileTrouble when one is damaged."""
    folder = paths.resources() / "classification"
    words = load(folder / "lexicon.toml")
    rules = load(folder / "rules.toml", words.categories)
    return Lexicon((*words.phrases, *rules.phrases), words.categories)


def load(path: Path, categories: tuple[str, ...] = ()) -> Lexicon:
    """Read and check a lexicon file; FileTrouble names the file and the first fault in it."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return parse(data, categories)
    except OSError as error:
        reason = error.strerror or "it is not readable"
        message = f"The word list {path} cannot be read: {reason}. Restore the file."
        raise FileTrouble(message) from error
    except ValueError as error:
        message = f"The word list {path} cannot be used: {error}. Correct the file."
        raise FileTrouble(message) from error


def parse(data: dict[str, Any], categories: tuple[str, ...] = ()) -> Lexicon:
    """Check a parsed word list and return it; ValueError says the first thing that is wrong.

    ``categories`` are known ones, where the list names none of its own.
    """
    categories = categories or _strings(data.get("categories"))
    if not categories:
        raise ValueError("it needs a list of category names under 'categories'")
    phrases = _phrases(data.get("group", []), categories)
    if not phrases:
        raise ValueError("it has no words")
    return Lexicon(phrases, categories)


def overlaid(base: Lexicon, written: str) -> Lexicon:
    """Lay what an administrator wrote over a lexicon; ValueError says what is wrong with it.

    Its words replace the same words on the same topic, those under ``off`` say nothing more.
    """
    data = tomllib.loads(written)
    unknown = sorted(set(data) - _OVERLAY_KEYS)
    if unknown:
        raise ValueError(f"it has the unknown entry '{unknown[0]}'")
    off = _strings(data.get("off", []))
    if not off and data.get("off"):
        raise ValueError("'off' must be a list of words")
    own = _phrases(data.get("group", []), base.categories)
    silent = {words for one in off for words in _spellings(one, 0)}
    absent = silent - {phrase.words for phrase in base.phrases}
    for one in off:
        if set(_spellings(one, 0)) <= absent:
            raise ValueError(f"'{one}' is switched off, but no list has it")
    replaced = {(phrase.words, topic(says)) for phrase in own for says in phrase.says}
    kept = (_without(phrase, replaced) for phrase in base.phrases if phrase.words not in silent)
    return Lexicon((*(phrase for phrase in kept if phrase.says), *own), base.categories)


def _without(phrase: Phrase, replaced: set[tuple[tuple[str, ...], str]]) -> Phrase:
    says = tuple(one for one in phrase.says if (phrase.words, topic(one)) not in replaced)
    return phrase if says == phrase.says else replace(phrase, says=says)


def _phrases(groups: object, categories: tuple[str, ...]) -> tuple[Phrase, ...]:
    if not isinstance(groups, list) or not all(isinstance(group, dict) for group in groups):
        raise ValueError("every group of words must begin with [[group]]")
    known = _known_says(categories)
    phrases: list[Phrase] = []
    for number, group in enumerate(groups, start=1):
        phrases.extend(_group_phrases(group, number, known))
    _refuse_duplicates(phrases)
    return tuple(phrases)


def _strings(value: object) -> tuple[str, ...]:
    """Return a text or a list of texts as a tuple; nothing when it is anything else."""
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list):
        return ()
    texts = tuple(one for one in values if isinstance(one, str) and one.strip())
    return texts if len(texts) == len(values) else ()


def _known_says(categories: tuple[str, ...]) -> frozenset[str]:
    hints = {f"{hint} {level}" for hint in ("impact", "urgency") for level in LEVELS}
    named = {f"category {name}" for name in categories}
    return frozenset({*KINDS, *STAKES, IGNORE, *hints, *named})


def _group_phrases(group: dict[str, Any], number: int, known: frozenset[str]) -> Iterator[Phrase]:
    unknown_keys = sorted(set(group) - _GROUP_KEYS)
    if unknown_keys:
        raise ValueError(f"group {number} has the unknown entry '{unknown_keys[0]}'")
    says, words, weight = _says(group, number, known), group.get("words"), group.get("weight", 1)
    if not isinstance(words, list) or not words:
        raise ValueError(f"group {number} has no words")
    if (
        isinstance(weight, bool)
        or not isinstance(weight, int | float)
        or not 0 < weight <= HEAVIEST
    ):
        raise ValueError(f"the weight of group {number} must be above 0 and up to {HEAVIEST}")
    languages = tuple(str(group.get("languages", "")).split())
    for written in words:
        for spelled in _spellings(written, number):
            yield Phrase(written, spelled, says, float(weight), languages)


def _says(group: dict[str, Any], number: int, known: frozenset[str]) -> tuple[str, ...]:
    says = _strings(group.get("says"))
    if not says:
        raise ValueError(f"group {number} does not say what its words stand for")
    for target in says:
        if target not in known:
            raise ValueError(f"group {number} stands for '{target}', which is not known")
    return says


def _spellings(written: object, number: int) -> Iterator[tuple[str, ...]]:
    """Yield the words of a phrase, once with ä as a and, where there is an umlaut, once as ae."""
    if not isinstance(written, str) or not written.strip():
        raise ValueError(f"group {number} has an empty phrase")
    words = _WORDS.findall(unicodedata.normalize("NFC", written.casefold()))
    if not words or words[0] == ".." or words[-1] == ".." or not all(map(_FORM.fullmatch, words)):
        raise ValueError(f"group {number} has the phrase '{written}', which cannot be understood")
    yield from dict.fromkeys(product(*map(_variants, words)))


def _variants(word: str) -> tuple[str, ...]:
    if word in {"..", QUESTION}:
        return (word,)
    spread = word
    for letter, pair in _UMLAUTS.items():
        spread = spread.replace(letter, pair)
    return tuple(dict.fromkeys((plain(word), plain(spread))))


def _refuse_duplicates(phrases: Iterable[Phrase]) -> None:
    """Refuse a phrase that speaks twice about the same thing."""
    seen: set[tuple[tuple[str, ...], str]] = set()
    for phrase in phrases:
        for says in phrase.says:
            key = (phrase.words, topic(says))
            if key in seen:
                raise ValueError(f"'{phrase.written}' speaks about {key[1]} twice")
            seen.add(key)
