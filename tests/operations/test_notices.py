"""Mentions, watchers, notices: in the same transaction, exactly once, never of one's own act."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from desk_gui.domain.collaboration import TOGETHER, Activity, NoticeKind
from desk_gui.domain.errors import Conflict, NotAllowed, NotFound, NotPossible
from desk_gui.domain.priority import Level
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import HoldReason, ResolutionCode, Status
from desk_gui.operations import (
    accounts,
    live,
    notices,
    presence,
    show,
    tickets,
    time_passing,
    undoing,
    watching,
)
from desk_gui.operations.desk import Desk
from desk_gui.operations.tickets import Edit
from desk_gui.storage import rows
from tests.conftest import Office
from tests.factories import an_incident, in_progress, resolved

FIXED = Wish(Status.RESOLVED, resolution_code=ResolutionCode.FIXED, resolution_text="Restarted it.")


def told(desk: Desk) -> list[tuple[str, str]]:
    """Kind and words of the unread notices, the newest first."""
    return [(one.what.value, one.text) for one in notices.notices(desk) if not one.is_read]


def confidential(office: Office) -> int:
    """A confidential ticket of nobody's team: supervisors only."""
    ticket_id = an_incident(office.supervisor)
    tickets.edit(office.supervisor, ticket_id, Edit(confidential=True))
    return ticket_id


def test_that_who_is_mentioned_is_told_once_and_follows_from_then_on(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    tickets.work_note(office.agent, ticket_id, "@Tom and @tom, is it the switch?", key="one")
    tickets.work_note(office.agent, ticket_id, "@Tom and @tom, is it the switch?", key="one")
    mentioned = ("mentioned", "Amira mentioned you: “@Tom and @tom, is it the switch?”")
    assert told(office.colleague) == [mentioned]
    assert told(office.supervisor) == []
    tickets.comment(office.supervisor, ticket_id, "We found it.")
    assert told(office.colleague)[0] == ("watched", "Sofia answered: “We found it.”")
    assert [one.name for one in show.show(office.agent, ticket_id).watchers] == ["Tom"]


def test_that_a_mention_in_an_answer_is_told_as_a_mention_only(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    watching.watch(office.colleague, ticket_id)
    tickets.comment(office.agent, ticket_id, "We look at it, @tom knows the switch.")
    assert [what for what, _ in told(office.colleague)] == ["mentioned"]


def test_that_nobody_is_told_of_his_own_act(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    watching.watch(office.agent, ticket_id)
    in_progress(office.agent, ticket_id)
    tickets.comment(office.agent, ticket_id, "@amira, remember the fuser.")
    tickets.edit(office.agent, ticket_id, Edit(impact=Level.HIGH))
    assert told(office.agent) == []


def test_that_only_those_who_may_see_a_ticket_are_told(office: Office) -> None:
    ticket_id = confidential(office)
    told_before = presence.meanwhile(office.supervisor, ticket_id, "@tom @amira @rita", after=0)
    assert told_before.blind == ("Amira", "Rita", "Tom")
    tickets.work_note(office.supervisor, ticket_id, "@tom @amira @rita @nobody look")
    assert told(office.colleague) == told(office.agent) == []
    with pytest.raises(NotAllowed):
        notices.notices(office.requester)
    assert show.show(office.supervisor, ticket_id).watchers == ()


def test_that_a_notice_hides_with_its_ticket_and_comes_back_with_it(office: Office) -> None:
    ticket_id = an_incident(office.supervisor)
    tickets.work_note(office.supervisor, ticket_id, "@tom look")
    tickets.edit(office.supervisor, ticket_id, Edit(confidential=True))
    assert told(office.colleague) == []
    assert live.pulse(office.colleague, 0, None).unread.count == 0
    tickets.edit(office.supervisor, ticket_id, Edit(confidential=False))
    assert live.pulse(office.colleague, 0, None).unread.count == 1


def test_that_a_switched_off_account_is_told_nothing(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    watching.watch(office.colleague, ticket_id)
    accounts.change_account(office.administrator, office.colleague.account_id or 0, active=False)
    tickets.work_note(office.agent, ticket_id, "@tom look")
    tickets.comment(office.agent, ticket_id, "We look.")
    with office.agent.reading() as session:
        assert rows.many(session.connection, "notice") == []


def test_that_a_new_assignee_is_told_and_the_one_before_too(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    give = partial(tickets.assign, office.supervisor, ticket_id, team_id=None)
    give(assignee_id=office.agent_id)
    assert told(office.agent) == [("assigned", "Sofia assigned it to you.")]
    give(assignee_id=office.colleague.account_id)
    assert told(office.colleague) == [("assigned", "Sofia assigned it to you.")]
    assert told(office.agent)[0] == ("watched", "Sofia assigned it to Tom.")


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (
            lambda o, i: tickets.move(o.agent, i, FIXED),
            "Amira moved it from in progress to resolved.",
        ),
        (
            lambda o, i: tickets.edit(o.agent, i, Edit(impact=Level.HIGH)),
            "Amira changed its priority from 3 Medium to 2 High.",
        ),
        (
            lambda o, i: tickets.assign(o.agent, i, assignee_id=o.agent_id, team_id=o.team_id),
            "Amira gave it to the team Service desk.",
        ),
        (
            lambda o, i: tickets.assign(
                o.agent, i, assignee_id=o.supervisor.account_id, team_id=None
            ),
            "Amira assigned it to Sofia.",
        ),
        (
            lambda o, i: tickets.assign(
                o.supervisor, i, assignee_id=o.supervisor.account_id, team_id=None
            ),
            "Sofia took it.",
        ),
        (lambda o, i: tickets.comment(o.agent, i, "On  our\nway"), "Amira answered: “On our way”"),
        (
            lambda o, i: tickets.requester_answer(o.agent, i, "It works"),
            "The requester answered: “It works”",
        ),
    ],
)
def test_that_watchers_are_told_in_a_sentence(office: Office, act: object, words: str) -> None:
    ticket_id = in_progress(office.agent, an_incident(office.agent, requester="Elena Rossi"))
    watching.watch(office.colleague, ticket_id)
    act(office, ticket_id)  # type: ignore[operator]  # one of the acts above
    assert told(office.colleague) == [("watched", words)]


def test_that_watchers_are_not_told_of_notes_and_small_edits(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    watching.watch(office.colleague, ticket_id)
    tickets.work_note(office.agent, ticket_id, "It is the fuser.")
    tickets.edit(office.agent, ticket_id, Edit(title="Another title"))
    assert told(office.colleague) == []


def test_that_what_happens_within_minutes_is_one_notice_while_it_is_unread(office: Office) -> None:
    ticket_id = in_progress(office.agent, an_incident(office.agent))
    watching.watch(office.colleague, ticket_id)
    tickets.comment(office.agent, ticket_id, "One")
    office.clock.forward(minutes=2)
    tickets.comment(office.agent, ticket_id, "Two")
    assert told(office.colleague) == [("watched", "Amira answered: “One”\nAmira answered: “Two”")]
    assert live.pulse(office.colleague, 0, None).unread.count == 1
    office.clock.forward(seconds=TOGETHER.total_seconds() + 1)
    tickets.comment(office.agent, ticket_id, "Three")
    assert len(told(office.colleague)) == 2
    notices.mark_read(office.colleague)
    tickets.comment(office.agent, ticket_id, "Four")
    assert told(office.colleague) == [("watched", "Amira answered: “Four”")]


def test_that_what_happens_by_itself_is_nobodys_act_and_everybody_is_told(office: Office) -> None:
    ticket_id = in_progress(office.agent, an_incident(office.agent))
    until = office.clock() + timedelta(days=1)
    wish = Wish(Status.ON_HOLD, hold_reason=HoldReason.CHANGE, hold_until=until)
    tickets.move(office.agent, ticket_id, wish)
    office.clock.forward(days=2)
    time_passing.end_holds(office.agent)
    words = "Desk moved it from on hold to in progress (its date has come)."
    assert told(office.agent) == [("watched", words)]


def test_that_a_refused_change_tells_nobody(office: Office) -> None:
    ticket_id = in_progress(office.agent, an_incident(office.agent))
    watching.watch(office.colleague, ticket_id)
    with pytest.raises(NotPossible):
        tickets.move(office.agent, ticket_id, Wish(Status.CLOSED))
    seen = show.show(office.agent, ticket_id).ticket.version
    tickets.edit(office.colleague, ticket_id, Edit(impact=Level.LOW), seen_version=seen)
    with pytest.raises(Conflict):
        tickets.edit(office.agent, ticket_id, Edit(impact=Level.HIGH), seen_version=seen)
    assert told(office.colleague) == []


def test_that_an_undone_change_is_told_too(office: Office) -> None:
    ticket_id = resolved(office.agent, an_incident(office.agent))
    watching.watch(office.colleague, ticket_id)
    entry = show.show(office.agent, ticket_id).undo
    assert entry is not None
    undoing.undo(office.agent, entry)
    words = "Amira moved it from resolved to in progress."
    assert told(office.colleague) == [("watched", words)]


def test_that_a_ticket_is_watched_and_no_longer_watched_once(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    assert watching.watch(office.agent, ticket_id).tickets == {ticket_id}
    assert watching.watch(office.agent, ticket_id).tickets == frozenset()
    page = show.show(office.agent, ticket_id)
    assert [(one.id, one.name) for one in page.watchers] == [(office.agent_id, "Amira")]
    assert watching.unwatch(office.agent, ticket_id).tickets == {ticket_id}
    assert watching.unwatch(office.agent, ticket_id).tickets == frozenset()
    page = show.show(office.agent, ticket_id)
    assert page.watchers == ()
    actions = [entry.action for entry in page.history]
    assert actions == ["opened", "watched", "unwatched"]


def test_that_a_colleague_who_is_asked_to_watch_is_told(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    tom = office.colleague.account_id or 0
    watching.watch(office.agent, ticket_id, tom)
    assert told(office.colleague) == [("watched", "Amira asks you to watch it.")]
    assert show.show(office.agent, ticket_id).history[-1].reason == "Tom"
    watching.unwatch(office.agent, ticket_id, tom)
    assert show.show(office.agent, ticket_id).watchers == ()


def test_that_a_ticket_is_watched_only_by_those_who_may_see_it(office: Office) -> None:
    ticket_id = confidential(office)
    tom, rita = (desk.account_id or 0 for desk in (office.colleague, office.requester))
    with pytest.raises(NotFound):
        watching.watch(office.colleague, ticket_id)
    with pytest.raises(NotPossible, match="may not see INC-1, which is confidential"):
        watching.watch(office.supervisor, ticket_id, tom)
    with pytest.raises(NotPossible, match="does not work on tickets"):
        watching.watch(office.supervisor, ticket_id, rita)
    with pytest.raises(NotFound, match="no such colleague"):
        watching.watch(office.supervisor, ticket_id, 999)


def test_that_notices_are_read_one_by_one_or_all(office: Office) -> None:
    ids = [an_incident(office.agent) for _ in range(3)]
    for ticket_id in ids:
        tickets.work_note(office.agent, ticket_id, "@tom look")
        office.clock.forward(minutes=1)
    first = notices.notices(office.colleague)[0]
    assert (first.ticket_id, first.number, first.who) == (ids[2], f"INC-{ids[2]}", "Amira")
    assert first.what is NoticeKind.MENTIONED
    notices.mark_read(office.colleague, [first.id])
    notices.mark_read(office.supervisor)
    assert live.pulse(office.colleague, 0, None).unread.count == 2
    listed = notices.notices(office.colleague)
    assert [(one.ticket_id, one.is_read) for one in listed] == [
        (ids[1], False),
        (ids[0], False),
        (ids[2], True),
    ]
    notices.mark_read(office.colleague)
    assert live.pulse(office.colleague, 0, None).unread.count == 0


def test_that_what_was_read_long_ago_is_taken_away(office: Office) -> None:
    tickets.work_note(office.agent, an_incident(office.agent), "@tom look")
    notices.mark_read(office.colleague)
    office.clock.forward(days=100)
    tickets.work_note(office.agent, an_incident(office.agent), "@tom look again")
    notices.mark_read(office.colleague)
    assert len(notices.notices(office.colleague)) == 1


def test_that_the_pulse_names_the_newest_unread_notice(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    assert live.pulse(office.colleague, 0, None).unread == notices.Unread(0, 0, None)
    tickets.work_note(office.agent, ticket_id, "@tom look")
    unread = live.pulse(office.colleague, 0, None).unread
    assert unread == notices.Unread(1, notices.notices(office.colleague)[0].id, office.clock())


def test_that_what_others_said_meanwhile_is_told_before_sending(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    tickets.comment(office.colleague, ticket_id, "Before")
    before = show.show(office.agent, ticket_id).said[-1].id
    tickets.comment(office.agent, ticket_id, "My own")
    tickets.comment(office.colleague, ticket_id, "It is fixed.")
    tickets.work_note(office.supervisor, ticket_id, "Call them.")
    presence.here(office.supervisor, "seat", ticket_id, Activity.ANSWERING)
    presence.here(office.colleague, "other", ticket_id, Activity.VIEWING)
    told_now = presence.meanwhile(office.agent, ticket_id, "Hello", after=before)
    assert [(one.who, one.text, one.public) for one in told_now.added] == [
        ("Tom", "It is fixed.", True),
        ("Sofia", "Call them.", False),
    ]
    assert (told_now.answering, told_now.blind) == (("Sofia",), ())
    later = presence.meanwhile(office.agent, ticket_id, "Hello", after=told_now.added[-1].id)
    assert later.added == ()
