"""The queue: views, filter, order, and the list itself, as two-line rows or as columns."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desk_gui.domain.errors import Invalid, sentence
from desk_gui.domain.filters import parse_sort
from desk_gui.gui.format import count
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context, Page
from desk_gui.gui.queue.arrangement import Arrangement
from desk_gui.gui.queue.bulk_bar import BulkBar
from desk_gui.gui.queue.head import QueueHead
from desk_gui.gui.queue.model import ID, PAGE, QueueModel
from desk_gui.gui.queue.table import QueueTable
from desk_gui.gui.widgets.empty_state import EmptyState
from desk_gui.operations import accounts, search
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects
from desk_gui.operations.search import QueueRow, View
from desk_gui.settings import Settings

TIMES_PASS_MS = 30_000
SETTLE_MS = 60
EVERYTHING, FILTERED = "All tickets", "Filtered"


@dataclass(frozen=True)
class Asked:
    """What was asked for: a filter and an order."""

    filter: str
    sort: str


@dataclass(frozen=True)
class Found:
    """Ordered ids, the first rows so that the list is painted at once, whether any ticket is."""

    asked: Asked
    ids: array[int]
    first: list[QueueRow]
    any_at_all: bool


Offered = tuple[list[accounts.Choice], list[accounts.Choice], list[accounts.Choice]]


class QueuePage(Page):
    """The list of tickets.

    `ticket_wanted` says which one is to be opened, `ticket_passed` which one the keyboard went to
    in the list: a reader beside the list shows it, one that would replace the list does not.
    """

    name = "Queue"
    ticket_passed = Signal(int)
    shown_filter = Signal(str, str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        first = search.VIEWS[0]
        self._title, self._view = first.name, first.name
        self._asked = Asked(first.filter, _usable(context.settings.queue_sort) or first.sort)
        self._shown: Asked | None = None
        self._moved: frozenset[int] = frozenset()
        self.model = QueueModel(context.desk, context.jobs, self)
        self.view = QueueTable(self.model, self)
        self.columns = Arrangement(context.theme, self.view, context.settings.queue_columns)
        self.head = QueueHead(context.theme, self.columns.fill, self)
        self.filters = self.head.filters
        self.empty = EmptyState(context.theme, self)
        self._stack = QStackedWidget(self)
        self.bulk = BulkBar(context, self.view.marked, self)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._clock = QTimer(self, interval=TIMES_PASS_MS)
        self._arrange()
        self._connect()
        self._bind()
        context.theme.follow(self.columns.dress)
        self.filters.show_filter(self._asked.filter)
        self._say_heading()

    def refresh(self, effects: Effects | None) -> None:
        """Read the ids again; rows that were touched are read when they are seen."""
        if effects is None or effects.tickets:
            self.model.forget(None if effects is None else effects.tickets)
            self._moved |= effects.tickets if effects else frozenset()
            self._read_ids()
        if effects is None or effects.people:
            work = partial(_choices, self.context.desk)
            self.context.jobs.read(self, work, self._offer, failed=self._refused, key="choices")

    def concerns(self, effects: Effects) -> bool:
        """Tickets and people; articles do not show here."""
        return bool(effects.tickets or effects.people)

    def show_view(self, view: View) -> None:
        """Show a saved view."""
        self._view = view.name
        self._show(view.name, Asked(view.filter, view.sort))

    def show_filter(self, words: str) -> None:
        """Show the tickets of a filter, as after a click on a chart."""
        self._show(FILTERED if words.strip() else EVERYTHING, replace(self._asked, filter=words))

    def filter_and_sort(self) -> tuple[str, str]:
        """What is shown now, to be saved as a view."""
        return self._asked.filter, self._asked.sort

    def step(self, rows: int) -> None:
        """Go down or up by rows without leaving the reader."""
        self.view.step(rows)

    def selected(self) -> list[int]:
        """The ids of the marked tickets, in the order of the list."""
        return list(self.view.marked())

    def kept(self, settings: Settings) -> Settings:
        """The preferences with columns and order as they are now."""
        return replace(
            settings,
            queue_columns=self.columns.kept(),
            queue_as_columns=self.columns.as_columns,
            queue_sort=self._asked.sort if self._view == search.VIEWS[0].name else "",
        )

    def _show(self, title: str, asked: Asked) -> None:
        try:
            self.filters.show_filter(asked.filter)
            parse_sort(asked.sort)
        except Invalid as error:
            self.head.say_wrong(error.message)
            return
        self._title = title
        self._ask(asked)

    def _ask(self, asked: Asked) -> None:
        self._asked = asked
        self.head.say_wrong("")
        self._say_heading()
        self._read_ids()

    def _read_ids(self) -> None:
        work = partial(_find, self.context.desk, self._asked)
        self.context.jobs.read(self, work, self._found, failed=self._refused, key="ids")

    def _found(self, found: Found) -> None:
        before, self._shown = self._shown, found.asked
        self.head.say_wrong("")
        self._take_ids(found, before)
        if found.asked != before:
            self.shown_filter.emit(found.asked.filter, found.asked.sort)
        self._stack.setCurrentIndex(0 if len(found.ids) else 1)
        self._explain_empty(any_at_all=found.any_at_all)
        self._say_heading()
        self.bulk.show_marked(self.view.marked_count())

    def _take_ids(self, found: Found, before: Asked | None) -> None:
        """Show them; the same filter keeps what is marked, what is current and where one was."""
        moved, self._moved = self._moved, frozenset()
        if before is None or found.asked.filter != before.filter:
            self.model.show_ids(found.ids, found.first)
            self.view.begin_anew()
        elif found.ids == self.model.ids():
            self.model.freshen(found.first)
        else:
            place = self.view.place()
            self.model.show_ids(found.ids, found.first)
            self.view.put_back(place, moved)
            if found.asked.sort != before.sort:
                self.view.show_current()

    def _refused(self, error: Exception) -> None:
        """A sentence beneath the filter; anything unexpected goes on to the one who reports it."""
        self.head.say_wrong(sentence(error))

    def _offer(self, found: Offered) -> None:
        agents, teams, categories = (tuple(choices) for choices in found)
        self.filters.offer(agents, teams, categories)
        self.bulk.offer(agents, teams, categories)

    def _explain_empty(self, *, any_at_all: bool) -> None:
        if not any_at_all:
            self.empty.show_words(
                Icon.INBOX, "No tickets yet", "Open the first one, or import those you have."
            )
            self.empty.offer("New incident", partial(self.context.actions.do, "new_incident"))
        elif self._title == FILTERED:
            self.empty.show_words(
                Icon.FILTER, "No ticket fits this", "Take a condition away to see more."
            )
            self.empty.offer("Show all open tickets", partial(self.show_view, search.VIEWS[0]))
        else:
            self.empty.show_words(
                Icon.INBOX, f"Nothing in “{self._title}”", "New tickets show up here by themselves."
            )
            self.empty.offer("Show all tickets", partial(self.show_view, search.VIEWS[-1]))

    def _say_heading(self) -> None:
        many = self.model.rowCount()
        self.head.say(self._title, self._asked.sort, many)
        self.columns.show_sort(self._asked.sort)
        self.view.setAccessibleName(f"{self._title}: {count(many, 'ticket')}")

    def _arrange(self) -> None:
        self.setFocusProxy(self.view)
        self.empty.setMinimumSize(1, 1)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._stack, 1)
        column.addWidget(self.bulk)

    def _connect(self) -> None:
        self.filters.changed.connect(self._filtered)
        self.head.order.chosen.connect(self._sort)
        self.columns.sort_wanted.connect(self._sort)
        self.head.layout_button.columns_wanted.connect(self.columns.show_columns)
        self.head.layout_button.choose(self.context.settings.queue_as_columns)
        self.model.trouble.connect(self._refused)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._settle.start())
        self.view.clicked.connect(self._clicked)
        self.view.activated.connect(self._open)
        self.bulk.unmark_wanted.connect(self.view.clearSelection)
        self._settle.timeout.connect(self._settled)
        self._clock.timeout.connect(self.model.look_again)
        self._clock.start()

    def _bind(self) -> None:
        actions = self.context.actions
        actions.attach(self)
        actions.on("next_ticket", partial(self.step, 1))
        actions.on("previous_ticket", partial(self.step, -1))
        actions.on("find", self.filters.words.setFocus)
        actions.on("refresh", partial(self.refresh, None))

    def _filtered(self, typed: str) -> None:
        self._title = FILTERED if typed else EVERYTHING
        self._ask(replace(self._asked, filter=typed))

    def _sort(self, sort: str) -> None:
        self._ask(replace(self._asked, sort=sort))

    def _clicked(self, index: QModelIndex) -> None:
        if self.view.marked_count() == 1:
            self._open(index)

    def _open(self, index: QModelIndex) -> None:
        self._settle.stop()
        self.bulk.show_marked(self.view.marked_count())
        self.ticket_wanted.emit(index.data(ID))

    def _settled(self) -> None:
        many = self.view.marked_count()
        self.bulk.show_marked(many)
        if many == 1:
            only = self.view.marked()[0]
            (self.ticket_passed if self.isVisible() else self.ticket_wanted).emit(only)


def _usable(sort: str) -> str:
    try:
        parse_sort(sort)
    except Invalid:
        return ""
    return sort


def _find(desk: Desk, asked: Asked) -> Found:
    ids = search.ids(desk, asked.filter, asked.sort)
    any_at_all = bool(ids) or bool(search.ids(desk, "", "number", limit=1))
    return Found(asked, ids, search.queue_rows(desk, ids[:PAGE]), any_at_all)


def _choices(desk: Desk) -> Offered:
    return accounts.agents(desk), accounts.teams(desk), accounts.categories(desk)
