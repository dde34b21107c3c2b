"""What a classifier says of a text: a proposal, and the words it goes by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from desk_gui.domain.priority import Level
    from desk_gui.domain.workflow import Kind


@dataclass(frozen=True)
class Evidence:
    """Words that decided: what they say, how much they weigh, and where they stand.

    For a kind the weight is in units of log odds: those for an incident minus those for a request
    are the log odds of the text, exactly. ``learned`` words come from tickets, the others from the
    word list. ``start`` and ``end`` count characters in the title, a line break and the text,
    joined.
    """

    words: str
    says: str
    weight: float
    start: int
    end: int
    learned: bool = False


@dataclass(frozen=True)
class Choice:
    """One of this desk's own categories, teams or catalog items (by id), how surely, and why."""

    id: int
    confidence: float
    because: tuple[str, ...]


@dataclass(frozen=True)
class Proposal:
    """What a text seems to be; ``kind`` is None when the classifier abstained.

    ``confidence`` is between 0.5 and 1 and speaks of the kind only. Impact, urgency and category
    are None unless words in the text say so. ``because`` lists the heaviest words first, those
    for the kind before the others. ``language`` is None where nothing tells it. ``team``, ``item``
    and ``own_category`` come from what this desk did with tickets like this one.
    """

    kind: Kind | None
    confidence: float
    abstained: bool
    because: tuple[Evidence, ...]
    impact: Level | None
    urgency: Level | None
    category: str | None
    language: str | None = None
    own_category: Choice | None = None
    team: Choice | None = None
    item: Choice | None = None


class Classifier(Protocol):
    """Anything that can propose what a ticket is from its words."""

    def propose(self, title: str, text: str) -> Proposal:
        """Propose kind, impact, urgency and category; never raises, whatever the text."""
        ...
