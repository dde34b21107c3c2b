"""The queue: views, filter, order, and the list itself, as two-line rows or as columns."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QStyledItemDelegate,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desk_gui.domain.errors import Invalid, Refusal
from desk_gui.gui.format import count
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context, Page
from desk_gui.gui.queue.bulk_bar import BulkBar
from desk_gui.gui.queue.columns import COLUMNS
from desk_gui.gui.queue.delegates import RowPainter, row_height
from desk_gui.gui.queue.filters import FilterBar, sort_words
from desk_gui.gui.queue.model import ID, PAGE, QueueModel
from desk_gui.gui.queue.order import OrderButton
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.empty_state import EmptyState
from desk_gui.gui.widgets.text_label import ElidedLabel, TextLabel
from desk_gui.operations import accounts, search
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects
from desk_gui.operations.search import QueueRow, View

TIMES_PASS_MS = 30_000
SETTLE_MS = 60


@dataclass(frozen=True)
class Found:
    """Ordered ids, and the first rows so that the list can be painted at once."""

    ids: array[int]
    first: list[QueueRow]


class QueuePage(Page):
    """The list of tickets; `ticket_wanted` says which one is to be read."""

    name = "Queue"
    shown_filter = Signal(str, str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._filter, self._sort, self._title = search.VIEWS[0].filter, search.DEFAULT_SORT, "Open"
        self.model = QueueModel(context.desk, context.jobs, self)
        self.view = QTableView(self)
        self._rows = RowPainter(context.theme, self.view)
        self._cells = QStyledItemDelegate(self.view)
        self._heading = ElidedLabel("", "title", self)
        self._trouble = TextLabel("", "bad", self).wrapping()
        self.filters = FilterBar(context.theme, self)
        self.order = OrderButton(self)
        self._as_columns = QToolButton(self)
        self._empty = EmptyState(context.theme, self)
        self._stack = QStackedWidget(self)
        self.bulk = BulkBar(context, self)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._clock = QTimer(self, interval=TIMES_PASS_MS)
        _prepare(self.view, self.model)
        self._arrange()
        self._connect()
        self._bind()
        context.theme.follow(self._dress)

    def refresh(self, effects: Effects | None) -> None:
        """Read the ids again; rows that were touched are read when they are seen."""
        if effects is not None:
            self.model.forget(effects.tickets)
        desk, typed, sort = self.context.desk, self._filter, self._sort
        self.context.jobs.read(
            self, partial(_find, desk, typed, sort), self._found, failed=self._refused, key="ids"
        )
        if effects is None or effects.people:
            self.context.jobs.read(self, partial(_choices, desk), self._offer, key="choices")

    def concerns(self, effects: Effects) -> bool:
        """Tickets and people; articles do not show here."""
        return bool(effects.tickets or effects.people)

    def show_view(self, view: View) -> None:
        """Show a saved view."""
        self._title = view.name
        self._show(view.filter, view.sort)

    def show_filter(self, words: str) -> None:
        """Show the tickets of a filter, as after a click on a chart."""
        self._title = "Filtered"
        self._show(words, self._sort)

    def filter_and_sort(self) -> tuple[str, str]:
        """What is shown now, to be saved as a view."""
        return self._filter, self._sort

    def step(self, rows: int) -> None:
        """Go down or up by rows without leaving the reader."""
        here = self.view.currentIndex().row()
        wanted = min(max(here + rows, 0), self.model.rowCount() - 1)
        if wanted >= 0 and wanted != here:
            self.view.selectRow(wanted)

    def selected(self) -> list[int]:
        """The ids of the marked tickets, in the order of the list."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        ids = self.model.ids()
        return [ids[row] for row in rows]

    def changeEvent(self, event: QEvent) -> None:
        """Rows grow with the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "bulk"):
            self._dress()

    def _show(self, typed: str, sort: str) -> None:
        try:
            self.filters.show_filter(typed)
        except Invalid as error:
            self._refused(error)
            return
        self._filter, self._sort = typed, sort
        self.order.show_sort(sort)
        self._say_heading()
        self.refresh(None)

    def _found(self, found: Found) -> None:
        self._trouble.hide()
        self.shown_filter.emit(self._filter, self._sort)
        if found.ids == self.model.ids():
            self.model.forget(found.ids[: PAGE // 4])
            return
        kept, current = self.selected(), self._current()
        self.model.show_ids(found.ids, found.first)
        self._select_again(kept, current)
        self._stack.setCurrentIndex(0 if len(found.ids) else 1)
        self._explain_empty()
        self._say_heading()

    def _select_again(self, kept: Sequence[int], current: int | None) -> None:
        if not kept or len(kept) > PAGE:
            return
        model = self.view.selectionModel()
        how = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        blocked = model.blockSignals(True)
        for ticket_id in kept:
            row = self.model.row_of(ticket_id)
            if row >= 0:
                model.select(self.model.index(row, 0), how)
        row = self.model.row_of(current) if current is not None else -1
        if row >= 0:
            nothing = QItemSelectionModel.SelectionFlag.NoUpdate
            model.setCurrentIndex(self.model.index(row, 0), nothing)
        model.blockSignals(blocked)
        self.bulk.show_selected(self.selected())

    def _current(self) -> int | None:
        index = self.view.currentIndex()
        return index.data(ID) if index.isValid() else None

    def _refused(self, error: Exception) -> None:
        self._trouble.setText(error.message if isinstance(error, Refusal) else str(error))
        self._trouble.show()

    def _offer(
        self,
        found: tuple[list[accounts.Choice], list[accounts.Choice], list[accounts.Choice]],
    ) -> None:
        agents, teams, categories = (tuple(choices) for choices in found)
        self.filters.offer(agents, teams, categories)
        self.bulk.offer(agents)

    def _explain_empty(self) -> None:
        if self._filter:
            self._empty.show_words(
                Icon.FILTER, "No ticket fits this", "Take a condition away to see more."
            )
            self._empty.offer("Show all open tickets", partial(self.show_view, search.VIEWS[0]))
        else:
            self._empty.show_words(Icon.INBOX, "No tickets yet", "Open the first one, or import.")
            self._empty.offer("New incident", partial(self.context.actions.do, "new_incident"))

    def _say_heading(self) -> None:
        many = count(self.model.rowCount(), "ticket")
        self._heading.setText(f"{self._title}, {sort_words(self._sort)}")
        self._heading.setToolTip(many)
        self.view.setAccessibleName(f"{self._title}: {many}")

    def _arrange(self) -> None:
        px = self.context.theme.px
        for label, name in ((self._heading, "QueueHeading"), (self._trouble, "QueueTrouble")):
            label.setObjectName(name)
        self._as_columns.setObjectName("AsColumns")
        self._as_columns.setAccessibleName("Show as columns")
        self._as_columns.setToolTip("Show as columns, or as two-line rows")
        self._as_columns.setCheckable(True)
        look(self._as_columns, "pill")
        self._trouble.hide()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        top = QHBoxLayout()
        top.addWidget(self._heading, 1)
        top.addWidget(self.order)
        top.addWidget(self._as_columns)
        head = QVBoxLayout()
        head.setContentsMargins(px(16), px(8), px(16), px(8))
        head.setSpacing(px(8))
        head.addLayout(top)
        head.addWidget(self.filters)
        head.addWidget(self._trouble)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        column.addWidget(self.bulk)

    def _connect(self) -> None:
        self.filters.changed.connect(self._filtered)
        self.filters.wrong.connect(self._say_wrong)
        self.order.chosen.connect(lambda sort: self._show(self.filters.text(), sort))
        self._as_columns.toggled.connect(self._lay_out)
        header = self.view.horizontalHeader()
        header.sectionClicked.connect(self._sort_by)
        selection = self.view.selectionModel()
        selection.selectionChanged.connect(lambda *_: self._settle.start())
        self._settle.timeout.connect(self._say_selected)
        self.view.activated.connect(lambda index: self.ticket_wanted.emit(index.data(ID)))
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
        self._title = "Filtered" if typed != self._filter else self._title
        self._show(typed, self._sort)

    def _say_wrong(self, sentence: str) -> None:
        self._trouble.setText(sentence)
        self._trouble.setVisible(bool(sentence))

    def _sort_by(self, section: int) -> None:
        wanted = COLUMNS[section].sort.value
        self._show(self._filter, f"-{wanted}" if self._sort == wanted else wanted)

    def _say_selected(self) -> None:
        selected = self.selected() if self.view.selectionModel().hasSelection() else []
        self.bulk.show_selected(selected)
        if len(selected) == 1:
            self.ticket_wanted.emit(selected[0])

    def _dress(self) -> None:
        high = row_height(self.context.theme)
        self.view.verticalHeader().setDefaultSectionSize(high)
        self._as_columns.setIcon(self.context.theme.icon(Icon.MENU))
        self._lay_out(as_columns=self._as_columns.isChecked())

    def _lay_out(self, as_columns: bool) -> None:  # noqa: FBT001 - Qt's signal
        header = self.view.horizontalHeader()
        header.setVisible(as_columns)
        header.setStretchLastSection(as_columns)
        high = row_height(self.context.theme)
        self.view.verticalHeader().setDefaultSectionSize(int(high * 0.6) if as_columns else high)
        for place, column in enumerate(COLUMNS):
            self.view.setColumnHidden(place, (place == 0) is as_columns)
            self.view.setItemDelegateForColumn(place, self._rows if place == 0 else self._cells)
            if column.wide:
                self.view.setColumnWidth(place, self.context.theme.px(column.wide))
        fixed = QHeaderView.ResizeMode.Interactive if as_columns else QHeaderView.ResizeMode.Stretch
        header.setSectionResizeMode(0, fixed)


def _prepare(view: QTableView, model: QueueModel) -> None:
    view.setObjectName("QueueList")
    view.setModel(model)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setShowGrid(False)
    view.setMouseTracking(True)
    view.setTabKeyNavigation(False)
    view.setWordWrap(False)
    view.verticalHeader().hide()
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    header = view.horizontalHeader()
    header.setHighlightSections(False)
    header.setSectionsMovable(True)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    view.setFrameShape(QTableView.Shape.NoFrame)


def _find(desk: Desk, typed: str, sort: str) -> Found:
    ids = search.ids(desk, typed, sort)
    return Found(ids, search.queue_rows(desk, ids[:PAGE]))


def _choices(
    desk: Desk,
) -> tuple[list[accounts.Choice], list[accounts.Choice], list[accounts.Choice]]:
    return accounts.agents(desk), accounts.teams(desk), accounts.categories(desk)
