"""What the words of a lexicon say about a text: the keyword rule.

How sure: every phrase found gives its weight, times what its place is worth, once however often it
is written. Where there is a title only, or a text only, the first words count twice (FIRST, THEN,
LATER). Where there are both, the title often only names a subject, "New phone", and the text says
what of it, "does not ring": then what states or asks something counts more than what names a
subject (NAMED, STATED). With the sums I for incident and R for
request the odds of an incident are ((I + PRIOR) / (R + PRIOR)) ** STEEPNESS.

Calibrated once, by logistic regression on the two published sets of Endava support tickets
(MIT licence): the slope came out as 1.88 on 2,715 titles and as 1.79 on 44,620 full texts without
their leaking function words. The intercepts, -1.45 and +0.15, only tell how rare incidents are in
each set, so none is used.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from desk_gui.classification.languages import FOREIGN, Languages
from desk_gui.classification.lexicon import IGNORE, KINDS, Lexicon, topic
from desk_gui.classification.matching import Match, Matcher
from desk_gui.classification.proposals import Evidence
from desk_gui.classification.reading import OPENING_CHARACTERS
from desk_gui.domain.priority import Level

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desk_gui.classification.reading import Ticket

PRIOR = 2.0
STEEPNESS = 1.85
# What a phrase is worth in the first words, in those that follow, and later.
FIRST, THEN, LATER = 2.0, 1.0, 0.3
# The same in a title and in the first words of a text, where there are both.
NAMED, STATED = (1.0, 1.0), (1.5, 2.0)
# A text of so many words says something.
SAYING = 4
# English words are borrowed by every language.
BORROWED = "en"


@dataclass(frozen=True)
class Said:
    """What words say: log odds of an incident, levels and category where words name them."""

    evidence: tuple[Evidence, ...]
    log_odds: float
    silent: bool
    impact: Level | None
    urgency: Level | None
    category: str | None


class Wording:
    """A lexicon, ready to be asked; safe to share by threads."""

    def __init__(self, lexicon: Lexicon, languages: Languages) -> None:
        self._matcher = Matcher(lexicon)
        self._states = {phrase.words: languages.states(phrase.words) for phrase in lexicon.phrases}

    def of(self, ticket: Ticket, language: str | None) -> Said:
        """What the words of a ticket say; in a known language only words of that language."""
        matches = [
            match
            for match in self._matcher.find(ticket.words)
            if _belongs(match.phrase.languages, language)
        ]
        evidence = self._strongest(matches, ticket)
        sums = _sums(evidence)
        incident, request = sums["incident"], sums["request"]
        return Said(
            evidence=_in_log_odds(evidence, sums),
            log_odds=_log(incident) - _log(request),
            silent=not (incident or request),
            impact=_level(sums, "impact"),
            urgency=_level(sums, "urgency"),
            category=_category(sums),
        )

    def _strongest(self, matches: list[Match], ticket: Ticket) -> list[Evidence]:
        """Return what the words say, one entry a phrase and meaning."""
        both = _has_both(ticket)
        strongest: dict[tuple[str, str], Evidence] = {}
        for match, says in _undisturbed(matches):
            states = self._states[match.phrase.words]
            weight = match.phrase.weight * _worth(match.start, ticket, states=states, both=both)
            key = (match.phrase.written, says)
            if key not in strongest or strongest[key].weight < weight:
                words = ticket.shown(match.start, match.end)
                strongest[key] = Evidence(words, says, weight, match.start, match.end)
        return list(strongest.values())


def _belongs(languages: tuple[str, ...], language: str | None) -> bool:
    if not languages or language is None or language == FOREIGN:
        return True
    return language in languages or BORROWED in languages


def _worth(start: int, ticket: Ticket, *, states: bool, both: bool) -> float:
    """What a phrase at a place is worth."""
    if start >= ticket.title_end + OPENING_CHARACTERS:
        return LATER
    in_text = start >= ticket.title_end
    if both:
        return (STATED if states else NAMED)[in_text]
    return THEN if in_text else FIRST


def _has_both(ticket: Ticket) -> bool:
    """Whether there is a title, and a text that says something."""
    if not ticket.titled:
        return False
    said = (word for word in ticket.words if word.start >= ticket.title_end)
    return sum(1 for _ in islice(said, SAYING)) == SAYING


def _undisturbed(matches: list[Match]) -> Iterable[tuple[Match, str]]:
    """Yield what each match says; of overlapping ones on a topic the first, the longest of those.

    So "no access to" keeps "access" quiet, and "not urgent" keeps "urgent" quiet.
    """
    taken: defaultdict[str, int] = defaultdict(lambda: -1)
    claims = [(match, says) for match in matches for says in match.phrase.says]
    claims.sort(key=lambda claim: (claim[0].first, -claim[0].last, claim[1] != IGNORE))
    for match, says in claims:
        about = topic(says)
        if match.first <= max(taken[about], taken[IGNORE]):
            continue
        taken[about] = match.last
        if about != IGNORE:
            yield match, says


def _sums(evidence: Iterable[Evidence]) -> defaultdict[str, float]:
    sums: defaultdict[str, float] = defaultdict(float)
    for one in evidence:
        sums[one.says] += one.weight
    return sums


def _log(weight: float) -> float:
    return STEEPNESS * math.log((weight + PRIOR) / PRIOR)


def _in_log_odds(evidence: list[Evidence], sums: dict[str, float]) -> tuple[Evidence, ...]:
    """Give the words for a kind their share of the log odds, in proportion to their weights."""
    share = {says: _log(sums[says]) / sums[says] for says in KINDS if sums.get(says)}
    return tuple(replace(one, weight=one.weight * share.get(one.says, 1.0)) for one in evidence)


def _level(sums: dict[str, float], hint: str) -> Level | None:
    """Return the level most of the words speak for; of two alike the higher one."""
    said = [(sums[f"{hint} {level}"], level) for level in Level if f"{hint} {level}" in sums]
    return max(said, key=lambda pair: pair[0])[1] if said else None


def _category(sums: dict[str, float]) -> str | None:
    said = {says: weight for says, weight in sums.items() if topic(says) == "category"}
    best = max(said, key=lambda says: said[says], default=None)
    return best.removeprefix("category ") if best else None
