"""An ordered list of things, one of them open to be changed; moved by buttons and keys."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desk_gui.gui.admin.catalog.tiled import TiledForm
from desk_gui.gui.dialogs.choosing import Known
from desk_gui.gui.icons import Icon
from desk_gui.gui.theme import Theme, look
from desk_gui.gui.widgets.icon_label import IconButton
from desk_gui.gui.widgets.row_button import RowButton
from desk_gui.gui.widgets.text_label import TextLabel, plain_tip

KEYS = {"Alt+Up": -1, "Alt+Down": 1}


class _HasUid(Protocol):
    @property
    def uid(self) -> int: ...


T = TypeVar("T", bound=_HasUid)


@dataclass(frozen=True)
class Told:
    """A row while it is closed: its title, and what else is to be known of it."""

    title: str
    meta: str = ""


class RowBody(QWidget, Generic[T]):
    """The fields of the thing that is open; `edited` carries it as it is now."""

    edited = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._known = Known()
        self._showing = False
        self.form = TiledForm(theme, self)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(theme.px(4), theme.px(4), theme.px(4), theme.px(8))
        self.column.setSpacing(theme.px(8))
        self.column.addWidget(self.form)

    def know(self, known: Known) -> None:
        """Offer these people and teams."""
        self._known = known

    @abstractmethod
    def show_value(self, value: T, among: Sequence[T]) -> None:
        """Show a thing, one of these, without saying that it was edited."""

    @abstractmethod
    def new(self, uid: int) -> T:
        """A new thing to begin with."""

    @abstractmethod
    def told(self, value: T, among: Sequence[T]) -> Told:
        """A thing in words."""

    @abstractmethod
    def begin(self) -> None:
        """Put the focus where one begins to type."""


class Row(QFrame):
    """One closed or open thing; `moved` carries by how many places."""

    opened = Signal()
    moved = Signal(int)
    removed = Signal()

    def __init__(self, theme: Theme, parent: QWidget, *, may: bool) -> None:
        super().__init__(parent)
        look(self, "card")
        self.open = RowButton(self)
        self.meta = TextLabel("", "small", self)
        self.up = IconButton(theme, Icon.ARROW_UP, "Move up", parent=self)
        self.down = IconButton(theme, Icon.ARROW_DOWN, "Move down", parent=self)
        self.remove = IconButton(theme, Icon.X, "Remove", parent=self)
        self.trouble = TextLabel("", "wrong", self).wrapping()
        self.trouble.hide()
        head = QHBoxLayout()
        head.setSpacing(theme.px(2))
        head.addWidget(self.open, 1)
        head.addWidget(self.meta)
        for button in (self.up, self.down, self.remove):
            head.addWidget(button)
            button.setVisible(may)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(theme.px(8), theme.px(4), theme.px(4), theme.px(4))
        self.column.setSpacing(theme.px(4))
        self.column.addLayout(head)
        self.column.addWidget(self.trouble)
        self.open.clicked.connect(self.opened)
        self.up.clicked.connect(partial(self.moved.emit, -1))
        self.down.clicked.connect(partial(self.moved.emit, 1))
        self.remove.clicked.connect(self.removed)
        for keys, by in KEYS.items() if may else ():
            within = Qt.ShortcutContext.WidgetWithChildrenShortcut
            shortcut = QShortcut(QKeySequence(keys), self, context=within)
            shortcut.activated.connect(partial(self.moved.emit, by))

    def show_told(self, word: str, place: int, of: int, told: Told) -> None:
        """Show a thing at its place."""
        title = told.title or f"New {word}"
        self.setObjectName(f"{word.title()}-{place}")
        self.open.show_words(f"{place}  {title}")
        self.open.setAccessibleName(f"{word.title()} {place}: {title}, {told.meta}".rstrip(", "))
        self.meta.setText(told.meta)
        self.up.setEnabled(place > 1)
        self.down.setEnabled(place < of)
        named = (
            (self.open, "open", ""),
            (self.up, "up", f"Move {title} up (Alt+Up)"),
            (self.down, "down", f"Move {title} down (Alt+Down)"),
            (self.remove, "remove", f"Remove {title}"),
        )
        for button, part, says in named:
            button.setObjectName(f"{word.title()}-{place}-{part}")
            if says:
                button.setAccessibleName(says)
                button.setToolTip(plain_tip(says))

    def say_wrong(self, sentence: str) -> None:
        """Say what is wrong with it."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))


class Rows(QWidget, Generic[T]):
    """All of them, and a button to add one; `changed` says that they are others."""

    changed = Signal()

    def __init__(
        self, theme: Theme, word: str, body: RowBody[T], parent: QWidget, *, may: bool
    ) -> None:
        super().__init__(parent)
        self._theme, self._word, self._may = theme, word, may
        self.body = body
        self.values: tuple[T, ...] = ()
        self.opened: int | None = None
        self.rows: list[Row] = []
        self.setObjectName(f"{word.title()}Rows")
        self.trouble = TextLabel("", "wrong", self).wrapping()
        self.trouble.hide()
        self.add = QPushButton(f"Add a {word}", self)
        self.add.setObjectName(f"Add{word.title()}")
        self.add.setAccessibleName(self.add.text())
        self.add.setVisible(may)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(4))
        self._column.addWidget(self.trouble)
        self._column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        body.setParent(self)
        body.setEnabled(may)
        body.hide()
        body.edited.connect(self._edited)
        self.add.clicked.connect(self.add_one)

    def show_values(self, values: Sequence[T]) -> None:
        """Show other things, all closed."""
        self.values = tuple(values)
        self.opened = None
        self._show()

    def show_wrong(self, wrong: Mapping[int, str]) -> None:
        """Say at each place, from 1, what is wrong; 0 is about all of them."""
        self.trouble.setText(wrong.get(0, ""))
        self.trouble.setVisible(0 in wrong)
        for place, row in enumerate(self.rows, 1):
            row.say_wrong(wrong.get(place, ""))

    def open_at(self, place: int | None) -> None:
        """Open the thing at a place, counted from 0; None closes the one that is open."""
        self.opened = place
        self._show()
        if place is not None:
            self.body.begin()

    def add_one(self) -> None:
        """Add one at the end, open."""
        new = self.body.new(max((one.uid for one in self.values), default=0) + 1)
        self.values = (*self.values, new)
        self.open_at(len(self.values) - 1)
        self.changed.emit()

    def move(self, place: int, by: int) -> None:
        """Move the one at a place up or down; it keeps the focus."""
        to = place + by
        if not 0 <= to < len(self.values):
            return
        moved = list(self.values)
        moved[place], moved[to] = moved[to], moved[place]
        self.values = tuple(moved)
        swapped = {place: to, to: place}
        self.opened = swapped.get(self.opened, self.opened) if self.opened is not None else None
        self._show()
        self.rows[to].open.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def take_out(self, place: int) -> None:
        """Remove the one at a place."""
        self.values = self.values[:place] + self.values[place + 1 :]
        if self.opened is not None:
            self.opened = None if self.opened == place else self.opened - (self.opened > place)
        self._show()
        near = self.rows[min(place, len(self.rows) - 1)].open if self.rows else self.add
        near.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _toggle(self, place: int) -> None:
        self.open_at(None if self.opened == place else place)

    def _edited(self, value: Any) -> None:
        if self.opened is None:
            return
        values = list(self.values)
        values[self.opened] = value
        self.values = tuple(values)
        self._name()
        self.changed.emit()

    def _show(self) -> None:
        self.body.hide()
        self.body.setParent(self)
        while len(self.rows) > len(self.values):
            gone = self.rows.pop()
            gone.hide()
            gone.deleteLater()
        while len(self.rows) < len(self.values):
            self._add_row(len(self.rows))
        self._name()
        if self.opened is not None:
            self.body.show_value(self.values[self.opened], self.values)
            self.rows[self.opened].column.addWidget(self.body)
            self.body.show()

    def _add_row(self, place: int) -> None:
        row = Row(self._theme, self, may=self._may)
        row.opened.connect(partial(self._toggle, place))
        row.moved.connect(partial(self.move, place))
        row.removed.connect(partial(self.take_out, place))
        self.rows.append(row)
        self._column.insertWidget(self._column.count() - 1, row)

    def _name(self) -> None:
        for place, (row, value) in enumerate(zip(self.rows, self.values, strict=True), 1):
            told = self.body.told(value, self.values)
            row.show_told(self._word, place, len(self.values), told)
