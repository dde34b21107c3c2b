"""The history of a ticket: closed until it is asked for, then newest first, a screen at a time."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desk_gui.gui.dialogs.choosing import Known
from desk_gui.gui.format import count, moment, short_moment
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.ticket.history_words import PastLine, past_lines
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.pool import Pool
from desk_gui.gui.widgets.text_label import TextLabel, plain_tip
from desk_gui.operations.show import TicketPage

STEP, AT_ONCE = 24, 6


class EntryLine(QWidget):
    """`undo_wanted` carries the entry that is to be taken back."""

    undo_wanted = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._undo: str | None = None
        self.what = TextLabel("", "", self).wrapping().selectable()
        self.details = TextLabel("", "small", self).wrapping().selectable()
        self.at = TextLabel("", "small", self)
        self.undo = QPushButton("Undo", self)
        self.undo.setObjectName("UndoEntry")
        look(self.undo, "link")
        self.undo.clicked.connect(self._take_back)
        row = QHBoxLayout()
        row.addWidget(self.what, 1)
        row.addWidget(self.undo)
        row.addWidget(self.at)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.details)

    def show_line(self, line: PastLine) -> None:
        """Show an entry."""
        self._undo = line.undo
        self.what.setText(line.what)
        marked = (*line.details, line.mark) if line.mark else line.details
        self.details.setText("\n".join(marked))
        self.details.setVisible(bool(marked))
        self.at.setText(short_moment(line.at, self._context.desk.clock()))
        self.at.setToolTip(plain_tip(moment(line.at)))
        self.undo.setVisible(line.undo is not None)
        verb = "Do it again" if line.again else "Undo"
        self.undo.setText(verb)
        self.undo.setAccessibleName(f"{verb}: {line.what}")
        self.setAccessibleName(f"{line.what}, {moment(line.at)}. {' '.join(marked)}")

    def _take_back(self) -> None:
        if self._undo is not None:
            self.undo_wanted.emit(self._undo)


class History(Card):
    """`undo_wanted` carries a journal entry's UUID."""

    undo_wanted = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, parent=parent)
        self._context = context
        self._shown: TicketPage | None = None
        self._known = Known()
        self._past: list[PastLine] | None = None
        self._most, self._wanted = 0, STEP
        self.setObjectName("History")
        self.setAccessibleName("History")
        self.opener = QPushButton("", self)
        self.opener.setObjectName("OpenHistory")
        self.opener.setCheckable(True)
        look(self.opener, "row")
        self.opener.toggled.connect(self._toggled)
        self.add(self.opener)
        self._inside = QWidget(self)
        lines = QVBoxLayout(self._inside)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(context.theme.px(8))
        self._lines = Pool(lines, self._line)
        self.add(self._inside)
        self.more = QPushButton("", self)
        self.more.setObjectName("EarlierEntries")
        look(self.more, "link")
        self.more.clicked.connect(self.show_more)
        self.add(self.more)
        self._inside.hide()
        self.more.hide()
        context.theme.follow(self._dress)

    def show_ticket(self, shown: TicketPage, known: Known) -> None:
        """Show the history of a ticket, if it is open."""
        if self._shown is None or self._shown.ticket.id != shown.ticket.id:
            self._most, self._wanted = 0, STEP
        self._shown, self._known, self._past = shown, known, None
        words = f"History · {count(len(shown.history), 'entry', 'entries')}"
        self.opener.setText(words)
        self.opener.setAccessibleName(words)
        self._grow()

    def show_more(self) -> None:
        """Show earlier entries too."""
        self._wanted = self._most + STEP
        self._grow()

    def lines(self) -> list[EntryLine]:
        """The entries that are shown."""
        return self._lines.shown() if self.opener.isChecked() else []

    def _toggled(self, _: bool) -> None:  # noqa: FBT001 - Qt calls it
        self._dress()
        self._grow()

    def _grow(self) -> None:
        """A few lines at a time, so that the window never waits for a long history."""
        self._most = min(self._wanted, self._most + AT_ONCE)
        if self._fill() and self._most < self._wanted:
            QTimer.singleShot(0, self, self._grow)

    def _fill(self) -> bool:
        is_open = self.opener.isChecked() and self._shown is not None
        self._inside.setVisible(is_open)
        self.more.setVisible(False)
        if not is_open or self._shown is None:
            return False
        past = self._past = self._past or past_lines(self._shown, self._known)
        for line, entry in self._lines.each(past[: self._most]):
            line.show_line(entry)
        rest = len(past) - self._most
        words = f"Show earlier: {count(rest, 'more', 'more')}"
        self.more.setText(words)
        self.more.setAccessibleName(words)
        self.more.setVisible(rest > 0)
        return rest > 0

    def _line(self) -> EntryLine:
        line = EntryLine(self._context, self._inside)
        line.undo_wanted.connect(self.undo_wanted)
        return line

    def _dress(self) -> None:
        name = Icon.CHEVRON_DOWN if self.opener.isChecked() else Icon.CHEVRON_RIGHT
        self.opener.setIcon(self._context.theme.icon(name))
