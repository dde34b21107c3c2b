"""What the words of a lexicon say about a text: the keyword rule.

How sure: every phrase found gives its weight, times what its place is worth (IN_TITLE,
IN_OPENING, LATER), once however often it is written. With the sums I for incident and R for
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
from typing import TYPE_CHECKING

from desk_gui.classification.languages import FOREIGN
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
# What a phrase is worth in the title, in the first words of the text, and later.
IN_TITLE, IN_OPENING, LATER = 2.0, 1.0, 0.3
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

    def __init__(self, lexicon: Lexicon) -> None:
        self._matcher = Matcher(lexicon)

    def of(self, ticket: Ticket, language: str | None) -> Said:
        """What the words of a ticket say; in a known language only words of that language."""
        matches = [
            match
            for match in self._matcher.find(ticket.words)
            if _belongs(match.phrase.languages, language)
        ]
        evidence = _strongest(matches, ticket)
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


def _belongs(languages: tuple[str, ...], language: str | None) -> bool:
    if not languages or language is None or language == FOREIGN:
        return True
    return language in languages or BORROWED in languages


def _strongest(matches: list[Match], ticket: Ticket) -> list[Evidence]:
    """Return what the words say, one entry a phrase and meaning."""
    strongest: dict[tuple[str, str], Evidence] = {}
    for match, says in _undisturbed(matches):
        weight = match.phrase.weight * _worth(match.start, ticket.title_end)
        key = (match.phrase.written, says)
        if key not in strongest or strongest[key].weight < weight:
            words = ticket.shown(match.start, match.end)
            strongest[key] = Evidence(words, says, weight, match.start, match.end)
    return list(strongest.values())


def _worth(start: int, title_end: int) -> float:
    if start < title_end:
        return IN_TITLE
    return IN_OPENING if start < title_end + OPENING_CHARACTERS else LATER


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
