"""The editor of the catalog in the window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk_gui.domain.catalog import CatalogItem, TaskTemplate
from desk_gui.domain.forms import FieldKind, FormField, ShownIf
from desk_gui.domain.workflow import Kind
from desk_gui.gui.admin.catalog.section import CatalogSection
from desk_gui.gui.dialogs.choosing import ChoiceBox
from desk_gui.gui.dialogs.messages import answered
from desk_gui.gui.icons import Icon
from desk_gui.operations import catalog_items, classification
from desk_gui.operations.classification import NewTicket
from desk_gui.operations.desk import Desk
from desk_gui.storage import catalog as catalog_rows
from tests.conftest import Office
from tests.factories import a_catalog_item
from tests.gui.admin.conftest import Open

SECTION = "Catalog items"
KIND = FormField("kind", "Kind", FieldKind.CHOICE, required=True, choices=("own", "rented"))
UNTIL = FormField("until", "Until", FieldKind.DATE, shown_if=ShownIf("kind", ("rented",)))


@pytest.fixture
def van(local_office: Office) -> int:
    """An item with a form of two fields and two tasks."""
    tasks = (TaskTemplate("Book"), TaskTemplate("Hand over"))
    return a_catalog_item(local_office.administrator, "Van", fields=(KIND, UNTIL), tasks=tasks)


@pytest.fixture
def section(local_office: Office, open_page: Open, van: int) -> Iterator[CatalogSection]:
    """The editor with that item chosen; its page lives as long as the test."""
    page = open_page(local_office.administrator, SECTION)
    shown = page.section(CatalogSection)
    shown.choose(van)
    yield shown
    page.close()


def stored(desk: Desk, item_id: int) -> CatalogItem:
    return next(one for one in catalog_items.all_items(desk) if one.id == item_id)


def publish(section: CatalogSection, qtbot: QtBot) -> None:
    section.row.save.click()
    qtbot.waitUntil(section.context.jobs.idle)


def test_that_the_preview_is_the_form_and_follows_what_is_typed(section: CatalogSection) -> None:
    form = section.preview.form
    assert list(form.fields) == ["kind", "until"]
    assert form.fields["until"].isHidden()
    kind = form.fields["kind"]
    assert isinstance(kind, ChoiceBox)
    kind.choose("rented")
    kind.picked.emit("rented")
    assert not form.fields["until"].isHidden()
    section.editor.fields.open_at(1)
    section.editor.field_body.label.setText("Back on")
    assert form.fields["until"].accessibleName() == "Back on (optional)"
    assert not form.fields["until"].isHidden(), "what was tried out stays"
    section.editor.tasks.move(1, -1)
    assert section.preview.tasks.text().startswith("1. Hand over – at once\n2. Book – after 1")
    section.editor.field_body.kind.choose(FieldKind.NUMBER)
    section.editor.field_body.kind.picked.emit(FieldKind.NUMBER)
    section.editor.field_body.least.setText("3")
    section.preview.form.fields["until"].setProperty("text", "2")
    section.preview.check_answers()
    assert "at least 3" in section.preview.form.form._rows["Back on (optional)"].below.text()


def test_that_publishing_makes_an_edition_and_an_old_request_keeps_its_form(
    section: CatalogSection, local_office: Office, van: int, qtbot: QtBot
) -> None:
    new = NewTicket("A van", kind=Kind.REQUEST, item_id=van, answers={"kind": "own"})
    ticket_id = classification.open_ticket(local_office.agent, new).ticket_id
    section.editor.fields.add_one()
    section.editor.field_body.label.setText("Where to")
    section.editor.name.setText("Van or lorry")
    publish(section, qtbot)
    item = stored(local_office.agent, van)
    assert (item.edition, item.name, item.fields[2].key) == (2, "Van or lorry", "where_to")
    assert section.detail.told.text().endswith("by Root. 1 open request keeps an earlier one.")
    assert not section.row.save.isEnabled()
    with local_office.agent.reading() as session:
        kept = catalog_rows.ordered(session.connection, ticket_id, van)
    assert kept is not None
    assert [one.key for one in kept[0].fields] == ["kind", "until"]


def test_that_each_mistake_is_said_at_its_place_and_nothing_typed_is_lost(
    section: CatalogSection, local_office: Office, van: int, qtbot: QtBot
) -> None:
    section.editor.name.setText("VPN")
    section.editor.fields.take_out(0)
    section.editor.target.setText("soon")
    said = section.editor.fields.rows[0].trouble.text()
    assert said == "“Until” is shown by “?”, which is no field before it."
    section.editor.fields.open_at(0)
    assert section.editor.fields.rows[0].trouble.text() == said
    assert not section.row.save.isEnabled()
    other = next(one for one in catalog_items.all_items(local_office.agent) if one.id != van)
    section.choose(other.id)
    section.choose(van)
    assert section.editor.name.text() == "VPN"
    assert section.editor.target.text() == "soon"
    wrong = [row.below.text() for row in section.editor._what._forms["Name"]._rows.values()]
    assert wrong == ["The catalog has an item called “VPN” already."]
    with answered("") as asked:
        section.leave(lambda: pytest.fail("left"))
    assert asked[0].words == "1 catalog item has changes that are not published."
    section.row.back.click()
    assert section.editor.name.text() == "Van"


def test_that_two_administrators_do_not_overwrite_each_other(
    section: CatalogSection, local_office: Office, van: int, qtbot: QtBot
) -> None:
    section.editor.about.setPlainText("Mine")
    theirs = replace(stored(local_office.agent, van), name="Bus")
    catalog_items.save_item(local_office.administrator, theirs)
    publish(section, qtbot)
    assert section.trouble.text() == (
        "Edition 2 was published meanwhile by Root; yours began with edition 1."
    )
    assert section.editor.about.toPlainText() == "Mine"
    section.detail.mine.click()
    publish(section, qtbot)
    item = stored(local_office.agent, van)
    assert (item.edition, item.name, item.description) == (3, "Van", "Mine")


def test_that_an_icon_is_chosen_and_a_copy_is_a_new_item(
    section: CatalogSection, local_office: Office, qtbot: QtBot
) -> None:
    section.detail.duplicate.click()
    assert section.editor.name.text() == "Van (copy)"
    section.editor.icon.choose(Icon.CAR.value)
    section.editor.icon.picked.emit(Icon.CAR.value)
    assert section.preview.icon.icon is Icon.CAR
    publish(section, qtbot)
    copy = next(one for one in catalog_items.all_items(local_office.agent) if "copy" in one.name)
    assert (copy.icon, copy.edition, copy.fields) == ("car", 1, (KIND, UNTIL))
    section.detail.retire.click()
    qtbot.waitUntil(section.context.jobs.idle)
    assert not stored(local_office.agent, copy.id).active


def test_that_fields_are_moved_by_keys(section: CatalogSection) -> None:
    row = section.editor.fields.rows[1]
    row.open.setFocus()
    QTest.keyClick(row.open, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [one.key for one in section.editor.fields.values] == ["until", "kind"]


def test_that_the_catalog_goes_to_a_file_and_is_looked_at_before_it_comes_back(
    section: CatalogSection, local_office: Office, van: int, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "catalog.toml"
    section.files.export(file)
    qtbot.waitUntil(lambda: file.exists() and section.context.jobs.idle())
    words = file.read_text("utf-8").replace('["own", "rented"]', '["own", "leased"]')
    file.write_text(words.replace('["rented"]', '["leased"]'), "utf-8")
    with answered("Import") as asked:
        section.files.look_at(file)
        qtbot.waitUntil(lambda: stored(local_office.agent, van).edition == 2)
    assert asked[0].detail.startswith("Next edition of: Van\nThe same already: ")
    qtbot.waitUntil(section.context.jobs.idle)


def test_that_only_administrators_change_the_catalog(
    local_office: Office, open_page: Open, van: int
) -> None:
    page = open_page(local_office.supervisor, SECTION)
    section = page.section(CatalogSection)
    section.choose(van)
    assert not section.add.isEnabled()
    assert not section.editor.name.isEnabled()
    assert not section.lacking.isHidden()
