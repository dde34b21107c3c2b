"""Layouts that go on in the next line where there is no room: for chips, buttons and facts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class _Lines(QLayout):
    """What both layouts share: they keep items and are as tall as their width makes them."""

    def __init__(self, gap: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt calls it
        """Keep an item."""
        self._items.append(item)

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, place: int) -> QLayoutItem | None:  # noqa: N802 - Qt calls it
        """The item at a place, or None."""
        return self._items[place] if 0 <= place < len(self._items) else None

    def takeAt(self, place: int) -> QLayoutItem | None:  # noqa: N802 - Qt calls it
        """Let go of the item at a place."""
        return self._items.pop(place) if 0 <= place < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 - Qt calls it
        """It takes no more room than it is given."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Its height follows from its width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """How tall it is at a width."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, room: QRect) -> None:  # noqa: N802 - Qt calls it
        """Put every item where it belongs."""
        super().setGeometry(room)
        self._place(room, move=True)

    def sizeHint(self) -> QSize:
        """The size of its widest item."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt calls it
        """Room for the widest item."""
        size = QSize()
        for item in self._seen():
            size = size.expandedTo(item.minimumSize())
        return size

    def _seen(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _place(self, room: QRect, *, move: bool) -> int:
        raise NotImplementedError


class FlowLayout(_Lines):
    """Items side by side at their own width, as many in a line as there is room for."""

    def _place(self, room: QRect, *, move: bool) -> int:
        top = room.top()
        for line in self._lines_in(room.width()):
            tall = max(item.sizeHint().height() for item in line)
            left = room.left()
            for item in line:
                size = item.sizeHint()
                if move:
                    middle = top + (tall - size.height()) // 2
                    width = min(size.width(), room.width())
                    item.setGeometry(QRect(QPoint(left, middle), QSize(width, size.height())))
                left += size.width() + self._gap
            top += tall + self._gap
        return max(0, top - self._gap - room.top())

    def _lines_in(self, wide: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        left = wide
        for item in self._seen():
            needs = item.sizeHint().width()
            if not lines or left < needs:
                lines.append([])
                left = wide
            lines[-1].append(item)
            left -= needs + self._gap
        return lines


class TileLayout(_Lines):
    """Items in columns of one width; as many as `least()` pixels each allow, at any text size."""

    def __init__(
        self, gap: int, least: Callable[[], int], most: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(gap, parent)
        self._least, self._most = least, most

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt calls it
        """One column, which may be squeezed to half where there is no more room."""
        return QSize(self._least() // 2, super().minimumSize().height())

    def _place(self, room: QRect, *, move: bool) -> int:
        fit = (room.width() + self._gap) // (self._least() + self._gap)
        columns = max(1, min(self._most, fit))
        wide = (room.width() - self._gap * (columns - 1)) // columns
        seen, top = self._seen(), room.top()
        for start in range(0, len(seen), columns):
            line = seen[start : start + columns]
            tall = max(_height(item, wide) for item in line)
            for column, item in enumerate(line):
                if move:
                    left = room.left() + column * (wide + self._gap)
                    item.setGeometry(QRect(left, top, wide, tall))
            top += tall + self._gap
        return max(0, top - self._gap - room.top())


def _height(item: QLayoutItem, wide: int) -> int:
    if item.hasHeightForWidth():
        return item.heightForWidth(wide)
    return item.sizeHint().height()
