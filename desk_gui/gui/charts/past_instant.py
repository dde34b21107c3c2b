"""A past instant to which figures go back, by the wall clock of the desk's zone."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from PySide6.QtCore import QDateTime, QSignalBlocker, Qt, QTimeZone, Signal
from PySide6.QtWidgets import QDateTimeEdit, QHBoxLayout, QWidget

from desk_gui.gui.icons import Icon
from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.icon_label import IconButton

FRIDAY, EVENING = 4, time(17)


class PastInstant(QWidget):
    """Date and time with a button back to now; `changed` tells of another instant."""

    changed = Signal()
    cleared = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("PastInstant")
        self.setAccessibleName("The instant that the figures go back to")
        self.edit = QDateTimeEdit(self)
        self.edit.setObjectName("AsOfInstant")
        self.edit.setAccessibleName("As of this date and time")
        self.edit.setCalendarPopup(True)
        self.edit.setDisplayFormat("ddd d MMM yyyy, HH:mm")
        self.edit.setKeyboardTracking(False)
        self.edit.setTimeZone(QTimeZone(QTimeZone.Initialization.UTC))
        self.edit.dateTimeChanged.connect(self._changed)
        self.clear = IconButton(theme, Icon.X, "Back to now", parent=self)
        self.clear.setObjectName("BackToNow")
        self.clear.clicked.connect(self.cleared)
        self._known = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(4))
        row.addWidget(self.edit)
        row.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignVCenter)

    @property
    def wall(self) -> datetime:
        """Date and whole minute on the wall; the zone that it carries means nothing."""
        minute = self.edit.dateTime().toSecsSinceEpoch() // 60
        return datetime.fromtimestamp(minute * 60, UTC)

    def know_now(self, now: datetime) -> None:
        """Take nothing later than now, an instant in the zone; begin with last Friday's evening."""
        wall = now.replace(tzinfo=UTC)
        with QSignalBlocker(self.edit):
            self.edit.setMaximumDateTime(_qt(wall))
            if not self._known:
                self.edit.setDateTime(_qt(last_friday(wall)))
        self._known = True

    def _changed(self) -> None:
        self.changed.emit()


def last_friday(now: datetime) -> datetime:
    """The last Friday 17:00 before an instant, by the same wall clock."""
    day = now.date() - timedelta(days=(now.weekday() - FRIDAY) % 7)
    found = datetime.combine(day, EVENING, now.tzinfo)
    return found if found < now else found - timedelta(days=7)


def _qt(wall: datetime) -> QDateTime:
    utc = QTimeZone(QTimeZone.Initialization.UTC)
    return QDateTime.fromSecsSinceEpoch(int(wall.timestamp()) // 60 * 60, utc)
