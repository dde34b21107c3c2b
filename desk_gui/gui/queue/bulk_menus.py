"""What can be changed of many tickets at once, in words and as menus."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from desk_gui.domain.bulk import Fields, Give
from desk_gui.domain.priority import Level
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import CancelReason, HoldReason, Status
from desk_gui.gui.format import CANCEL_REASONS, HOLD_REASONS, LEVELS
from desk_gui.gui.queue.bulk_sheet import MANY, Wanted
from desk_gui.operations.accounts import Choice

Offer = tuple[str, Wanted]


def to_agent(agent_id: int, name: str) -> Wanted:
    """Give tickets to an agent; each keeps its team."""
    change = Give(assignee_id=agent_id)
    return Wanted(change, f"Assign {MANY} to {name}", f"Assign {MANY}", f"assigned to {name}")


def agents(listed: Iterable[Choice]) -> list[Offer]:
    """The agents that tickets can be given to."""
    return [(one.name, to_agent(one.id, one.name)) for one in listed]


def holds() -> list[Offer]:
    """What tickets can wait for."""
    return [(words, _hold(reason, words.lower())) for reason, words in HOLD_REASONS.items()]


def _hold(reason: HoldReason, words: str) -> Wanted:
    wish = Wish(Status.ON_HOLD, hold_reason=reason)
    heading = f"Put {MANY} on hold, waiting for: {words}"
    return Wanted(wish, heading, f"Put {MANY} on hold", "waiting like that")


def cancels() -> list[Offer]:
    """Why tickets can be cancelled; duplicates are merged instead."""
    reasons = {CancelReason.MISTAKEN, CancelReason.WITHDRAWN}
    return [(words, _cancel(one, words)) for one, words in CANCEL_REASONS.items() if one in reasons]


def _cancel(reason: CancelReason, words: str) -> Wanted:
    wish = Wish(Status.CANCELLED, cancel_reason=reason)
    heading = f"Cancel {MANY}: {words.lower()}"
    return Wanted(wish, heading, f"Cancel {MANY}", "cancelled", final=True)


def _team(one: Choice) -> Wanted:
    heading = f"Give {MANY} to the team {one.name}"
    return Wanted(Give(team_id=one.id), heading, f"Change {MANY}", f"with {one.name}")


def _category(one: Choice) -> Wanted:
    heading = f"Set the category of {MANY} to {one.name}"
    return Wanted(Fields(category_id=one.id), heading, f"Change {MANY}", f"in {one.name}")


def _impact(level: Level, words: str) -> Wanted:
    heading = f"Set the impact of {MANY} to {words}"
    return Wanted(Fields(impact=level), heading, f"Change {MANY}", f"of {words} impact")


def _urgency(level: Level, words: str) -> Wanted:
    heading = f"Set the urgency of {MANY} to {words}"
    return Wanted(Fields(urgency=level), heading, f"Change {MANY}", f"of {words} urgency")


class WantedMenu(QMenu):
    """A menu of changes; `wanted` carries the one that was chosen."""

    wanted = Signal(object)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)

    def offer(self, offers: Iterable[Offer]) -> None:
        """Offer these instead of those before."""
        self.clear()
        for words, wanted in offers:
            act = self.addAction(words.replace("&", "&&"))
            act.triggered.connect(partial(self._choose, wanted))

    def _choose(self, wanted: Wanted, _: object = None) -> None:
        self.wanted.emit(wanted)


class ChangeMenu(QMenu):
    """Team, category, impact and urgency, each with its values."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("BulkChangeMenu")
        self._team, self._category = self._part("Team"), self._part("Category")
        by_level: tuple[tuple[str, Callable[[Level, str], Wanted]], ...] = (
            ("Impact", _impact),
            ("Urgency", _urgency),
        )
        for name, wanted in by_level:
            levels = [(words, wanted(one, words.lower())) for one, words in LEVELS.items()]
            self._part(name).offer(levels)

    def offer(self, teams: Iterable[Choice], categories: Iterable[Choice]) -> None:
        """Offer these teams and categories."""
        self._team.offer((one.name, _team(one)) for one in teams)
        self._category.offer((one.name, _category(one)) for one in categories)

    def _part(self, name: str) -> WantedMenu:
        part = WantedMenu(f"BulkChange{name}", self)
        part.setTitle(name)
        part.wanted.connect(self.wanted)
        self.addMenu(part)
        return part
