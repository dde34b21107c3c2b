"""One act on many tickets: each on its own, with what was refused and why, and one undo."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from desk_gui.domain.bulk import Change, Fields, is_so, why_not
from desk_gui.domain.errors import NotPossible, Refusal
from desk_gui.domain.ticket import Wish
from desk_gui.operations import merging, search, tickets, undoing
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects
from desk_gui.operations.saving import may_see, ticket_or_refuse
from desk_gui.operations.tickets import Edit
from desk_gui.storage import read, rows

AT_ONCE = 500


@dataclass(frozen=True)
class Refused:
    """A ticket that was left as it is, and the sentence that says why."""

    number: str
    why: str

    @property
    def words(self) -> str:
        """The sentence, with the ticket's number where it does not name it itself."""
        return self.why if self.number in self.why else f"{self.number}: {self.why}"


@dataclass(frozen=True)
class Outcome:
    """What an act did: tickets done in order, those refused, and the entries to undo.

    `touched` are all tickets that changed, those too that the act was not meant for.
    """

    done: tuple[int, ...] = ()
    refused: tuple[Refused, ...] = ()
    undo: tuple[str, ...] = ()
    touched: frozenset[int] = frozenset()

    @property
    def effects(self) -> Effects:
        """What every list should read again."""
        return Effects(tickets=self.touched | frozenset(self.done))

    @property
    def words(self) -> str:
        """How many are done, and of the others the first with its reason."""
        wanted, left = len(self.done) + len(self.refused), len(self.refused)
        if not left:
            return f"{wanted:,} of {wanted:,} done."
        more = f" And {left - 1:,} more." if left > 1 else ""
        return f"{len(self.done):,} of {wanted:,} done. {self.refused[0].words}{more}"

    @staticmethod
    def together(parts: Iterable[Outcome]) -> Outcome:
        """Several outcomes as one, in order."""
        listed = list(parts)
        return Outcome(
            tuple(done for part in listed for done in part.done),
            tuple(refused for part in listed for refused in part.refused),
            tuple(entry for part in listed for entry in part.undo),
            frozenset[int]().union(*(part.touched for part in listed)),
        )


def each(desk: Desk, wanted: Sequence[int], act: Callable[[int], Effects]) -> Outcome:
    """Do one act to each ticket; one that is refused does not stop the others."""
    done, refused, undo, touched = [], {}, [], set[int]()
    for ticket_id in wanted:
        try:
            effects = act(ticket_id)
        except Refusal as refusal:
            refused[ticket_id] = refusal.message
            continue
        done.append(ticket_id)
        touched |= effects.tickets
        if effects.undo:
            undo.append(effects.undo)
    numbered = dict(zip(refused, numbers(desk, list(refused)), strict=True))
    left = tuple(Refused(numbered[ticket_id], why) for ticket_id, why in refused.items())
    return Outcome(tuple(done), left, tuple(undo), frozenset(touched))


@dataclass(frozen=True)
class Look:
    """What a change would do: to which tickets, how many are so already, and whom not and why."""

    able: tuple[int, ...]
    same: int
    refused: tuple[Refused, ...]


def look(desk: Desk, wanted: Sequence[int], change: Change) -> Look:
    """Look what a change would do, without doing it; what one may not see is left out."""
    able, refused, same = list[int](), list[Refused](), 0
    with desk.reading() as session:
        for start in range(0, len(wanted), AT_ONCE):
            part = list(wanted[start : start + AT_ONCE])
            found = {row["id"]: row for row in rows.many(session.connection, "ticket", id=part)}
            for ticket in (read.ticket_of(found[one]) for one in part if one in found):
                if not may_see(session, ticket):
                    continue
                why = why_not(ticket, change, session.actor)
                if is_so(ticket, change):
                    same += 1
                elif why:
                    refused.append(Refused(ticket.number, why))
                else:
                    able.append(ticket.id)
    return Look(tuple(able), same, tuple(refused))


def make(desk: Desk, wanted: Sequence[int], change: Change) -> Outcome:
    """Make one change to many tickets, each as if it were made to it alone."""

    def act(ticket_id: int) -> Effects:
        if isinstance(change, Wish):
            return tickets.move(desk, ticket_id, change)
        with desk.reading() as session:
            ticket = ticket_or_refuse(session, ticket_id)
            why = why_not(ticket, change, session.actor)
        if why:
            raise NotPossible(why)
        if isinstance(change, Fields):
            edited = Edit(
                category_id=change.category_id, impact=change.impact, urgency=change.urgency
            )
            return tickets.edit(desk, ticket_id, edited, seen_version=ticket.version)
        return tickets.assign(
            desk,
            ticket_id,
            assignee_id=change.assignee_id or ticket.assignee_id,
            team_id=change.team_id or ticket.team_id,
            seen_version=ticket.version,
        )

    return each(desk, wanted, act)


def merge(desk: Desk, wanted: Sequence[int], into_id: int) -> Outcome:
    """Merge many tickets into the one that stays."""
    return each(desk, wanted, lambda ticket_id: merging.merge(desk, ticket_id, into_id))


def undo(desk: Desk, entries: Sequence[str]) -> Outcome:
    """Take back what an outcome did, last first; what was changed since stays and says so."""
    subjects = _subjects(desk, entries)
    touched, done, refused = set[int](), list[int](), dict[int, str]()
    for entry in reversed(entries):
        ticket_id = subjects.get(entry, 0)
        try:
            touched |= undoing.undo(desk, entry).tickets
        except Refusal as refusal:
            refused[ticket_id] = refusal.message
        else:
            done.append(ticket_id)
    numbered = numbers(desk, list(refused))
    left = tuple(Refused(*pair) for pair in zip(numbered, refused.values(), strict=True))
    undone = dict.fromkeys(one for one in done if one not in refused)
    return Outcome(tuple(undone), left, touched=frozenset(touched))


def _subjects(desk: Desk, entries: Sequence[str]) -> dict[str, int]:
    """Entry → the ticket that it is about."""
    with desk.reading() as session:
        found = rows.many(session.connection, "journal", uuid=list(entries)) if entries else []
    return {row["uuid"]: row["subject_id"] for row in found}


def numbers(desk: Desk, wanted: Sequence[int]) -> list[str]:
    """INC-12 or REQ-12 for each ticket, in order; the bare number for one that is gone."""
    found: dict[int, str] = {}
    for start in range(0, len(wanted), AT_ONCE):
        part = search.queue_rows(desk, wanted[start : start + AT_ONCE])
        found.update((row.id, row.number) for row in part)
    return [found.get(ticket_id, str(ticket_id)) for ticket_id in wanted]
