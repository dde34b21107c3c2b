"""Choosing one of a few: a box that keeps Python values, and what the desk has to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from desk_gui.domain.accounts import Account, Right
from desk_gui.domain.catalog import CatalogItem
from desk_gui.domain.priority import DEFAULT_MATRIX, Matrix
from desk_gui.operations import accounts, requests, settings
from desk_gui.operations.accounts import Choice

if TYPE_CHECKING:
    from desk_gui.operations.desk import Desk

Option = tuple[object, str]


class ChoiceBox(QComboBox):
    """A combo box whose values stay what they are; `picked` says that a person chose."""

    picked = Signal(object)

    def __init__(self, options: Iterable[Option] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: list[object] = []
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.offer(options)
        self.activated.connect(self._chosen)

    @property
    def value(self) -> object:
        """What is chosen, or None."""
        return self.value_at(self.currentIndex())

    def value_at(self, place: int) -> object:
        """The value at a place, or None."""
        return self._values[place] if 0 <= place < len(self._values) else None

    def offer(self, options: Iterable[Option]) -> None:
        """Offer these values with their words; what was chosen stays chosen if it is there."""
        before = self.value
        listed = list(options)
        self._values = [value for value, _ in listed]
        self.clear()
        self.addItems([words for _, words in listed])
        self.choose(before)

    def choose(self, value: object) -> None:
        """Choose a value without saying so; the first one where it is not offered."""
        self.setCurrentIndex(self._values.index(value) if value in self._values else 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling over a field never changes it."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much of the words as fits."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxEditField,
            self,
        )
        option.currentText = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()

    def _chosen(self, place: int) -> None:
        self.picked.emit(self._values[place])


@dataclass(frozen=True)
class Known:
    """The people, teams, categories and catalog items of the desk at one moment."""

    accounts: tuple[Account, ...] = ()
    teams: tuple[Choice, ...] = ()
    categories: tuple[Choice, ...] = ()
    items: tuple[CatalogItem, ...] = ()
    matrix: Matrix = field(default_factory=lambda: DEFAULT_MATRIX)
    contacts: Mapping[int, str] = field(default_factory=dict)

    def agent_options(self, team_id: int | None = None) -> list[Option]:
        """Nobody, then whom a ticket can be assigned to; those of the team first."""
        able = [one for one in self.accounts if one.may(Right.WORK_ON_TICKETS)]
        able.sort(key=lambda one: (team_id not in one.teams, one.name))
        return [(None, "Nobody yet"), *((one.id, one.name) for one in able)]

    def team_options(self) -> list[Option]:
        """No team, then every team."""
        return [(None, "No team"), *((one.id, one.name) for one in self.teams)]

    def category_options(self) -> list[Option]:
        """No category, then every category."""
        return [(None, "No category"), *((one.id, one.name) for one in self.categories)]

    def item_options(self) -> list[Option]:
        """A hint, then every item of the catalog."""
        return [(None, "Choose from the catalog"), *((one.id, one.name) for one in self.items)]

    def item(self, item_id: object) -> CatalogItem | None:
        """The item with this id, or None."""
        return next((one for one in self.items if one.id == item_id), None)

    def name(self, column: str, named: object) -> str:
        """The name behind an id in a field such as team_id; "" when it is not known."""
        if column == "requester_id" and isinstance(named, int):
            return self.contacts.get(named, "")
        lists: dict[str, Iterable[Account | Choice | CatalogItem]] = {
            "assignee_id": self.accounts,
            "opened_by_id": self.accounts,
            "team_id": self.teams,
            "category_id": self.categories,
            "item_id": self.items,
        }
        return next((one.name for one in lists.get(column, ()) if one.id == named), "")


def read_known(desk: Desk) -> Known:
    """Read all there is to choose from; a job does this."""
    return Known(
        accounts=tuple(accounts.accounts(desk)),
        teams=tuple(accounts.teams(desk)),
        categories=tuple(accounts.categories(desk)),
        items=tuple(requests.catalog(desk)),
        matrix=settings.matrix(desk),
    )
