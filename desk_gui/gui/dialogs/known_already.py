"""While a new ticket is typed: tickets that are likely the same matter, and what to do then."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from desk_gui.domain.workflow import Kind, is_final, is_open
from desk_gui.gui.dialogs.found_card import FoundCard
from desk_gui.gui.dialogs.likely_line import LikelyLine
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.operations import duplicates
from desk_gui.operations.duplicates import Likely

MOST = 3


class Instead(StrEnum):
    """What to do with what is typed, where there is a ticket for it already."""

    ADD = "Add what you typed to {}"
    DUPLICATE = "Open it, merged into {}"
    CHILD = "Open it as a child of {}"


class SameMatter(QToolButton):
    """Opens a menu of what to do with what is typed; `chosen` carries the Likely and Instead."""

    chosen = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._likely: Likely | None = None
        self.setText("It is this ▾")
        self.setObjectName("SameMatter")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        look(self, "pill")
        self._menu = QMenu(self)
        self._menu.setObjectName("SameMatterMenu")
        self.setMenu(self._menu)

    def offer(self, likely: Likely) -> None:
        """Offer what a ticket allows."""
        self._likely = likely
        self.setAccessibleName(f"It is the same as {likely.number}")
        self._menu.clear()
        for instead in _possible(likely):
            act = self._menu.addAction(instead.value.format(likely.number))
            act.setObjectName(instead.name.title())
            act.triggered.connect(partial(self._choose, instead))

    def _choose(self, instead: Instead, _: object = None) -> None:
        self.chosen.emit(self._likely, instead)


class KnownAlready(FoundCard[LikelyLine[SameMatter], Likely]):
    """`chosen` carries the Likely ticket and what to do Instead of opening another one.

    `named` carries the ids of those that are shown.
    """

    chosen = Signal(object, object)
    named = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        head, said = "May be known already", "Tickets that may be the same matter"
        super().__init__(context, "KnownAlready", head=head, said=said, parent=parent)

    def look_up(self, title: str, text: str, kind: Kind | None, requester_id: int | None) -> None:
        """Look for tickets like what is typed; what is shown stays until they are found."""
        work = partial(
            duplicates.likely, self._context.desk, title, text, kind, requester_id, limit=MOST
        )
        self._look_for(work, "likely")

    def show_found(self, found: Sequence[Likely]) -> None:
        """Show these, best first."""
        super().show_found(found)
        self.named.emit([one.id for one in found])

    def _line(self) -> LikelyLine[SameMatter]:
        act = SameMatter(self)
        act.chosen.connect(self.chosen)
        line = LikelyLine(self._context, act, self)
        line.opens.clicked.connect(lambda: self._open(line.likely))
        return line

    def _show(self, line: LikelyLine[SameMatter], thing: Likely) -> None:
        line.show_likely(thing)
        line.act.offer(thing)

    def _open(self, likely: Likely | None) -> None:
        if likely is not None:
            self._context.open_link(f"desk://ticket/{likely.number}")


def _possible(likely: Likely) -> list[Instead]:
    possible = [] if is_final(likely.status) else [Instead.ADD]
    if is_open(likely.status):
        possible.append(Instead.DUPLICATE)
    if likely.kind is Kind.INCIDENT and not is_final(likely.status):
        possible.append(Instead.CHILD)
    return possible
