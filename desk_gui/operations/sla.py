"""What an administrator promises: policies, escalations, and which holds pause the clocks."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta

from desk_gui.domain import clocks
from desk_gui.domain.accounts import Right
from desk_gui.domain.errors import Invalid, invalid
from desk_gui.domain.sla import (
    Escalation,
    Policy,
    Scope,
    check_escalations,
    check_policies,
)
from desk_gui.domain.workflow import HoldReason
from desk_gui.operations import terms as known_terms
from desk_gui.operations.crew import crew
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.effects import Effects
from desk_gui.operations.saving import Why, write_other
from desk_gui.operations.ticking import catch_up
from desk_gui.storage import promises, read, rows

LONGEST = timedelta(days=3653)
"""In which time a promise in business hours must have passed: ten years."""


def policies(desk: Desk) -> tuple[Policy, ...]:
    """Every policy as it is now, in the order in which they were made."""
    with desk.reading() as session:
        return promises.policies(session.connection)


def change_policies(desk: Desk, wanted: tuple[Policy, ...]) -> Effects:
    """Set what is promised from now on; what is not among the wanted policies is taken away.

    A promise that was made stands: clocks that run keep their due instant until their ticket gets
    another priority, kind, category or team, or is declared a major incident. Raises Invalid for
    a general target missing, two policies for the same tickets, a promise that is not positive,
    longer than a year or out of order, and for business hours, a category or a team that is not
    there.
    """
    with invalid("correct the policies and save them again"):
        check_policies(wanted)
    with desk.writing(Right.CHANGE_SETTINGS) as session:
        before = {policy.scope: policy for policy in promises.policies(session.connection)}
        after = {policy.scope: policy for policy in wanted}
        changed = [policy for scope, policy in after.items() if before.get(scope) != policy]
        gone = [scope for scope in before if scope not in after]
        if not changed and not gone:
            return Effects()
        _check_references(session, changed)
        for scope in gone:
            rows.remove(session.connection, "sla_policy", **vars(scope))
        for policy in changed:
            row = promises.policy_row(policy)
            if not rows.change(session.connection, "sla_policy", row, **vars(policy.scope)):
                rows.add(session.connection, "sla_policy", **row)
        touched = [*gone, *(policy.scope for policy in changed)]
        write_other(
            session,
            "setting",
            0,
            Why("edited", "SLA targets"),
            sla_targets=_journalled(touched, after),
            before=_journalled(touched, before),
        )
        known_terms.forget(session)
        return Effects(settings=True)


def _journalled(
    scopes: Iterable[Scope], of: Mapping[Scope, Policy]
) -> dict[str, int | dict[str, int]]:
    """Promises by their scope in words; seconds alone are calendar time."""
    return {_written(scope): _promise(of[scope]) for scope in scopes if scope in of}


def _promise(policy: Policy) -> int | dict[str, int]:
    if policy.business_hours_id is None:
        return policy.promised_s
    return {"promised_s": policy.promised_s, "business_hours_id": policy.business_hours_id}


def _written(scope: Scope) -> str:
    parts = [scope.kind.value, str(int(scope.priority)), scope.target.value]
    parts += ["major"] if scope.major else []
    parts += [f"category {scope.category_id}"] if scope.category_id else []
    parts += [f"team {scope.team_id}"] if scope.team_id else []
    return "/".join(parts)


def _check_references(session: Session, changed: Iterable[Policy]) -> None:
    """Business hours, categories and teams are there, and every promise comes to its end."""
    connection = session.connection
    hours = {one.id: one for one in promises.business_hours(connection, active=True)}
    categories = {row["id"] for row in rows.many(connection, "category")}
    teams = {row["id"] for row in rows.many(connection, "team")}
    time = known_terms.times(session)
    for policy in changed:
        if policy.category_id is not None and policy.category_id not in categories:
            raise Invalid("There is no such category any more; choose another.")
        if policy.team_id is not None and policy.team_id not in teams:
            raise Invalid("There is no such team any more; choose another.")
        if policy.business_hours_id is None:
            continue
        if policy.business_hours_id not in hours:
            raise Invalid("There are no such business hours any more; choose others.")
        due = time(policy.business_hours_id).add(session.now, policy.promised_s)
        if due - session.now > LONGEST:
            name = hours[policy.business_hours_id].name
            raise Invalid(f"In “{name}” a promise would take longer than ten years; shorten it.")


def escalations(desk: Desk) -> tuple[Escalation, ...]:
    """Every escalation as it is now, in the order in which they were made."""
    with desk.reading() as session:
        return promises.escalations(session.connection)


def change_escalations(desk: Desk, wanted: tuple[Escalation, ...]) -> Effects:
    """Set the escalations; those that are not among the wanted ones are taken away.

    They count for what is still to come: a percent that a clock has passed already stays quiet.
    Raises Invalid for one that cannot happen, or that names somebody who does not work here.
    """
    with invalid("correct the escalations and save them again"):
        check_escalations(wanted)
    with desk.writing(Right.CHANGE_SETTINGS) as session:
        before = {one.id: one for one in promises.escalations(session.connection)}
        after = {one.id: one for one in wanted if one.id in before}
        new = [one for one in wanted if one.id not in before]
        if not new and before == after:
            return Effects()
        _check_people(session, wanted)
        touched = catch_up(session)
        for escalation_id, one in before.items():
            if escalation_id not in after:
                rows.remove(session.connection, "escalation", id=escalation_id)
            elif after[escalation_id] != one:
                row = _row(after[escalation_id])
                rows.change(session.connection, "escalation", row, id=escalation_id)
        rows.add_many(session.connection, "escalation", [_row(one) for one in new])
        _journal_escalations(session, before.values(), wanted)
        known_terms.forget(session)
        _plan_anew(session)
        return Effects(tickets=touched, settings=True)


def _row(escalation: Escalation) -> dict[str, object]:
    values = {name: value for name, value in vars(escalation).items() if name != "id"}
    priority = escalation.priority
    return {**values, "priority": None if priority is None else int(priority)}


def _check_people(session: Session, wanted: Iterable[Escalation]) -> None:
    known = crew(session)
    for one in wanted:
        if one.account_id is not None and one.account_id not in known.accounts:
            raise Invalid("An escalation names somebody who does not work on tickets any more.")
        if one.team_id is not None and one.team_id not in known.teams:
            raise Invalid("An escalation names a team that is not there any more.")


def _journal_escalations(
    session: Session, before: Iterable[Escalation], after: Iterable[Escalation]
) -> None:
    write_other(
        session,
        "setting",
        0,
        Why("edited", "escalations"),
        escalations=[_row(one) for one in after],
        before=[_row(one) for one in before],
    )


def _plan_anew(session: Session) -> None:
    """Every ticking clock looks ahead by the new escalations; what has passed is not made up."""
    connection = session.connection
    known = known_terms.terms(session)
    of = promises.ticking(connection)
    tickets = read.tickets(connection, of)
    changed = {}
    for ticket_id, many in of.items():
        ticket = tickets[ticket_id]
        for clock_id, clock in many.items():
            count = clocks.count_of(clock, ticket, known)
            fresh = clocks.planned(clocks.past(clock, session.now, count), count)
            if fresh != clock:
                changed[clock_id] = fresh
    promises.change_clocks(connection, changed)


def pausing(desk: Desk) -> frozenset[HoldReason]:
    """The hold reasons that pause the clocks."""
    with desk.reading() as session:
        return known_terms.pausing(session)


def change_pausing(desk: Desk, wanted: Collection[HoldReason]) -> Effects:
    """Set which hold reasons pause the clocks, for holds that begin from now on."""
    with desk.writing(Right.CHANGE_SETTINGS) as session:
        before = known_terms.pausing(session)
        if before == frozenset(wanted):
            return Effects()
        name, words = known_terms.PAUSING_SETTING, sorted(HoldReason(one) for one in wanted)
        value = {"value": json.dumps(words)}
        if not rows.change(session.connection, "setting", value, name=name):
            rows.add(session.connection, "setting", name=name, **value)
        why = Why("edited", "hold reasons that pause")
        write_other(session, "setting", 0, why, **{name: words}, before=sorted(before))
        known_terms.forget(session)
        return Effects(settings=True)
