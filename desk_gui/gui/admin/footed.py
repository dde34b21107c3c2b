"""A pane whose fields scroll while what is said about them, and the buttons, stay in sight."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desk_gui.gui.admin.preview import DuePreview
from desk_gui.gui.admin.section import SaveRow, Section
from desk_gui.gui.theme import Theme, look
from desk_gui.gui.widgets.card import separator
from desk_gui.gui.widgets.flow import FlowLayout
from desk_gui.gui.widgets.scrolled import scrolled


class FootedPane(QWidget):
    """`column` takes the fields; the foot holds the example, the trouble and the buttons."""

    def __init__(
        self, theme: Theme, section: Section, *, row: SaveRow, preview: DuePreview | None = None
    ) -> None:
        super().__init__(section)
        inside, foot = QWidget(self), QFrame(self)
        look(foot, "surface")
        self.column = _padded(theme, inside, 16)
        below = _padded(theme, foot, 12)
        if preview is not None:
            below.addWidget(preview)
        below.addWidget(section.trouble)
        self.buttons = FlowLayout(theme.px(8))
        self.buttons.addWidget(row)
        if preview is not None:
            self.buttons.addWidget(preview.change)
        below.addLayout(self.buttons)
        self.area = scrolled(inside, f"{section.name} area", self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.area, 1)
        whole.addWidget(separator(theme, self))
        whole.addWidget(foot)


def _padded(theme: Theme, pane: QWidget, above: int) -> QVBoxLayout:
    column = QVBoxLayout(pane)
    column.setContentsMargins(theme.px(24), theme.px(above), theme.px(24), theme.px(12))
    column.setSpacing(theme.px(8))
    return column
