"""What happens by itself when its time has come (the rules, §1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from desk_gui.domain.ticket import Ticket, Wish, changes_of
from desk_gui.domain.workflow import WORKFLOWS, Status
from desk_gui.operations import approvals, databases
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.effects import Effects
from desk_gui.operations.own.handing_in import take_in
from desk_gui.operations.packing import pack_many
from desk_gui.operations.saving import Why, save
from desk_gui.operations.ticking import tick
from desk_gui.storage import lookup, read

CLOSE_AFTER_DAYS = 14
SETTING = "close_after_days"


def let_time_pass(desk: Desk) -> Effects | None:
    """Take in what requesters said, end holds whose date has come, let clocks go on, remind, close.

    None when nothing was due; then nothing was written either. A hold ends before the clocks are
    looked at: a clock that was paused has nothing to warn of. The days before a resolved ticket
    is closed are the setting `close_after_days`, 14 unless it is changed; 0 means never. Where
    many tickets changed, what reports read of them is packed.
    """
    days = databases.setting(desk, SETTING, CLOSE_AFTER_DAYS)
    effects = take_in(desk) | end_holds(desk) | tick(desk) | approvals.remind(desk)
    if isinstance(days, int) and days > 0:
        effects |= close_resolved(desk, days)
    pack_many(desk)
    return effects if effects.tickets else None


def end_holds(desk: Desk) -> Effects:
    """Tickets whose wake-up date has come are worked on again; their clocks run since that date."""

    def due(session: Session) -> list[int]:
        return lookup.holds_that_end(session.connection, session.now)

    return _move(
        desk,
        due,
        lambda ticket: Wish(WORKFLOWS[ticket.kind].working),
        Why("moved", "its date has come", by_itself=True),
    )


def close_resolved(desk: Desk, after_days: int) -> Effects:
    """Tickets resolved or fulfilled that many days ago are closed; major incidents never are."""

    def due(session: Session) -> list[int]:
        before = session.now - timedelta(days=after_days)
        return lookup.resolved_before(session.connection, before)

    why = Why("moved", f"resolved {after_days} days ago", by_itself=True)
    return _move(desk, due, lambda _: Wish(Status.CLOSED), why)


def _move(
    desk: Desk, due: Callable[[Session], list[int]], wish: Callable[[Ticket], Wish], why: Why
) -> Effects:
    with desk.reading() as session:
        if not due(session):
            return Effects()
    with desk.writing() as session:
        found = [read.ticket(session.connection, ticket_id) for ticket_id in due(session)]
        tickets = [ticket for ticket in found if ticket is not None]
        for ticket in tickets:
            at = ticket.hold_until or session.now
            save(session, ticket, changes_of(ticket, wish(ticket), at), replace(why, at=at))
    return Effects(tickets=frozenset(ticket.id for ticket in tickets))
