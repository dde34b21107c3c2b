"""A picture, as large as there is room for, never larger than it is."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk_gui.gui.theme import Theme


class Picture(QWidget):
    """Shows an image in the middle, on the background of the page."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.image = QImage()
        self.setObjectName("Picture")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_image(self, image: QImage, name: str) -> None:
        """Show another image; `name` is what a screen reader says."""
        self.image = image
        self.setAccessibleName(f"Picture {name}, {image.width()} by {image.height()} points")
        self.update()

    def room(self) -> QRect:
        """Where the image is drawn."""
        size = QSize(self.image.size() / self.devicePixelRatio())
        if size.width() > self.width() or size.height() > self.height():
            size.scale(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        room = QRect(0, 0, size.width(), size.height())
        room.moveCenter(self.rect().center())
        return room

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), self._theme.colour("bg"))
        if not self.image.isNull():
            painter.drawImage(self.room(), self.image)
        painter.end()
