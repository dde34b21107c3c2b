"""A knowledge page on a real database, shown, and the words to drive it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desk_gui.gui.knowledge.page import KnowledgePage
from desk_gui.gui.page import Context
from desk_gui.operations.desk import Desk


class Driver:
    """Presses and waits on a knowledge page as a person would."""

    def __init__(self, qtbot: QtBot, page: KnowledgePage) -> None:
        self._qtbot = qtbot
        self.page = page
        self.shelf, self.reader, self.editor = page.shelf, page.reader, page.editor

    def until(self, fact: Callable[[], object]) -> None:
        self._qtbot.waitUntil(lambda: bool(fact()))

    def press(self, name: str) -> None:
        button = self.find(name)
        assert button.isVisible(), f"{name} is not shown"
        assert button.isEnabled(), f"{name} is dimmed: {button.toolTip()}"
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def find(self, name: str) -> QWidget:
        found = [one for one in self.page.findChildren(QWidget, name) if not one.isHidden()]
        assert found, f"there is no {name}"
        return found[0]

    def type(self, field: QWidget, words: str) -> None:
        QTest.keyClicks(field, words)

    def titles(self) -> list[str]:
        model = self.shelf.model
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    def read(self, article_id: int) -> None:
        self.page.show_article(article_id)
        self.until(lambda: self.shown_id() == article_id)

    def shown_id(self) -> int | None:
        return self.reader.page.article.id if self.reader.page else None

    def status(self) -> str:
        return self.reader.page.article.status.value if self.reader.page else ""


Open = Callable[[Desk], Driver]


@pytest.fixture
def open_page(qtbot: QtBot, context_of: Callable[[Desk], Context]) -> Open:
    """Opens the page for an account: `open_page(local_office.agent)`."""

    def opened(desk: Desk) -> Driver:
        page = KnowledgePage(context_of(desk))
        qtbot.addWidget(page)
        page.resize(1072, 724)
        page.show()
        qtbot.waitExposed(page)
        page.context.toasts.attach(page)
        return Driver(qtbot, page)

    return opened
