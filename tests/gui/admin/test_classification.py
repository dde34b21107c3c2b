"""What Desk learned and the desk's own words, in the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desk_gui.domain.workflow import Kind
from desk_gui.gui.admin.classification import ClassificationSection
from desk_gui.gui.admin.page import AdministrationPage
from desk_gui.operations import classification, classifiers, learning
from tests.conftest import Office
from tests.gui.admin.conftest import Open
from tests.operations.taught import decided_tickets

URGENT = '[[group]]\nsays = "urgency high"\nwords = ["line stop"]'


@pytest.fixture
def page(local_office: Office, open_page: Open) -> AdministrationPage:
    """The page of the administrator of a desk with eighty decided tickets."""
    decided_tickets(local_office)
    return open_page(local_office.administrator, "Classification")


@pytest.fixture
def section(page: AdministrationPage) -> ClassificationSection:
    """Its section."""
    return page.section(ClassificationSection)


def settled(section: ClassificationSection, qtbot: QtBot) -> None:
    qtbot.waitUntil(section.context.jobs.idle)


def cells(section: ClassificationSection) -> list[list[str]]:
    """The table of versions as it is read."""
    model = section.learned.model
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_that_learning_shows_its_progress_and_its_score(
    section: ClassificationSection, local_office: Office, qtbot: QtBot
) -> None:
    card = section.learned
    assert "has not learned from your tickets yet" in card.said.text()
    assert "80 tickets" in card.said.text()
    card.start.click()
    assert card.bar.isVisible()
    assert not card.start.isEnabled()
    settled(section, qtbot)
    assert not card.bar.isVisible()
    ((when, tickets, kind, _, team, _, used),) = cells(section)
    assert (tickets, kind, team, used) == ("80", "0 → 100 %", "0 → 100 %", "in use")
    assert when.endswith(f", {section.context.account.name}")
    assert "right in 100 %" in card.said.text()
    assert classification.propose(local_office.agent, "gearbox").kind is Kind.INCIDENT


def test_that_one_click_goes_back_and_a_version_is_chosen_by_keys(
    section: ClassificationSection, qtbot: QtBot
) -> None:
    card, desk = section.learned, section.context.desk
    for _ in range(2):
        card.start.click()
        settled(section, qtbot)
    assert card.back.text().startswith("Go back to the version of ")
    card.back.click()
    settled(section, qtbot)
    assert [row[-1] for row in cells(section)] == ["", "in use"]
    assert card.back.text() == "Go back to what Desk came with"
    card.back.click()
    settled(section, qtbot)
    assert not any(one.active for one in learning.standing(desk).versions)
    assert "uses what it came with" in card.said.text()
    assert not card.back.isVisible()
    assert not card.use.isEnabled()
    card.table.setFocus()
    qtbot.keyClick(card.table, Qt.Key.Key_Down)
    assert card.use.isEnabled()
    card.use.click()
    settled(section, qtbot)
    assert any(one.active for one in learning.standing(desk).versions)


def test_that_learning_is_stopped_and_nothing_is_kept(
    section: ClassificationSection, qtbot: QtBot
) -> None:
    card = section.learned
    card.start.click()
    card.stop.click()
    settled(section, qtbot)
    assert cells(section) == []
    assert card.start.isEnabled()
    assert not section.trouble.isVisible()


def test_that_own_words_are_saved_and_a_mistake_is_said_and_kept(
    section: ClassificationSection, local_office: Office, qtbot: QtBot
) -> None:
    assert not section.row.save.isEnabled()
    section.words.setPlainText("[[group]")
    section.row.save.click()
    settled(section, qtbot)
    assert section.trouble.text().startswith("The rules cannot be used: ")
    assert section.words.toPlainText() == "[[group]"
    section.words.setPlainText(URGENT)
    assert not section.trouble.isVisible()
    section.read()
    settled(section, qtbot)
    assert section.words.toPlainText() == URGENT
    qtbot.keyClick(section.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(section, qtbot)
    assert classifiers.rules(local_office.agent) == URGENT
    assert not section.row.save.isEnabled()
    section.words.setPlainText("")
    section.row.back.click()
    assert section.words.toPlainText() == URGENT


def test_that_an_agent_sees_it_and_changes_nothing(local_office: Office, open_page: Open) -> None:
    page = open_page(local_office.agent, "Classification")
    section = page.section(ClassificationSection)
    assert section.lacking.isVisible()
    assert section.words.isReadOnly()
    assert not section.learned.start.isEnabled()
