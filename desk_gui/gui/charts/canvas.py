"""A chart as a picture that was drawn elsewhere: it is shown, pointed at, and clicked.

Nothing is drawn by matplotlib on the GUI thread; a larger window shows the old picture scaled
until the new one lands. A movement of the pointer paints the outline it leaves and the one it
comes to, and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.text_label import plain_tip

if TYPE_CHECKING:
    from desk_gui.reports.figures.sheet import Spot

WIDE, HIGH = 440, 320
AROUND, STROKE, EDGE = 2, 1.5, 2
"""How far an outline is from its spot, how thick it is, and what it covers around its middle."""
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Down: (0, 1),
}
"""How far across and down each arrow goes."""


@dataclass(frozen=True)
class Picture:
    """A drawn chart: RGBA bytes, its size in real pixels, and what can be clicked."""

    pixels: bytes
    width: int
    height: int
    spots: Sequence[Spot]


class Canvas(QWidget):
    """Shows a picture; `clicked` carries the mark of the spot, `resized` asks for a new picture.

    `menu_wanted` carries a mark and where on the screen its menu is to open.
    """

    clicked = Signal(object)
    menu_wanted = Signal(object, object)
    resized = Signal()

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._title, self._colours = theme, title, theme.palette
        self._drawn, self._shown = QPixmap(), QPixmap()
        self._spots: Sequence[Spot] = ()
        self._at: int | None = None
        self.setObjectName("Chart")
        self.setAccessibleName(f"Chart: {title}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._recolour)

    @property
    def spots(self) -> Sequence[Spot]:
        """What can be clicked, in the order in which the arrow keys go."""
        return self._spots

    @property
    def is_drawn(self) -> bool:
        """Whether there is a picture."""
        return not self._drawn.isNull()

    def sizeHint(self) -> QSize:
        """Room for a chart that can be read."""
        return QSize(self._theme.px(WIDE), self._theme.px(HIGH))

    def minimumSizeHint(self) -> QSize:
        """A chart may be as narrow as the page is."""
        return QSize(self._theme.px(WIDE) // 2, self._theme.px(HIGH))

    def rename(self, title: str) -> None:
        """Say what the chart is called now."""
        self._title = title
        self.setAccessibleName(f"Chart: {title}")

    def show_picture(self, picture: Picture) -> None:
        """Show what was drawn."""
        form = QImage.Format.Format_RGBA8888
        raw = QImage(picture.pixels, picture.width, picture.height, picture.width * 4, form)
        self._drawn = self._shown = QPixmap.fromImage(raw)
        self._spots, self._at = picture.spots, None
        count = len(picture.spots)
        how = (
            f"{count} parts; arrow keys go through them, Enter opens their tickets,"
            " the menu key offers to save them."
        )
        self.setAccessibleDescription(how if count else "Nothing to open.")
        self.update()

    def _recolour(self) -> None:
        """Show nothing rather than the colours of another look, until it is drawn anew."""
        if self._colours != self._theme.palette:
            self._colours = self._theme.palette
            self._drawn = self._shown = QPixmap()
            self._spots, self._at = (), None
            self.update()

    def centre_of(self, spot: Spot) -> QPointF:
        """The middle of a spot in the widget's own pixels."""
        return self._box(spot).center()

    def _box(self, spot: Spot) -> QRectF:
        wide, high = self.width(), self.height()
        left, top = spot.left * wide, spot.top * high
        return QRectF(left, top, spot.right * wide - left, spot.bottom * high - top)

    def _found(self, at: QPointF) -> int | None:
        """The smallest spot under a point: what lies on top of something larger."""
        x, y = at.x() / max(1, self.width()), at.y() / max(1, self.height())
        under = [i for i, spot in enumerate(self._spots) if spot.holds(x, y)]
        return min(under, key=lambda i: _area(self._spots[i]), default=None)

    def _go(self, place: int | None) -> None:
        if place == self._at:
            return
        self.update(self._lined())
        self._at = place
        self.update(self._lined())

    def _outline(self, spot: Spot) -> QRectF:
        box = self._box(spot).adjusted(-AROUND, -AROUND, AROUND, AROUND)
        return box.intersected(QRectF(self.rect()))

    def _lined(self) -> QRect:
        """What the line covers that marks a part or, where none is pointed at, the focus."""
        if self._at is None:
            return self.rect() if self.hasFocus() else QRect()
        line = self._outline(self._spots[self._at])
        return line.adjusted(-EDGE, -EDGE, EDGE, EDGE).toAlignedRect()

    def _fitting(self) -> QPixmap:
        """The picture in real pixels, scaled once where it was drawn for another size."""
        real = self.size() * self.devicePixelRatioF()
        if not _is_alike(self._shown.size(), real):
            self._shown = self._drawn.scaled(real, mode=Qt.TransformationMode.SmoothTransformation)
        return self._shown

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture, and a line around the part that is pointed at."""
        painter = QPainter(self)
        if self.is_drawn:
            shown = self._fitting()
            size = QSizeF(shown.size()) / self.devicePixelRatioF()
            painter.drawPixmap(QRectF(QPointF(), size), shown, QRectF(shown.rect()))
        accent = QColor(self._theme.palette.accent)
        if self._at is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(accent, STROKE))
            painter.drawRoundedRect(self._outline(self._spots[self._at]), 3, 3)
        elif self.hasFocus():
            painter.setPen(QPen(accent, 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what the pointer is on."""
        place = self._found(event.position())
        self._go(place)
        if place is None:
            self.unsetCursor()
            QToolTip.hideText()
            return
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        words = plain_tip(self._spots[place].words)
        QToolTip.showText(event.globalPosition().toPoint(), words, self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens the tickets behind a mark."""
        place = self._found(event.position())
        if event.button() is Qt.MouseButton.LeftButton and place is not None:
            self.clicked.emit(self._spots[place].mark)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the tickets of a mark; the menu key means the one gone to."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        place = self._at if by_key else self._found(QPointF(event.pos()))
        if place is None:
            event.ignore()
            return
        spot = self._spots[place]
        at = self.mapToGlobal(self.centre_of(spot).toPoint()) if by_key else event.globalPos()
        self.menu_wanted.emit(spot.mark, at)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at any more."""
        self._go(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from part to part, over a week as one sees it; Home and End to the ends."""
        last = len(self._spots) - 1
        key = Qt.Key(event.key())
        if last < 0:
            super().keyPressEvent(event)
        elif key in _ARROWS:
            self._say(0 if self._at is None else _reached(self._spots, self._at, *_ARROWS[key]))
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self._say(0 if key is Qt.Key.Key_Home else last)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            if self._at is not None:
                self.clicked.emit(self._spots[self._at].mark)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Nothing is pointed at any more."""
        self._go(None)
        super().focusOutEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for a picture of the new size."""
        super().resizeEvent(event)
        self.resized.emit()

    def _say(self, place: int) -> None:
        """Go to a part and let screen readers hear it."""
        self._go(place)
        spot = self._spots[place]
        self.setAccessibleDescription(spot.words)
        QAccessible.updateAccessibility(
            QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
        )
        box = self._box(spot)
        QToolTip.showText(self.mapToGlobal(box.bottomLeft().toPoint()), plain_tip(spot.words), self)


def _is_alike(one: QSize, other: QSize) -> bool:
    """Whether sizes differ by no more than a pixel, as they do where either was rounded."""
    return abs(one.width() - other.width()) <= 1 and abs(one.height() - other.height()) <= 1


def _area(spot: Spot) -> float:
    return (spot.right - spot.left) * (spot.bottom - spot.top)


def _reached(spots: Sequence[Spot], here: int, across: int, down: int) -> int:
    """Where an arrow leads: to the next spot, or in a week to the nearest one that way."""
    at = spots[here]
    if at.mark.weekday is None:
        return min(max(here + across + down, 0), len(spots) - 1)

    def is_that_way(spot: Spot) -> bool:
        if down:
            return (spot.top - at.top) * down > 0
        return spot.top == at.top and (spot.left - at.left) * across > 0

    def how_far(place: int) -> tuple[float, float]:
        return abs(spots[place].top - at.top), abs(spots[place].left - at.left)

    found = (place for place, spot in enumerate(spots) if is_that_way(spot))
    return min(found, key=how_far, default=here)
