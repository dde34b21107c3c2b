"""Ordering from the catalog in the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desk_gui.domain.catalog import CatalogItem
from desk_gui.gui.dialogs.choosing import ChoiceBox
from desk_gui.gui.dialogs.order import OrderSheet
from desk_gui.gui.dialogs.order_form import FileField
from desk_gui.gui.page import Context
from desk_gui.gui.ticket.outcome import outcome_words
from desk_gui.operations import requests, search, show
from desk_gui.storage import rows
from tests.conftest import Office
from tests.factories import a_published_article
from tests.gui.dialogs.conftest import Opening, said


def item(office: Office, name: str) -> CatalogItem:
    return next(one for one in requests.catalog(office.agent) if one.name == name)


@pytest.fixture
def order(
    context: Context, host: QWidget, opening: Opening[OrderSheet], local_office: Office
) -> Callable[[str], OrderSheet]:
    """Opens the form of an item."""

    def made(name: str) -> OrderSheet:
        return opening(OrderSheet(context, item(local_office, name), host))

    return made


def line(sheet: OrderSheet, key: str) -> QLineEdit:
    widget = sheet.fields[key]
    assert isinstance(widget, QLineEdit)
    return widget


def choose(sheet: OrderSheet, key: str, answer: str) -> None:
    widget = sheet.fields[key]
    assert isinstance(widget, ChoiceBox)
    widget.choose(answer)
    widget.picked.emit(answer)


def test_that_a_field_is_refused_in_its_own_words_and_nothing_typed_is_lost(
    order: Callable[[str], OrderSheet],
) -> None:
    sheet = order("Password reset")
    line(sheet, "account").setText("elena")
    line(sheet, "call").setText("later")
    sheet.submit()
    assert "Write the phone number with digits, so that we can call back." in said(sheet)
    assert "this is needed" not in said(sheet)
    assert line(sheet, "account").text() == "elena"
    sheet.reject()


def test_that_a_field_is_asked_only_while_its_condition_holds(
    order: Callable[[str], OrderSheet],
) -> None:
    sheet = order("Software installation")
    assert not sheet.fields["seats"].isVisible()
    choose(sheet, "licence", "yes")
    assert sheet.fields["seats"].isVisible()
    choose(sheet, "licence", "no")
    assert not sheet.fields["seats"].isVisible()
    sheet.reject()


def test_that_an_order_becomes_a_request_with_its_answers_and_its_file(
    order: Callable[[str], OrderSheet], local_office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    offer = tmp_path / "offer.txt"
    offer.write_text("1,200", encoding="utf-8")
    sheet = order("New laptop")
    assert "1 approval is asked first." in sheet.words.text()
    sheet.requester.setText("elena@example.org")
    sheet.title.setText("Laptop for Elena")
    choose(sheet, "size", "14 inch")
    line(sheet, "reason").setText("The old one is broken.")
    file = sheet.fields["offer"]
    assert isinstance(file, FileField)
    file.take(offer)
    with qtbot.waitSignal(sheet.opened) as opened:
        sheet.submit()
    page = show.show(local_office.agent, opened.args[0])
    assert page.ticket.title == "Laptop for Elena"
    assert page.names.requester == "elena@example.org"
    assert dict(page.answers) == {
        "Size": "14 inch",
        "What it is for": "The old one is broken.",
        "Offer": "offer.txt",
    }
    assert [one.name for one in page.attachments] == ["offer.txt"]


def test_that_an_article_ends_an_order_in_one_key(
    local_office: Office, order: Callable[[str], OrderSheet], qtbot: QtBot
) -> None:
    article = a_published_article(
        local_office.agent, local_office.supervisor, "New laptop: what you can get"
    )
    sheet = order("New laptop")
    qtbot.waitUntil(sheet.answered.isVisible)
    assert "This may already answer it" in said(sheet)
    sheet.requester.setText("elena@example.org")
    QTest.keyClick(sheet, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: search.count(local_office.agent, ["status:cancelled"]) == [1])
    (ticket_id,) = search.ids(local_office.agent, "status:cancelled")
    page = show.show(local_office.agent, ticket_id)
    assert page.ticket.resolved_with_article_id == article
    assert page.names.requester == "elena@example.org"
    assert outcome_words(page) == "Answered by an article, nothing was ordered"


def test_that_what_is_typed_finds_other_articles_and_nothing_is_shown_without_any(
    local_office: Office, order: Callable[[str], OrderSheet], qtbot: QtBot
) -> None:
    a_published_article(local_office.agent, local_office.supervisor, "Docking station drivers")
    sheet = order("New laptop")
    assert not sheet.answered.isVisible()
    sheet.title.setText("Docking station does not work")
    qtbot.waitUntil(sheet.answered.isVisible)
    (line,) = sheet.answered.lines()
    assert line.answers.accessibleName().endswith("answers it")
    sheet.title.setText("")
    qtbot.waitUntil(lambda: not sheet.answered.isVisible())
    sheet.reject()


def test_that_an_order_in_spite_of_articles_counts_them_as_suggested(
    local_office: Office, order: Callable[[str], OrderSheet], qtbot: QtBot
) -> None:
    article = a_published_article(
        local_office.agent, local_office.supervisor, "Information about invoices"
    )
    sheet = order("Information")
    qtbot.waitUntil(sheet.answered.isVisible)
    for key, widget in sheet.fields.items():
        if isinstance(widget, QLineEdit):
            line(sheet, key).setText("Where do I find my invoices?")
    with qtbot.waitSignal(sheet.opened) as opened:
        sheet.submit()
    with local_office.agent.reading() as session:
        offered = rows.many(session.connection, "suggestion", ticket_id=opened.args[0])
    assert [row["article_id"] for row in offered] == [article]
