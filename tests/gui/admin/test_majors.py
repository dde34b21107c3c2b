"""When a major incident is suggested, and the templates of updates, in the window."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desk_gui.domain.major_incident import UpdateTemplate
from desk_gui.gui.admin.majors import MajorsSection
from desk_gui.operations import general, update_templates
from tests.conftest import Office
from tests.gui.admin.conftest import Open, said_in_red

NAME = "Major incidents"
MINE = UpdateTemplate("Workaround", "{title}: meanwhile use {what}.")


def test_that_numbers_and_templates_are_saved_together(
    local_office: Office, open_page: Open, qtbot: QtBot
) -> None:
    page = open_page(local_office.administrator, NAME)
    section = page.section(MajorsSection)
    before = update_templates.templates(local_office.agent)
    assert [field.template for field in section.fields] == list(before)
    assert not section.row.save.isEnabled()
    section.many.setText("8")
    section.within.setText("45")
    section.more.click()
    assert section.fields[-1].name.hasFocus()
    assert not section.row.save.isEnabled()
    section.fields[-1].name.setText(MINE.name)
    section.fields[-1].text.setPlainText(MINE.text)
    section.row.save.click()
    qtbot.waitUntil(lambda: update_templates.templates(local_office.agent) == (*before, MINE))
    kept = general.general(local_office.agent)
    assert (kept.similar_incidents, kept.similar_minutes) == (8, 45)
    qtbot.waitUntil(section.context.jobs.idle)
    assert not section.row.save.isEnabled()


def test_that_a_template_is_taken_away_and_put_back(
    local_office: Office, open_page: Open, qtbot: QtBot
) -> None:
    page = open_page(local_office.administrator, NAME)
    section = page.section(MajorsSection)
    before = update_templates.templates(local_office.agent)
    section.fields[0].away.click()
    assert len(section.fields) == len(before) - 1
    assert section.row.save.isEnabled()
    section.row.back.click()
    assert [field.template for field in section.fields] == list(before)
    section.fields[0].away.click()
    section.row.save.click()
    qtbot.waitUntil(lambda: update_templates.templates(local_office.agent) == before[1:])
    qtbot.waitUntil(section.context.jobs.idle)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("many", "1", "Write a number from 2 to 100, or 0 for never."),
        ("many", "some", "Write a number from 2 to 100, or 0 for never."),
        ("within", "0", "Write a number of minutes from 1 to 1,440."),
    ],
)
def test_that_what_cannot_be_read_is_said_at_its_field_and_kept(
    local_office: Office, open_page: Open, field: str, typed: str, sentence: str
) -> None:
    page = open_page(local_office.administrator, NAME)
    section = page.section(MajorsSection)
    edit = getattr(section, field)
    edit.setText(typed)
    assert said_in_red(section.form) == [sentence]
    assert edit.text() == typed
    assert not section.row.save.isEnabled()
    section.row.back.click()
    assert said_in_red(section.form) == []


@pytest.mark.parametrize(
    ("name", "text"), [("", "Text."), ("Name", " "), ("Started", "Text."), ("x" * 200, "Text.")]
)
def test_that_a_template_that_cannot_be_taken_says_why(
    local_office: Office, open_page: Open, name: str, text: str
) -> None:
    page = open_page(local_office.administrator, NAME)
    section = page.section(MajorsSection)
    section.more.click()
    if name == "Started":
        name = section.fields[0].template.name
    section.fields[-1].name.setText(name)
    section.fields[-1].text.setPlainText(text)
    assert section.trouble.isVisible()
    assert section.trouble.text().endswith(".")
    assert not section.row.save.isEnabled()
    assert section.fields[-1].name.text() == name


def test_that_an_agent_sees_them_and_why_they_stay(local_office: Office, open_page: Open) -> None:
    page = open_page(local_office.agent, NAME)
    section = page.section(MajorsSection)
    assert section.lacking.isVisible()
    assert section.many.isReadOnly()
    assert all(field.text.isReadOnly() for field in section.fields)
    assert not section.more.isEnabled()
    section.many.setText("9")
    assert not section.row.save.isEnabled()
