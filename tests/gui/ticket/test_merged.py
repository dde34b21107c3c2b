"""A merged ticket says where it went; the one that stays shows what came into it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from pytestqt.qtbot import QtBot

from desk_gui.domain.attachment import NewFile, Upload
from desk_gui.domain.collaboration import Writing
from desk_gui.domain.workflow import Status
from desk_gui.gui.dialogs import outcomes
from desk_gui.gui.dialogs.choosing import read_known
from desk_gui.gui.ticket.composer import Mode
from desk_gui.gui.ticket.history_words import past_lines
from desk_gui.operations import bulk, drafts, merging, show, tickets
from tests.conftest import Office
from tests.factories import an_incident
from tests.gui.ticket.conftest import Reading, button, last_said, settled, words


@dataclass(frozen=True)
class Merged:
    """One ticket that was merged into another one."""

    goes: int
    stays: int


@pytest.fixture
def merged(local_office: Office) -> Merged:
    """Two incidents, one merged into the other a minute after it was commented."""
    desk, clock = local_office.agent, local_office.clock
    stays = an_incident(desk, "Mail is down")
    goes = an_incident(desk, "No mail", text="Nobody here has mail.")
    clock.forward(minutes=1)
    log = Upload((NewFile("mail.log", b"Timed out.\n"),))
    tickets.comment(desk, goes, "We look at it.", files=log)
    merging.merge(desk, goes, stays)
    clock.forward(minutes=1)
    return Merged(goes, stays)


def test_that_the_merged_ticket_leads_to_the_one_that_stays(
    merged: Merged, reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    page = reading(local_office.agent, merged.goes)
    assert page.family.head.text() == f"Merged into INC-{merged.stays}"
    assert "read here too" in words(page, "FamilyWords")
    assert not page.outcome.isVisible()
    assert not page.links.isVisible()
    with qtbot.waitSignal(page.ticket_wanted) as wanted:
        button(page, "MergedTicket").click()
    assert wanted.args == [merged.stays]


def test_that_nothing_is_written_on_a_merged_ticket(
    merged: Merged, reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    page = reading(local_office.agent, merged.goes)
    assert not page.composer.isVisible()
    actions = page.context.actions
    for name in ("comment", "note", "attach"):
        assert not actions.action(name).isEnabled()
        assert f"Write on INC-{merged.stays}." in actions.action(name).toolTip()
    page.write(Mode.ANSWER)
    assert not page.composer.isVisible()
    page.show_ticket(merged.stays)
    qtbot.waitUntil(page.composer.isVisible)
    assert actions.action("comment").isEnabled()
    settled(page, qtbot)


def test_that_it_is_taken_apart_from_either_page(
    merged: Merged, reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    desk = local_office.agent
    page = reading(desk, merged.stays)
    assert page.family.head.text() == "Merged into this ticket"
    assert page.family.lines()[0].opens.text().startswith(f"INC-{merged.goes} No mail")
    button(page, "TakeApart").click()
    qtbot.waitUntil(lambda: not page.family.isVisible())
    assert last_said(page.context) == f"INC-{merged.goes} stands by itself again."
    assert show.show(desk, merged.goes).ticket.status is Status.NEW
    merging.merge(desk, merged.goes, merged.stays)
    page.show_ticket(merged.goes)
    qtbot.waitUntil(page.context.actions.action("unmerge").isEnabled)
    page.context.actions.do("unmerge")
    qtbot.waitUntil(page.composer.isVisible)
    settled(page, qtbot)
    assert show.show(desk, merged.goes).family.staying is None


def test_that_each_entry_says_on_which_ticket_it_was_said(
    merged: Merged, reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    tickets.comment(local_office.agent, merged.stays, "It runs again.")
    page = reading(local_office.agent, merged.stays)
    opening, answer, own = page.conversation.cards()
    assert [one.head.text() for one in (opening, answer, own)] == [
        "Amira · opened it",
        "Amira · answer",
        "Amira · answer",
    ]
    assert own.origin is None
    for card in (opening, answer):
        assert card.origin is not None
        assert card.origin.text() == f"on INC-{merged.goes}"
    assert answer.files is not None
    assert answer.files.isVisible()
    with qtbot.waitSignal(page.ticket_wanted) as wanted:
        button(opening, "SaidOn").click()
    assert wanted.args == [merged.goes]


def test_that_unsent_words_are_taken_over_with_one_press(
    local_office: Office, reading: Reading, qtbot: QtBot
) -> None:
    desk = local_office.agent
    stays, goes, other = (an_incident(desk, f"Mail {n}") for n in range(3))
    drafts.keep(desk, goes, "It is back soon.", Writing.NOTE)
    drafts.keep(desk, other, "Look at the log.", Writing.NOTE)
    for one in (goes, other):
        merging.merge(desk, one, stays)
    page = reading(desk, stays)
    assert [line.words.text() for line in page.composer.left.lines()] == [
        f"Your unsent work note on INC-{goes}: It is back soon.",
        f"Your unsent work note on INC-{other}: Look at the log.",
    ]
    page.composer.left.lines()[0].use.click()
    settled(page, qtbot)
    qtbot.waitUntil(lambda: len(page.composer.left.lines()) == 1)
    assert (page.composer.text.toPlainText(), page.composer.mode) == ("It is back soon.", Mode.NOTE)
    page.composer.left.lines()[0].use.click()
    qtbot.waitUntil(lambda: not page.composer.left.isVisible())
    settled(page, qtbot)
    assert page.composer.text.toPlainText() == "It is back soon.\n\nLook at the log."
    seen = show.show(desk, stays)
    assert seen.drafts == ()
    assert seen.draft is not None
    assert seen.draft.text == "It is back soon.\n\nLook at the log."


def test_that_unsent_words_can_be_thrown_away(
    local_office: Office, reading: Reading, qtbot: QtBot
) -> None:
    desk = local_office.agent
    stays, goes = an_incident(desk), an_incident(desk)
    drafts.keep(desk, goes, "It is back soon.", Writing.ANSWER)
    merging.merge(desk, goes, stays)
    page = reading(desk, stays)
    page.composer.left.lines()[0].forget.click()
    qtbot.waitUntil(lambda: not page.composer.left.isVisible())
    settled(page, qtbot)
    assert page.composer.text.toPlainText() == ""
    assert show.show(desk, stays).drafts == ()


def test_that_the_history_names_what_was_merged_and_taken_apart(
    merged: Merged, local_office: Office
) -> None:
    desk = local_office.agent
    merging.unmerge(desk, merged.goes)
    stayed = past_lines(show.show(desk, merged.stays), read_known(desk))
    assert [line.what for line in stayed[:2]] == [
        f"Amira took INC-{merged.goes} apart again",
        f"Amira merged INC-{merged.goes} into it",
    ]
    went = past_lines(show.show(desk, merged.goes), read_known(desk))
    assert f"Amira merged it into INC-{merged.stays}" in [line.what for line in went]


def test_that_the_key_for_undo_takes_several_back_as_one(
    local_office: Office, reading: Reading, qtbot: QtBot
) -> None:
    desk = local_office.agent
    stays, first, second = (an_incident(desk, f"Mail {n}") for n in range(3))
    page = reading(desk, stays)
    page.context.toasts.attach(page)
    undo = page.context.actions.action("undo")
    assert not undo.isEnabled()
    outcomes.tell(page.context, bulk.merge(desk, [first, second], stays))
    qtbot.waitUntil(page.family.isVisible)
    assert undo.isEnabled()
    page.context.actions.do("undo")
    qtbot.waitUntil(lambda: not page.family.isVisible())
    settled(page, qtbot)
    assert last_said(page.context) == "Undone for 2 tickets."
    assert not undo.isEnabled()
