"""The catalog as a person sees it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desk_gui.domain.catalog import CatalogItem, TaskTemplate
from desk_gui.domain.priority import Priority
from desk_gui.gui.catalog.item_card import holds, sentence
from desk_gui.gui.catalog.page import CatalogPage
from desk_gui.gui.icons import Icon
from desk_gui.gui.item_icons import ITEM_ICONS, USUAL, icon_of
from desk_gui.gui.page import Context
from desk_gui.operations import requests
from desk_gui.storage import rows
from tests.conftest import Office

LAPTOP = CatalogItem(
    4,
    "New laptop",
    "A laptop with the standard set-up.",
    Priority.LOW,
    approvals=1,
    tasks=(TaskTemplate("Order the laptop"), TaskTemplate("Hand it over")),
)


def shown(qtbot: QtBot, context: Context) -> CatalogPage:
    page = CatalogPage(context)
    qtbot.addWidget(page)
    page.resize(1072, 724)
    page.show()
    qtbot.waitUntil(lambda: bool(page.count.text()))
    return page


def names(page: CatalogPage) -> list[str]:
    return [card.item.name for card in page.cards if card.isVisible()]


def test_that_every_item_says_what_it_takes(
    local_office: Office, qtbot: QtBot, context: Context
) -> None:
    page = shown(qtbot, context)
    assert names(page) == [item.name for item in requests.catalog(local_office.agent)]
    assert page.count.accessibleName() == "12 catalog items"
    assert sentence(LAPTOP) == (
        "New laptop: A laptop with the standard set-up. priority 4 Low, 1 approval, 2 tasks"
    )


def test_that_ordering_names_the_item_to_the_window(
    local_office: Office, qtbot: QtBot, context: Context
) -> None:
    page = shown(qtbot, context)
    laptop = next(item for item in requests.catalog(local_office.agent) if "laptop" in item.name)
    button = page.findChild(QWidget, f"Order-{laptop.id}")
    assert button is not None
    assert button.accessibleName() == "Order New laptop"
    with qtbot.waitSignal(page.order_wanted) as wanted:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert wanted.args == [laptop]


def test_that_the_catalog_is_narrowed_as_one_types(qtbot: QtBot, context: Context) -> None:
    page = shown(qtbot, context)
    QTest.keyClicks(page.search, "standard laptop")
    qtbot.waitUntil(lambda: names(page) == ["New laptop"])
    page.search.setText("zebra")
    qtbot.waitUntil(page.empty.isVisible)
    act = page.empty.findChild(QWidget, "EmptyStateAct")
    assert act is not None
    QTest.mouseClick(act, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(names(page)) == 12)


def test_that_an_item_is_found_by_its_tasks_too() -> None:
    assert holds(LAPTOP, "hand LAPTOP")
    assert not holds(LAPTOP, "hand printer")


def test_that_an_empty_catalog_says_so(
    local_office: Office, qtbot: QtBot, context: Context
) -> None:
    with local_office.administrator.writing() as session:
        rows.change(session.connection, "catalog_item", {"active": False})
    page = shown(qtbot, context)
    assert page.empty.isVisible()
    assert page.empty.accessibleName().startswith("There is nothing to order yet")


def test_that_cards_stay_when_nothing_changed(qtbot: QtBot, context: Context) -> None:
    page = shown(qtbot, context)
    before = list(page.cards)
    page.refresh(None)
    qtbot.waitUntil(context.jobs.idle)
    assert page.cards == before


def test_that_every_item_that_ships_shows_a_drawing_of_its_own(
    qtbot: QtBot, context: Context
) -> None:
    page = shown(qtbot, context)
    drawn = {card.item.name: card.icon.icon for card in page.cards}
    assert drawn["New laptop"] is Icon.LAPTOP
    assert len(set(drawn.values())) == 12
    assert set(drawn.values()) <= set(ITEM_ICONS)
    assert icon_of("no such drawing") is USUAL
