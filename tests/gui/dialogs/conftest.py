"""Dialogs that are seen, for the account of a desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desk_gui.gui.dialogs.choosing import ChoiceBox
from desk_gui.gui.dialogs.order_form import OrderForm
from desk_gui.gui.dialogs.sheet import Sheet
from desk_gui.gui.jobs import Jobs
from desk_gui.operations import show
from desk_gui.operations.desk import Desk
from desk_gui.operations.show import TicketPage

D = TypeVar("D", bound=Sheet)
Opening = Callable[[D], D]


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    """The window that dialogs stand on."""
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(800, 600)
    widget.show()
    return widget


@pytest.fixture
def opening(jobs: Jobs, qtbot: QtBot) -> Callable[[D], D]:
    """Opens a dialog and waits until it has read what it needs."""

    def made(dialog: D) -> D:
        dialog.open()
        qtbot.waitUntil(jobs.idle)
        return dialog

    return made


def said(dialog: QWidget) -> str:
    """All words that can be read in a dialog."""
    return "\n".join(one.text() for one in dialog.findChildren(QLabel) if one.isVisible())


def shown(desk: Desk, ticket_id: int) -> TicketPage:
    """The ticket as it is now."""
    return show.show(desk, ticket_id)


def fill_in(asked: OrderForm) -> list[str]:
    """Answer everything that a catalog item asks, but dates and files; the answers."""
    for widget in asked.fields.values():
        if isinstance(widget, ChoiceBox):
            widget.setCurrentIndex(1)
        elif isinstance(widget, QLineEdit) and not widget.placeholderText():
            widget.setText("7")
    return [one for one in asked.asked_answers().values() if one not in {"", "yes", "no"}]
