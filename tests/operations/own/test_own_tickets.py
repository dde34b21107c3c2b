"""What a requester does himself, on both databases."""

from __future__ import annotations

import pytest

from desk_gui.domain.asking import Affected, Asking, Submission, submission_of
from desk_gui.domain.attachment import NewFile, Upload
from desk_gui.domain.errors import Invalid, NotFound, NotPossible
from desk_gui.domain.knowledge import Audience
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import Kind, ResolutionCode, Status
from desk_gui.operations import accounts, attachments, reports, show, tickets
from desk_gui.operations.desk import Desk, new_key
from desk_gui.operations.own import reading
from desk_gui.operations.own.handing_in import hand_in, take_in
from desk_gui.reports.values import Share
from desk_gui.storage import rows
from tests.conftest import Office
from tests.factories import a_catalog_item, a_published_article, an_incident

MAIL = "rita@example.org"


@pytest.fixture
def rita(office: Office) -> Desk:
    """The requester, whose account has the mail address that she is known by."""
    with office.administrator.writing() as session:
        values = {"email": MAIL}
        rows.change(session.connection, "account", values, id=office.requester.account_id)
    return office.requester


def handed_in(desk: Desk, asking: Asking, **said: object) -> int:
    (ticket_id,) = hand_in(desk, Submission(asking, **said), key=new_key()).tickets  # type: ignore[arg-type] # said by name
    return ticket_id


def a_report(desk: Desk) -> int:
    said = {"title": "Printer jams", "text": "I printed", "affected": Affected.SOME}
    return handed_in(desk, Asking.REPORT, **said)


def resolved(office: Office, ticket_id: int) -> None:
    me = office.agent.account_id
    tickets.assign(office.agent, ticket_id, assignee_id=me, team_id=office.team_id)
    tickets.move(office.agent, ticket_id, Wish(Status.IN_PROGRESS))
    wish = Wish(
        Status.RESOLVED, resolution_code=ResolutionCode.FIXED, resolution_text="Cleaned it."
    )
    tickets.move(office.agent, ticket_id, wish)


def test_that_a_report_becomes_an_incident_of_oneself(office: Office, rita: Desk) -> None:
    key = new_key()
    said = Submission(Asking.REPORT, title="Printer jams", affected=Affected.SOME)
    once, again = (hand_in(rita, said, key=key) for _ in range(2))
    assert once == again
    (ticket_id,) = once.tickets
    page = show.show(office.agent, ticket_id)
    assert (page.ticket.kind, page.ticket.impact) == (Kind.INCIDENT, "medium")
    assert page.ticket.opened_by_id == rita.account_id
    assert [one.id for one in reading.tickets(rita).tickets] == [ticket_id]
    assert reading.ticket(rita, ticket_id).text == "Some of us are affected."


def test_that_an_order_keeps_its_answers(office: Office, rita: Desk) -> None:
    item = a_catalog_item(office.administrator, "A second screen", approvals=1)
    assert [one.id for one in reading.catalog(rita) if one.name == "A second screen"] == [item]
    ticket_id = handed_in(rita, Asking.ORDER, item_id=item)
    page = reading.ticket(rita, ticket_id)
    assert (page.ticket.title, page.ticket.status) == ("A second screen", Status.AWAITING_APPROVAL)
    assert page.ticket.may_withdraw
    handed_in(rita, Asking.WITHDRAW, ticket_id=ticket_id)
    assert reading.ticket(rita, ticket_id).ticket.status is Status.CANCELLED


def test_that_only_what_was_said_aloud_is_read(office: Office, rita: Desk) -> None:
    ticket_id = a_report(rita)
    tickets.comment(office.agent, ticket_id, "We look at it.")
    tickets.work_note(office.agent, ticket_id, "She always jams it.")
    handed_in(rita, Asking.ANSWER, ticket_id=ticket_id, text="Thank you.")
    said = reading.ticket(rita, ticket_id).said
    assert [(one.who, one.mine, one.text) for one in said] == [
        ("Amira", False, "We look at it."),
        ("Rita", True, "Thank you."),
    ]


def test_that_tickets_of_others_are_not_there(office: Office, rita: Desk) -> None:
    other = accounts.add_contact(office.agent, "Omar", "omar@example.org")
    foreign = an_incident(office.agent, requester_id=other)
    assert reading.tickets(rita).tickets == ()
    with pytest.raises(NotFound):
        reading.ticket(rita, foreign)
    for asking in (Asking.ANSWER, Asking.SOLVED, Asking.NOT_SOLVED, Asking.WITHDRAW):
        with pytest.raises(NotFound):
            handed_in(rita, asking, ticket_id=foreign, text="Hello", score=5)


def test_that_what_is_not_solved_is_worked_on_again(office: Office, rita: Desk) -> None:
    ticket_id = a_report(rita)
    with pytest.raises(NotPossible, match="still worked on"):
        handed_in(rita, Asking.NOT_SOLVED, ticket_id=ticket_id, text="It jams.")
    resolved(office, ticket_id)
    assert reading.ticket(rita, ticket_id).outcome == "Cleaned it."
    handed_in(rita, Asking.NOT_SOLVED, ticket_id=ticket_id, text="It jams again.")
    ticket = show.show(office.agent, ticket_id).ticket
    assert (ticket.status, ticket.reopenings) == (Status.IN_PROGRESS, 1)


def test_that_satisfaction_is_in_the_journal_and_in_the_reports(office: Office, rita: Desk) -> None:
    ticket_id = 0
    for score in (5, 2):
        ticket_id = a_report(rita)
        with pytest.raises(NotPossible, match="once the ticket is resolved"):
            handed_in(rita, Asking.SOLVED, ticket_id=ticket_id, score=score)
        resolved(office, ticket_id)
        said = {"ticket_id": ticket_id, "score": score, "text": "Quick, thank you."}
        handed_in(rita, Asking.SOLVED, **said)
        assert show.show(office.agent, ticket_id).ticket.status is Status.RESOLVED
        assert reading.ticket(rita, ticket_id).ticket.csat == score
    entry = show.show(office.agent, ticket_id).history[-1]
    assert (entry.action, entry.reason, entry.who) == ("rated", "Quick, thank you.", "Rita")
    office.clock.forward(hours=1)
    figure = reports.build_report(office.supervisor).kinds[Kind.INCIDENT].everything["csat"]
    assert figure == Share(1, 2)


@pytest.mark.parametrize(
    "said",
    [
        Submission(Asking.REPORT),
        Submission(Asking.ORDER),
        Submission(Asking.ANSWER, ticket_id=1, text=" "),
        Submission(Asking.SOLVED, ticket_id=1, score=6),
        Submission(Asking.SOLVED, ticket_id=1),
        Submission(Asking.REPORT, title="Long", text="x" * 200_001),
    ],
)
def test_that_what_is_missing_is_said(office: Office, rita: Desk, said: Submission) -> None:
    with pytest.raises(Invalid):
        hand_in(rita, said, key=new_key())
    assert reading.tickets(rita).tickets == ()


def test_that_what_was_left_for_the_desk_is_done_once(office: Office, rita: Desk) -> None:
    def leave(said: str) -> str:
        key = new_key()
        with office.administrator.aside() as session:
            mine = {"account_id": rita.account_id, "sent_at": session.now}
            rows.add(session.connection, "submission", key=key, said=said, **mine)
        return key

    leave(Submission(Asking.REPORT, title="Printer jams").said)
    leave(Submission(Asking.ANSWER, ticket_id=999, text="Hello").said)
    leave('{"asking": "report", "title": 7}')
    leave("no JSON")
    assert len(reading.tickets(rita).on_their_way) == 2
    assert len(take_in(office.agent).tickets) == 1
    assert take_in(office.colleague).tickets == frozenset()
    found = reading.tickets(rita)
    assert [one.title for one in found.tickets] == ["Printer jams"]
    assert [one.refusal for one in found.on_their_way] == ["There is no such ticket of yours."]


def test_that_what_stands_still_is_urgent(office: Office, rita: Desk) -> None:
    said = {"title": "Printer jams", "affected": Affected.ME, "stopped": True}
    page = show.show(office.agent, handed_in(rita, Asking.REPORT, **said))
    assert (page.ticket.impact, page.ticket.urgency) == ("low", "high")
    assert page.ticket.text == "Only I am affected. Work stands still until it is solved."


@pytest.mark.parametrize("orders", [False, True])
def test_that_what_an_article_answers_is_counted_and_done_by_nobody(
    office: Office, rita: Desk, *, orders: bool
) -> None:
    helps = a_published_article(office.agent, office.supervisor, audience=Audience.PUBLIC)
    other = a_published_article(office.agent, office.supervisor, audience=Audience.PUBLIC)
    inside = a_published_article(office.agent, office.supervisor)
    item = a_catalog_item(office.administrator, "A screen", approvals=1) if orders else None
    said: dict[str, object] = {
        "title": "Paper jams",
        "item_id": item,
        "offered": (helps, other, inside),
    }
    with pytest.raises(NotFound):
        handed_in(rita, Asking.HELPED, article_id=inside, **said)
    assert reading.tickets(rita).tickets == ()
    ticket_id = handed_in(rita, Asking.HELPED, article_id=helps, **said)
    page = reading.ticket(rita, ticket_id)
    assert (page.ticket.status, page.asked) == (Status.CANCELLED, ())
    office.clock.forward(hours=1)
    kind = Kind.REQUEST if orders else Kind.INCIDENT
    figure = reports.build_report(office.supervisor).kinds[kind].everything["deflection"]
    assert figure == Share(1, 1)


def test_that_it_is_told_what_is_promised_and_whom_one_waits_for(
    office: Office, rita: Desk
) -> None:
    item = a_catalog_item(office.administrator, "A second screen", approvals=1)
    ordered = handed_in(rita, Asking.ORDER, item_id=item)
    page = reading.ticket(rita, ordered)
    assert page.item == "A second screen"
    assert "Sofia" in page.asked
    (listed,) = reading.tickets(rita).tickets
    assert listed.answered_at is None
    assert listed.due_at is not None
    office.clock.forward(hours=1)
    tickets.comment(office.agent, ordered, "We have asked.")
    assert reading.ticket(rita, ordered).ticket.answered_at == office.clock.now


def test_that_files_go_with_an_answer_and_those_of_work_notes_are_not_seen(
    office: Office, rita: Desk
) -> None:
    ticket_id = a_report(rita)
    said = Submission(Asking.ANSWER, text="See this.", ticket_id=ticket_id)
    files = Upload((NewFile("page.txt", b"blank"),))
    hand_in(rita, said, key=new_key(), files=files)
    hidden = Upload((NewFile("hidden.txt", b"secret"),))
    tickets.work_note(office.agent, ticket_id, "Look.", files=hidden)
    (answer,) = reading.ticket(rita, ticket_id).said
    assert [one.name for one in answer.files] == ["page.txt"]
    assert attachments.content(rita, answer.files[0].id) == b"blank"
    inside = next(f for f in show.show(office.agent, ticket_id).attachments if not f.public)
    with pytest.raises(NotFound):
        attachments.content(rita, inside.id)


def test_that_what_is_handed_in_is_stored_as_it_was_said() -> None:
    said = Submission(
        Asking.HELPED, "Jams", "It jams", Affected.SOME, stopped=True, article_id=3, offered=(3, 4)
    )
    assert submission_of(said.said) == said
    with pytest.raises(Invalid):
        submission_of('{"asking": "helped", "offered": ["x"]}')
