"""One act on many tickets: each on its own, with what was refused and why, and one undo."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from desk_gui.domain.errors import Refusal
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import HoldReason, Status
from desk_gui.operations import merging, search, tickets, undoing
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects
from desk_gui.operations.saving import ticket_or_refuse
from desk_gui.storage import rows

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


def assign(desk: Desk, wanted: Sequence[int], *, assignee_id: int) -> Outcome:
    """Assign many tickets to one agent; each keeps its team."""

    def act(ticket_id: int) -> Effects:
        with desk.reading() as session:
            ticket = ticket_or_refuse(session, ticket_id)
        return tickets.assign(
            desk,
            ticket_id,
            assignee_id=assignee_id,
            team_id=ticket.team_id,
            seen_version=ticket.version,
        )

    return each(desk, wanted, act)


def hold(desk: Desk, wanted: Sequence[int], reason: HoldReason) -> Outcome:
    """Put many tickets on hold for one reason."""
    wish = Wish(Status.ON_HOLD, hold_reason=reason)
    return each(desk, wanted, lambda ticket_id: tickets.move(desk, ticket_id, wish))


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
