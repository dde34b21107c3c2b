"""Replaying past tickets under other SLA terms: progress, a table, and the tickets that flip."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QProgressBar,
    QPushButton,
    QTableView,
    QWidget,
)

from desk_gui.domain.errors import Cancelled, Told, sentence
from desk_gui.gui.admin.what_if_words import table
from desk_gui.gui.dialogs.choosing import ChoiceBox
from desk_gui.gui.format import count
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.flow import FlowLayout
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.gui.widgets.words_model import WordsModel
from desk_gui.operations import what_if
from desk_gui.operations.what_if import Draft, WhatIf

ABOUT = (
    "Judge past tickets again under what is typed here: openings, pauses and ends are as they"
    " were. Nothing is saved or changed by it."
)
BAR = 1000
STOPPED = "Stopped; nothing was changed."
NOTHING = "No ticket of this period has a verdict yet."
OUTDATED = " Something else has been typed since; replay again to see what that would mean."
LONG_AGO = datetime(1971, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Period:
    """How far back tickets are looked at, by the day they were opened."""

    words: str
    days: int | None

    def since(self, now: datetime) -> datetime:
        """Its first instant."""
        return LONG_AGO if self.days is None else now - timedelta(days=self.days)


PERIODS = (
    Period("The last year", 365),
    Period("The last three months", 91),
    Period("Everything there is", None),
)


class WhatIfCard(Card):
    """`opened` carries the filter of the tickets whose verdict would be another."""

    opened = Signal(str)

    def __init__(
        self, context: Context, draft: Callable[[], Draft | None], parent: QWidget
    ) -> None:
        super().__init__(context.theme, head="What if?", parent=parent)
        self._context, self._draft = context, draft
        self._stopped = False
        self._found: WhatIf | None = None
        self._replayed: Draft | None = None
        self.setObjectName("WhatIf")
        self.setAccessibleName("What if?")
        self.period = ChoiceBox([(one, one.words) for one in PERIODS], self)
        self.start, self.stop = QPushButton("Replay", self), QPushButton("Stop", self)
        self.bar = QProgressBar(self)
        self.said = TextLabel("", "", self).wrapping()
        self.model = WordsModel(self)
        self.table = QTableView(self)
        self.won, self.lost = QPushButton(self), QPushButton(self)
        self._arrange()
        self.start.clicked.connect(self.begin)
        self.stop.clicked.connect(self._stop)
        self.won.clicked.connect(partial(self._open, "won"))
        self.lost.clicked.connect(partial(self._open, "lost"))
        context.theme.changed.connect(self._fit)

    def offer(self, *, possible: bool) -> None:
        """Let it begin where what is typed can be read; say so where that is not what is shown."""
        self.start.setEnabled(possible and self.stop.isHidden())
        if self._found is not None:
            another = self._draft() != self._replayed
            self._say(f"{self._told(self._found)}{OUTDATED if another else ''}")

    def clear(self) -> None:
        """Forget what was found, and stop what is under way."""
        self._stopped = True
        self._found = self._replayed = None
        self._show_running(running=False)
        self._hide_found()
        self._say("")

    def begin(self) -> None:
        """Replay the tickets of the period in a job."""
        draft, period = self._draft(), self.period.value
        if draft is None or not isinstance(period, Period):
            return
        jobs, now = self._context.jobs, self._context.desk.clock()
        self._stopped = False
        self._found, self._replayed = None, draft
        self._show_running(running=True)
        self._hide_found()
        self._say("")
        tell = jobs.relay(self, self._progressed)

        def progress(done: int, of: int) -> None:
            if self._stopped or jobs.is_closing():
                raise Cancelled(STOPPED)
            tell(done, of)

        work = partial(
            what_if.what_if, self._context.desk, draft, period.since(now), now, progress=progress
        )
        jobs.read(self, work, self.show_found, failed=self._refused, key="what if")

    def show_found(self, found: WhatIf) -> None:
        """Show what it would have meant, unless that was forgotten meanwhile."""
        if self._replayed is None:
            return
        self._show_running(running=False)
        self._found = found
        told = table(found.kept)
        self.model.show_table(told)
        self.table.setVisible(bool(told.rows))
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.offer(possible=True)
        for button, ids, words in (
            (self.won, found.won, "kept instead of missed"),
            (self.lost, found.lost, "missed instead of kept"),
        ):
            button.setText(f"Show {count(len(ids), 'ticket')} {words}")
            button.setAccessibleName(button.text())
            button.setVisible(bool(ids))
        self._fit()

    def _told(self, found: WhatIf) -> str:
        n, before, after = (
            sum(getattr(one, what) for one in found.kept) for what in ("n", "before", "after")
        )
        if not n:
            return NOTHING
        was = f"Of {count(n, 'promise')} with a verdict {before:,} were kept"
        if not found.won and not found.lost:
            return f"{was}; under these terms it would be the same ones."
        return f"{was}; under these terms it would have been {after:,}."

    def _progressed(self, done: int, of: int) -> None:
        self.bar.setValue(BAR * done // max(of, 1))

    def _refused(self, error: Exception) -> None:
        if self._replayed is not None or not isinstance(error, Told):
            self._show_running(running=False)
            self._say(sentence(error))

    def _stop(self) -> None:
        self._stopped = True
        self.stop.setEnabled(False)

    def _open(self, which: str, *_: object) -> None:
        if self._found is not None:
            picks = self._context.desk.picks
            self.opened.emit(picks.filter_of(getattr(self._found, which)))

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.setVisible(bool(words))

    def _show_running(self, *, running: bool) -> None:
        self.bar.setValue(0)
        self.bar.setVisible(running)
        self.stop.setVisible(running)
        self.stop.setEnabled(running)
        self.start.setEnabled(not running)

    def _hide_found(self) -> None:
        widgets: tuple[QWidget, ...] = (self.table, self.won, self.lost)
        for widget in widgets:
            widget.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names of rows wrap where there is less room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As tall as all its rows, because the page scrolls already."""
        self.table.resizeRowsToContents()
        rows = range(self.model.rowCount())
        tall = sum(self.table.rowHeight(row) for row in rows)
        self.table.setFixedHeight(tall + self.table.horizontalHeader().sizeHint().height() + 4)

    def _arrange(self) -> None:
        px = self._context.theme.px
        names = (
            (self.period, "WhatIfPeriod", "Which tickets"),
            (self.start, "WhatIfStart", "Replay past tickets"),
            (self.stop, "WhatIfStop", "Stop the replay"),
            (self.bar, "WhatIfProgress", "Progress of the replay"),
            (self.table, "WhatIfTable", "SLA kept before and after"),
        )
        for control, name, says in names:
            control.setObjectName(name)
            control.setAccessibleName(says)
        self.won.setObjectName("WhatIfWon")
        self.lost.setObjectName("WhatIfLost")
        self.said.setObjectName("WhatIfSaid")
        self.period.setMinimumContentsLength(14)
        self.bar.setRange(0, BAR)
        self.bar.setTextVisible(False)
        self._arrange_table()
        row, below = FlowLayout(px(8)), FlowLayout(px(8))
        for control in (self.period, self.start, self.stop):
            row.addWidget(control)
        for control in (self.won, self.lost):
            below.addWidget(control)
        self.add(TextLabel(ABOUT, "soft", self).wrapping())
        self.column.addLayout(row)
        self.add(self.bar)
        self.add(self.said)
        self.column.addLayout(below)
        self.add(self.table)
        hidden: tuple[QWidget, ...] = (self.bar, self.stop, self.said, self.table)
        for widget in (*hidden, self.won, self.lost):
            widget.hide()

    def _arrange_table(self) -> None:
        self.table.setModel(self.model)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.table.setHorizontalScrollBarPolicy(off)
        self.table.setVerticalScrollBarPolicy(off)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
