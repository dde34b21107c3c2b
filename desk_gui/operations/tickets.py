"""What agents do with tickets: assign, move, talk, edit, rate."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from desk_gui.domain.accounts import Right, require
from desk_gui.domain.attachment import NO_FILES, Upload
from desk_gui.domain.catalog import Decision
from desk_gui.domain.errors import Invalid, NotAllowed, NotFound, NotPossible
from desk_gui.domain.knowledge import Use
from desk_gui.domain.priority import Level, Priority
from desk_gui.domain.text import clean
from desk_gui.domain.ticket import (
    KEEPS_ITS_REQUESTER,
    MAX_TEXT,
    MAX_TITLE,
    Ticket,
    Wish,
    changes_of,
    given_to,
    refuse_wish,
    why_not,
)
from desk_gui.domain.workflow import WORKFLOWS, Kind, Status, is_final, is_resolved
from desk_gui.operations import attachments, drafts, merging, requests, telling
from desk_gui.operations.attachments import Incoming
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.effects import Effects
from desk_gui.operations.saving import (
    Voids,
    Why,
    done_already,
    effects_of,
    ours,
    refuse_conflict,
    save,
    ticket_or_refuse,
    write_other,
)
from desk_gui.storage import read, rows


def assign(
    desk: Desk,
    ticket_id: int,
    *,
    assignee_id: int | None,
    team_id: int | None,
    seen_version: int | None = None,
) -> Effects:
    """Give a ticket to an agent, a team, or both; None for both takes it back.

    A new incident becomes assigned. Raises NotPossible where the status needs an assignee.
    """
    with desk.writing(Right.WORK_ON_TICKETS) as session:
        ticket = ticket_or_refuse(session, ticket_id)
        if is_final(ticket.status):
            raise NotPossible(f"{ticket.number} is final; open a follow-up instead.")
        _check_people(session, assignee_id, team_id)
        wanted = {"assignee_id": assignee_id, "team_id": team_id}
        people = {name: getattr(ticket, name) for name in wanted}
        people |= ours(session, ticket, seen_version, wanted)
        changes = given_to(ticket, **people)
        after = save(session, ticket, changes, Why("assigned"))
        return effects_of(session, ticket, after)


def give_at_opening(session: Session, ticket: Ticket, assignee_id: int | None) -> None:
    """Give a ticket that was opened in this moment to its assignee, if it has one."""
    if assignee_id is None:
        return
    _check_people(session, assignee_id, None)
    changes: dict[str, object] = {"assignee_id": assignee_id}
    if ticket.kind is Kind.INCIDENT:
        changes["status"] = Status.ASSIGNED
    save(session, ticket, changes, Why("assigned"))


def _check_people(session: Session, assignee_id: int | None, team_id: int | None) -> None:
    if team_id is not None and rows.one(session.connection, "team", id=team_id) is None:
        raise NotFound("There is no such team.")
    if assignee_id is None:
        return
    assignee = read.account(session.connection, id=assignee_id)
    if assignee is None:
        raise NotFound("There is no such agent.")
    if not assignee.may(Right.WORK_ON_TICKETS):
        raise NotPossible(f"{assignee.name} does not work on tickets; choose an active agent.")


def move(
    desk: Desk,
    ticket_id: int,
    wish: Wish,
    *,
    seen_version: int | None = None,
    key: str | None = None,
) -> Effects:
    """Make a transition of the ticket's workflow; the wish carries what its guard asks for.

    Cancelling as a duplicate merges it into the ticket that it is linked to.
    Raises NotAllowed for the account, NotPossible for the status, Invalid for what is missing.
    """
    if wish.to is Status.REJECTED:
        return requests.reject(desk, ticket_id, wish.reason, key=key)
    if wish.to is Status.APPROVED:
        return requests.approve(desk, ticket_id, note=wish.reason, key=key)
    with desk.writing(Right.ASK) as session:
        if before := done_already(session, key):
            return before
        ticket = ticket_or_refuse(session, ticket_id)
        return make_move(session, ticket, wish, seen_version=seen_version, key=key)


def make_move(
    session: Session,
    ticket: Ticket,
    wish: Wish,
    *,
    seen_version: int | None = None,
    key: str | None = None,
) -> Effects:
    """Make a transition in a transaction that does more; raises as `move` does."""
    step = WORKFLOWS[ticket.kind].transition(ticket.status, wish.to)
    standing = read.standing(session.connection, ticket, session.now)
    refusal = step and why_not(ticket, step, session.actor, standing)
    if refusal:
        raise NotAllowed(refusal)
    _check_people(session, wish.assignee_id, wish.team_id)
    lacking = refuse_wish(ticket, wish, standing)
    if lacking:
        raise NotPossible(lacking) if step is None else Invalid(lacking)
    changes = changes_of(ticket, wish, session.now)
    refuse_conflict(session, ticket, seen_version, changes)
    if merging.is_merge(wish):
        return merging.into_its_original(session, ticket, wish, key)
    if (ticket.status, wish.to) == (Status.APPROVED, Status.IN_FULFILMENT):
        requests.make_tasks(session, ticket)
    if wish.article_id and (is_resolved(wish.to) or wish.to is Status.CANCELLED):
        record_use(session, ticket.id, wish.article_id, Use.RESOLVED)
    reason = wish.reason or wish.resolution_text or wish.cancel_reason or wish.hold_reason
    voids = Voids.OPEN if wish.to is Status.CANCELLED else Voids.NONE
    why = Why("reopened" if step and step.reopens else "moved", reason, key, voids=voids)
    return effects_of(session, ticket, save(session, ticket, changes, why))


def suggested(session: Session, ticket_id: int, article_id: int) -> None:
    """Record once that an article was offered for a ticket: what deflection is counted from."""
    if not rows.one(session.connection, "suggestion", ticket_id=ticket_id, article_id=article_id):
        rows.add(
            session.connection,
            "suggestion",
            ticket_id=ticket_id,
            article_id=article_id,
            at=session.now,
        )


def record_use(session: Session, ticket_id: int, article_id: int, how: Use) -> None:
    """Record once what an article was to a ticket; what is used was offered, too."""
    if how is not Use.MADE:
        suggested(session, ticket_id, article_id)
    used = {"article_id": article_id, "ticket_id": ticket_id, "how": how}
    if not rows.one(session.connection, "article_use", **used):
        who = {"account_id": session.actor.id, "at": session.now}
        rows.add(session.connection, "article_use", **used, **who)


def comment(
    desk: Desk, ticket_id: int, text: str, *, key: str | None = None, files: Upload = NO_FILES
) -> Effects:
    """Answer the requester: a public comment, with files. The first one counts as the response."""
    return _say(desk, ticket_id, text, files, public=True, key=key)


def work_note(
    desk: Desk, ticket_id: int, text: str, *, key: str | None = None, files: Upload = NO_FILES
) -> Effects:
    """Write down what the desk should know and the requester should not see, with its files."""
    return _say(desk, ticket_id, text, files, public=False, key=key)


def requester_answer(
    desk: Desk, ticket_id: int, text: str, *, key: str | None = None, files: Upload = NO_FILES
) -> Effects:
    """Take down what the requester answered; it ends a wait for the requester, or reopens."""
    with (
        attachments.incoming(desk, files) as new,
        desk.writing(Right.WORK_ON_TICKETS, first=new.store) as session,
    ):
        if before := done_already(session, key):
            return before
        ticket = ticket_or_refuse(session, ticket_id)
        return answered(session, ticket, text, new, key)


def answered(
    session: Session, ticket: Ticket, text: str, new: Incoming, key: str | None
) -> Effects:
    """What the requester answered, taken down in a transaction that does more."""
    merging.refuse_merged(session, ticket)
    if is_final(ticket.status):
        raise NotPossible(f"{ticket.number} is final; open a follow-up instead.")
    by = ticket.requester_id
    _add_comment(session, ticket, text, new, public=True, contact_id=by, key=key)
    flow = WORKFLOWS[ticket.kind]
    waits = ticket.status is Status.ON_HOLD and ticket.hold_reason == "requester"
    if (waits or ticket.status is flow.resolved) and ticket.assignee_id:
        changes = changes_of(ticket, Wish(flow.working), session.now)
        action = "moved" if waits else "reopened"
        save(session, ticket, changes, Why(action, "the requester answered"))
    return Effects(tickets=frozenset({ticket.id}))


def _say(
    desk: Desk, ticket_id: int, text: str, files: Upload, *, public: bool, key: str | None
) -> Effects:
    with (
        attachments.incoming(desk, files) as new,
        desk.writing(Right.WORK_ON_TICKETS, first=new.store) as session,
    ):
        if before := done_already(session, key):
            return before
        ticket = ticket_or_refuse(session, ticket_id)
        merging.refuse_merged(session, ticket)
        _add_comment(session, ticket, text, new, public=public, contact_id=None, key=key)
        drafts.forget(session, ticket.id)
        if public:
            _responded(session, ticket)
        return Effects(tickets=frozenset({ticket_id}))


def answer(session: Session, ticket: Ticket, text: str) -> None:
    """Add a public comment in a transaction that does more."""
    none = Incoming((), lambda _: None)
    _add_comment(session, ticket, text, none, public=True, contact_id=None, key=None)
    _responded(session, ticket)


def _responded(session: Session, ticket: Ticket) -> None:
    """The first public answer counts as the response."""
    if ticket.responded_at is None:
        save(session, ticket, {"responded_at": session.now}, Why("responded"))


def _add_comment(
    session: Session,
    ticket: Ticket,
    text: str,
    new: Incoming,
    *,
    public: bool,
    contact_id: int | None,
    key: str | None,
) -> None:
    said = clean(text).strip()
    if not said and not new.files:
        raise Invalid("Write something first.")
    if len(said) > MAX_TEXT:
        raise Invalid(f"A comment can have at most {MAX_TEXT:,} characters; attach a file instead.")
    comment_id = rows.add(
        session.connection,
        "comment",
        ticket_id=ticket.id,
        account_id=None if contact_id else session.actor.id,
        contact_id=contact_id,
        public=public,
        text=said,
        at=session.now,
    )
    action = "commented" if public else "noted"
    told = {"comment_id": comment_id} | new.attach(session, ticket.id, comment_id)
    write_other(session, "ticket", ticket.id, Why(action, key=key), **told)
    by_requester = contact_id is not None
    telling.tell_of_comment(session, ticket, said, public=public, by_requester=by_requester)


@dataclass(frozen=True)
class Edit:
    """Fields to change; None leaves a field as it is."""

    title: str | None = None
    text: str | None = None
    impact: Level | None = None
    urgency: Level | None = None
    category_id: int | None = None
    requester_id: int | None = None
    confidential: bool | None = None
    override: int | None = None
    override_reason: str | None = None

    def without(self, fields: Collection[str]) -> Edit:
        """The same without fields of the ticket that are to stay as they are."""
        left = {*fields}
        if left & {"priority", "override_reason"}:
            left |= {"override", "override_reason"}
        return replace(self, **dict.fromkeys(left & vars(self).keys()))


def edit(desk: Desk, ticket_id: int, wanted: Edit, *, seen_version: int | None = None) -> Effects:
    """Change what a ticket says; an incident's priority follows its impact and urgency."""
    with desk.writing(Right.WORK_ON_TICKETS) as session:
        ticket = ticket_or_refuse(session, ticket_id)
        changes: dict[str, object] = {
            name: value
            for name, value in vars(wanted).items()
            if value is not None and not name.startswith("override")
        }
        if wanted.title is not None:
            changes["title"] = checked_title(wanted.title)
        if wanted.text is not None:
            changes["text"] = checked_text(wanted.text)
        if wanted.override is not None:
            changes |= {"priority": wanted.override, "override_reason": wanted.override_reason}
        mine = ours(session, ticket, seen_version, changes)
        _refuse_other_requester(session, ticket, mine)
        wanted = wanted.without(changes.keys() - mine.keys())
        changes = mine | _priority_changes(session, ticket, wanted)
        after = save(session, ticket, changes, Why("edited", wanted.override_reason))
        return effects_of(session, ticket, after)


def _refuse_other_requester(
    session: Session, ticket: Ticket, changes: Mapping[str, object]
) -> None:
    """Who approved it approved it for this requester, and would else be one himself."""
    if ticket.kind is not Kind.REQUEST or "requester_id" not in changes:
        return
    approved = rows.one(
        session.connection, "approval", ticket_id=ticket.id, decision=Decision.APPROVED
    )
    if approved and changes["requester_id"] != ticket.requester_id:
        raise NotPossible(
            f"{ticket.number}: {KEEPS_ITS_REQUESTER}; open another request for somebody else."
        )


def _priority_changes(session: Session, ticket: Ticket, wanted: Edit) -> dict[str, object]:
    if ticket.kind is Kind.REQUEST:
        if wanted.impact or wanted.urgency or wanted.override:
            raise NotPossible("A service request takes its priority from its catalog item.")
        return {}
    if wanted.override is not None:
        require(session.actor, Right.OVERRIDE_PRIORITY)
        if not (wanted.override_reason or "").strip():
            raise Invalid("Say why the priority is overridden.")
        if wanted.override not in range(1, 6):
            raise Invalid("A priority is a number from 1 to 5.")
        return {"priority": Priority(wanted.override), "override_reason": wanted.override_reason}
    if wanted.impact is None and wanted.urgency is None:
        return {}
    impact, urgency = wanted.impact or ticket.impact, wanted.urgency or ticket.urgency
    matrix = read.matrix(session.connection)
    if impact is None or urgency is None:
        raise Invalid("An incident needs an impact and an urgency.")
    return {"priority": matrix[impact, urgency], "override_reason": None}


def checked_title(title: str) -> str:
    """The title on one line; Invalid when it is empty or too long."""
    line = " ".join(clean(title).split())
    if not line:
        raise Invalid("Give it a title: a few words that say what is wrong or wanted.")
    if len(line) > MAX_TITLE:
        raise Invalid(f"A title can have at most {MAX_TITLE} characters; the rest goes below it.")
    return line


def checked_text(text: str) -> str:
    """The text of a ticket as it is stored; Invalid when it is too long."""
    said = clean(text.strip())
    if len(said) > MAX_TEXT:
        raise Invalid(f"The text can have at most {MAX_TEXT:,} characters.")
    return said


def rate(desk: Desk, ticket_id: int, score: int) -> Effects:
    """Record how satisfied the requester is with the result, from 1 (bad) to 5 (good)."""
    if score not in range(1, 6):
        raise Invalid("Satisfaction is a number from 1 to 5.")
    with desk.writing(Right.WORK_ON_TICKETS) as session:
        return rated(session, ticket_or_refuse(session, ticket_id), score)


def rated(
    session: Session, ticket: Ticket, score: int, said: str = "", key: str | None = None
) -> Effects:
    """Satisfaction, and what was said with it, in a transaction that does more."""
    if not is_resolved(ticket.status) and ticket.status is not Status.CLOSED:
        raise NotPossible("Ask for satisfaction once the ticket is resolved or fulfilled.")
    after = save(session, ticket, {"csat": score}, Why("rated", said, key))
    return effects_of(session, ticket, after)
