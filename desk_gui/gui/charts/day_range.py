"""Two days with their calendars, the first and the last of a period."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QSignalBlocker, Signal
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QWidget

from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.text_label import TextLabel


class DayRange(QWidget):
    """`changed` is emitted after another day was chosen; both days are included."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ReportDays")
        self.setAccessibleName("Chosen days")
        self._first = self._edit("FirstDay", "First day")
        self._last = self._edit("LastDay", "Last day")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self._first)
        row.addWidget(TextLabel("to", "soft", self))
        row.addWidget(self._last)

    @property
    def first(self) -> date:
        """The first day."""
        return _day(self._first)

    @property
    def last(self) -> date:
        """The last day."""
        return _day(self._last)

    def show_days(self, first: date, last: date) -> None:
        """Show other days without telling of it."""
        for edit, day in ((self._first, first), (self._last, last)):
            with QSignalBlocker(edit):
                edit.setDate(QDate(day.year, day.month, day.day))

    def _edit(self, name: str, words: str) -> QDateEdit:
        edit = QDateEdit(self)
        edit.setObjectName(name)
        edit.setAccessibleName(words)
        edit.setCalendarPopup(True)
        edit.setDisplayFormat("d MMM yyyy")
        edit.setKeyboardTracking(False)
        edit.dateChanged.connect(self._changed)
        return edit

    def _changed(self) -> None:
        self.changed.emit()


def _day(edit: QDateEdit) -> date:
    chosen = edit.date()
    return date(chosen.year(), chosen.month(), chosen.day())
