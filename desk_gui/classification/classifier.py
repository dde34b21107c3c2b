"""Says what a ticket is, how surely, and which words decided.

The word list speaks first (wording.py). What was learned from tickets corrects it (model.py):
first the weights that come with Desk, then those that this desk learned from its own tickets.

The sum is divided by a temperature found on held-out tickets, so that a confidence of 80 % is
right in 8 of 10 cases. Below THRESHOLD, in a language it does not know, and where no word tells,
it abstains. Where the word list alone is surer than that, it and the shipped weights may be less
sure TOGETHER; found on the development set and between sources (make evaluate). A subject alone,
"Outlook", tells no kind, whatever was learned of it elsewhere.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from desk_gui import paths
from desk_gui.classification import languages, lexicon, model
from desk_gui.classification.calibration import confidence
from desk_gui.classification.features import Feature, features
from desk_gui.classification.languages import FOREIGN, Languages
from desk_gui.classification.lexicon import KINDS, Lexicon
from desk_gui.classification.model import Weights
from desk_gui.classification.proposals import Evidence, Proposal
from desk_gui.classification.reading import Ticket, ticket
from desk_gui.classification.wording import Said, Wording
from desk_gui.domain.errors import FileTrouble
from desk_gui.domain.workflow import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_gui.classification.desk_model import DeskModel

THRESHOLD, TOGETHER = 0.6, 0.55
# A word, its pair and another word: a text with fewer features is a subject alone.
MORE_THAN_A_SUBJECT = 3
SHOWN_EVIDENCE = 20
# A learned word that moves the log odds by less is not worth showing.
WORTH_SHOWING = 0.1
# The language is told from so many words, the first ones.
TELLING_WORDS = 300


@dataclass(frozen=True)
class Learned:
    """Weights, and the temperature at which their confidence is true."""

    weights: Weights
    temperature: float


@dataclass(frozen=True)
class Looked:
    """A ticket as the classifier sees it: its language, what words say, its features."""

    ticket: Ticket
    language: str | None
    said: Said
    found: list[Feature]


class KeywordRule:
    """Proposes by the word list alone: what every classifier here has to beat."""

    def __init__(self, words: Lexicon, tongues: Languages | None = None) -> None:
        self.languages = tongues or languages.shipped()
        self._wording = Wording(words, self.languages)

    def look(self, title: str, text: str) -> Looked:
        """Read a ticket and say what its words say."""
        read = ticket(title, text)
        plain = (word.plain for word in read.words[:TELLING_WORDS])
        language = self.languages.of(read.joined, plain)
        said = self._wording.of(read, language)
        return Looked(read, language, said, features(read, self.languages))

    def propose(self, title: str, text: str) -> Proposal:
        """Propose kind, impact, urgency and category from the words of a ticket."""
        return _proposal(self.look(title, text), (), 1.0, THRESHOLD)


class TextClassifier(KeywordRule):
    """Proposes by the word list and by what was learned; safe to share by threads."""

    def __init__(
        self,
        words: Lexicon,
        elsewhere: Learned | None = None,
        here: DeskModel | None = None,
        tongues: Languages | None = None,
    ) -> None:
        super().__init__(words, tongues)
        self.elsewhere = elsewhere
        self.here = here

    def log_odds(self, looked: Looked) -> float:
        """The log odds before what this desk learned: what its own weights are a correction of."""
        return looked.said.log_odds + sum(self._from_elsewhere(looked))

    def propose(self, title: str, text: str) -> Proposal:
        """Propose kind, levels, category, and what this desk did with tickets like this one."""
        looked = self.look(title, text)
        parts = self._from_elsewhere(looked)
        temperature = self.elsewhere.temperature if self.elsewhere else 1.0
        threshold = _threshold(looked)
        here = self.here
        if here is not None and here.kind is not None:
            learned = here.kind.weights.parts(looked.found)
            parts = [before + more for before, more in zip(parts, learned, strict=True)]
            temperature, threshold = here.kind.temperature, THRESHOLD
        proposal = _proposal(looked, _learned(looked, parts), temperature, threshold)
        return proposal if here is None else here.add_choices(proposal, looked)

    def _from_elsewhere(self, looked: Looked) -> list[float]:
        """What the shipped weights add, word by word."""
        if self.elsewhere is None:
            return [0.0] * len(looked.found)
        return self.elsewhere.weights.parts(looked.found)


@lru_cache(maxsize=1)
def shipped() -> TextClassifier:
    """The classifier as it comes with Desk, read once."""
    return TextClassifier(lexicon.shipped(), shipped_weights())


def shipped_weights() -> Learned:
    """The weights that come with Desk; FileTrouble when the file is damaged or missing."""
    path = paths.resources() / "classification" / "weights.npz"
    try:
        weights, more = model.load(path.read_bytes())
        return Learned(weights, float(more["temperature"]))
    except (OSError, ValueError, KeyError) as error:
        message = f"The classifier's weights {path} cannot be read. Restore the file."
        raise FileTrouble(message) from error


def _threshold(looked: Looked) -> float:
    """How sure word list and shipped weights must be; a subject alone is never sure enough."""
    if looked.said.silent and len(looked.found) < MORE_THAN_A_SUBJECT:
        return math.inf
    undecided = confidence(looked.said.log_odds) < THRESHOLD
    return THRESHOLD if undecided else TOGETHER


def _learned(looked: Looked, parts: Sequence[float]) -> tuple[Evidence, ...]:
    """What was learned of each word and pair of words; of a word and its mood the sum."""
    sums: defaultdict[tuple[int, int], float] = defaultdict(float)
    for one, part in zip(looked.found, parts, strict=True):
        sums[one.start, one.end] += part
    return tuple(
        Evidence(
            looked.ticket.shown(start, end),
            Kind.INCIDENT if part > 0 else Kind.REQUEST,
            abs(part),
            start,
            end,
            learned=True,
        )
        for (start, end), part in sums.items()
        if part
    )


def _proposal(
    looked: Looked, learned: tuple[Evidence, ...], temperature: float, threshold: float
) -> Proposal:
    said = looked.said
    because = sorted(
        (
            replace(one, weight=one.weight / temperature) if one.says in KINDS else one
            for one in (*said.evidence, *learned)
        ),
        key=lambda one: (one.says not in KINDS, -one.weight, one.start, one.says),
    )
    total = sum(_signed(one) for one in because)
    sure = confidence(total)
    foreign = looked.language == FOREIGN
    abstained = foreign or not total or sure < threshold
    leaning = Kind.INCIDENT if total > 0 else Kind.REQUEST
    return Proposal(
        kind=None if abstained else leaning,
        confidence=0.5 if foreign else sure,
        abstained=abstained,
        because=_worth_showing(because),
        impact=said.impact,
        urgency=said.urgency,
        category=said.category,
        language=looked.language,
    )


def _signed(one: Evidence) -> float:
    if one.says not in KINDS:
        return 0.0
    return one.weight if one.says == Kind.INCIDENT else -one.weight


def _worth_showing(because: list[Evidence]) -> tuple[Evidence, ...]:
    shown = [one for one in because if not one.learned or one.weight >= WORTH_SHOWING]
    return tuple(shown[:SHOWN_EVIDENCE])
