"""What an administrator sets for the whole desk: the priority matrix."""

from __future__ import annotations

from collections.abc import Mapping

from desk_gui.domain.accounts import Right
from desk_gui.domain.errors import invalid
from desk_gui.domain.priority import Level, Matrix, Priority, check_matrix
from desk_gui.domain.workflow import WORKFLOWS, Kind
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.effects import Effects
from desk_gui.operations.saving import Why, save, write_other
from desk_gui.storage import lookup, read, rows

Cells = set[tuple[Level, Level]]
Counts = Mapping[tuple[Level, Level, Priority], int]
"""How many incidents of an impact and an urgency have a priority."""


def matrix(desk: Desk) -> Matrix:
    """(impact, urgency) → priority, as it is now."""
    with desk.reading() as session:
        return read.matrix(session.connection)


def incidents_by_cell(desk: Desk) -> Counts:
    """How many incidents would follow a new matrix, by impact, urgency and present priority."""
    with desk.reading() as session:
        return lookup.computed_incidents(session.connection)


def change_matrix(desk: Desk, wanted: Matrix) -> Effects:
    """Set the priority matrix; incidents that are not final get their new priority at once.

    Those that were imported or overridden keep theirs. Their clocks get the target of the new
    priority, counted from the opening. Raises Invalid where a lower impact or urgency would give
    a higher priority.
    """
    with invalid("correct the matrix and save it again"):
        check_matrix(wanted)
    with desk.writing(Right.CHANGE_SETTINGS) as session:
        before = read.matrix(session.connection)
        changed = {cell for cell, priority in wanted.items() if before.get(cell) != priority}
        if not changed:
            return Effects()
        for impact, urgency in changed:
            value = {"priority": int(wanted[impact, urgency])}
            rows.change(
                session.connection, "priority_matrix", value, impact=impact, urgency=urgency
            )
        write_other(
            session,
            "setting",
            0,
            Why("edited", "priority matrix"),
            priority_matrix={_cell(cell): int(wanted[cell]) for cell in sorted(changed)},
            before={_cell(cell): int(before[cell]) for cell in sorted(changed) if cell in before},
        )
        return Effects(tickets=_prioritise_again(session, wanted, changed), settings=True)


def _prioritise_again(session: Session, wanted: Matrix, cells: Cells) -> frozenset[int]:
    """Give incidents of the changed cells their new priority; the ids of those that got one."""
    flow = WORKFLOWS[Kind.INCIDENT]
    found = rows.many(
        session.connection,
        "ticket",
        order="id",
        kind=Kind.INCIDENT,
        status=[status for status in flow.statuses if status not in flow.final],
        source=None,
        override_reason=None,
    )
    why = Why("reprioritised", "the priority matrix was changed")
    touched = set()
    for row in found:
        cell = row["impact"], row["urgency"]
        if cell in cells:
            save(session, read.ticket_of(row), {"priority": wanted[cell]}, why)
            touched.add(row["id"])
    return frozenset(touched)


def _cell(cell: tuple[Level, Level]) -> str:
    impact, urgency = cell
    return f"{impact.value}/{urgency.value}"
