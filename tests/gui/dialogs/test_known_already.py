"""While a ticket is typed, tickets that may be the same matter are offered, and used."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from desk_gui.domain.ticket import Relation
from desk_gui.domain.workflow import Kind, Status
from desk_gui.gui.dialogs.new_ticket import NewTicketForm
from desk_gui.gui.dialogs.split import SplitForm
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.person_picker import Choice
from desk_gui.operations import accounts, search, show
from tests.conftest import Office
from tests.factories import a_request, an_incident, resolved
from tests.gui.dialogs.conftest import shown

LYON = "Mail server unreachable for the whole Lyon office"
Typing = Callable[..., NewTicketForm]


@pytest.fixture
def typing(context: Context, host: QWidget, qtbot: QtBot) -> Typing:
    """A form into which a title was typed, and what it found is shown."""

    def made(title: str, text: str = "", kind: Kind | None = None) -> NewTicketForm:
        form = NewTicketForm(context, kind, host)
        form.open()
        form.fields.title.setText(title)
        form.fields.text.setPlainText(text)
        form.look_up()
        qtbot.waitUntil(context.jobs.idle)
        return form

    return made


def choose(form: NewTicketForm, name: str) -> None:
    """Choose from the menu beside the first ticket."""
    menu = form.known.lines()[0].act.findChild(QMenu)
    assert menu is not None
    next(act for act in menu.actions() if act.objectName() == name).trigger()


def offered(form: NewTicketForm) -> list[str]:
    """What can be done with what is typed, for the first ticket."""
    menu = form.known.lines()[0].act.findChild(QMenu)
    assert menu is not None
    return [act.text() for act in menu.actions()]


def used(form: NewTicketForm, name: str, qtbot: QtBot) -> int:
    """Choose it, and the ticket that is shown then."""
    with qtbot.waitSignal(form.opened) as opened:
        choose(form, name)
    qtbot.waitUntil(form.context.jobs.idle)
    assert opened.args is not None
    return int(opened.args[0])


def test_that_a_likely_ticket_is_offered_with_the_reason_and_opens(
    typing: Typing, local_office: Office, context: Context
) -> None:
    ticket_id = an_incident(local_office.agent, LYON)
    local_office.clock.forward(minutes=12)
    form = typing("No mail in Lyon", "The server cannot be reached.")
    (line,) = form.known.lines()
    assert line.opens.text() == f"INC-{ticket_id} {LYON}"
    assert line.because.text() == "same words: mail, Lyon, server; opened 12 min ago, new"
    opened: list[str] = []
    object.__setattr__(context, "open_link", opened.append)
    line.opens.click()
    assert opened == [f"desk://ticket/INC-{ticket_id}"]


def test_that_nothing_is_shown_where_nothing_is_alike(
    typing: Typing, local_office: Office, qtbot: QtBot
) -> None:
    an_incident(local_office.agent, LYON)
    form = typing("Coffee machine is empty")
    assert form.known.lines() == []
    assert form.known.isHidden()
    form.fields.title.setText("No mail in Lyon")
    form.look_up()
    qtbot.waitUntil(lambda: len(form.known.lines()) == 1)
    qtbot.waitUntil(form.context.jobs.idle)


def test_that_what_was_typed_is_added_to_it_and_no_ticket_is_opened(
    typing: Typing, local_office: Office, context: Context, qtbot: QtBot
) -> None:
    desk = local_office.agent
    ticket_id = an_incident(desk, LYON)
    form = typing("No mail in Lyon", "It began at nine.")
    form.fields.requester.setText("Marc Dubois")
    assert used(form, "Add", qtbot) == ticket_id
    (said,) = shown(desk, ticket_id).said
    assert said.text == "Marc Dubois reports: No mail in Lyon\n\nIt began at nine."
    assert not said.public
    assert len(search.ids(desk, "")) == 1
    assert context.toasts.log[-1].words == f"Added to INC-{ticket_id}."


def test_that_its_own_requester_answers_by_it(
    typing: Typing, local_office: Office, qtbot: QtBot
) -> None:
    desk = local_office.agent
    elena = accounts.add_contact(desk, "Elena")
    ticket_id = an_incident(desk, LYON, requester_id=elena)
    form = typing("No mail in Lyon")
    form.fields.requester.choose(Choice(elena, "Elena"))
    used(form, "Add", qtbot)
    (said,) = shown(desk, ticket_id).said
    assert (said.by_requester, said.public, said.text) == (True, True, "No mail in Lyon")


def test_that_it_is_opened_and_merged_at_once(
    typing: Typing, local_office: Office, context: Context, qtbot: QtBot
) -> None:
    desk = local_office.agent
    stays = an_incident(desk, LYON)
    form = typing("No mail in Lyon", "It began at nine.")
    new = used(form, "Duplicate", qtbot)
    page = shown(desk, new)
    assert (page.ticket.title, page.ticket.status) == ("No mail in Lyon", Status.CANCELLED)
    assert page.family.staying == f"INC-{stays}"
    words = f"“No mail in Lyon” opened, merged into INC-{stays}."
    assert context.toasts.log[-1].words == words


def test_that_it_is_opened_as_a_child(typing: Typing, local_office: Office, qtbot: QtBot) -> None:
    desk = local_office.agent
    parent = an_incident(desk, LYON)
    child = used(typing("No mail in Lyon"), "Child", qtbot)
    (link,) = shown(desk, child).links
    assert (link.id, link.relation, link.outward) == (parent, Relation.CHILD_OF, True)


def test_that_only_what_the_ticket_allows_is_offered(typing: Typing, local_office: Office) -> None:
    desk = local_office.agent
    done = resolved(desk, an_incident(desk, LYON))
    assert offered(typing("No mail in Lyon")) == [
        f"Add what you typed to INC-{done}",
        f"Open it as a child of INC-{done}",
    ]
    request = a_request(desk, "New laptop for Elena Rossi")
    assert offered(typing("Laptop for Elena Rossi")) == [
        f"Add what you typed to REQ-{request}",
        f"Open it, merged into REQ-{request}",
    ]


def test_that_a_ticket_which_may_be_known_is_not_told_as_solved_before_as_well(
    typing: Typing, local_office: Office
) -> None:
    desk = local_office.agent
    old = [resolved(desk, an_incident(desk, LYON)) for _ in range(4)]
    form = typing(LYON)
    known = {line.likely.id for line in form.known.lines() if line.likely}
    told = {line.thing.likely.id for line in form.solved.lines() if line.thing}
    assert len(known) == 3
    assert told
    assert told <= set(old) - known


def test_that_what_is_missing_is_said_before_it_is_opened(
    typing: Typing, local_office: Office
) -> None:
    a_request(local_office.agent, "Blue chair for Elena Rossi")
    form = typing("A blue chair for Elena Rossi")
    form.fields.item.choose(None)
    choose(form, "Duplicate")
    assert form.kind is Kind.REQUEST
    assert form.isVisible()
    assert len(search.ids(local_office.agent, "")) == 1


def test_that_a_part_that_is_split_off_looks_for_none(
    context: Context, host: QWidget, local_office: Office, qtbot: QtBot
) -> None:
    desk = local_office.agent
    an_incident(desk, LYON)
    form = SplitForm(context, show.show(desk, a_request(desk)), host)
    form.open()
    form.fields.title.setText(LYON)
    form.look_up()
    qtbot.waitUntil(context.jobs.idle)
    assert form.known.lines() == []
