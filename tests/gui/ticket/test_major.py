"""A ticket as a major incident: its card, its commands, its children, its file."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desk_gui.domain.major_incident import Stake
from desk_gui.domain.ticket import Major, Wish
from desk_gui.domain.workflow import HoldReason, ResolutionCode, Status
from desk_gui.gui.dialogs.children import CascadeSheet, LinkChildrenSheet
from desk_gui.gui.dialogs.hold import HoldDialog
from desk_gui.gui.dialogs.major_declaration import DeclarationSheet
from desk_gui.gui.dialogs.major_review import ReviewSheet
from desk_gui.gui.dialogs.major_update import UpdateSheet
from desk_gui.gui.dialogs.reason import ReasonDialog
from desk_gui.gui.dialogs.resolve import ResolveDialog
from desk_gui.gui.dialogs.sheet import Sheet
from desk_gui.gui.ticket.page import TicketPage
from desk_gui.gui.widgets.person_picker import Choice
from desk_gui.operations import children, major_incidents, major_page, show, tickets
from desk_gui.operations.desk import Desk
from tests.conftest import Office
from tests.factories import a_major, a_review, an_incident, in_progress
from tests.gui.pdf_words import Pdf
from tests.gui.ticket.conftest import Reading, button, last_said, settled, words

S = TypeVar("S", bound=Sheet)


def asked(page: QWidget, kind: type[S]) -> S:
    """The one dialog of this kind that is open."""
    (sheet,) = [one for one in page.findChildren(kind) if one.isVisible()]
    return sheet


def sent(sheet: Sheet, qtbot: QtBot) -> None:
    """Send a dialog and wait until everything came of it."""
    with qtbot.waitSignal(sheet.accepted):
        sheet.submit()
    qtbot.waitUntil(sheet.context.jobs.idle)


def said(page: TicketPage, name: str) -> str:
    return words(page.major.card, name)


def able(page: TicketPage) -> set[str]:
    """The commands about major incidents that are offered now."""
    actions = page.context.actions
    names = {actions.name_of(action) for action in actions.enabled()}
    return {name for name in names if name.startswith("major_") or name == "link_children"}


def wrong(sheet: Sheet) -> list[str]:
    """What is said in red beneath the fields."""
    labels = sheet.form.findChildren(QLabel)
    return [one.text() for one in labels if one.property("look") == "wrong" and one.isVisible()]


def taken_back(page: TicketPage, qtbot: QtBot) -> None:
    """Press “Undo” in the newest toast."""
    undo = page.context.toasts.shown()[-1].findChild(QPushButton, "ToastUndo")
    assert undo is not None
    undo.click()
    settled(page, qtbot)


def a_family(office: Office, many: int = 3) -> tuple[int, list[int]]:
    """A declared incident with children of the same agent, in progress."""
    parent = a_major(office.supervisor, office.agent)
    family = [in_progress(office.agent, an_incident(office.agent)) for _ in range(many)]
    assert children.link_children(office.agent, parent, family).refused == ()
    return parent, family


def statuses(desk: Desk, ids: list[int]) -> set[Status]:
    return {show.show(desk, one).ticket.status for one in ids}


def test_that_an_ordinary_incident_has_no_card(reading: Reading, local_office: Office) -> None:
    page = reading(local_office.agent, an_incident(local_office.agent))
    assert not page.major.card.isVisible()
    assert able(page) == {"major_propose", "link_children"}


def test_that_an_agent_proposes_and_a_supervisor_declares(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = in_progress(local_office.agent, an_incident(local_office.agent, "Mail is down"))
    page = reading(local_office.agent, ticket_id)
    page.context.actions.do("major_propose")
    dialog = asked(page, ReasonDialog)
    dialog.text.setPlainText("Nobody has mail.")
    sent(dialog, qtbot)
    assert said(page, "MajorStanding") == "Proposed"
    assert said(page, "BusinessImpact") == "Nobody has mail."
    declare = button(page.major.card, "Major-declare")
    assert not declare.isEnabled()
    assert "supervisor" in said(page, "MajorReasons")

    page = reading(local_office.supervisor, ticket_id)
    button(page.major.card, "Major-declare").click()
    sheet = asked(page, DeclarationSheet)
    settled(page, qtbot)
    assert sheet.coordinator.value == local_office.agent_id
    sheet.impact.setPlainText("Nobody can send invoices.")
    sheet.stakes.tick(frozenset({Stake.SERVICE, Stake.COMPLIANCE}))
    sent(sheet, qtbot)
    assert said(page, "MajorStanding") == "Declared"
    assert said(page, "NextUpdate") == "Next update due in 30 min"
    assert said(page, "MajorCoordinator") == "Amira"
    assert said(page, "MajorAtStake") == "The service and compliance"
    assert words(page, "Kind") == "Major incident"
    assert last_said(page.context) == f"INC-{ticket_id} is a major incident."


def test_that_what_is_missing_in_a_declaration_is_said_and_nothing_is_lost(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = an_incident(local_office.agent)
    page = reading(local_office.supervisor, ticket_id)
    page.context.actions.do("major_declare")
    sheet = asked(page, DeclarationSheet)
    settled(page, qtbot)
    sheet.stakes.tick(frozenset({Stake.SERVICE}))
    sheet.submit()
    assert sheet.isVisible()
    assert len(wrong(sheet)) == 2
    assert sheet.stakes.ticked == {Stake.SERVICE}
    assert show.show(local_office.agent, ticket_id).ticket.major is Major.NONE


def test_that_the_countdown_goes_on_while_it_is_looked_at(
    reading: Reading, local_office: Office
) -> None:
    page = reading(local_office.agent, a_major(local_office.supervisor, local_office.agent))
    local_office.clock.forward(minutes=26)
    page.major.card.tick()
    assert said(page, "NextUpdate") == "Next update due in 4 min"
    local_office.clock.forward(minutes=9)
    page.major.card.tick()
    assert said(page, "NextUpdate") == "Update 5 min overdue"


def test_that_an_update_is_posted_and_read_on_the_card(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    parent, family = a_family(local_office)
    page = reading(local_office.agent, parent)
    local_office.clock.forward(minutes=28)
    button(page.major.card, "Major-update").click()
    sheet = asked(page, UpdateSheet)
    settled(page, qtbot)
    assert sheet.children_too.text() == "Also tell the requesters of its 3 open children"
    sheet.text.setPlainText("The disk is being replaced.")
    sheet.children_too.setChecked(True)
    sent(sheet, qtbot)
    (line,) = page.major.card.updates.lines.shown()
    assert line.accessibleName().startswith("Amira, ")
    assert line.accessibleName().endswith("read by 3 requesters too: The disk is being replaced.")
    assert said(page, "NextUpdate") == "Next update due in 30 min"
    comments = show.show(local_office.agent, family[0]).said
    assert comments[-1].text == "The disk is being replaced."


def test_that_older_updates_and_children_are_opened_on_demand(
    reading: Reading, local_office: Office
) -> None:
    parent, _ = a_family(local_office, many=7)
    for text in ("First.", "Second.", "Third."):
        local_office.clock.forward(minutes=10)
        major_incidents.post_update(local_office.agent, parent, text)
    card = reading(local_office.agent, parent).major.card
    assert card.updates.opener.text() == "Updates · 3"
    assert card.children_part.opener.text() == "Children · 7, 7 of them open"
    for part, few, all_of_them in ((card.updates, 2, 3), (card.children_part, 5, 7)):
        assert len(part.lines.shown()) == few
        part.opener.click()
        assert len(part.lines.shown()) == all_of_them
    assert not card.timeline.lines.shown()
    card.timeline.opener.click()
    told = [one.accessibleName() for one in card.timeline.lines.shown()]
    assert [one.partition(": ")[2] for one in told][-3:] == [
        "Update: First.",
        "Update: Second.",
        "Update: Third.",
    ]


def test_that_a_child_opens_from_the_card(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    parent, family = a_family(local_office)
    page = reading(local_office.agent, parent)
    line = page.major.card.children_part.lines.shown()[0]
    with qtbot.waitSignal(page.ticket_wanted, check_params_cb=lambda one: one == family[0]):
        line.opens.click()


def test_that_similar_incidents_and_others_are_linked_in_bulk_and_unlinked_by_one_undo(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    agent = local_office.agent
    parent = a_major(local_office.supervisor, agent)
    alike = [an_incident(agent, title) for title in ("No mail here", "Mail is down in Lyon")]
    other = an_incident(agent, "Badge reader is red")
    page = reading(agent, parent)
    page.context.toasts.attach(page)
    page.context.actions.do("link_children")
    sheet = asked(page, LinkChildrenSheet)
    settled(page, qtbot)
    assert sheet.list.checked() == alike
    sheet.other.choose(Choice(other, f"INC-{other} Badge reader is red"))
    assert sheet.list.checked() == [other, *alike]
    assert sheet.go.text() == "Link 3 incidents"
    sent(sheet, qtbot)
    linked = {link.id for link in show.show(agent, parent).links}
    assert linked == {other, *alike}
    assert last_said(page.context) == f"3 incidents linked to INC-{parent}."
    taken_back(page, qtbot)
    assert show.show(agent, parent).links == ()


def test_that_a_hold_is_followed_by_the_children_that_are_ticked_with_one_undo(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    parent, family = a_family(local_office)
    foreign = in_progress(local_office.supervisor, an_incident(local_office.supervisor))
    children.link_children(local_office.agent, parent, [foreign])
    page = reading(local_office.agent, parent)
    page.context.toasts.attach(page)
    page.context.actions.do("hold")
    hold = asked(page, HoldDialog)
    settled(page, qtbot)
    hold.reason.choose(HoldReason.SUPPLIER)
    sent(hold, qtbot)
    settled(page, qtbot)
    sheet = asked(page, CascadeSheet)
    assert sheet.list.checked() == [*family, foreign]
    sheet.list.lines[3].box.click()
    assert sheet.go.text() == "Put 3 incidents on hold"
    assert statuses(local_office.agent, family) == {Status.IN_PROGRESS}
    sent(sheet, qtbot)
    assert statuses(local_office.agent, family) == {Status.ON_HOLD}
    assert statuses(local_office.agent, [foreign]) == {Status.IN_PROGRESS}
    assert last_said(page.context) == "3 children put on hold."
    taken_back(page, qtbot)
    assert statuses(local_office.agent, family) == {Status.IN_PROGRESS}
    assert last_said(page.context) == "Undone for 3 tickets."


def test_that_a_child_that_nobody_has_is_said_to_be_assigned_like_its_parent(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    parent = in_progress(local_office.agent, an_incident(local_office.agent))
    children.link_children(local_office.agent, parent, [an_incident(local_office.agent)])
    page = reading(local_office.agent, parent)
    page.context.actions.do("hold")
    sent(asked(page, HoldDialog), qtbot)
    settled(page, qtbot)
    (line,) = asked(page, CascadeSheet).list.lines
    number = show.show(local_office.agent, parent).ticket.number
    assert line.row.detail == f"New → On hold, assigned like {number} first"


def test_that_children_left_alone_can_be_resolved_later_from_the_card(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    parent, family = a_family(local_office)
    page = reading(local_office.agent, parent)
    page.context.actions.do("resolve")
    dialog = asked(page, ResolveDialog)
    dialog.code.choose(ResolutionCode.FIXED)
    dialog.text.setPlainText("The disk is replaced.")
    sent(dialog, qtbot)
    settled(page, qtbot)
    asked(page, CascadeSheet).reject()
    settled(page, qtbot)
    assert statuses(local_office.agent, family) == {Status.IN_PROGRESS}
    follow = button(page.major.card, "FollowParent")
    assert follow.text() == "Resolve them too…"
    follow.click()
    settled(page, qtbot)
    sent(asked(page, CascadeSheet), qtbot)
    settled(page, qtbot)
    kept = show.show(local_office.agent, family[0]).ticket
    assert (kept.status, kept.resolution_text) == (Status.RESOLVED, "The disk is replaced.")
    assert not follow.isVisible()


def test_that_a_ticket_without_children_asks_nothing_when_it_is_resolved(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    page = reading(
        local_office.agent, in_progress(local_office.agent, an_incident(local_office.agent))
    )
    page.context.actions.do("hold")
    sent(asked(page, HoldDialog), qtbot)
    settled(page, qtbot)
    assert not [one for one in page.findChildren(CascadeSheet) if one.isVisible()]


def test_that_it_is_stood_down_reviewed_and_only_then_closed(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    agent = local_office.agent
    parent = a_major(local_office.supervisor, agent)
    tickets.move(
        agent,
        parent,
        Wish(Status.RESOLVED, resolution_code=ResolutionCode.FIXED, resolution_text="Done."),
    )
    page = reading(agent, parent)
    button(page.major.card, "Major-stand_down").click()
    dialog = asked(page, ReasonDialog)
    dialog.text.setPlainText("Mail flows again.")
    sent(dialog, qtbot)
    assert said(page, "MajorStanding") == "Stood down"
    assert said(page, "NextUpdate") == "Its review is to be written"
    assert not button(page, "Act-close").isEnabled()
    page.context.actions.do("major_review")
    sheet = asked(page, ReviewSheet)
    settled(page, qtbot)
    sheet.cause.setPlainText("A full disk.")
    sheet.well.setPlainText("Quick help.")
    sheet.submit()
    assert sheet.isVisible()
    assert len(wrong(sheet)) == 2
    sheet.wrong.setPlainText("No alarm.")
    line = sheet.add_action()
    line.title.setText("Alarm at 80 %")
    line.assignee.choose(agent.account_id)
    sent(sheet, qtbot)
    assert said(page, "NextUpdate") == "Reviewed"
    (box,) = page.major.card.review.boxes.shown()
    assert "Alarm at 80 % (Amira, until " in box.box.accessibleName()
    box.box.click()
    settled(page, qtbot)
    review = major_page.page(agent, parent)
    assert review is not None
    assert review.review is not None
    assert [action.done for action in review.review.actions] == [True]
    assert button(page, "Act-close").isEnabled()


def test_that_a_review_without_actions_says_why_there_are_none(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    parent = a_major(local_office.supervisor, local_office.agent)
    major_incidents.stand_down(local_office.agent, parent, "Over.")
    page = reading(local_office.agent, parent)
    button(page.major.card, "Major-review").click()
    sheet = asked(page, ReviewSheet)
    settled(page, qtbot)
    for editor in (sheet.cause, sheet.well, sheet.wrong):
        editor.setPlainText("A lightning.")
    assert sheet.none_because.isVisible()
    sheet.add_action()
    assert not sheet.none_because.isVisible()
    sheet.lines[0].away.click()
    sheet.submit()
    assert len(wrong(sheet)) == 1
    sheet.none_because.setText("Lightning comes once in ten years.")
    sent(sheet, qtbot)
    assert words(page.major.card, "MajorNoAction") == "Lightning comes once in ten years."


def test_that_timeline_and_review_are_saved_as_a_pdf(
    reading: Reading,
    local_office: Office,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    agent = local_office.agent
    parent = a_major(local_office.supervisor, agent)
    major_incidents.stand_down(agent, parent, "Mail flows again.")
    major_incidents.review(agent, parent, a_review(agent))
    page = reading(agent, parent)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "a.pdf"), ""))
    page.context.actions.do("major_pdf")
    settled(page, qtbot)
    assert last_said(page.context) == "Saved in a.pdf."
    pdf = Pdf((tmp_path / "a.pdf").read_bytes())
    for sentence in ("Mail flows again.", "The disk was full.", "Alarm at 80 % of the disk"):
        assert sentence in pdf.words
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path), ""))
    page.context.actions.do("major_pdf")
    settled(page, qtbot)
    assert "cannot be written" in last_said(page.context)
