"""One table of SLA targets: a duration and its hours for every priority of a group of tickets."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QWidget

from desk_gui.domain.priority import Priority
from desk_gui.domain.sla import RUNS_TO_THE_END, Target
from desk_gui.gui import format as words
from desk_gui.gui.admin.sla_draft import Cell, Cells, Group, Place
from desk_gui.gui.dialogs.choosing import ChoiceBox, Option
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.text_label import TextLabel

NARROW = 460
FIELD, HOURS = 1, 2
HOURS_CHARACTERS = 3
DAY_AND_NIGHT = "24/7"


class PolicyTable(Card):
    """`changed` says that something was typed, `removed` that the exception should go."""

    changed = Signal()
    removed = Signal()

    def __init__(
        self, context: Context, group: Group, heading: str, parent: QWidget, *, may: bool
    ) -> None:
        super().__init__(context.theme, head=heading, parent=parent)
        self.group = group
        self._theme = context.theme
        self._stacked: bool | None = None
        self.fields: dict[Place, QLineEdit] = {}
        self.boxes: dict[Place, ChoiceBox] = {}
        self._labels: dict[Priority, TextLabel] = {}
        self._heads: list[TextLabel] = []
        self.setObjectName(f"Policies-{group.key}")
        self.setAccessibleName(heading)
        self.trouble = TextLabel("", "wrong", self).wrapping()
        self.trouble.setObjectName(f"Trouble-{group.key}")
        self.trouble.hide()
        self.remove = QPushButton("Remove exception", self)
        self._arrange(heading, may=may)

    def cells(self) -> dict[Place, Cell]:
        """What stands in the table."""
        return {
            place: Cell(field.text(), _id(self.boxes[place].value))
            for place, field in self.fields.items()
        }

    def show_cells(self, cells: Cells, hours: Iterable[Option]) -> None:
        """Show other durations; `hours` are the business hours that can be chosen."""
        options: list[Option] = [(None, DAY_AND_NIGHT), *hours]
        self.blockSignals(True)
        for place, cell in cells.items():
            self.boxes[place].offer(options)
            self.boxes[place].choose(cell.hours_id)
            if self.fields[place].text() != cell.promised:
                self.fields[place].setText(cell.promised)
        self.blockSignals(False)

    def show_inherited(self, said: dict[Place, str]) -> None:
        """Say in the empty cells of an exception what counts there."""
        for place, sentence in said.items():
            self.fields[place].setPlaceholderText(sentence)
            empty = not self.fields[place].text().strip()
            self.boxes[place].setEnabled(self.fields[place].isEnabled() and not empty)

    def show_wrong(self, sentence: str, places: Collection[Place]) -> None:
        """Mark cells, with the sentence below the table; none of both when all is well."""
        for place, field in self.fields.items():
            look(field, "wrong" if place in places else "")
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the priorities above their rows where there is no room at the left."""
        super().resizeEvent(event)
        stacked = event.size().width() < self._theme.px(NARROW)
        if stacked is not self._stacked:
            self._stacked = stacked
            self._place()

    def _arrange(self, heading: str, *, may: bool) -> None:
        px = self._theme.px
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(px(8))
        self._grid.setVerticalSpacing(px(8))
        ends = (Target.RESPOND, RUNS_TO_THE_END[self.group.kind])
        self._heads = [
            TextLabel(f"{words.TARGETS[target]} within", "section", self) for target in ends
        ]
        for priority in Priority:
            self._labels[priority] = TextLabel(words.priority_words(priority), "", self)
        for place in self.group.places():
            self._make(place, heading, may=may)
        self._place()
        self.column.addLayout(self._grid)
        self.column.addWidget(self.trouble)
        row = QHBoxLayout()
        row.addWidget(self.remove)
        row.addStretch(1)
        self.remove.setObjectName(f"Remove-{self.group.key}")
        self.remove.setAccessibleName(f"Remove exception: {heading}")
        self.remove.setVisible(may and not self.group.is_general)
        look(self.remove, "link")
        self.remove.clicked.connect(self.removed)
        self.column.addLayout(row)
        self.column.addStretch(1)

    def _make(self, place: Place, heading: str, *, may: bool) -> None:
        priority, target = place
        field, box = QLineEdit(self), ChoiceBox(parent=self)
        name = f"{self.group.key}-{priority.value}-{target.value}"
        said = f"{heading}, priority {words.priority_words(priority)}: {target.value} within"
        field.setObjectName(f"Target-{name}")
        field.setAccessibleName(said)
        box.setObjectName(f"Hours-{name}")
        box.setAccessibleName(f"{said}, counted in")
        box.setMinimumContentsLength(HOURS_CHARACTERS)
        field.setMinimumWidth(self._theme.px(66))
        field.setEnabled(may)
        box.setEnabled(may)
        field.textChanged.connect(self._say)
        box.picked.connect(self._say)
        self.fields[place], self.boxes[place] = field, box

    def _place(self) -> None:
        """Priority, then duration and hours of both targets; stacked, the priority is above."""
        first = 0 if self._stacked else 1
        for at, head in enumerate(self._heads):
            self._grid.addWidget(head, 0, first + 2 * at, 1, 2)
        for place, (priority, target) in enumerate(self.fields):
            row = 2 * priority.value
            if self._stacked:
                self._grid.addWidget(self._labels[priority], row - 1, 0, 1, 4)
            else:
                self._grid.addWidget(self._labels[priority], row, 0)
            at = first + 2 * (place % 2)
            self._grid.addWidget(self.fields[priority, target], row, at)
            self._grid.addWidget(self.boxes[priority, target], row, at + 1)
        self._grid.setColumnStretch(0, 0)
        for pair in (first, first + 2):
            self._grid.setColumnStretch(pair, FIELD)
            self._grid.setColumnStretch(pair + 1, HOURS)
        self._grid.setColumnStretch(first + 4, 0)

    def _say(self, *_: object) -> None:
        self.changed.emit()


def _id(value: object) -> int | None:
    return value if isinstance(value, int) else None
