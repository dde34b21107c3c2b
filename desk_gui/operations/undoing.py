"""Undo: the last change of a ticket taken back, as a change of its own in the journal."""

from __future__ import annotations

from desk_gui.domain.accounts import Right
from desk_gui.domain.errors import NotFound, NotPossible
from desk_gui.domain.sla import ClockState, stop, take_up_again
from desk_gui.domain.ticket import Ticket
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.effects import Effects
from desk_gui.operations.saving import Why, save, ticket_or_refuse, typed
from desk_gui.storage import history, read, rows
from desk_gui.storage.history import PastEntry

UNDOABLE = frozenset({"assigned", "moved", "reopened", "edited", "reclassified", "rated"})


def undo(desk: Desk, entry_uuid: str) -> Effects:
    """Take back one change of a ticket; refused with who changed what when it is not the last."""
    with desk.writing(Right.WORK_ON_TICKETS) as session:
        entry = history.entry(session.connection, entry_uuid)
        if entry is None or entry.subject != "ticket":
            raise NotFound("There is nothing to undo.")
        ticket = ticket_or_refuse(session, entry.subject_id)
        refusal = why_not_undo(session, ticket, entry)
        if refusal:
            raise NotPossible(refusal)
        if entry.action == "reclassified" or entry.status == "cancelled":
            _swap_approvals_and_tasks(session, ticket, entry)
        _take_clocks_back(session, ticket, entry)
        changes = {name: typed(name, entry.before.get(name)) for name in entry.after}
        save(session, ticket, changes, Why("undone", entry.action, undoes=entry.uuid))
        return Effects(tickets=frozenset({ticket.id}))


def why_not_undo(session: Session, ticket: Ticket, entry: PastEntry) -> str | None:
    """Why a change can no longer be undone, or None."""
    if entry.action not in UNDOABLE or entry.origin != "desk" or entry.version is None:
        return "This cannot be undone."
    if entry.old_status in {"new", "awaiting_approval"} and entry.status in {
        "awaiting_approval",
        "approved",
        "rejected",
    }:
        return "A decision about an approval stands; it cannot be undone."
    later = history.entries_since(session.connection, ticket.id, entry.version)
    if later and not _went_on_by_itself(entry, later):
        last = later[-1]
        what = ", ".join(sorted(last.after)).replace("_", " ") or last.action
        return f"{last.who or 'Somebody'} changed {ticket.number} since ({what}); undo is too late."
    return None


def _went_on_by_itself(entry: PastEntry, later: list[PastEntry]) -> bool:
    """Whether all that followed a reclassification is the step a request takes by itself."""
    return entry.action == "reclassified" and [e.old_status for e in later] == ["new"]


def _swap_approvals_and_tasks(session: Session, ticket: Ticket, entry: PastEntry) -> None:
    """What the change made void is open again; what a new kind brought is void."""
    now_open, then_open = ("open", "void") if entry.old_kind == "request" else ("void", "open")
    for table, column in (("approval", "decision"), ("task", "status")):
        rows.change(
            session.connection,
            table,
            {column: now_open},
            ticket_id=ticket.id,
            **{column: then_open},
        )


def _take_clocks_back(session: Session, ticket: Ticket, entry: PastEntry) -> None:
    """Clocks that the change stopped run again; those that a reclassification started stop."""
    for clock_id, clock in read.clocks(session.connection, ticket.id).items():
        if clock.state is ClockState.STOPPED and clock.ended_at == entry.at:
            clock = take_up_again(clock, session.now)
        elif entry.action == "reclassified":
            clock = stop(clock, session.now)
        rows.change(session.connection, "clock", vars(clock), id=clock_id)
