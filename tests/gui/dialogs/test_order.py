"""Ordering from the catalog in the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desk_gui.domain.catalog import CatalogItem
from desk_gui.gui.dialogs.choosing import ChoiceBox
from desk_gui.gui.dialogs.order import FileField, OrderSheet
from desk_gui.gui.page import Context
from desk_gui.operations import requests, show
from tests.conftest import Office
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
