"""The promises on a ticket: due instant, time left, and a bar of how the time was spent."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desk_gui.domain.sla import Clock, ClockState
from desk_gui.gui.page import Context
from desk_gui.gui.theme import Theme, look
from desk_gui.gui.ticket.pool import Pool
from desk_gui.gui.ticket.spans import Span, Spent, clock_words, spans, spoken
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.text_label import TextLabel, plain_tip
from desk_gui.operations.show import TicketPage

BAR, GAP, LEAST = 6, 4, 3
INKS = {Spent.RAN: "accent", Spent.OVER: "bad", Spent.PAUSED: "field", Spent.LEFT: "line"}


class SlaBar(QWidget):
    """Ran, paused (thin), over and left, side by side."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._spans: tuple[Span, ...] = ()
        self.setObjectName("SlaBar")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.follow(self.dress)

    def show_spans(self, stretches: tuple[Span, ...]) -> None:
        """Show other stretches."""
        self._spans = stretches
        said = spoken(stretches)
        self.setAccessibleName(said)
        self.setToolTip(plain_tip(said))
        self.update()

    def dress(self) -> None:
        """Be as tall as the text size asks for."""
        self.setFixedHeight(self._theme.px(BAR))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the stretches in the room there is, the shortest still visible."""
        px = self._theme.px
        total = sum(span.seconds for span in self._spans)
        room = self.width() - px(GAP) * (len(self._spans) - 1)
        if not total or room <= 0:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, radius = 0.0, px(2)
        widths = [max(float(px(LEAST)), room * span.seconds / total) for span in self._spans]
        fit = room / sum(widths)
        for span, width in zip(self._spans, widths, strict=True):
            self._ink(painter, span.spent)
            tall = self.height() / 2 if span.spent is Spent.PAUSED else float(self.height())
            top = (self.height() - tall) / 2
            painter.drawRoundedRect(QRectF(left, top, width * fit, tall), radius, radius)
            left += width * fit + px(GAP)
        painter.end()

    def _ink(self, painter: QPainter, spent: Spent) -> None:
        """Time left is hollow where lines are as strong as what is filled."""
        hollow = spent is Spent.LEFT and self._theme.palette.line == self._theme.palette.text
        ink = self._theme.colour(INKS[spent])
        painter.setPen(QPen(ink) if hollow else QPen(Qt.PenStyle.NoPen))
        painter.setBrush(QBrush(Qt.BrushStyle.NoBrush) if hollow else QBrush(ink))


class ClockLine(QWidget):
    """One clock: its words, and its bar while it is ticking."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = TextLabel("", "strong", self)
        self.aside = TextLabel("", "small", self)
        self.bar = SlaBar(theme, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        row = QHBoxLayout()
        row.addWidget(self.head, 1)
        row.addWidget(self.aside)
        column.addLayout(row)
        column.addWidget(self.bar)

    def show_clock(self, shown: TicketPage, clock: Clock, now: datetime) -> None:
        """Show a clock as it is now."""
        said = clock_words(clock, now)
        self.setObjectName(f"Clock-{clock.target}")
        self.setAccessibleName(f"{said.head}, {said.aside}")
        self.head.setText(said.head)
        self.aside.setText(said.aside)
        look(self.aside, "bad" if said.bad else "small")
        look(self.head, "strong" if clock.is_ticking or said.bad else "soft")
        self.bar.setVisible(clock.is_ticking)
        if clock.is_ticking:
            self.bar.show_spans(spans(shown, clock, now))


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
        """Show the clocks of a ticket."""
        self._shown = shown
        self.setVisible(bool(shown.clocks))
        self.tick()

    def tick(self) -> None:
        """Write how much is left now."""
        if self._shown is None:
            return
        now = self._context.desk.clock()
        for line, clock in self._lines.each(sorted(self._shown.clocks, key=_rank)):
            line.show_clock(self._shown, clock, now)


def _rank(clock: Clock) -> tuple[bool, bool, datetime]:
    return not clock.is_ticking, clock.state is ClockState.STOPPED, clock.due_at
