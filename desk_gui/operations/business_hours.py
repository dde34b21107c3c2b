"""Business hours, as an administrator sets them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from desk_gui.domain import clocks
from desk_gui.domain.accounts import Right
from desk_gui.domain.business_hours import BusinessHours, check_hours
from desk_gui.domain.business_hours import days_off as all_days_off
from desk_gui.domain.errors import Invalid, NotFound, NotPossible, invalid
from desk_gui.operations.days_off import check_place, holidays_of, time_of
from desk_gui.operations.days_off import countries as countries  # noqa: PLC0414 - for the window
from desk_gui.operations.days_off import regions as regions  # noqa: PLC0414 - for the window
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.effects import Effects
from desk_gui.operations.saving import Why, write_other
from desk_gui.operations.saving import save as save_ticket
from desk_gui.operations.terms import forget, terms
from desk_gui.operations.ticking import catch_up
from desk_gui.storage import promises, read, rows

A_YEAR = timedelta(days=366)


def all_hours(desk: Desk) -> tuple[BusinessHours, ...]:
    """All business hours by name; retired ones are not active."""
    with desk.reading() as session:
        return tuple(promises.business_hours(session.connection))


def days_off(hours: BusinessHours, year: int) -> list[tuple[date, str]]:
    """The days of a year that are off, with their names; also for hours that are not stored."""
    return all_days_off(hours, holidays_of(hours.country, hours.region), year)


def check(hours: BusinessHours) -> None:
    """Raise Invalid, with the sentence, for business hours that nobody can mean."""
    with invalid("correct the business hours and save them again"):
        check_hours(hours)
        check_place(hours)


def save(desk: Desk, hours: BusinessHours) -> Effects:
    """Store new business hours (id 0), or change those of this id.

    Clocks that tick in changed hours are due anew, counted from the opening under the new hours.
    Raises Invalid for hours that nobody can mean, and for a name that is taken.
    """
    hours = replace(hours, name=hours.name.strip(), region=hours.region or None)
    check(hours)
    with desk.writing(Right.CHANGE_SETTINGS) as session:
        if time_of(hours).elapsed(session.now, session.now + A_YEAR) == 0:
            raise Invalid("In the coming year the desk would never be open; add a window.")
        same = rows.one(session.connection, "business_hours", name=hours.name)
        if same is not None and same["id"] != hours.id:
            raise Invalid(f"There are business hours called “{hours.name}” already.")
        if hours.id == 0:
            _add(session, hours)
            return Effects(settings=True)
        before = _stored(session, hours.id)
        if _is_same(before, hours):
            return Effects()
        return Effects(tickets=_change(session, before, hours), settings=True)


def _is_same(one: BusinessHours, other: BusinessHours) -> bool:
    return promises.hours_row(one) == promises.hours_row(other)


def _add(session: Session, hours: BusinessHours) -> None:
    row = promises.hours_row(replace(hours, active=True))
    hours_id = rows.add(session.connection, "business_hours", **row)
    write_other(session, "setting", 0, Why("edited", "business hours"), id=hours_id, **row)
    forget(session)


def _stored(session: Session, hours_id: int) -> BusinessHours:
    row = rows.one(session.connection, "business_hours", id=hours_id)
    if row is None:
        raise NotFound("There are no such business hours.")
    return promises.hours_of(row)


def _change(session: Session, before: BusinessHours, hours: BusinessHours) -> frozenset[int]:
    """Everything that has happened by now happens under the old hours, then the new ones count."""
    touched = catch_up(session)
    old, new = promises.hours_row(before), promises.hours_row(hours)
    if before.active and not hours.active:
        _refuse_in_use(session, before)
    rows.change(session.connection, "business_hours", new, id=hours.id)
    changed = {name: value for name, value in new.items() if old[name] != value}
    write_other(
        session,
        "setting",
        0,
        Why("edited", "business hours"),
        id=hours.id,
        **changed,
        before={name: old[name] for name in changed},
    )
    forget(session)
    return touched | _count_anew(session, hours)


def _count_anew(session: Session, hours: BusinessHours) -> frozenset[int]:
    """The ticking clocks of these hours under the new ones; the tickets that are due anew."""
    connection, known = session.connection, terms(session)
    of = promises.ticking(connection, business_hours_id=hours.id)
    tickets = read.tickets(connection, of)
    planned, due_anew = {}, []
    for ticket_id, many in of.items():
        ticket = tickets[ticket_id]
        again = {i: clocks.counted_anew(c, ticket, known, session.now) for i, c in many.items()}
        if any(again[i].due_at != clock.due_at for i, clock in many.items()):
            due_anew.append(ticket)
            continue
        for i, clock in again.items():
            count = clocks.count_of(clock, ticket, known)
            planned[i] = clocks.planned(clocks.past(clock, session.now, count), count)
    promises.change_clocks(connection, planned)
    why = Why("retargeted", f"the business hours “{hours.name}” were changed", recount=hours.id)
    for ticket in due_anew:
        save_ticket(session, ticket, {}, why)
    return frozenset(ticket.id for ticket in due_anew)


def retire(desk: Desk, hours_id: int) -> Effects:
    """Take business hours out of use; NotPossible while a policy counts in them."""
    with desk.writing(Right.CHANGE_SETTINGS) as session:
        hours = _stored(session, hours_id)
        if not hours.active:
            return Effects()
        _refuse_in_use(session, hours)
        rows.change(session.connection, "business_hours", {"active": False}, id=hours_id)
        why = Why("edited", "business hours")
        write_other(session, "setting", 0, why, id=hours_id, active=False, before={"active": True})
        return Effects(settings=True)


def _refuse_in_use(session: Session, hours: BusinessHours) -> None:
    if rows.one(session.connection, "sla_policy", business_hours_id=hours.id):
        raise NotPossible(
            f"“{hours.name}” is used by a policy; let the policy count in other hours first."
        )
