"""A new ticket says which one it looks like, and is merged into it with one press."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from desk_gui.domain.ticket import Relation
from desk_gui.operations import relations, show
from tests.conftest import Office
from tests.factories import an_incident, in_progress, resolved
from tests.gui.ticket.conftest import Reading, button, last_said, settled, words

LYON = "Mail server unreachable for the whole Lyon office"


def test_that_it_is_merged_with_one_press_and_taken_back(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    desk = local_office.agent
    stays = an_incident(desk, LYON)
    local_office.clock.forward(minutes=3)
    new = an_incident(desk, "No mail in Lyon")
    page = reading(desk, new)
    (line,) = page.looks_like.lines()
    qtbot.waitUntil(line.act.isVisible)
    assert line.opens.text() == f"INC-{stays} {LYON}"
    assert line.because.text() == "same words: mail, Lyon; opened 3 min ago, new"
    with qtbot.waitSignal(page.ticket_wanted) as wanted:
        line.opens.click()
    assert wanted.args == [stays]
    button(page, "MergeIntoIt").click()
    qtbot.waitUntil(page.family.isVisible)
    settled(page, qtbot)
    assert last_said(page.context) == f"INC-{new} merged into INC-{stays}."
    assert not page.looks_like.isVisible()
    page.context.actions.do("undo")
    qtbot.waitUntil(page.looks_like.isVisible)
    settled(page, qtbot)


def test_that_what_is_linked_or_worked_on_is_not_asked_about(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    desk = local_office.agent
    other, new = an_incident(desk, LYON), an_incident(desk, LYON)
    relations.link(desk, new, other, Relation.RELATED)
    page = reading(desk, new)
    assert page.looks_like.lines() == []
    third = an_incident(desk, LYON)
    page.show_ticket(third)
    qtbot.waitUntil(page.looks_like.isVisible)
    settled(page, qtbot)
    in_progress(desk, third)
    page.refresh(None)
    settled(page, qtbot)
    assert words(page, "Standing").startswith("In progress")
    assert page.looks_like.lines() == []


def test_that_what_is_resolved_is_shown_but_takes_nothing_in(
    reading: Reading, local_office: Office
) -> None:
    desk = local_office.agent
    done = resolved(desk, an_incident(desk, LYON))
    page = reading(desk, an_incident(desk, LYON))
    (line,) = page.looks_like.lines()
    assert line.opens.text().startswith(f"INC-{done} ")
    assert not line.act.isVisible()
    assert show.show(desk, done).family.below == ()
