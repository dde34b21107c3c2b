"""Chips: kind, priority, status, SLA. Words first, tint second."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk_gui.gui.format import Chip, Tint
from desk_gui.gui.theme import Theme, look
from desk_gui.gui.widgets.text_label import TextLabel


class Badge(TextLabel):
    """A chip as a widget."""

    def __init__(self, chip: Chip | None = None, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setIndent(0)
        self.show_chip(chip)

    def show_chip(self, chip: Chip | None) -> None:
        """Show a chip, or hide when there is none."""
        self.setVisible(chip is not None)
        if chip is not None:
            self.setText(chip.words)
            self.setAccessibleName(chip.words)
            look(self, f"chip-{chip.tint}")


def chip_width(theme: Theme, chip: Chip, font: QFont) -> float:
    """How wide a painted chip is, in logical pixels."""
    return QFontMetricsF(font).horizontalAdvance(chip.words) + 2 * theme.px(6)


def paint_chip(painter: QPainter, theme: Theme, room: QRectF, chip: Chip, font: QFont) -> None:
    """Draw a chip that fills `room`; for delegates, which have no widgets."""
    plain = chip.tint is Tint.PLAIN
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme.colour("edge"))
    painter.setBrush(theme.colour("bg" if plain else f"{chip.tint}_tint"))
    radius = theme.px(4)
    painter.drawRoundedRect(room.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    painter.setPen(theme.colour("soft" if plain else chip.tint))
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    left = room.center().x() - metrics.horizontalAdvance(chip.words) / 2
    base = room.center().y() + (metrics.ascent() - metrics.descent()) / 2
    painter.drawText(QPointF(left, base), chip.words)
