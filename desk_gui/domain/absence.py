"""Who stands in for whom while somebody is away, and why a supervisor decides instead."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from desk_gui.domain.accounts import Account
from desk_gui.domain.catalog import Who

MOST_STAND_INS = 3
"""The stand-in of a stand-in is followed so far."""


@dataclass(frozen=True)
class Absence:
    """Somebody is away from `since` until just before `until` (UTC); `delegate_id` decides."""

    account_id: int
    delegate_id: int
    since: datetime
    until: datetime

    def covers(self, at: datetime) -> bool:
        """Whether this is the time."""
        return self.since <= at < self.until


Absences = Mapping[int, Absence]
"""Account → the absence it has said."""


def is_away(account_id: int, absences: Absences, at: datetime) -> bool:
    """Whether somebody is away at an instant."""
    said = absences.get(account_id)
    return said is not None and said.covers(at)


def stand_ins(account_id: int, absences: Absences, at: datetime) -> tuple[int, ...]:
    """Who stands in for somebody at an instant: the delegate, and that one's while away, too."""
    found: list[int] = []
    here = account_id
    while is_away(here, absences, at) and len(found) < MOST_STAND_INS:
        here = absences[here].delegate_id
        if here == account_id or here in found:
            break
        found.append(here)
    return tuple(found)


def why_not_away(since: datetime, until: datetime, now: datetime) -> str | None:
    """Why an absence cannot be said, or None."""
    if until <= since:
        return "The absence ends before it begins; correct the dates."
    return "The absence is over already; correct the dates." if until <= now else None


def remark(wanted: Absence, others: Absences, names: Mapping[int, str]) -> str:
    """What is to be known of a delegate who is away meanwhile; "" where nothing is."""
    delegate = others.get(wanted.delegate_id)
    if delegate is None or delegate.until <= wanted.since or wanted.until <= delegate.since:
        return ""
    name = names[wanted.delegate_id]
    if delegate.delegate_id == wanted.account_id:
        return f"{name} is away meanwhile and names you; a supervisor decides while both are."
    return f"{name} is away meanwhile, too; {names[delegate.delegate_id]} decides then."


@dataclass(frozen=True)
class Asked:
    """Whom an approval asks: how that person is found, and who it is.

    `raised_by` are the accounts of who raised the request, `people` those that are spoken of.
    """

    who: Who
    account_id: int | None
    requester: str
    raised_by: Collection[int]
    people: Mapping[int, Account]


def why_a_supervisor(asked: Asked, absences: Absences, at: datetime) -> str:
    """Why a supervisor decides in place of whom an approval asks; "" where it is not so."""
    if asked.who is Who.SUPERVISOR:
        return ""
    if asked.account_id is None:
        return _nobody(asked)
    here = asked.people[asked.account_id]
    unable = _unable(here, asked.raised_by)
    if unable or not is_away(here.id, absences, at):
        return f"{unable[:1].upper()}{unable[1:]}." if unable else ""
    chain = [asked.people[one] for one in stand_ins(here.id, absences, at)]
    reasons = [
        _unable(one, asked.raised_by)
        or (f"{one.name} is away, too" if is_away(one.id, absences, at) else "")
        for one in chain
    ]
    if not all(reasons):
        return ""
    return f"{here.name} is away, and {reasons[-1] if reasons else 'nobody stands in'}."


def _nobody(asked: Asked) -> str:
    if asked.who is Who.TEAM_LEAD:
        return "The team has no lead; Administration, Teams, names one."
    if not asked.requester:
        return "There is no requester, and so no manager."
    return f"No manager of {asked.requester} is known; Administration, Contacts, names one."


def _unable(account: Account, raised_by: Collection[int]) -> str:
    if not account.active:
        return f"the account of {account.name} is switched off"
    return f"{account.name} raised the request" if account.id in raised_by else ""
