"""The classification controller: the only way a ticket gets or changes its kind (the rules, §1)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from desk_gui.classification.proposals import Choice as Choice  # noqa: PLC0414 - named by the command line
from desk_gui.classification.proposals import Evidence as Evidence  # noqa: PLC0414 - shown in the window
from desk_gui.classification.proposals import Proposal as Proposal  # noqa: PLC0414 - shown in the window
from desk_gui.domain.accounts import Right
from desk_gui.domain.attachment import NO_FILES, Upload
from desk_gui.domain.clocks import start_all
from desk_gui.domain.errors import Invalid, NotFound, NotPossible
from desk_gui.domain.priority import Level, Priority
from desk_gui.domain.sla import next_due
from desk_gui.domain.ticket import (
    OWN_FIELDS,
    Major,
    Relation,
    Ticket,
    Wish,
    changes_of,
    kind_words,
    why_not_reclassify,
)
from desk_gui.domain.workflow import (
    CancelReason,
    Kind,
    Status,
    is_final,
    status_after_reclassify,
)
from desk_gui.operations import approvals, attachments, children, classifiers, drafts, merging
from desk_gui.operations.accounts import contact_id
from desk_gui.operations.attachments import Incoming
from desk_gui.operations.clocks import open_clocks
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.effects import Effects
from desk_gui.operations.relations import add_link
from desk_gui.operations.saving import (
    Voids,
    Why,
    done_already,
    effects_of,
    refuse_conflict,
    save,
    ticket_or_refuse,
    typed,
    write_entry,
)
from desk_gui.operations.terms import terms
from desk_gui.operations.tickets import (
    checked_text,
    checked_title,
    give_at_opening,
    make_move,
)
from desk_gui.storage import journal, read, rows
from desk_gui.storage.rows import Row

NAMED = ("id", "name")


@dataclass(frozen=True)
class NewTicket:
    """What somebody fills in; `kind` None leaves the decision to the classifier.

    An incident needs impact and urgency (proposed ones, else medium), a request a catalog item.
    `requester` is a mail address or a name, for a person that may not be known yet. `draft_id` is
    the draft that it was written in, which goes with the opening. `answers` are those to the form
    of the item, by the keys of its fields; None means that nobody filled it in.
    """

    title: str
    text: str = ""
    kind: Kind | None = None
    requester_id: int | None = None
    requester: str = ""
    category_id: int | None = None
    team_id: int | None = None
    assignee_id: int | None = None
    impact: Level | None = None
    urgency: Level | None = None
    item_id: int | None = None
    confidential: bool = False
    files: Upload = NO_FILES
    draft_id: int | None = None
    answers: Mapping[str, str] | None = None


def propose(desk: Desk | None, title: str, text: str = "") -> Proposal:
    """What the text says it is, with the words that decided; by what this desk decided before.

    A team, category or catalog item that is not offered any more is not proposed.
    """
    if desk is None:
        return classifiers.classifier(None).propose(title, text)
    with desk.reading() as session:
        used = classifiers.classifier_in(session, desk.database.location)
        return still_there(session, used.propose(title, text))


def offered(desk: Desk) -> dict[str, dict[int, str]]:
    """What tickets of this desk can be given, by id: desk_category, team, item → names."""
    with desk.reading() as session:
        named = {
            "desk_category": rows.all_chosen(session.connection, "category", NAMED),
            "team": rows.all_chosen(session.connection, "team", NAMED),
            "item": rows.all_chosen(session.connection, "catalog_item", NAMED, active=True),
        }
    return {name: {row["id"]: row["name"] for row in found} for name, found in named.items()}


@dataclass(frozen=True)
class Usual:
    """What this desk gave tickets like one: a desk_category, team or item (`what`), and why."""

    what: str
    id: int
    name: str
    confidence: float
    because: tuple[str, ...]


def usual(desk: Desk, proposal: Proposal) -> tuple[Usual, ...]:
    """What a proposal says of this desk's own ways, by name; nothing where it learned nothing."""
    own = proposal.own_category
    chosen = {"team": proposal.team, "desk_category": own, "item": proposal.item}
    if not any(chosen.values()):
        return ()
    names = offered(desk)
    return tuple(
        Usual(what, one.id, names[what][one.id], one.confidence, one.because)
        for what, one in chosen.items()
        if one is not None and one.id in names[what]
    )


def still_there(session: Session, proposal: Proposal) -> Proposal:
    """The proposal without a category, team or catalog item that is not offered any more."""

    def there(choice: Choice | None, table: str, **equals: Any) -> Choice | None:
        if choice is None:
            return None
        found = rows.chosen(session.connection, table, ("id",), id=choice.id, **equals)
        return choice if found else None

    return replace(
        proposal,
        own_category=there(proposal.own_category, "category"),
        team=there(proposal.team, "team"),
        item=there(proposal.item, "catalog_item", active=True),
    )


def open_ticket(desk: Desk, new: NewTicket, *, key: str | None = None) -> Effects:
    """Open a ticket of the kind a person chose, or that the text says; both are recorded.

    Raises Invalid where neither says which kind it is, or where its own fields are missing, and
    for its files what `attachments.add` raises; then there is no ticket either.
    """
    proposal = propose(desk, new.title, new.text)
    with _arriving(desk, new.files, Right.WORK_ON_TICKETS) as (session, attached):
        if before := done_already(session, key):
            return before
        kind = new.kind or proposal.kind
        if kind is None:
            raise Invalid("The text does not say whether it is an incident or a service request.")
        ticket = open_in(session, new, kind, proposal, attached, key=key)
        return Effects(tickets=frozenset({ticket.id}))


def open_answered(
    desk: Desk, new: NewTicket, article_id: int, *, key: str | None = None
) -> Effects:
    """Open a request that a published article answered and end it at once, as deflected.

    It is withdrawn: nobody is asked for an approval and nothing is fulfilled. Taken
    back, it goes its usual way.
    """
    proposal = propose(desk, new.title, new.text)
    with _arriving(desk, new.files, Right.WORK_ON_TICKETS) as (session, attached):
        if before := done_already(session, key):
            return before
        article = read.article(session.connection, article_id)
        if article is None or article.published_edition is None:
            raise NotFound("This article is not published any more; order, or choose another one.")
        request = Kind.REQUEST
        opened = open_in(session, new, request, proposal, attached, key=key, asks_aloud=False)
        reason = CancelReason.WITHDRAWN
        wish = Wish(Status.CANCELLED, cancel_reason=reason, article_id=article_id)
        return make_move(session, ticket_or_refuse(session, opened.id), wish)


@contextmanager
def _arriving(desk: Desk, files: Upload, right: Right) -> Iterator[tuple[Session, Incoming]]:
    """A transaction whose files are read before it begins."""
    with (
        attachments.incoming(desk, files) as attached,
        desk.writing(right, first=attached.store) as session,
    ):
        yield session, attached


def open_in(
    session: Session,
    new: NewTicket,
    kind: Kind,
    proposal: Proposal,
    attached: Incoming,
    *,
    key: str | None,
    asks_aloud: bool = True,
) -> Ticket:
    """Store a ticket with what was proposed for it and its files, and give it to who was named."""
    ticket = _insert(session, _filled(session, new, kind, proposal), key)
    ticket = _leave_new(session, ticket, new.answers, aloud=asks_aloud)
    record(session, ticket, proposal, by_person=new.kind is not None)
    attached.attach_to(session, ticket.id)
    give_at_opening(session, ticket, new.assignee_id)
    if new.draft_id is not None:
        drafts.forget_form(session, new.draft_id)
    return ticket


def _filled(session: Session, new: NewTicket, kind: Kind, proposal: Proposal) -> Ticket:
    ticket = Ticket(
        id=0,
        kind=kind,
        status=Status.NEW,
        title=checked_title(new.title),
        text=checked_text(new.text),
        opened_at=session.now,
        updated_at=session.now,
        version=1,
        priority=Priority.PLANNING,
        requester_id=new.requester_id or _requester(session, new.requester),
        opened_by_id=session.actor.id,
        team_id=new.team_id,
        category_id=new.category_id,
        confidential=new.confidential,
    )
    if kind is Kind.REQUEST:
        filled = _as_request(session, ticket, new.item_id)
    else:
        impact = new.impact or proposal.impact or Level.MEDIUM
        urgency = new.urgency or proposal.urgency or Level.MEDIUM
        filled = _as_incident(session, ticket, impact, urgency)
    own = proposal.own_category.id if proposal.own_category else None
    proposed = own or _category(session, proposal.category)
    return replace(filled, category_id=filled.category_id or proposed)


def _requester(session: Session, said: str) -> int | None:
    if not said.strip():
        return None
    return contact_id(session, "", said) if "@" in said else contact_id(session, said)


def _category(session: Session, name: str | None) -> int | None:
    found = rows.one(session.connection, "category", name=name) if name else None
    return found["id"] if found else None


def _as_incident(session: Session, ticket: Ticket, impact: Level, urgency: Level) -> Ticket:
    priority = read.matrix(session.connection)[impact, urgency]
    return replace(ticket, impact=impact, urgency=urgency, priority=priority)


def _as_request(session: Session, ticket: Ticket, item_id: int | None) -> Ticket:
    item = _item(session, item_id)
    return replace(
        ticket,
        item_id=item["id"],
        priority=Priority(item["priority"]),
        team_id=ticket.team_id or item["team_id"],
        category_id=ticket.category_id or item["category_id"],
    )


def _item(session: Session, item_id: int | None) -> Row:
    if item_id is None:
        raise Invalid("Choose what is asked for from the catalog.")
    item = rows.one(session.connection, "catalog_item", id=item_id)
    if item is None or not item["active"]:
        raise NotFound("There is no such catalog item any more; choose another.")
    return item


def _insert(session: Session, ticket: Ticket, key: str | None) -> Ticket:
    connection = session.connection
    clocks = start_all(ticket, terms(session))
    ticket = replace(ticket, due_at=next_due(clocks))
    values = {name: value for name, value in vars(ticket).items() if name != "id"}
    ticket = replace(ticket, id=rows.add(connection, "ticket", **values))
    write_entry(session, None, ticket, Why("opened", key=key))
    open_clocks(session, ticket, clocks)
    return ticket


def _leave_new(
    session: Session,
    ticket: Ticket,
    answers: Mapping[str, str] | None = None,
    *,
    aloud: bool = True,
) -> Ticket:
    """A request goes on by itself: to its approvals, or past them (the rules, §1).

    Who is asked is told where it is done aloud.
    """
    if ticket.kind is Kind.INCIDENT:
        return ticket
    approvals.order(session, ticket, answers)
    waits = approvals.ask(session, ticket)
    target = Status.AWAITING_APPROVAL if waits else Status.APPROVED
    changes = changes_of(ticket, Wish(target), session.now)
    because = Why("moved", "the catalog item says so", by_itself=True)
    after = save(session, ticket, changes, because)
    if waits and aloud:
        approvals.tell_who_is_asked(session, after, "It waits for your approval.")
    return after


def record(session: Session, ticket: Ticket, proposal: Proposal, *, by_person: bool) -> None:
    """Keep what was proposed and what was decided: the label for figures and for learning."""
    own, team, item = proposal.own_category, proposal.team, proposal.item
    rows.add(
        session.connection,
        "proposal",
        ticket_id=ticket.id,
        at=session.now,
        kind=proposal.kind,
        confidence=f"{proposal.confidence:.4f}",
        abstained=proposal.abstained,
        because=json.dumps([[e.words, e.says, e.weight] for e in proposal.because]),
        impact=proposal.impact,
        urgency=proposal.urgency,
        category=proposal.category,
        decided_kind=ticket.kind,
        decided_by_id=session.actor.id if by_person else None,
        own_category_id=own.id if own else None,
        team_id=team.id if team else None,
        item_id=item.id if item else None,
    )


@dataclass(frozen=True)
class Reclassification:
    """To which kind and why; a request needs its catalog item, an incident may bring its levels.

    `answers` and `files` are those of the item's form; None where nobody filled it in.
    """

    kind: Kind
    reason: str
    item_id: int | None = None
    impact: Level | None = None
    urgency: Level | None = None
    answers: Mapping[str, str] | None = None
    files: Upload = NO_FILES


def reclassify(
    desk: Desk,
    ticket_id: int,
    wanted: Reclassification,
    *,
    seen_version: int | None = None,
    key: str | None = None,
) -> Effects:
    """Change the kind of an open ticket; the number stays, the new workflow starts.

    Fields of the old kind are parked, its approvals and tasks are void, its clocks stopped and
    kept; the new clocks count from the opening and carry the past pauses. Raises Invalid, with
    the words of each field, for answers that the item's form refuses.
    """
    with _arriving(desk, wanted.files, Right.RECLASSIFY) as (session, attached):
        if before := done_already(session, key):
            return before
        ticket = ticket_or_refuse(session, ticket_id)
        _refuse_reclassify(ticket, wanted)
        changes = _reclassified(session, ticket, wanted)
        refuse_conflict(session, ticket, seen_version, {"kind": wanted.kind})
        why = Why("reclassified", wanted.reason.strip(), key, new_clocks=True, voids=Voids.ALL)
        after = save(session, ticket, changes, why)
        effects = effects_of(session, ticket, after)
        rows.change(
            session.connection,
            "proposal",
            {"decided_kind": wanted.kind, "decided_by_id": session.actor.id},
            ticket_id=ticket.id,
        )
        _leave_new(session, after, wanted.answers)
        attached.attach_to(session, ticket_id)
        return effects


def _refuse_reclassify(ticket: Ticket, wanted: Reclassification) -> None:
    if ticket.kind is wanted.kind:
        raise NotPossible(f"{ticket.number} is {_a(wanted.kind)} already.")
    refusal = why_not_reclassify(ticket)
    if refusal:
        raise NotPossible(refusal)
    if not wanted.reason.strip():
        raise Invalid("Say why the ticket changes its kind; it is kept in the history.")


def _a(kind: Kind) -> str:
    return "an incident" if kind is Kind.INCIDENT else f"a {kind_words(kind)}"


def _reclassified(session: Session, ticket: Ticket, wanted: Reclassification) -> dict[str, object]:
    parked = {name: getattr(ticket, name) for name in OWN_FIELDS[ticket.kind]}
    empty: dict[str, Any] = dict.fromkeys(parked)
    bare = replace(ticket, kind=wanted.kind, major=Major.NONE, **empty)
    earlier = json.loads(ticket.parked) if ticket.parked else {}
    if wanted.kind is Kind.REQUEST:
        filled = _as_request(session, bare, wanted.item_id or earlier.get("item_id"))
    else:
        impact = wanted.impact or typed("impact", earlier.get("impact")) or Level.MEDIUM
        urgency = wanted.urgency or typed("urgency", earlier.get("urgency")) or Level.MEDIUM
        filled = _as_incident(session, bare, impact, urgency)
    status = status_after_reclassify(wanted.kind, assigned=ticket.assignee_id is not None)
    filled = replace(
        filled,
        status=status,
        hold_reason=None,
        hold_until=None,
        parked=journal.canonical({name: value for name, value in parked.items() if value}),
    )
    return {name: value for name, value in vars(filled).items() if getattr(ticket, name) != value}


def split(desk: Desk, ticket_id: int, new: NewTicket, *, key: str | None = None) -> Effects:
    """Open a linked ticket of the other kind, when one ticket asks for two treatments."""
    proposal = propose(desk, new.title, new.text)
    with _arriving(desk, new.files, Right.RECLASSIFY) as (session, attached):
        if before := done_already(session, key):
            return before
        ticket = ticket_or_refuse(session, ticket_id)
        other = Kind.REQUEST if ticket.kind is Kind.INCIDENT else Kind.INCIDENT
        if new.kind not in {None, other}:
            raise NotPossible(f"Splitting {ticket.number} makes {_a(other)}.")
        part = open_in(session, _after(new, ticket), other, proposal, attached, key=key)
        add_link(session, part, ticket, Relation.SPLIT_FROM)
        return Effects(tickets=frozenset({ticket.id, part.id}))


def follow_up(desk: Desk, ticket_id: int, new: NewTicket, *, key: str | None = None) -> Effects:
    """Open a linked ticket after a final one: what a late answer becomes."""
    proposal = propose(desk, new.title, new.text)
    with _arriving(desk, new.files, Right.WORK_ON_TICKETS) as (session, attached):
        if before := done_already(session, key):
            return before
        ticket = ticket_or_refuse(session, ticket_id)
        if not is_final(ticket.status):
            raise NotPossible(f"{ticket.number} is not final; go on with it instead.")
        kind = new.kind or ticket.kind
        part = open_in(session, _after(new, ticket), kind, proposal, attached, key=key)
        add_link(session, part, ticket, Relation.FOLLOW_UP_OF)
        return Effects(tickets=frozenset({part.id, ticket.id}))


def open_as(
    desk: Desk, new: NewTicket, other_id: int, relation: Relation, *, key: str | None = None
) -> Effects:
    """Open a ticket and merge it into another at once (duplicate of), or make it its child.

    The number is there for who asked, and nobody works on it. Raises NotPossible where it could
    be neither; then there is no ticket.
    """
    proposal = propose(desk, new.title, new.text)
    with _arriving(desk, new.files, Right.WORK_ON_TICKETS) as (session, attached):
        if before := done_already(session, key):
            return before
        other = ticket_or_refuse(session, other_id)
        opened = open_in(session, new, new.kind or other.kind, proposal, attached, key=key)
        ticket = ticket_or_refuse(session, opened.id)
        if relation is Relation.DUPLICATE_OF:
            merging.merge_new(session, ticket, other)
        else:
            children.make_child(session, other, ticket)
        return Effects(tickets=frozenset({ticket.id, other.id}))


def _after(new: NewTicket, ticket: Ticket) -> NewTicket:
    """What a linked ticket takes over from the first one: who asks, and who may see it."""
    hidden = ticket.confidential
    return replace(
        new,
        requester_id=new.requester_id or (None if new.requester else ticket.requester_id),
        confidential=new.confidential or hidden,
        team_id=new.team_id or (ticket.team_id if hidden else None),
    )
