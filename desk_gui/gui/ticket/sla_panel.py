"""The promises on a ticket: due instant, time left, how far each clock is, and its timeline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desk_gui.domain.sla import BREACH, WARNINGS, ClockState
from desk_gui.domain.timeline_words import Setting, promise_words, timeline_words
from desk_gui.gui import format as words
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context
from desk_gui.gui.theme import Theme, look
from desk_gui.gui.ticket.spans import Progress, clock_words, progress, spoken
from desk_gui.gui.ticket.timeline import Timeline
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.pool import Pool
from desk_gui.gui.widgets.text_label import TextLabel, plain_tip
from desk_gui.operations.show import ClockShown, TicketPage

BAR, TICK, NOTCH, LABELS = 6, 4, 3, 14
PERCENT = 100


@dataclass(frozen=True)
class Moment:
    """Now, and the zone of the desk, in which exact instants are told."""

    now: datetime
    zone: tzinfo


class SlaBar(QWidget):
    """How much of the promise has run, with marks where Desk warns and where it is due."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown = Progress(0.0)
        self.setObjectName("SlaBar")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.follow(self.dress)

    def show_progress(self, shown: Progress, said: str) -> None:
        """Show how far a clock is, and say it."""
        self._shown = shown
        self.setAccessibleName(said)
        self.setToolTip(plain_tip(said))
        self.update()

    def dress(self) -> None:
        """Be as tall as the text size asks for."""
        self.setFixedHeight(self._theme.px(BAR + TICK + LABELS))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the track, what has run, what is over, the pauses, and the marks with words."""
        px, colour, shown = self._theme.px, self._theme.colour, self._shown
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius, tall, wide = px(2), float(px(BAR)), float(self.width() - 1)
        painter.setPen(QPen(colour("field")))
        painter.drawRoundedRect(QRectF(0.5, 0.5, wide, tall - 1), radius, radius)
        painter.setPen(Qt.PenStyle.NoPen)
        due = wide / shown.reach
        painter.setBrush(colour("soft" if shown.paused_now else "accent"))
        painter.drawRoundedRect(QRectF(0, 0, due * min(shown.share, 1), tall), radius, radius)
        if shown.share > 1:
            painter.setBrush(colour("bad"))
            painter.drawRoundedRect(QRectF(due, 0, wide - due, tall), radius, radius)
        painter.setBrush(colour("surface"))
        for at in shown.pauses:
            painter.drawRect(QRectF(due * at - px(NOTCH) / 2, 0, px(NOTCH), tall))
        self._marks(painter, due)
        painter.end()

    def _marks(self, painter: QPainter, due: float) -> None:
        px, colour = self._theme.px, self._theme.colour
        painter.setFont(self._theme.font(11))
        metrics = painter.fontMetrics()
        free = float(self.width())
        for percent in (BREACH, *reversed(WARNINGS)):
            at = due * percent / PERCENT
            painter.setPen(QPen(colour("field")))
            painter.drawLine(round(at), px(BAR), round(at), px(BAR + TICK))
            said = "due" if percent == BREACH else f"{percent} %"
            room = metrics.horizontalAdvance(said)
            left = min(max(at - room / 2, 0), self.width() - room)
            if left + room <= free:
                painter.setPen(colour("soft"))
                painter.drawText(round(left), px(BAR + TICK) + metrics.ascent(), said)
                free = left - px(4)


class ClockLine(QWidget):
    """One clock: its words, its bar while it is ticking, and its timeline when it is asked for."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.head = TextLabel("", "strong", self)
        self.aside = TextLabel("", "small", self).wrapping()
        self.bar = SlaBar(theme, self)
        self.promise = TextLabel("", "small", self).wrapping()
        self.more = QPushButton("Timeline", self)
        self.timeline = Timeline(theme, self)
        self._arrange()
        self.more.toggled.connect(self._opened)
        theme.follow(self._dress)

    def show_clock(self, shown: ClockShown, at: Moment) -> None:
        """Show a clock as it is now."""
        clock = shown.clock
        said = clock_words(shown, at.now)
        self.setObjectName(f"Clock-{clock.target}")
        self.setAccessibleName(f"{said.head}, {said.aside}")
        self.setToolTip(plain_tip(f"Due {words.moment(clock.due_at, at.zone)}"))
        self.head.setText(said.head)
        self.aside.setText(said.aside)
        look(self.aside, "bad" if said.bad else "small")
        look(self.head, "strong" if clock.is_ticking or said.bad else "soft")
        self.promise.setText(_promised(shown))
        self.bar.setVisible(clock.is_ticking and bool(clock.promised_s))
        if clock.is_ticking:
            self.bar.show_progress(progress(shown, at.now), spoken(shown, at.now))
        told = timeline_words(clock, shown.marks, shown.hours, Setting(at.now))
        self.more.setText(f"Timeline ({len(told)})")
        self.more.setObjectName(f"ShowTimeline-{clock.target}")
        self.more.setAccessibleName(f"Timeline of {words.TARGETS[clock.target]}")
        self.timeline.show_told(clock.target, told, at.zone)

    def _arrange(self) -> None:
        px = self._theme.px
        self.aside.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.more.setCheckable(True)
        look(self.more, "link")
        self.timeline.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        top, below = QHBoxLayout(), QHBoxLayout()
        top.setSpacing(px(8))
        top.addWidget(self.head)
        top.addWidget(self.aside, 1)
        below.setSpacing(px(8))
        below.addWidget(self.promise, 1)
        below.addWidget(self.more)
        column.addLayout(top)
        column.addWidget(self.bar)
        column.addLayout(below)
        column.addWidget(self.timeline)

    def _opened(self, on: bool) -> None:  # noqa: FBT001 - Qt's own signal
        self.timeline.setVisible(on)
        self._dress()

    def _dress(self) -> None:
        icon = Icon.CHEVRON_DOWN if self.more.isChecked() else Icon.CHEVRON_RIGHT
        self.more.setIcon(self._theme.icon(icon, "accent"))
        self.more.setIconSize(QSize(*[self._theme.px(14)] * 2))


def _promised(shown: ClockShown) -> str:
    said = promise_words(shown.clock, shown.hours)
    return f"Promised {said}" if said else ""


class SlaPanel(Card):
    """The clocks of a ticket; those that tick first."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, parent=parent)
        self._context = context
        self._shown: TicketPage | None = None
        self.setObjectName("SlaPanel")
        self.setAccessibleName("Promises")
        self._lines = Pool(self.column, lambda: ClockLine(context.theme, self))

    def show_ticket(self, shown: TicketPage) -> None:
        """Show the clocks of a ticket; those of another one begin with their timelines closed."""
        another = self._shown is None or self._shown.ticket.id != shown.ticket.id
        self._shown = shown
        self.setVisible(bool(shown.promises))
        if another:
            for line in self._lines.widgets:
                line.more.setChecked(False)
        self.tick()

    def open_timelines(self) -> None:
        """Open the timelines of all clocks."""
        for line in self._lines.shown():
            line.more.setChecked(True)

    def tick(self) -> None:
        """Write how much is left now."""
        if self._shown is None:
            return
        at = Moment(self._context.desk.clock(), ZoneInfo(self._shown.zone))
        for line, promise in self._lines.each(sorted(self._shown.promises, key=_rank)):
            line.show_clock(promise, at)


def _rank(promise: ClockShown) -> tuple[bool, bool, datetime]:
    clock = promise.clock
    return not clock.is_ticking, clock.state is ClockState.STOPPED, clock.due_at
