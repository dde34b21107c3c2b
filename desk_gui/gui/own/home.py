"""The start page: one question, two ways to begin, what one decides, and one's own tickets."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desk_gui.domain.asking import Asking
from desk_gui.gui.format import count
from desk_gui.gui.icons import Icon
from desk_gui.gui.own import words
from desk_gui.gui.own.column import Middle
from desk_gui.gui.page import Context, Page
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.empty_state import EmptyState
from desk_gui.gui.widgets.scrolled import scrolled
from desk_gui.gui.widgets.search_box import SearchBox
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.gui.widgets.tile import Tile
from desk_gui.gui.widgets.two_lines import TALL, TwoLineList, TwoLineModel, TwoLines
from desk_gui.operations.articles import care, finding
from desk_gui.operations.articles.finding import ArticleRow, Found
from desk_gui.operations.effects import Effects
from desk_gui.operations.own import reading
from desk_gui.operations.own.reading import OnItsWay, OwnList, OwnTicket

QUESTION = "How can we help?"
MISSED_MS = 4_000
"""Words that found nothing and still stand there after so long were meant."""
MOST, ROWS_SEEN = 20, 3
HANDED_IN = {
    Asking.REPORT: "Your report",
    Asking.ORDER: "Your order",
    Asking.ANSWER: "Your answer",
    Asking.SOLVED: "What you said of it",
    Asking.NOT_SOLVED: "Your answer",
    Asking.WITHDRAW: "What you take back",
    Asking.HELPED: "What helped you",
}


class HelpField(SearchBox):
    """The question; the arrow down goes on to what was found."""

    went_down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down leaves the field."""
        if event.key() == Qt.Key.Key_Down:
            self.went_down.emit()
        else:
            super().keyPressEvent(event)


class HomePage(Page):
    """`report_wanted` carries what is typed as the question, the others nothing."""

    name = "Start page"
    report_wanted = Signal(str)
    order_wanted = Signal()
    decide_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        look(self, "page")
        theme = context.theme
        self.search = HelpField(theme, QUESTION, self)
        self.search.setPlaceholderText("Type a few words, for example: printer paper")
        self.report = Tile(
            theme,
            Icon.LIFE_BUOY,
            "Report a disruption",
            more="Something does not work.",
            parent=self,
        )
        self.order = Tile(
            theme,
            Icon.PACKAGE,
            "Order something",
            more="A device, a program, access or help.",
            parent=self,
        )
        self.decide = Tile(theme, Icon.THUMBS_UP, "Decide on requests", more="", parent=self)
        self.decide.hide()
        self.model, self.found = TwoLineModel(self), TwoLineModel(self)
        self.list = TwoLineList(theme, "Your tickets", self, always_tall=True)
        self.answers = TwoLineList(theme, "Answers", self, always_tall=True)
        self.none = EmptyState(theme, self)
        self.nothing = EmptyState(theme, self)
        self.heading = TextLabel("Your tickets", "title", self)
        self.body = QStackedWidget(self)
        self._on_their_way: tuple[OnItsWay, ...] = ()
        self._missed = QTimer(self, singleShot=True, interval=MISSED_MS)
        self._missed.timeout.connect(self._count_missed)
        self._arrange()
        self._connect()
        self.setFocusProxy(self.search)

    def refresh(self, effects: Effects | None) -> None:
        """Read one's tickets again."""
        work = partial(reading.tickets, self.context.desk)
        self.context.jobs.read(self, work, self.show_tickets, key="own")

    def concerns(self, effects: Effects) -> bool:
        """What becomes of tickets, or of what was handed in."""
        return True

    def show_tickets(self, listed: OwnList) -> None:
        """Show one's tickets, and above them what is still on its way."""
        self._on_their_way = listed.on_their_way
        wait = "waits" if listed.decisions == 1 else "wait"
        self.decide.say_more(f"{count(listed.decisions, 'request')} {wait} for your decision.")
        self.decide.setVisible(listed.decisions > 0)
        waiting = [(-n, _waiting(one)) for n, one in enumerate(listed.on_their_way, 1)]
        chosen = self.model.id_of(self.list.currentIndex())
        rows = [*waiting, *((one.id, self._row(one)) for one in _ordered(listed.tickets))]
        self.model.show_rows(rows)
        self.list.setCurrentIndex(self.model.place_of(chosen))
        self._show_body()

    def look_for(self, typed: str) -> None:
        """Find public articles; without words one's tickets are shown again."""
        self._missed.stop()
        if not typed:
            self._show_body()
            return
        work = partial(finding.find, self.context.desk, typed, limit=MOST)
        self.context.jobs.read(self, work, self._were_found, key="help")

    def _row(self, ticket: OwnTicket) -> TwoLines:
        now = self.context.desk.clock()
        parts = (words.progress(ticket), words.promise(ticket, now))
        return TwoLines(
            ticket.title,
            words.meta(ticket, now),
            (words.chip(ticket),),
            aside=" · ".join(part for part in parts if part),
            dimmed=not ticket.may_answer,
            mark="asks for your answer" if words.wants_me(ticket) else "",
        )

    def _were_found(self, found: Found) -> None:
        typed = self.search.text().strip()
        if not typed:
            return
        self.found.show_rows([(one.id, _article(one)) for one in found.rows])
        self.heading.setText("This may help")
        if found.rows:
            self.body.setCurrentWidget(self.answers)
            return
        self.nothing.show_words(
            Icon.SEARCH, "Nothing is written about this yet", "Report it, and somebody will help."
        ).offer("Report a disruption", self._report_typed)
        self.body.setCurrentWidget(self.nothing)
        self._missed.start()

    def _count_missed(self) -> None:
        """Count that nothing is written about this; where it cannot be, nobody needs to know."""
        work = partial(care.missed, self.context.desk, self.search.text())
        quiet = lambda _: None  # noqa: E731 - two words for nothing
        self.context.jobs.write(self, work, quiet, failed=quiet)

    def _show_body(self) -> None:
        if self.search.text().strip():
            return
        self.heading.setText("Your tickets")
        if self.model.rowCount():
            self.body.setCurrentWidget(self.list)
            return
        self.none.show_words(
            Icon.CIRCLE_CHECK,
            "You have no tickets",
            "What you report or order is shown here, with every answer.",
        )
        self.body.setCurrentWidget(self.none)

    def _arrange(self) -> None:
        px = self.context.theme.px
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        tiles = QHBoxLayout()
        tiles.setSpacing(px(12))
        for tile, name in ((self.report, "ReportTile"), (self.order, "OrderTile")):
            tile.setObjectName(name)
            tiles.addWidget(tile, 1)
        for place in (self.list, self.answers, self.none, self.nothing):
            self.body.addWidget(place)
        for shown, model in ((self.list, self.model), (self.answers, self.found)):
            shown.setModel(model)
            look(shown, "card")
        column.addWidget(TextLabel(QUESTION, "huge", inside))
        column.addWidget(self.search)
        column.addLayout(tiles)
        self.decide.setObjectName("DecideTile")
        column.addWidget(self.decide)
        column.addSpacing(px(4))
        column.addWidget(self.heading)
        column.addWidget(self.body, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        around = Middle(self.context.theme, inside, fills=True)
        whole.addWidget(scrolled(around, "Start page area", self))
        self.context.theme.follow(self._dress)

    def _dress(self) -> None:
        """A few rows are always in sight; where there is no room the page scrolls."""
        self.body.setMinimumHeight(self.context.theme.px(ROWS_SEEN * TALL))

    def _connect(self) -> None:
        self.search.searched.connect(self.look_for)
        self.search.went_down.connect(self._go_down)
        self.report.clicked.connect(self._report_typed)
        self.order.clicked.connect(self._order)
        self.decide.clicked.connect(self._decide)
        for shown in (self.list, self.answers):
            shown.clicked.connect(self._open)
            shown.activated.connect(self._open)

    def _report_typed(self, _: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's
        self.report_wanted.emit(self.search.text().strip())

    def _order(self, _: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's
        self.order_wanted.emit()

    def _decide(self, _: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's
        self.decide_wanted.emit()

    def _go_down(self) -> None:
        shown = self.body.currentWidget()
        if isinstance(shown, TwoLineList) and shown.model().rowCount():
            if not shown.currentIndex().isValid():
                shown.setCurrentIndex(shown.model().index(0, 0))
            shown.setFocus(Qt.FocusReason.TabFocusReason)

    def _open(self, index: QModelIndex) -> None:
        if self.body.currentWidget() is self.answers:
            article_id = self.found.id_of(index)
            if article_id is not None:
                self.article_wanted.emit(article_id)
            return
        chosen = self.model.id_of(index)
        if chosen is not None and chosen > 0:
            self.ticket_wanted.emit(chosen)
        elif chosen is not None:
            waits = self._on_their_way[-chosen - 1]
            self.context.toasts.say(waits.refusal or "The desk has not taken it in yet.")


def _ordered(tickets: tuple[OwnTicket, ...]) -> list[OwnTicket]:
    """What asks for an answer first, then what is open, then what is ended; the newest first."""
    return sorted(tickets, key=lambda one: (not words.wants_me(one), not one.may_answer))


def _waiting(one: OnItsWay) -> TwoLines:
    said = one.submission
    what = said.title or said.text.strip() or HANDED_IN[said.asking]
    mark = "was not taken" if one.refusal else ""
    return TwoLines(what, one.refusal or f"{HANDED_IN[said.asking]} is on its way.", mark=mark)


def _article(row: ArticleRow) -> TwoLines:
    said = "".join(piece.text for piece in row.snippet)
    return TwoLines(
        row.title,
        said or row.category or row.number,
        title_pieces=row.title_pieces,
        pieces=row.snippet,
    )
