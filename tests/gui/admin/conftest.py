"""An administration page on a real database."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desk_gui.gui.admin.page import AdministrationPage
from desk_gui.gui.dialogs.form import Form
from desk_gui.gui.page import Context
from desk_gui.operations.desk import Desk

Sheet = TypeVar("Sheet", bound=QWidget)
Open = Callable[[Desk, str], AdministrationPage]


@pytest.fixture
def open_page(qtbot: QtBot, context_of: Callable[[Desk], Context]) -> Open:
    """Opens a section for an account: `open_page(local_office.administrator, "Teams")`."""

    def opened(desk: Desk, section: str) -> AdministrationPage:
        page = AdministrationPage(context_of(desk))
        qtbot.addWidget(page)
        page.resize(1072, 724)
        page.show()
        page.show_section(section)
        qtbot.waitUntil(page.context.jobs.idle)
        return page

    return opened


def said_in_red(form: Form) -> list[str]:
    """What is said to be wrong at the fields of a form."""
    labels = form.findChildren(QLabel)
    return [one.text() for one in labels if one.property("look") == "wrong" and one.isVisible()]


def the(kind: type[Sheet], page: QWidget) -> Sheet:
    """The sheet of this kind that is open."""
    found = [one for one in page.findChildren(kind) if one.isVisible()]
    assert len(found) == 1
    return found[0]
