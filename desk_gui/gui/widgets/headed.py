"""A page under its heading: what stands beside its title, a hint, and its body."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.text_label import TextLabel


def lay_out(page: QWidget, theme: Theme, head: QHBoxLayout, hint: str, body: QWidget) -> None:
    """Lay out a page: its head, the hint beneath, and the body in all the room that is left."""
    px = theme.px
    top = QVBoxLayout()
    top.setContentsMargins(px(24), px(12), px(24), px(8))
    top.setSpacing(px(4))
    top.addLayout(head)
    top.addWidget(TextLabel(hint, "soft", page).wrapping())
    whole = QVBoxLayout(page)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.setSpacing(0)
    whole.addLayout(top)
    whole.addWidget(body, 1)


def lay_out_tiles(inside: QWidget, theme: Theme, tiles: QLayout) -> None:
    """Lay out tiles at the top of what scrolls beneath a heading."""
    px = theme.px
    column = QVBoxLayout(inside)
    column.setContentsMargins(px(24), px(8), px(24), px(24))
    column.addLayout(tiles)
    column.addStretch(1)
