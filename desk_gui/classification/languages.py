"""Which language a text is written in, and which of its words say nothing about its subject."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_gui import paths
from desk_gui.classification.lexicon import QUESTION, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

FOREIGN = "foreign"
"""What is said of a text in a language whose words the classifier does not know."""
# A language is told from so many of its function words at least, and so much more than the next.
ENOUGH_WORDS, MARGIN = 2, 1.4
# A text is foreign when so many function words say so, or so large a share of its letters.
ENOUGH_FOREIGN, FOREIGN_LETTERS = 3, 0.4
LOOK_CHARACTERS = 2_000

_LATIN = re.compile(r"[a-zA-Z\u00c0-\u024f\u1e00-\u1eff]")
# Hebrew, Arabic, Greek, Cyrillic, Indic, Thai, Chinese, Japanese, Korean … letters
_OTHER_LETTER = re.compile(r"[\u0370-\u1cff\u1f00-\u1fff\u2de0-\u2dff\u3040-\ud7ff\uf900-\uffdc]")


@dataclass(frozen=True)
class Languages:
    """Function words → the languages that have them; words without a subject of their own.

    ``function`` are the function words of the known languages, ``saying`` the words that make a
    phrase say something. ``moods`` says of words in every language what they mean alike: that
    something is not, is wished for, is asked.
    """

    known: frozenset[str]
    by_word: Mapping[str, tuple[str, ...]]
    empty: frozenset[str]
    function: frozenset[str]
    saying: frozenset[str]
    moods: Mapping[str, str]

    def states(self, phrase: tuple[str, ...]) -> bool:
        """Whether a phrase states or asks something, instead of only naming a subject."""
        words = {word.strip("*") for word in phrase}
        if words & self.saying or words == {QUESTION}:
            return True
        return len(phrase) > 1 and bool(words & self.function)

    def of(self, text: str, words: Iterable[str]) -> str | None:
        """The language of a text, FOREIGN for one that is not known, None where nothing tells.

        ``words`` are the words of the text in the form that ``plain`` gives.
        """
        if _is_other_script(text[:LOOK_CHARACTERS]):
            return FOREIGN
        counts = Counter(language for word in words for language in self.by_word.get(word, ()))
        if not counts:
            return None
        ranked = counts.most_common(2)
        best, most = ranked[0]
        next_best = ranked[1][1] if len(ranked) > 1 else 0
        if best in self.known:
            return best if most >= ENOUGH_WORDS and most >= MARGIN * next_best else None
        known = max((counts[language] for language in self.known), default=0)
        return FOREIGN if most >= ENOUGH_FOREIGN and most >= MARGIN * known else None


def shipped() -> Languages:
    """The function words that come with Desk."""
    return load(paths.resources() / "classification" / "languages.toml")


def load(path: Path) -> Languages:
    """Read a file of function words."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    by_word: dict[str, list[str]] = {}
    for part in ("known", "other"):
        for language, words in data[part].items():
            for word in dict.fromkeys(map(plain, words.split())):
                by_word.setdefault(word, []).append(language)
    empty = frozenset(map(plain, data["empty"]["words"].split()))
    known = frozenset(data["known"])
    of_known = frozenset(word for word, has in by_word.items() if known.intersection(has))
    return Languages(
        known,
        {word: tuple(languages) for word, languages in by_word.items()},
        empty | of_known,
        of_known,
        frozenset(map(plain, data["statement"]["words"].split())),
        {plain(word): mood for mood, words in data["moods"].items() for word in words.split()},
    )


def _is_other_script(text: str) -> bool:
    other = len(_OTHER_LETTER.findall(text))
    return other > 0 and other >= FOREIGN_LETTERS * (other + len(_LATIN.findall(text)))
