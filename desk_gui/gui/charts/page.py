"""The Reports page: choices, figures and charts; a click on a mark opens its tickets.

Facts are read once and kept; a choice only computes anew. Reading, computing and drawing are jobs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desk_gui.domain.errors import DatabaseTrouble, Refusal
from desk_gui.domain.workflow import Kind
from desk_gui.gui.charts.canvas import Picture
from desk_gui.gui.charts.chart_card import ChartCard
from desk_gui.gui.charts.choices import Choices, Chosen, Span
from desk_gui.gui.charts.drawing import Order, Wanted, draw_all
from desk_gui.gui.charts.exporting import ExportButton, chart_menu, tickets_menu
from desk_gui.gui.charts.figure_tiles import FigureTiles
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context, Page
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.empty_state import EmptyState
from desk_gui.gui.widgets.flow import TileLayout
from desk_gui.gui.widgets.scrolled import scrolled
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.operations import reports
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects
from desk_gui.reports.charts import CHARTS
from desk_gui.reports.definitions import instant_words
from desk_gui.reports.facts import Facts
from desk_gui.reports.look import Look
from desk_gui.reports.marks import Mark
from desk_gui.reports.periods import midnight
from desk_gui.reports.report import Report, build

SETTLE_MS, LIVE_MS = 120, 2_000
NARROWEST, MOST = 460, 2
MONTHS_DIFFER = timedelta(days=4)
"""By no more do as many months differ in length from those before them, and days by their zone."""


@dataclass(frozen=True)
class Known:
    """Facts, without the tickets that ended before an instant; None leaves none out.

    `at` is the past instant at which they stood so; None is now.
    """

    facts: Facts
    since: datetime | None
    at: datetime | None = None


@dataclass(frozen=True)
class Computed:
    """Facts, and the report of what was chosen."""

    known: Known
    chosen: Chosen
    report: Report
    any_at_all: bool
    reading: int = 0


def compute(desk: Desk, chosen: Chosen, known: Known | None, reading: int = 0) -> Computed:
    """Read the facts where they are not known, and compute the report that was chosen."""
    zone = reports.zone_of(desk)
    at = chosen.at(zone)
    today = (at or desk.clock()).astimezone(zone).date()
    first, last = chosen.first_day(today), chosen.last_day(today)
    since = None if first is None else _before(desk, midnight(first, zone))
    if known is None or known.at != at or not _reaches(known.since, since):
        known = Known(reports.read_facts(desk, since, at), since, at)
    part = chosen.part_of(known.facts)
    ends = at if last is None else None
    period = reports.period(desk, known.facts, first, last, by=chosen.cut, at=ends)
    report = build(part, period, chosen.cut, as_of=at, narrowed=chosen.narrowed)
    report.kinds[chosen.kind].work_out()
    return Computed(known, chosen, report, len(known.facts.tickets.id) > 0, reading)


def _before(desk: Desk, start: datetime) -> datetime:
    """No later than where the period before begins, with which this one is compared."""
    return start - (desk.clock() - start) - MONTHS_DIFFER


def _reaches(known: datetime | None, wanted: datetime | None) -> bool:
    """Whether facts that begin at one instant hold all that is wanted from another on."""
    return known is None or (wanted is not None and known <= wanted)


class ReportsPage(Page):
    """Figures and charts of one kind at a time."""

    name = "Reports"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        look(self, "page")
        theme = context.theme
        self._facts: Known | None = None
        self._computed: Computed | None = None
        self._orders = 0
        self._readings = 0
        self._busy = self._again = False
        self.choices = Choices(theme, self)
        self.said = TextLabel("", "small", self).wrapping()
        self.tiles = FigureTiles(theme)
        self.cards = {name: ChartCard(theme, chart) for name, chart in CHARTS.items()}
        self.export = ExportButton(context, self)
        self.empty = EmptyState(theme, self)
        self._body = QStackedWidget(self)
        self._settle = self._timer(SETTLE_MS, self._draw)
        self._later = self._timer(LIVE_MS, self._read_again)
        self._arrange()
        self._connect()

    def refresh(self, effects: Effects | None) -> None:
        """Read the facts anew; what others do is read a little later, many changes at once."""
        if effects is not None and self._computed is not None:
            self._later.start()
        else:
            self._read_again()

    def concerns(self, effects: Effects) -> bool:
        """Tickets, and settings such as the zone; articles and people do not show here."""
        return bool(effects.tickets or effects.settings)

    @property
    def is_drawn(self) -> bool:
        """Whether every chart has its picture."""
        kind = self.choices.chosen.kind
        return all(c.canvas.is_drawn for c in self.cards.values() if kind in c.chart.kinds)

    def showEvent(self, event: QShowEvent) -> None:
        """Draw anew if the window had another size or look meanwhile."""
        super().showEvent(event)
        self._settle.start()

    def _timer(self, pause_ms: int, then: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(pause_ms)
        timer.timeout.connect(then)
        return timer

    def _arrange(self) -> None:
        px = self.context.theme.px
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(24), px(8), px(24), px(24))
        column.setSpacing(px(12))
        column.addWidget(self.tiles)
        charts = TileLayout(px(12), partial(px, NARROWEST), MOST)
        for card in self.cards.values():
            charts.addWidget(card)
        column.addLayout(charts)
        column.addStretch(1)
        self._body.addWidget(scrolled(inside, "Charts", self))
        self._body.addWidget(self.empty)
        self._body.addWidget(QWidget(self))
        self._body.setCurrentIndex(2)
        # The filters are never cut, however little is left for the charts, which scroll.
        self._body.setMinimumHeight(px(1))
        head = QHBoxLayout()
        head.addWidget(TextLabel("Reports", "title", self), 1)
        head.addWidget(self.export)
        top = QVBoxLayout()
        top.setContentsMargins(px(24), px(12), px(24), px(4))
        top.setSpacing(px(4))
        top.addLayout(head)
        top.addWidget(self.choices)
        top.addWidget(self.said)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(self._body, 1)
        self.setFocusProxy(self.choices.kind)

    def _connect(self) -> None:
        self.choices.changed.connect(self._compute)
        self.tiles.mark_clicked.connect(self._open)
        self.context.theme.changed.connect(self._draw)
        self.export.tell_from(self._told)
        for name, card in self.cards.items():
            card.offer_files(chart_menu(self.context, card, name, self._told))
            card.mark_clicked.connect(self._open)
            card.canvas.menu_wanted.connect(self._offer)
            card.canvas.resized.connect(self._settle.start)

    def _told(self) -> tuple[Report, Chosen] | None:
        """What is shown, for files; None before there is anything."""
        return None if self._computed is None else (self._computed.report, self._computed.chosen)

    def _read_again(self) -> None:
        self._readings += 1
        self._facts = None
        self._compute()

    def _compute(self) -> None:
        """Compute what is chosen; one job at a time, because two that read hinder each other."""
        if self._busy:
            self._again = True
            return
        self._busy = True
        work = partial(compute, self.context.desk, self.choices.chosen, self._facts, self._readings)
        self.context.jobs.read(self, work, self._show, failed=self._refused)

    def _is_done(self) -> bool:
        """Whether the answer of a job is still wanted; otherwise the next one is started."""
        self._busy, again = False, self._again
        self._again = False
        if again:
            self._compute()
        return not again

    def _refused(self, error: Exception) -> None:
        if not self._is_done():
            return
        if not isinstance(error, Refusal | DatabaseTrouble):
            raise error
        self.said.setText("")
        self.empty.show_words(Icon.CIRCLE_ALERT, "No figures", str(error))
        self._body.setCurrentIndex(1)

    def _show(self, computed: Computed) -> None:
        self._facts = computed.known if computed.reading == self._readings else None
        if not self._is_done():
            return
        self._computed = computed
        self.choices.offer(computed.known.facts.names)
        self.choices.begin_days(*_first_and_last(computed.report))
        zone = computed.report.period.zone
        self.choices.past.know_now(self.context.desk.clock().astimezone(zone))
        report, kind = computed.report, computed.chosen.kind
        if not report.buckets or report.kinds[kind].is_empty:
            self._say_empty(computed)
            return
        self.said.setText(_said(report, kind))
        self.tiles.show_report(report, kind)
        for card in self.cards.values():
            card.setVisible(kind in card.chart.kinds)
            if kind in card.chart.kinds:
                card.show_report(report, kind)
        self._body.setCurrentIndex(0)
        self._draw()

    def _say_empty(self, computed: Computed) -> None:
        self.said.setText("")
        if not computed.any_at_all:
            self.empty.show_words(
                Icon.CHART_COLUMN,
                "No tickets yet, so no figures",
                "Once tickets are opened and resolved, their figures and charts stand here.",
            ).offer("Go to the queue", partial(self.page_wanted.emit, "Queue"))
        else:
            self.empty.show_words(
                Icon.CHART_COLUMN,
                "Nothing happened here",
                "Nothing was opened, resolved or closed in this period with these choices, "
                "and nothing was open.",
            )
            if computed.chosen.span is not Span.EVERYTHING:
                everything = partial(self.choices.span.choose, Span.EVERYTHING)
                self.empty.offer("Show everything", everything)
        self._body.setCurrentIndex(1)

    def _draw(self) -> None:
        """Order all pictures at today's size and look; an older order is given up."""
        computed = self._computed
        if computed is None or not self.isVisible() or self._body.currentIndex():
            return
        self._orders += 1
        order = Order(
            computed.report,
            computed.chosen.kind,
            self._look(),
            self.devicePixelRatioF(),
            [
                _wanted(name, card)
                for name, card in self.cards.items()
                if computed.chosen.kind in card.chart.kinds
            ],
        )
        number = self._orders
        landed = self.context.jobs.relay(self, partial(self._landed, number))
        work = partial(draw_all, order, landed, lambda: number != self._orders)
        self.context.jobs.read(self, work, lambda _: None, key="pictures")

    def _landed(self, number: int, chart: str, picture: Picture) -> None:
        if number == self._orders:
            self.cards[chart].canvas.show_picture(picture)

    def _look(self) -> Look:
        theme = self.context.theme
        palette = theme.palette
        return Look(
            ground=palette.surface,
            text=palette.text,
            soft=palette.soft,
            line=palette.line,
            dark=palette.is_dark,
            text_px=float(theme.px(13)),
            family=theme.font().family(),
        )

    def _open(self, mark: Mark) -> None:
        """Ask for the filter that finds the tickets of a mark, and show it in the queue."""
        computed = self._computed
        if computed is not None:
            desk, also = self.context.desk, computed.chosen.conditions
            work = partial(reports.filter_of, desk, computed.report, mark, also)
            self.context.jobs.read(self, work, self.queue_wanted.emit, key="open")

    def _offer(self, mark: Mark, at: QPoint) -> None:
        computed = self._computed
        if computed is not None:
            report = computed.report
            show = partial(self._open, mark)
            ids = partial(_ids_behind, report, mark)
            tickets_menu(self.context, self, ids, show).popup(at)


def _first_and_last(report: Report) -> tuple[date, date]:
    """The first and the last day of a report, both included."""
    period = report.period
    first, end = (at.astimezone(period.zone) for at in (period.start, period.end))
    return first.date(), max(first, end - timedelta(seconds=1)).date()


def _ids_behind(report: Report, mark: Mark) -> list[int]:
    ids: list[int] = report.tickets_behind(mark).tolist()
    return ids


def _wanted(name: str, card: ChartCard) -> Wanted:
    size = card.canvas.size()
    return Wanted(name, max(size.width(), 1), max(size.height(), 1))


def _said(report: Report, kind: Kind) -> str:
    """Period, zone, clock, and what had to be left out, in one line."""
    zone = report.period.zone
    end = report.period.end.astimezone(zone)
    first, last = _first_and_last(report)
    now = "" if (end.hour, end.minute, end.second) == (0, 0, 0) else f" {end:%H:%M}"
    missing = report.kinds[kind].excluded.get("resolved", {}).get("unknown_resolution", 0)
    then = (
        []
        if report.as_of is None
        else [f"As of {instant_words(report.as_of, zone)}, from the journal"]
    )
    parts = [
        *then,
        f"{first.day} {first:%b %Y} to {last.day} {last:%b %Y}{now} ({zone})",
        "calendar time",
        "click a mark to see its tickets",
    ]
    if missing:
        parts.append(f"{missing:,} closed without a known resolution: not in durations")
    return " · ".join(parts)
