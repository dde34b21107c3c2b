"""What other terms would mean: for a ticket opened at an instant, and for the tickets of a year."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desk_gui.domain.accounts import Right, require
from desk_gui.domain.business_hours import BusinessHours
from desk_gui.domain.clocks import second_at
from desk_gui.domain.errors import invalid
from desk_gui.domain.priority import Priority
from desk_gui.domain.sla import ClockState, Policy, Scope, Target, Terms, agreed, check_policies
from desk_gui.domain.workflow import Kind
from desk_gui.operations import business_hours
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.terms import times, times_of
from desk_gui.storage import promises

TOLD_EVERY = 1000
Progress = Callable[[int, int], None]
"""Told how many of how many clocks are judged; what it raises ends the replay."""


@dataclass(frozen=True)
class Draft:
    """Terms that are not stored: policies, and business hours in place of those with their id.

    New business hours have an id below zero here, by which the policies can name them.
    """

    policies: tuple[Policy, ...]
    hours: tuple[BusinessHours, ...] = ()


@dataclass(frozen=True)
class Kept:
    """How many of the `n` promises with a verdict were kept, and would have been."""

    kind: Kind
    target: Target
    priority: Priority
    n: int
    before: int
    after: int


@dataclass(frozen=True)
class WhatIf:
    """The tickets opened from `since` until `until` under other terms.

    `won` and `lost` are the tickets with a promise that would have been kept, or broken, instead.
    """

    since: datetime
    until: datetime
    kept: tuple[Kept, ...]
    won: tuple[int, ...]
    lost: tuple[int, ...]


def due_if(desk: Desk, draft: Draft, scope: Scope, opened_at: datetime) -> datetime | None:
    """When a ticket opened at an instant would be due without a pause; None without a policy.

    Raises Invalid, with the sentence, for business hours of the draft that nobody can mean.
    """
    with desk.reading() as session:
        known = _terms(session, draft)
        policy = known.policy(scope)
        if policy is None:
            return None
        return known.time(policy.business_hours_id).add(opened_at, policy.promised_s)


def what_if(
    desk: Desk,
    draft: Draft,
    since: datetime,
    until: datetime,
    *,
    progress: Progress | None = None,
) -> WhatIf:
    """Judge again, under other terms, every promise of the tickets opened in a period.

    Openings, pauses and ends are as they were, so is the scope in which each ticket ended. A
    verdict stands where the due instant would have been the same: what an import recorded, too.
    A request whose catalog item has its own target keeps that.
    Raises Invalid for policies or business hours that nobody can mean.
    """
    with invalid("correct the policies and try again"):
        check_policies(draft.policies)
    with desk.reading() as session:
        require(session.actor, Right.CHANGE_SETTINGS)
        known = _terms(session, draft)
        found = promises.judged(session.connection, since, until)
    tally = _Tally(known)
    for n, one in enumerate(found):
        if progress is not None and n % TOLD_EVERY == 0:
            progress(n, len(found))
        tally.judge(one)
    if progress is not None:
        progress(len(found), len(found))
    return WhatIf(since, until, tally.kept(), tuple(sorted(tally.won)), tuple(sorted(tally.lost)))


def _terms(session: Session, draft: Draft) -> Terms:
    for hours in draft.hours:
        business_hours.check(hours)
    stored = promises.business_hours(session.connection)
    return agreed(draft.policies, time=times_of((*stored, *draft.hours), times(session)))


class _Tally:
    """Counts verdicts, as they are and as they would be."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._counts: dict[tuple[Kind, Target, int], list[int]] = {}
        self._scopes: dict[tuple[Any, ...], Policy | None] = {}
        self.won: set[int] = set()
        self.lost: set[int] = set()

    def judge(self, clock: Any) -> None:
        """Count one clock."""
        was = clock.state is ClockState.MET
        would = self._verdict(clock, kept=was)
        counts = self._counts.setdefault((clock.kind, clock.target, clock.priority), [0, 0, 0])
        counts[0] += 1
        counts[1] += was
        counts[2] += would
        if was is not would:
            (self.won if would else self.lost).add(clock.ticket_id)

    def _verdict(self, clock: Any, *, kept: bool) -> bool:
        policy = self._policy(clock)
        if policy is None:
            return kept
        time = self._terms.time(policy.business_hours_id)
        pauses = json.loads(clock.pauses) if clock.pauses != "[]" else ()
        promised_s = clock.item_s or policy.promised_s
        due_at = second_at(clock.started_at, pauses, time, promised_s)
        return kept if due_at == clock.due_at else bool(clock.ended_at <= due_at)

    def _policy(self, clock: Any) -> Policy | None:
        key = (
            clock.kind,
            clock.priority,
            clock.target,
            bool(clock.major),
            clock.category_id,
            clock.team_id,
        )
        if key not in self._scopes:
            kind, priority, *rest = key
            self._scopes[key] = self._terms.policy(Scope(kind, Priority(priority), *rest))
        return self._scopes[key]

    def kept(self) -> tuple[Kept, ...]:
        """The counts, ordered by kind, target and priority."""
        return tuple(
            Kept(kind, target, Priority(priority), *counts)
            for (kind, target, priority), counts in sorted(self._counts.items())
        )
