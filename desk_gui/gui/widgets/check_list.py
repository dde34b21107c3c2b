"""A list in which lines are ticked; what cannot be ticked says why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.text_label import TextLabel

MOST = 100
"""Lines that are shown; those beyond are ticked and counted."""


@dataclass(frozen=True)
class CheckRow:
    """One line: what, and beneath what would happen to it, or `because` of what nothing can."""

    id: int
    title: str
    detail: str = ""
    because: str = ""
    checked: bool = True


class CheckLine(QWidget):
    """A tick box with two lines beside it; pressing anywhere ticks it."""

    toggled = Signal()

    def __init__(self, theme: Theme, row: CheckRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        able = not row.because
        self.box = QCheckBox(self)
        self.box.setObjectName(f"Tick-{row.id}")
        self.box.setAccessibleName(row.title)
        self.box.setAccessibleDescription(row.because or row.detail)
        self.box.setChecked(able and row.checked)
        self.box.setEnabled(able)
        self.box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.box.toggled.connect(lambda _: self.toggled.emit())
        title = TextLabel(row.title, "" if able else "soft", self).wrapping()
        below = TextLabel(row.because or row.detail, "small" if able else "wrong", self).wrapping()
        below.setVisible(bool(row.because or row.detail))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(8))
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.box, 0, 0, 1, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(title, 0, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(below, 1, 1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The words belong to the box."""
        if self.box.isEnabled() and self.rect().contains(event.position().toPoint()):
            self.box.toggle()


class CheckList(QWidget):
    """`changed` says that something was ticked or not."""

    changed = Signal()

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: list[CheckRow] = []
        self.lines: list[CheckLine] = []
        self.setObjectName("".join(part.title() for part in name.split()))
        self.setAccessibleName(name)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(8))
        self.rest = TextLabel("", "small", self).wrapping()
        self._column.addWidget(self.rest)
        self.rest.hide()

    def show_rows(self, rows: Sequence[CheckRow]) -> None:
        """Show these lines instead of those before."""
        for line in self.lines:
            line.deleteLater()
        self._rows = list(rows)
        self.lines = [CheckLine(self._theme, row, self) for row in self._rows[:MOST]]
        for place, line in enumerate(self.lines):
            line.toggled.connect(self.changed)
            self._column.insertWidget(place, line)
        beyond = len(self._rows) - len(self.lines)
        self.rest.setText(f"And {beyond:,} more, all of them ticked.")
        self.rest.setVisible(beyond > 0)
        self.changed.emit()

    def checked(self) -> list[int]:
        """The ids of the lines that are ticked."""
        seen = [line.row.id for line in self.lines if line.box.isChecked()]
        beyond = [row.id for row in self._rows[MOST:] if row.checked and not row.because]
        return seen + beyond
