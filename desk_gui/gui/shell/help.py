"""The sheet of keys, and what Desk is."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desk_gui import version
from desk_gui.gui.actions import Actions, Menu, keys_words
from desk_gui.gui.dialogs.messages import tell
from desk_gui.gui.widgets.text_label import TextLabel


def show_keys(parent: QWidget, actions: Actions) -> QDialog:
    """Every command that has a key, by menu; made from the list of commands."""
    dialog = QDialog(parent)
    dialog.setObjectName("KeysSheet")
    dialog.setAccessibleName("Keys")
    dialog.setWindowTitle("Keys")
    inside = QWidget(dialog)
    grid = QGridLayout(inside)
    grid.setHorizontalSpacing(32)
    for menu in Menu:
        _add_menu(grid, menu, actions, inside)
    area = QScrollArea(dialog)
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setWidget(inside)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
    buttons.rejected.connect(dialog.reject)
    column = QVBoxLayout(dialog)
    column.addWidget(area)
    column.addWidget(buttons)
    dialog.resize(420, 620)
    dialog.open()
    return dialog


def _add_menu(grid: QGridLayout, menu: Menu, actions: Actions, inside: QWidget) -> None:
    offered = [action for action in actions.offered(menu) if not action.shortcut().isEmpty()]
    if not offered:
        return
    grid.addWidget(TextLabel(menu.value, "strong", inside), grid.rowCount(), 0, 1, 2)
    for action in offered:
        row = grid.rowCount()
        grid.addWidget(TextLabel(action.text().rstrip("…"), "", inside), row, 0)
        grid.addWidget(TextLabel(keys_words(action.shortcut().toString()), "soft", inside), row, 1)


def show_about(parent: QWidget) -> None:
    """Version and licences."""
    tell(
        parent,
        f"Desk {version()}",
        "A helpdesk for IT teams: incidents and service requests, each by its own rules. "
        "MIT licence. Made with Qt and PySide6 (LGPL 3), SQLAlchemy, matplotlib, psycopg (LGPL 3) "
        "and others; their licences are in the folder resources/licences.",
    )
