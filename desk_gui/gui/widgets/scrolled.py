"""A column that scrolls where there is no room for all of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


def scrolled(inside: QWidget, name: str, parent: QWidget | None = None) -> QScrollArea:
    """An area that scrolls `inside` up and down and is never wider than its room."""
    area = QScrollArea(parent)
    area.setObjectName(name.title().replace(" ", ""))
    area.setAccessibleName(name)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    # Otherwise Qt adds up the heights that wrapped labels have at their narrowest.
    inside.setMinimumHeight(1)
    area.setWidget(inside)
    return area
