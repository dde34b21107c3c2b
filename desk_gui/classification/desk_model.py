"""What one desk learned from its own tickets: kinds, categories, teams, catalog items."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from desk_gui.classification import calibration, choices, model
from desk_gui.classification.choices import Choices
from desk_gui.classification.classifier import Learned
from desk_gui.classification.features import DIMENSIONS
from desk_gui.classification.model import Numbers, Progress, Texts, Weights
from desk_gui.classification.proposals import Choice, Proposal
from desk_gui.domain.workflow import Kind

if TYPE_CHECKING:
    from desk_gui.classification.classifier import Looked, TextClassifier
    from desk_gui.classification.features import Feature

CHOSEN = ("category", "team", "item")
TARGETS = ("kind", *CHOSEN)
# Every fifth ticket is never learned from, in no version, so that versions can be compared.
HELD_OUT = 5
# A kind is learned from so many tickets of each kind, its temperature from so many held out.
FEWEST_OF_A_KIND, FEWEST_HELD_OUT = 20, 40
TICKETS_AT_ONCE = 50


class Example(NamedTuple):
    """A ticket and what people decided about it; None where nobody did. The others are ids."""

    title: str
    text: str
    kind: Kind | None
    category: int | None
    team: int | None
    item: int | None


@dataclass(frozen=True)
class DeskModel:
    """What was learned; None for what there were too few tickets of."""

    kind: Learned | None
    category: Choices | None
    team: Choices | None
    item: Choices | None

    def add_choices(self, proposal: Proposal, looked: Looked) -> Proposal:
        """The proposal with this desk's own category, team and catalog item."""
        shown = [looked.ticket.shown(one.start, one.end) for one in looked.found]
        request = proposal.kind is Kind.REQUEST
        return replace(
            proposal,
            own_category=self._choice(self.category, looked.found, shown),
            team=self._choice(self.team, looked.found, shown),
            item=self._choice(self.item, looked.found, shown) if request else None,
        )

    def _choice(
        self, those: Choices | None, found: list[Feature], shown: list[str]
    ) -> Choice | None:
        return those.propose(found, shown) if those else None


@dataclass(frozen=True)
class Material:
    """Tickets ready to be learned from; -1 where nobody decided.

    ``named`` are the ids of the categories that the word list names, -1 where it names none.
    """

    those: Texts
    log_odds: Numbers
    named: NDArray[np.int64]
    decided: dict[str, NDArray[np.int64]]
    held_out: NDArray[np.bool_]

    def part(self, target: str, *, held_out: bool) -> NDArray[np.int64]:
        """The tickets with a decision on a target that are, or are not, held out."""
        return np.flatnonzero((self.decided[target] >= 0) & (self.held_out == held_out))


class Figure(NamedTuple):
    """Of ``n`` held-out tickets so many were said as people decided them; silence is wrong."""

    n: int
    right: int


def prepare(
    examples: Iterable[Example],
    base: TextClassifier,
    progress: Progress,
    *,
    of: int,
    categories: Mapping[str, int] | None = None,
) -> Material:
    """Read tickets, ``of`` many, with what a classifier says of them without this desk's help.

    ``categories`` has the ids of the desk's categories by their names.
    """
    ids = categories or {}
    texts = model.Gathering()
    log_odds, held_out, named = array("d"), array("b"), array("q")
    decided = {target: array("q") for target in TARGETS}
    for count, one in enumerate(examples, start=1):
        looked = base.look(one.title, one.text)
        texts.add(looked.found)
        log_odds.append(base.log_odds(looked))
        named.append(ids.get(looked.said.category or "", -1))
        held_out.append(_is_held_out(looked.found))
        decided["kind"].append(-1 if one.kind is None else int(one.kind is Kind.INCIDENT))
        for target in CHOSEN:
            decided[target].append(-1 if (chosen := getattr(one, target)) is None else chosen)
        if count % TICKETS_AT_ONCE == 0:
            progress(min(1.0, count / max(of, 1)))
    return Material(
        texts.gathered(),
        np.array(log_odds, float),
        np.array(named, np.int64),
        {target: np.array(those, np.int64) for target, those in decided.items()},
        np.array(held_out, np.bool_),
    )


def learn(material: Material, progress: Progress) -> DeskModel:
    """Learn what there are enough tickets of."""
    kind = _learn_kind(material, lambda done: progress(done * 0.8))
    found: dict[str, Choices | None] = {}
    for number, target in enumerate(CHOSEN, start=1):
        found[target] = _learn_choices(material, target)
        progress(0.8 + 0.2 * number / len(CHOSEN))
    return DeskModel(kind, found["category"], found["team"], found["item"])


def judge(material: Material, learned: DeskModel | None) -> dict[str, Figure]:
    """How often a model, or none, says of held-out tickets what people decided."""
    figures = {}
    for target, says in _answers(learned).items():
        which = material.part(target, held_out=True)
        if len(which):
            right = says(material, which) == material.decided[target][which]
            figures[target] = Figure(len(which), int(right.sum()))
    return figures


def score(figures: dict[str, Figure]) -> float:
    """The mean share of what was right, over what there was to say; 0 where there was nothing."""
    shares = [figure.right / figure.n for figure in figures.values() if figure.n]
    return sum(shares) / len(shares) if shares else 0.0


def save(learned: DeskModel) -> bytes:
    """Write it as an npz file without any code in it."""
    more: dict[str, NDArray[np.generic]] = {}
    for name in CHOSEN:
        those: Choices | None = getattr(learned, name)
        if those is not None:
            more |= choices.arrays(name, those)
    kind = learned.kind
    nothing = Weights(np.zeros(DIMENSIONS, np.float32), np.zeros(DIMENSIONS, np.bool_), 0.0)
    heat = np.array(kind.temperature if kind else 0.0)
    return model.save(kind.weights if kind else nothing, {"temperature": heat, **more})


def load(written: bytes) -> DeskModel:
    """Read what ``save`` wrote; ValueError where it is damaged."""
    weights, more = model.load(written)
    if "temperature" not in more:
        raise ValueError("these are no weights of a desk")
    heat = float(more["temperature"])
    kind = Learned(weights, heat) if heat > 0 else None
    category, team, item = (choices.from_arrays(name, more) for name in CHOSEN)
    return DeskModel(kind, category, team, item)


def _learn_kind(material: Material, progress: Progress) -> Learned | None:
    which = material.part("kind", held_out=False)
    incident = material.decided["kind"][which] == 1
    if min(incident.sum(), (~incident).sum()) < FEWEST_OF_A_KIND:
        return None
    weights = model.train(
        material.those.chosen(which),
        material.log_odds[which],
        incident,
        model.HERE,
        progress=progress,
    )
    held = material.part("kind", held_out=True)
    if len(held) < FEWEST_HELD_OUT:
        return Learned(weights, 1.0)
    log_odds = _log_odds(material, held, weights)
    return Learned(weights, calibration.temperature(log_odds, material.decided["kind"][held] == 1))


def _learn_choices(material: Material, target: str) -> Choices | None:
    which = material.part(target, held_out=False)
    found = choices.train(material.those.chosen(which), material.decided[target][which])
    held = material.part(target, held_out=True)
    if found is None or not len(held):
        return None
    return choices.calibrated(found, material.those.chosen(held), material.decided[target][held])


def _log_odds(material: Material, which: NDArray[np.int64], weights: Weights | None) -> Numbers:
    log_odds = material.log_odds[which]
    return (
        log_odds
        if weights is None
        else log_odds + weights.corrections(material.those.chosen(which))
    )


Says = Callable[[Material, NDArray[np.int64]], NDArray[np.int64]]


def _answers(learned: DeskModel | None) -> dict[str, Says]:
    def kinds(material: Material, which: NDArray[np.int64]) -> NDArray[np.int64]:
        weights = learned.kind.weights if learned and learned.kind else None
        log_odds = _log_odds(material, which, weights)
        return np.where(log_odds == 0, -1, log_odds > 0).astype(np.int64)

    def chosen(name: str) -> Says:
        def say(material: Material, which: NDArray[np.int64]) -> NDArray[np.int64]:
            those: Choices | None = getattr(learned, name, None)
            unsure = material.named[which] if name == "category" else np.int64(-1)
            if those is None:
                return np.full(len(which), unsure)
            answers, sure = those.answers(material.those.chosen(which))
            return np.where(sure >= those.threshold, answers, unsure)

        return say

    return {"kind": kinds} | {name: chosen(name) for name in CHOSEN}


def _is_held_out(row: list[Feature]) -> bool:
    """Tickets with the same words are on the same side."""
    words = ",".join(str(index) for index in sorted(one.place for one in row))
    return crc32(words.encode()) % HELD_OUT == 0
