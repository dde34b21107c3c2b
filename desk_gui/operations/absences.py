"""Being away: who decides approvals meanwhile, and who does where nobody can."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from desk_gui.domain.absence import Absence, Absences, remark, stand_ins, why_not_away
from desk_gui.domain.accounts import Account, Role
from desk_gui.domain.collaboration import NoticeKind
from desk_gui.domain.errors import Invalid, NotAllowed, NotFound, NotPossible
from desk_gui.operations.accounts import Choice
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.effects import Effects
from desk_gui.operations.notices import Telling, tell_all
from desk_gui.operations.saving import Why, write_other
from desk_gui.storage import approvals, read, rows


@dataclass(frozen=True)
class Known:
    """Who can stand in, the absences that are said and not over, and all names."""

    choices: tuple[Choice, ...] = ()
    absences: Absences = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)

    def remark(self, wanted: Absence) -> str:
        """What is to be known of a delegate before an absence is said; "" where nothing is."""
        return remark(wanted, self.absences, self.names)


def known(desk: Desk) -> Known:
    """Whom one can choose as a stand-in, and who is or will be away."""
    with desk.reading() as session:
        people = rows.many(session.connection, "account", order="name")
        found = {i: one for i, one in of_all(session).items() if one.until > session.now}
    active = tuple(Choice(row["id"], row["name"]) for row in people if row["active"])
    return Known(active, found, {row["id"]: row["name"] for row in people})


def of_all(session: Session) -> Absences:
    """Account → the absence it has said, in a transaction."""
    found = rows.many(session.connection, "absence")
    return {row["account_id"]: Absence(**row) for row in found}


def be_away(
    desk: Desk, delegate_id: int, since: datetime, until: datetime, *, account_id: int | None = None
) -> Effects:
    """Say who decides approvals between two instants; an administrator says it for others, too.

    What waits already is told to who stands in, if the absence has begun.
    """
    with desk.writing() as session:
        away = _who(session, account_id)
        lacking = why_not_away(since, until, session.now)
        if lacking:
            raise Invalid(lacking)
        to = _delegate(session, delegate_id, away)
        values = {"delegate_id": to.id, "since": since, "until": until}
        said = {"delegate": to.login, "since": since, "until": until}
        write_other(session, "account", away.id, Why("away"), **said)
        if not rows.change(session.connection, "absence", values, account_id=away.id):
            rows.add(session.connection, "absence", account_id=away.id, **values)
        if since <= session.now:
            _tell_what_waits(session, away)
        return Effects(people=True)


def be_back(desk: Desk, *, account_id: int | None = None) -> Effects:
    """End one's own absence; an administrator ends that of others, too."""
    with desk.writing() as session:
        away = _who(session, account_id)
        if rows.one(session.connection, "absence", account_id=away.id) is None:
            raise NotPossible(f"{away.name} is not away.")
        write_other(session, "account", away.id, Why("back"))
        rows.remove(session.connection, "absence", account_id=away.id)
        return Effects(people=True)


def _who(session: Session, account_id: int | None) -> Account:
    who = session.actor.id if account_id is None else account_id
    if who != session.actor.id and session.actor.role is not Role.ADMINISTRATOR:
        raise NotAllowed("Only an administrator can say who stands in for somebody else.")
    found = read.account(session.connection, id=who)
    if found is None:
        raise NotFound("There is no such account.")
    return found


def _delegate(session: Session, delegate_id: int, away: Account) -> Account:
    to = read.account(session.connection, id=delegate_id)
    if to is None:
        raise NotFound("There is no such account; choose somebody who can sign in.")
    if to.id == away.id:
        raise Invalid(f"{away.name} is the one who is away; choose somebody else.")
    if not to.active:
        raise Invalid(f"The account of {to.name} is switched off; choose somebody else.")
    return to


def _tell_what_waits(session: Session, away: Account) -> None:
    """Who stands in is told of each request that asks who is away."""
    there = stand_ins(away.id, of_all(session), session.now)
    waiting = approvals.waiting_for(session.connection, away.id, session.now)
    asks_him = {row["ticket_id"] for row in waiting if row["named_id"] == away.id}
    deciding = approvals.deciders_of(session.connection, asks_him, session.now)
    words = f"{away.name} is away; it waits for your approval instead."
    tell_all(
        session,
        [
            Telling(frozenset(able & {*there}), NoticeKind.APPROVAL, ticket_id, words)
            for ticket_id, able in sorted(deciding.items())
        ],
    )
