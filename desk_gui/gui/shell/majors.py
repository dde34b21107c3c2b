"""What everybody sees above the pages: declared major incidents, and what looks like one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desk_gui.gui import format as words
from desk_gui.gui.dialogs.major_suggested import SuggestionSheet, similar_words
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context
from desk_gui.gui.shell.window import QUEUE, Window
from desk_gui.gui.theme import Theme, look
from desk_gui.gui.widgets.icon_label import IconLabel
from desk_gui.gui.widgets.text_label import ElidedLabel, TextLabel
from desk_gui.operations import major_page, major_suggestions
from desk_gui.operations.effects import Effects
from desk_gui.operations.major_page import Declared
from desk_gui.operations.major_suggestions import Suggestion

MOST_LINES = 2
"""So many are named; further ones are counted."""
ROOM_FOR_ALL = 720
TICK_MS = 10_000
TALL = 34


class MajorLine(QPushButton):
    """One declared major incident; pressing it opens it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._theme = theme
        self.incident: Declared | None = None
        look(self, "major")
        self.title = ElidedLabel("", "major-strong", self)
        self.coordinator = TextLabel("", "major", self)
        self.due = TextLabel("", "major-strong", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
        row.setSpacing(theme.px(12))
        row.addWidget(IconLabel(theme, Icon.TRIANGLE_ALERT, "alarm_text", parent=self))
        row.addWidget(self.title, 1)
        row.addWidget(self.coordinator)
        row.addWidget(self.due)
        theme.follow(self._dress)

    def show_incident(self, incident: Declared, left_s: float) -> None:
        """Show an incident and the seconds that are left until its next update is due."""
        self.incident = incident
        due = words.countdown(left_s)
        self.setObjectName(f"Major-{incident.number}")
        self.title.setText(f"Major incident {incident.number}: {incident.title}")
        self.coordinator.setText(f"{incident.coordinator} coordinates")
        self.due.setText(due[0].upper() + due[1:])
        self.setAccessibleName(
            f"Major incident {incident.number}, {incident.title}."
            f" {incident.coordinator} coordinates, {due}. Open it"
        )
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Who coordinates gives way first."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.coordinator.setVisible(self.width() >= self._theme.px(ROOM_FOR_ALL))

    def _dress(self) -> None:
        self.setFixedHeight(self._theme.px(TALL))


class MajorBanner(QWidget):
    """`opened` carries a ticket's id, `all_wanted` says that all of them are to be listed."""

    opened = Signal(int)
    all_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("MajorBanner")
        self.setAccessibleName("Major incidents")
        look(self, "banner-major")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.lines = [MajorLine(theme, self) for _ in range(MOST_LINES)]
        self.more = QPushButton("", self)
        self.more.setObjectName("MoreMajors")
        look(self.more, "major-more")
        self.more.clicked.connect(self.all_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for line in self.lines:
            line.clicked.connect(partial(self._open, line))
            column.addWidget(line)
        column.addWidget(self.more)
        self.hide()

    def show_incidents(self, incidents: tuple[Declared, ...], left_s: tuple[float, ...]) -> None:
        """Show the incidents, the first declared first; hidden without any."""
        for place, line in enumerate(self.lines):
            line.setVisible(place < len(incidents))
            if place < len(incidents):
                line.show_incident(incidents[place], left_s[place])
        rest = len(incidents) - len(self.lines)
        said = f"{words.count(rest, 'more major incident')}: show all in the queue"
        self.more.setText(said)
        self.more.setAccessibleName(said)
        self.more.setVisible(rest > 0)
        self.setVisible(bool(incidents))

    def _open(self, line: MajorLine, *_: object) -> None:
        if line.incident is not None:
            self.opened.emit(line.incident.id)


class SuggestionBar(QWidget):
    """What looks like a major incident: `looked_at` asks for the list, `dismissed` ends it."""

    looked_at = Signal()
    dismissed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("SuggestionBar")
        look(self, "banner-warn")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.said = TextLabel("", "", self).wrapping()
        self.said.setObjectName("Suggested")
        self.look_at = QPushButton("Look at them…", self)
        self.look_at.setObjectName("LookAtSuggestion")
        self.away = QPushButton("No major incident", self)
        self.away.setObjectName("DismissSuggestion")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(16), theme.px(6), theme.px(16), theme.px(6))
        row.setSpacing(theme.px(12))
        row.addWidget(IconLabel(theme, Icon.TRIANGLE_ALERT, "warn", parent=self))
        row.addWidget(self.said, 1)
        for button in (self.look_at, self.away):
            button.setAccessibleName(button.text().rstrip("…"))
            row.addWidget(button)
        self.look_at.clicked.connect(self.looked_at)
        self.away.clicked.connect(self.dismissed)
        self.hide()

    def show_suggestion(self, found: Suggestion | None) -> None:
        """Show what was found, or nothing."""
        if found is not None:
            alike = similar_words(found)
            said = f"{alike}: is this a major incident? {found.common.sentence}"
            self.said.setText(said)
            self.setAccessibleName(said)


class Majors(QObject):
    """Reads what is declared and what looks like it, and keeps both strips up to date."""

    def __init__(self, context: Context, window: Window) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self._declared: tuple[Declared, ...] = ()
        self._suggested: Suggestion | None = None
        self._wanted_here = window.page_name() == QUEUE
        self.banner = MajorBanner(context.theme, window)
        self.bar = SuggestionBar(context.theme, window)
        window.add_strip(self.banner)
        window.add_strip(self.bar)
        self.bar.looked_at.connect(self.look_at)
        self.bar.dismissed.connect(self.dismiss)
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self.tick)
        context.live.touched.connect(self._touched)

    def begin(self) -> None:
        """Read both, and let time pass from now on."""
        self._read()
        self._timer.start()

    def stop(self) -> None:
        """Read no more."""
        self._timer.stop()

    def tick(self) -> None:
        """Write how much is left now."""
        now = self._context.desk.clock()
        self.banner.show_incidents(self._declared, tuple(one.left_s(now) for one in self._declared))

    def page_shown(self, name: str) -> None:
        """Show what looks like a major incident beside the queue only."""
        self._wanted_here = name == QUEUE
        self.bar.setVisible(self._wanted_here and self._suggested is not None)

    def look_at(self) -> SuggestionSheet | None:
        """Show the similar incidents, to be proposed or dismissed."""
        if self._suggested is None:
            return None
        sheet = SuggestionSheet(self._context, self._suggested, self._window)
        sheet.open()
        return sheet

    def dismiss(self) -> None:
        """Say that they are no major incident."""
        if self._suggested is not None:
            work = partial(major_suggestions.dismiss, self._context.desk, self._suggested.ids)
            self._context.do(self, work, said="Noted: these are no major incident.")

    def _touched(self, effects: Effects) -> None:
        if effects.tickets or effects.people or effects.settings:
            self._read()

    def _read(self) -> None:
        desk, jobs = self._context.desk, self._context.jobs
        lost = self._context.live.lost.emit
        jobs.read(self, partial(major_page.now, desk), self._found, failed=lost, key="now")
        suggest = partial(major_suggestions.suggestion, desk)
        jobs.read(self, suggest, self._suggest, failed=lost, key="suggestion")

    def _found(self, declared: tuple[Declared, ...]) -> None:
        self._declared = declared
        self.tick()

    def _suggest(self, found: Suggestion | None) -> None:
        self._suggested = found
        self.bar.show_suggestion(found)
        self.bar.setVisible(self._wanted_here and found is not None)
