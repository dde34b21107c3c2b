"""Two-line rows or a table: which columns stand where, how wide, and the arrow of the order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QMenu

from desk_gui.gui.queue.columns import COLUMNS
from desk_gui.gui.queue.delegates import CellPainter, RowPainter, row_height
from desk_gui.gui.queue.table import QueueTable
from desk_gui.gui.theme import Theme

LEAST, MOST = 48, 1200
TITLE = next(place for place, column in enumerate(COLUMNS) if column.name == "title")
PLACES = {column.name: place for place, column in enumerate(COLUMNS) if place}


@dataclass(frozen=True)
class Shown:
    """A column that is shown, and its width in px at 100 %; 0 where it was never changed."""

    name: str
    wide: int = 0


class Arrangement(QObject):
    """Dresses the table; `sort_wanted` carries the order of a heading that was pressed."""

    sort_wanted = Signal(str)

    def __init__(self, theme: Theme, table: QueueTable, kept: Iterable[str]) -> None:
        super().__init__(table)
        self._theme, self._table, self._header = theme, table, table.horizontalHeader()
        self.as_columns = self._fitting = False
        self._sort = ""
        self._wide = {column.name: 0 for column in COLUMNS}
        self._hidden = {column.name for column in COLUMNS if not column.usual}
        self._rows, self._cells = RowPainter(theme, table), CellPainter(theme, table)
        self._header.setSectionsMovable(True)
        self._header.setSectionsClickable(True)
        self._header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._take(_read(kept))
        self._header.sectionClicked.connect(self._pressed)
        self._header.sectionResized.connect(self._resized)
        table.viewport().installEventFilter(self)
        self.dress()

    def dress(self) -> None:
        """Rows, columns and widths for the present look and text size."""
        header, table = self._header, self._table
        high = row_height(self._theme, as_columns=self.as_columns)
        stretch = QHeaderView.ResizeMode.Stretch
        with self._by_itself():
            table.verticalHeader().setDefaultSectionSize(high)
            header.setVisible(self.as_columns)
            header.setMinimumSectionSize(self._theme.px(LEAST))
            header.setSectionResizeMode(0, header.ResizeMode.Fixed if self.as_columns else stretch)
            for place, column in enumerate(COLUMNS):
                wanted = self.as_columns and column.name not in self._hidden if place else True
                table.setColumnHidden(place, not wanted or (place == 0 and self.as_columns))
                table.setItemDelegateForColumn(place, self._cells if place else self._rows)
        self._fit()

    def show_columns(self, wanted: bool) -> None:  # noqa: FBT001 - a fact
        """Show a table of columns, or two-line rows."""
        self.as_columns = wanted
        self.dress()

    def show_sort(self, sort: str) -> None:
        """Point the arrow of the heading at the present order."""
        self._sort = sort
        name = sort.removeprefix("-")
        place = next((n for n, column in enumerate(COLUMNS) if n and column.sort == name), -1)
        self._header.setSortIndicatorShown(place > 0)
        if place > 0:
            down = Qt.SortOrder.DescendingOrder
            turned = sort.startswith("-")
            self._header.setSortIndicator(place, down if turned else Qt.SortOrder.AscendingOrder)

    def fill(self, menu: QMenu) -> None:
        """Offer each column to be shown or not."""
        for place, column in enumerate(COLUMNS):
            if place:
                action = menu.addAction(column.heading)
                action.setCheckable(True)
                action.setChecked(column.name not in self._hidden)
                action.setEnabled(place != TITLE)
                action.toggled.connect(partial(self._show, column.name))

    def kept(self) -> tuple[str, ...]:
        """Names and changed widths from left to right, to be kept among the preferences."""
        order = sorted(PLACES.items(), key=lambda one: self._header.visualIndex(one[1]))
        shown = [name for name, _ in order if name not in self._hidden]
        return tuple(f"{name}:{self._wide[name]}" if self._wide[name] else name for name in shown)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        """The title takes the room that is left."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    def _take(self, kept: list[Shown]) -> None:
        if not kept:
            return
        self._hidden = set(PLACES) - {one.name for one in kept} - {"title"}
        for where, one in enumerate(kept, 1):
            self._wide[one.name] = one.wide
            self._header.moveSection(self._header.visualIndex(PLACES[one.name]), where)

    def _show(self, name: str, shown: bool) -> None:  # noqa: FBT001 - Qt's signal
        (self._hidden.discard if shown else self._hidden.add)(name)
        self.dress()

    def _pressed(self, place: int) -> None:
        wanted = COLUMNS[place].sort.value
        self.sort_wanted.emit(f"-{wanted}" if self._sort == wanted else wanted)

    def _resized(self, place: int, _: int, wide: int) -> None:
        if self.as_columns and not self._fitting and place:
            self._wide[COLUMNS[place].name] = round(wide / self._theme.px(100) * 100)

    def _fit(self) -> None:
        if not self.as_columns:
            return
        with self._by_itself():
            for place, column in enumerate(COLUMNS):
                if place:
                    wide = self._theme.px(self._wide[column.name] or column.wide)
                    self._header.resizeSection(place, wide)
            free = self._table.viewport().width() - self._header.length()
            if free > 0 and not self._wide["title"]:
                self._header.resizeSection(TITLE, self._header.sectionSize(TITLE) + free)

    @contextmanager
    def _by_itself(self) -> Iterator[None]:
        """Widths that change meanwhile were not changed by the person."""
        before, self._fitting = self._fitting, True
        yield
        self._fitting = before


def _read(kept: Iterable[str]) -> list[Shown]:
    """What was kept, without names that are no columns and widths that are no numbers."""
    found: dict[str, Shown] = {}
    for words in kept:
        name, _, wide = words.partition(":")
        if name in PLACES and (not wide or wide.isdigit()):
            found[name] = Shown(name, min(int(wide or 0), MOST))
    return list(found.values())
