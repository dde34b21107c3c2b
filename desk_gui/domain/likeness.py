"""Which words of a title say what is wrong, and how alike two incidents are for that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desk_gui.domain.wording import SMALL, words_of

STEM = 5
"""Words that begin with the same five letters count as one: printer, printing."""
SHORTEST_WORD = 3
ENOUGH = 0.48
"""Two titles of one category that share one of their three words are just alike."""
_SAYS_NOTHING = """
again back could day days down error every everyone everybody him his issue last let more morning
much new nobody nothing now problem same says she since still today tomorrow until very working
yesterday
"""
_EMPTY = SMALL | frozenset(_SAYS_NOTHING.split())


@dataclass(frozen=True)
class Features:
    """What of an incident is compared; `words` maps a stem to the word as it was written."""

    words: dict[str, str]
    category: str | None = None
    site: str | None = None


def words_that_tell(title: str) -> dict[str, str]:
    """Stem → word, for the words of a title that say what is wrong, in their order."""
    told = [
        word
        for word in words_of(title)
        if len(word) >= SHORTEST_WORD and not word.isdigit() and word not in _EMPTY
    ]
    stems: dict[str, str] = {}
    for word in told:
        stems.setdefault(word[:STEM], word)
    return stems


def likeness(one: Features, other: Features, fuzzy: float) -> float:
    """From 0 to about 1: shared words first, then how the titles read, then category and site.

    `fuzzy` is how alike the two titles read, from 0 to 1. Without a shared word it is 0.
    """
    shared = one.words.keys() & other.words.keys()
    if not shared:
        return 0.0
    overlap = len(shared) / min(len(one.words), len(other.words))
    same = [one.category is not None and one.category == other.category]
    same += [one.site is not None and one.site == other.site]
    return 0.5 * overlap + 0.3 * fuzzy + 0.2 * same[0] + 0.1 * same[1]


@dataclass(frozen=True)
class Common:
    """What several incidents have in common: words that most of them share, category, site."""

    words: tuple[str, ...]
    category: str | None
    site: str | None

    @property
    def sentence(self) -> str:
        """Why they are alike, as a sentence."""
        parts = []
        if self.words:
            quoted = ", ".join(f"“{word}”" for word in self.words)
            parts.append(f"the word{'s' if len(self.words) > 1 else ''} {quoted}")
        if self.category:
            parts.append(f"the category {self.category}")
        if self.site:
            parts.append(f"the site {self.site}")
        listed = " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))
        return f"They share {listed}."


def common(features: Sequence[Features], most: int = 4) -> Common:
    """The words that at least half of the incidents share, the most shared first, and the rest."""
    many = Counter(stem for one in features for stem in one.words)
    spelled = {stem: word for one in features for stem, word in one.words.items()}
    half = max(2, (len(features) + 1) // 2)
    shared = [spelled[stem] for stem, times in many.most_common() if times >= half]
    return Common(
        tuple(shared[:most]),
        _the_one(one.category for one in features),
        _the_one(one.site for one in features),
    )


def _the_one(values: Iterable[str | None]) -> str | None:
    found = set(values)
    return found.pop() if len(found) == 1 else None
