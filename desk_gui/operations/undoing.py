"""Undo: the last change of a ticket taken back, as a change of its own in the journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from desk_gui.domain.accounts import Right, require
from desk_gui.domain.clocks import count_of, stop
from desk_gui.domain.errors import NotFound, NotPossible
from desk_gui.domain.sla import Clock
from desk_gui.domain.ticket import Ticket
from desk_gui.domain.workflow import Status
from desk_gui.operations import attachments
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.effects import Effects
from desk_gui.operations.saving import Voids, Why, give_back, save, ticket_or_refuse, typed, void
from desk_gui.operations.terms import terms
from desk_gui.storage import history, promises
from desk_gui.storage.history import PastEntry

UNDOABLE = frozenset({"assigned", "moved", "reopened", "edited", "reclassified", "rated"})


def undo(desk: Desk, entry_uuid: str) -> Effects:
    """Take back one change of a ticket; refused with who changed what when it is not the last."""
    with desk.writing(Right.WORK_ON_TICKETS) as session:
        entry = history.entry(session.connection, entry_uuid)
        if entry is None or entry.subject != "ticket":
            raise NotFound("There is nothing to undo.")
        ticket = ticket_or_refuse(session, entry.subject_id)
        if entry.action == attachments.REMOVED:
            return attachments.put_back(session, entry)
        refusal = why_not_undo(session, ticket, entry)
        if refusal:
            raise NotPossible(refusal)
        changes = {name: typed(name, entry.before.get(name)) for name in entry.after}
        if entry.old_status:
            changes["status"] = Status(entry.old_status)
        if changes.get("override_reason"):
            require(session.actor, Right.OVERRIDE_PRIORITY)
        why = Why(
            "undone",
            entry.action,
            undoes=entry.uuid,
            clocks_back=_clocks_before(session, ticket, entry),
        )
        if entry.action == "reclassified":
            void(session, ticket, Voids.ALL)
        give_back(session, entry.before)
        save(session, ticket, changes, why)
        return Effects(tickets=frozenset({ticket.id}))


def why_not_undo(session: Session, ticket: Ticket, entry: PastEntry) -> str | None:
    """Why a change can no longer be undone, or None."""
    if entry.action not in UNDOABLE or entry.origin != "desk" or entry.version is None:
        return "This cannot be undone."
    decided = entry.status in {"awaiting_approval", "approved", "rejected"}
    if decided and entry.status != entry.old_status:
        return "A decision about an approval stands; it cannot be undone."
    later = history.entries_since(session.connection, ticket.id, entry.version)
    if any(after.undoes == entry.uuid for after in later):
        return "This was undone already."
    later = _still_standing(later)
    if later and not _went_on_by_itself(entry, later):
        last = later[-1]
        what = ", ".join(sorted(last.after)).replace("_", " ") or last.action
        return f"{last.who or 'Somebody'} changed {ticket.number} since ({what}); undo is too late."
    return None


def _still_standing(later: list[PastEntry]) -> list[PastEntry]:
    """What happened since without what was taken back again, and without taking it back."""
    known = {entry.uuid for entry in later}
    taken_back = {entry.undoes for entry in later}
    return [e for e in later if e.uuid not in taken_back and e.undoes not in known]


def _went_on_by_itself(entry: PastEntry, later: list[PastEntry]) -> bool:
    """Whether all that followed a reclassification is the step a request takes by itself."""
    by_itself = [(e.old_status, e.action) for e in later] == [("new", "moved")]
    return entry.action == "reclassified" and entry.kind == "request" and by_itself


def _clocks_before(session: Session, ticket: Ticket, entry: PastEntry) -> dict[int, Clock]:
    """Clocks as they ran before the change; those that a reclassification started are stopped."""
    was = {
        int(clock_id): _clock(fields) for clock_id, fields in entry.before.get("clocks", {}).items()
    }
    if entry.action != "reclassified":
        return was
    known = terms(session)
    stored = promises.clocks(session.connection, ticket.id)
    return {i: stop(c, session.now, count_of(c, ticket, known)) for i, c in stored.items()} | was


def _clock(fields: Mapping[str, Any]) -> Clock:
    """A clock as the journal keeps it; older entries say what was promised by the due instant."""
    clock = Clock(**{name: typed(name, value, Clock) for name, value in fields.items()})
    if clock.promised_s:
        return clock
    paused = timedelta(seconds=clock.paused_s)
    promised = clock.due_at - clock.started_at - paused
    pauses = ((clock.started_at, clock.started_at + paused),) if paused else ()
    return replace(clock, promised_s=int(promised.total_seconds()), pauses=pauses)
