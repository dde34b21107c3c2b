"""The week of business hours: windows a day, typed; copied from one day to others."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desk_gui.domain.business_hours import WEEKDAYS, Window
from desk_gui.gui.admin.hours_draft import Day, TypedWindow, following, minutes_of, overnight_words
from desk_gui.gui.admin.week_bars import DayBar, HourScale
from desk_gui.gui.icons import Icon
from desk_gui.gui.theme import Theme, look
from desk_gui.gui.widgets.flow import FlowLayout
from desk_gui.gui.widgets.icon_label import IconButton
from desk_gui.gui.widgets.text_label import TextLabel, plain_tip

TIME_WIDE, DAY_WIDE = 64, 80
WORKING_DAYS = range(5)


class WindowEdit(QWidget):
    """One window: from, to, and a way to take it away."""

    changed = Signal()
    removed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.starts, self.ends = QLineEdit(self), QLineEdit(self)
        self.remove = IconButton(theme, Icon.X, "Remove", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(4))
        self._theme = theme
        for field in (self.starts, self.ends):
            field.textChanged.connect(self.changed)
        row.addWidget(self.starts)
        row.addWidget(TextLabel("–", "soft", self))
        row.addWidget(self.ends)
        row.addWidget(self.remove)
        self.remove.clicked.connect(self.removed)
        theme.follow(self._dress)

    def name_it(self, weekday: str, place: int) -> None:
        """Take the names of the place it has in its day."""
        self.setObjectName(f"Window-{weekday}-{place}")
        for control, part, says in (
            (self.starts, "from", f"{weekday}, window {place}, from"),
            (self.ends, "to", f"{weekday}, window {place}, to"),
            (self.remove, "remove", f"Remove window {place} of {weekday}"),
        ):
            control.setObjectName(f"Window-{weekday}-{place}-{part}")
            control.setAccessibleName(says)
        self.remove.setToolTip(plain_tip(self.remove.accessibleName()))

    def typed(self) -> TypedWindow:
        """What stands in the fields."""
        return TypedWindow(self.starts.text(), self.ends.text())

    def show_typed(self, typed: TypedWindow) -> None:
        """Put times into the fields."""
        self.starts.setText(typed.starts)
        self.ends.setText(typed.ends)

    def _dress(self) -> None:
        for field in (self.starts, self.ends):
            field.setFixedWidth(self._theme.px(TIME_WIDE))

    def mark(self) -> None:
        """Mark the fields that hold no time."""
        for field in (self.starts, self.ends):
            look(field, "wrong" if minutes_of(field.text()) is None else "")


class DayRow(QWidget):
    """The windows of one weekday with its bar, and what is to be said about them."""

    changed = Signal()
    copied = Signal(object)

    def __init__(self, theme: Theme, weekday: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._weekday = theme, weekday
        self.weekday = WEEKDAYS[weekday]
        self.windows: list[WindowEdit] = []
        self.setObjectName(f"Day-{self.weekday}")
        self.bar = DayBar(theme, weekday, self)
        self.closed = TextLabel("Closed", "soft", self)
        self.add = IconButton(theme, Icon.PLUS, f"Add a window on {self.weekday}", parent=self)
        self.add.setObjectName(f"Add-{self.weekday}")
        self.copy = IconButton(theme, Icon.COPY, f"Copy {self.weekday} to other days", parent=self)
        self.copy.setObjectName(f"Copy-{self.weekday}")
        self.said = TextLabel("", "label", self).wrapping()
        self.said.setObjectName(f"Said-{self.weekday}")
        self._flow = FlowLayout(theme.px(8))
        self._arrange()
        self.add.clicked.connect(self._add)

    def typed(self) -> Day:
        """The windows as they stand in their fields."""
        return tuple(window.typed() for window in self.windows)

    def show_typed(self, day: Day) -> None:
        """Show other windows."""
        while len(self.windows) > len(day):
            self._drop(self.windows[-1])
        while len(self.windows) < len(day):
            self._make()
        for window, typed in zip(self.windows, day, strict=True):
            window.show_typed(typed)
        self._order()

    def show_wrong(self, sentence: str) -> None:
        """Say what is wrong with this day; else which windows end on the next one."""
        for window in self.windows:
            window.mark()
        words = sentence or overnight_words(self._weekday, self.typed())
        look(self.said, "wrong" if sentence else "label")
        self.said.setText(words)
        self.said.setVisible(bool(words))

    def _arrange(self) -> None:
        px = self._theme.px
        self.closed.setMinimumHeight(px(30))
        menu = QMenu(self.copy)
        menu.setObjectName(f"Copy-{self.weekday}-Menu")
        for words, days in _copies(self._weekday):
            action = QAction(words, menu)
            action.triggered.connect(partial(self._copy, days))
            menu.addAction(action)
        self.copy.setMenu(menu)
        self.copy.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(4))
        name = TextLabel(self.weekday, "", self)
        name.setFixedHeight(px(32))
        grid.setColumnMinimumWidth(0, px(DAY_WIDE))
        grid.addWidget(name, 0, 0, Qt.AlignmentFlag.AlignTop)
        self._flow.addWidget(self.closed)
        self._flow.addWidget(self.add)
        grid.addLayout(self._flow, 0, 1)
        grid.addWidget(self.copy, 0, 2, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.bar, 1, 1)
        grid.addWidget(self.said, 2, 1)
        grid.setColumnStretch(1, 1)

    def _add(self) -> None:
        window = self._make()
        window.show_typed(following(self.typed()[:-1]))
        self._order()
        self.changed.emit()
        window.starts.setFocus(Qt.FocusReason.TabFocusReason)

    def _make(self) -> WindowEdit:
        window = WindowEdit(self._theme, self)
        window.changed.connect(self.changed)
        window.removed.connect(partial(self._remove, window))
        self.windows.append(window)
        return window

    def _remove(self, window: WindowEdit) -> None:
        place = self.windows.index(window)
        self._drop(window)
        self._order()
        self.changed.emit()
        near = self.windows[min(place, len(self.windows) - 1)].remove if self.windows else self.add
        near.setFocus(Qt.FocusReason.TabFocusReason)

    def _drop(self, window: WindowEdit) -> None:
        self.windows.remove(window)
        window.changed.disconnect(self.changed)
        window.hide()
        window.deleteLater()

    def _order(self) -> None:
        """Windows first, the button to add one last; Tab goes the same way."""
        while self._flow.count():
            self._flow.takeAt(0)
        self.closed.setVisible(not self.windows)
        before: QWidget = self.copy
        for widget in (self.closed, *self.windows, self.add):
            self._flow.addWidget(widget)
        for place, window in enumerate(self.windows, 1):
            window.name_it(self.weekday, place)
            window.show()
            for stop in (window.starts, window.ends, window.remove):
                self.setTabOrder(before, stop)
                before = stop
        self.setTabOrder(before, self.add)
        self._flow.invalidate()

    def _copy(self, days: tuple[int, ...], *_: object) -> None:
        self.copied.emit(days)


def _copies(weekday: int) -> list[tuple[str, tuple[int, ...]]]:
    """What the menu of a day offers: the working week, every day, or one day."""
    others = [day for day in range(len(WEEKDAYS)) if day != weekday]
    working = tuple(day for day in WORKING_DAYS if day != weekday)
    return [
        ("To Monday to Friday", working),
        ("To every other day", tuple(others)),
        *((f"To {WEEKDAYS[day]}", (day,)) for day in others),
    ]


class WeekEdit(QWidget):
    """Seven rows under one scale of hours; `changed` says that something was typed."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._showing = False
        self.setObjectName("Week")
        self.setAccessibleName("Week")
        self.rows = [DayRow(theme, weekday, self) for weekday in range(len(WEEKDAYS))]
        self.trouble = TextLabel("", "wrong", self).wrapping()
        self.trouble.setObjectName("WeekTrouble")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        scale = QHBoxLayout()
        scale.setContentsMargins(theme.px(DAY_WIDE + 8), 0, self._right(theme), 0)
        scale.addWidget(HourScale(theme, self))
        column.addLayout(scale)
        for weekday, row in enumerate(self.rows):
            column.addWidget(row)
            row.changed.connect(self._say)
            row.copied.connect(partial(self._copy, weekday))
        column.addWidget(self.trouble)

    def typed(self) -> tuple[Day, ...]:
        """The windows of all days."""
        return tuple(row.typed() for row in self.rows)

    def show_typed(self, days: tuple[Day, ...]) -> None:
        """Show other windows, without saying that something was typed."""
        self._showing = True
        for row, day in zip(self.rows, days, strict=True):
            row.show_typed(day)
        self._showing = False

    def show_state(self, windows: tuple[Window, ...], wrong: Mapping[int, str]) -> None:
        """Draw the bars, and say at each day what is wrong with it."""
        for weekday, row in enumerate(self.rows):
            row.bar.show_windows(windows)
            row.show_wrong(wrong.get(weekday, ""))
        self.trouble.setText(wrong.get(-1, ""))
        self.trouble.setVisible(-1 in wrong)

    def _right(self, theme: Theme) -> int:
        return self.rows[0].copy.sizeHint().width() + theme.px(8)

    def _copy(self, weekday: int, days: tuple[int, ...]) -> None:
        typed = list(self.typed())
        for other in days:
            typed[other] = typed[weekday]
        self.show_typed(tuple(typed))
        self.changed.emit()

    def _say(self) -> None:
        if not self._showing:
            self.changed.emit()
