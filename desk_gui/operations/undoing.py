"""Undo: the last change of a ticket taken back, as a change of its own in the journal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from desk_gui.domain.accounts import Right, require
from desk_gui.domain.clocks import count_of, stop
from desk_gui.domain.errors import NotFound, NotPossible
from desk_gui.domain.sla import Clock
from desk_gui.domain.ticket import Relation, Ticket
from desk_gui.domain.workflow import Status
from desk_gui.operations import attachments, relations
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.effects import Effects
from desk_gui.operations.saving import (
    Voids,
    Why,
    effects_of,
    save,
    ticket_or_refuse,
    typed,
    write_other,
)
from desk_gui.operations.terms import terms
from desk_gui.storage import history, promises, read
from desk_gui.storage.history import PastEntry

MERGED, UNDONE, REDONE = "merged", "undone", "redone"
ORIGINAL = "original"
"""In a merging entry: the ticket that stays, and how the two were linked before."""
SIMPLE = frozenset({"assigned", "moved", "reopened", "edited", "rated"})
"""Acts that can be done again after they were undone."""
UNDOABLE = SIMPLE | {"reclassified", MERGED}
FOLLOWS = frozenset({"reassignments", "reopenings", "parked"})
"""Fields that follow from an act, and that nobody changes by himself."""


def undo(desk: Desk, entry_uuid: str) -> Effects:
    """Take back one act on a ticket; refused with who changed what when it is not the last.

    Taking back what an undo did does the act again, as it was done the first time.
    """
    with desk.writing(Right.WORK_ON_TICKETS) as session:
        entry = history.entry(session.connection, entry_uuid)
        if entry is None or entry.subject != "ticket":
            raise NotFound("There is nothing to undo.")
        ticket = ticket_or_refuse(session, entry.subject_id)
        if entry.action == attachments.REMOVED:
            return attachments.put_back(session, entry)
        if entry.action in relations.ACTIONS:
            return relations.take_back(session, entry)
        return take_back(session, ticket, entry)


def take_back(session: Session, ticket: Ticket, entry: PastEntry) -> Effects:
    """Take back a change of a ticket in this transaction; raises NotPossible as `undo` does."""
    refusal = why_not_undo(session, ticket, entry)
    if refusal:
        raise NotPossible(refusal)
    changes = {name: typed(name, entry.before.get(name)) for name in entry.after}
    if entry.old_status:
        changes["status"] = Status(entry.old_status)
    if changes.get("override_reason"):
        require(session.actor, Right.OVERRIDE_PRIORITY)
    why = Why(
        REDONE if entry.action == UNDONE else UNDONE,
        entry.action,
        undoes=entry.uuid,
        voids=_ends(entry, cancels=changes.get("status") is Status.CANCELLED),
        clocks_back=_clocks_before(session, ticket, entry),
        gives_back=entry.before,
    )
    after = save(session, ticket, changes, why)
    effects = effects_of(session, ticket, after)
    others = _set_apart(session, after, entry) if entry.action == MERGED else frozenset()
    back = effects.undo if entry.action in SIMPLE else entry.undoes
    return Effects(tickets=frozenset({ticket.id}) | others, undo=back)


def _ends(entry: PastEntry, *, cancels: bool) -> Voids:
    """What was asked and made since a reclassification is void when that is taken back."""
    if entry.action == "reclassified":
        return Voids.ALL
    return Voids.OPEN if cancels else Voids.NONE


def _set_apart(session: Session, ticket: Ticket, entry: PastEntry) -> frozenset[int]:
    """Take away the link that a merge made, and tell the journal of the ticket that stayed."""
    stayed = {int(other): how for other, how in entry.before.get(ORIGINAL, {}).items()}
    for other_id, how in stayed.items():
        other = read.ticket(session.connection, other_id)
        if other is not None:
            if how is None:
                relations.drop_link(session, ticket, other, Relation.DUPLICATE_OF)
            write_other(session, "ticket", other_id, Why("taken out", ticket.number))
    return frozenset(stayed)


def is_an_undo(entry: PastEntry) -> bool:
    """Whether an entry takes an act back, or does it again."""
    return entry.action in {UNDONE, REDONE}


def can_be_done_again(entry: PastEntry) -> bool:
    """Whether an entry is an undo that can be taken back in turn."""
    return entry.action == UNDONE and entry.reason in SIMPLE


def why_not_undo(session: Session, ticket: Ticket, entry: PastEntry) -> str | None:
    """Why a change can no longer be undone, or None."""
    able = entry.action in UNDOABLE or can_be_done_again(entry)
    if not able or entry.origin != "desk" or entry.version is None:
        return "This cannot be undone."
    decided = entry.status in {"awaiting_approval", "approved", "rejected"}
    if decided and entry.status != entry.old_status and entry.action != UNDONE:
        return "A decision about an approval stands; it cannot be undone."
    later = history.entries_since(session.connection, ticket.id, entry.version)
    if any(one.undoes == entry.uuid for one in in_force(later)):
        return "This was undone already."
    later = _still_standing(later)
    if entry.action == "reclassified" and later and went_on_by_itself(later[0]):
        later = later[1:]
    return _too_late(ticket, later) if later else None


def in_force(entries: Iterable[PastEntry]) -> list[PastEntry]:
    """Those of a ticket's entries, oldest first, that were not taken back by one in force."""
    taken_back: set[str | None] = set()
    standing = []
    for entry in sorted(entries, key=lambda one: one.n, reverse=True):
        if entry.uuid not in taken_back:
            standing.append(entry)
            taken_back.add(entry.undoes)
    return standing[::-1]


def _still_standing(later: list[PastEntry]) -> list[PastEntry]:
    """What happened since and holds, without the taking back of what happened since."""
    known = {entry.uuid for entry in later}
    return [entry for entry in in_force(later) if entry.undoes not in known]


def went_on_by_itself(entry: PastEntry) -> bool:
    """Whether it is the step that a request takes by itself after it was an incident."""
    return (entry.kind, entry.old_status, entry.action) == ("request", "new", "moved")


def _too_late(ticket: Ticket, later: list[PastEntry]) -> str:
    """Who changed which fields since, once for everybody who did."""
    fields: dict[str, dict[str, None]] = {}
    for entry in later:
        said = [name for name in entry.after if name not in FOLLOWS and not name.endswith("_at")]
        words = [name.removesuffix("_id").replace("_", " ") for name in sorted(said)]
        fields.setdefault(entry.who or "Desk", {}).update(dict.fromkeys(words or [entry.action]))
    what = {who: ", ".join(names) for who, names in fields.items()}
    if len(what) == 1:
        ((who, names),) = what.items()
        return f"{who} changed {ticket.number} since ({names}); undo is too late."
    everybody = " and ".join(f"{who} ({names})" for who, names in what.items())
    return f"{everybody} changed {ticket.number} since; undo is too late."


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
