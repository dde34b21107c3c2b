"""The left side: pages, then saved views with live counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desk_gui.gui.icons import Icon
from desk_gui.gui.theme import Theme, look
from desk_gui.gui.widgets.icon_label import IconLabel
from desk_gui.gui.widgets.text_label import ElidedLabel, TextLabel

WIDTH = 208


@dataclass(frozen=True)
class Entry:
    """One line: `key` is what `chosen` carries; a page has an icon, a view has none."""

    key: str
    words: str
    icon: Icon | None = None


@dataclass(frozen=True)
class Section:
    """Lines under a small heading; the first section has none."""

    entries: tuple[Entry, ...]
    heading: str = ""


class SidebarEntry(QPushButton):
    """A line with its count at the right."""

    def __init__(self, theme: Theme, entry: Entry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = entry
        self.setObjectName("SidebarEntry")
        self.setAccessibleName(entry.words)
        self.setCheckable(True)
        self._words = ElidedLabel(entry.words, "", self)
        self._count = TextLabel("", "soft", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(8), 0, theme.px(8), 0)
        row.setSpacing(theme.px(8))
        if entry.icon is not None:
            row.addWidget(IconLabel(theme, entry.icon, parent=self))
        row.addWidget(self._words, 1)
        row.addWidget(self._count)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.toggled.connect(self._dress)

    def show_count(self, count: int | None) -> None:
        """Show how many, or nothing."""
        self._count.setText("" if count is None else f"{count:,}")
        self.setAccessibleName(
            self.entry.words if count is None else f"{self.entry.words}, {count:,}"
        )

    def _dress(self) -> None:
        look(self._words, "strong" if self.isChecked() else "")
        look(self._count, "strong" if self.isChecked() else "soft")


class Sidebar(QFrame):
    """`chosen` carries the key of the line that was pressed."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entries: dict[str, SidebarEntry] = {}
        self._counts: Mapping[str, int] = {}
        self._current = ""
        self.setObjectName("Sidebar")
        self.setAccessibleName("Pages and views")
        self._area = QScrollArea(self)
        self._area.setObjectName("SidebarScroll")
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 1, 0)
        frame.addWidget(self._area)
        self._sections: tuple[Section, ...] = ()
        theme.changed.connect(self._rebuild)

    def show_sections(self, sections: Iterable[Section]) -> None:
        """Show these lines instead of the former; counts and the mark stay by key."""
        self._sections = tuple(sections)
        self._rebuild()

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many tickets each view has; a key that is missing shows none."""
        self._counts = counts
        for key, entry in self._entries.items():
            entry.show_count(counts.get(key))

    def mark(self, key: str) -> None:
        """Mark the line of what is shown; none when no line has this key."""
        self._current = key
        for name, entry in self._entries.items():
            entry.setChecked(name == key)

    def entry(self, key: str) -> SidebarEntry:
        """The line with this key."""
        return self._entries[key]

    def _rebuild(self) -> None:
        px = self._theme.px
        self.setFixedWidth(px(WIDTH))
        self._entries = {}
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(8), px(12), px(8), px(12))
        column.setSpacing(0)
        for section in self._sections:
            if section.heading:
                heading = TextLabel(section.heading, "section", inside)
                heading.setObjectName("SidebarHeading")
                heading.setIndent(0)
                column.addWidget(heading)
            for entry in section.entries:
                column.addWidget(self._line(entry, inside))
        column.addStretch(1)
        self._area.setWidget(inside)
        self.show_counts(self._counts)
        self.mark(self._current)

    def _line(self, entry: Entry, inside: QWidget) -> SidebarEntry:
        line = SidebarEntry(self._theme, entry, inside)
        line.clicked.connect(partial(self._pressed, entry.key))
        self._entries[entry.key] = line
        return line

    def _pressed(self, key: str) -> None:
        self.mark(key)
        self.chosen.emit(key)
