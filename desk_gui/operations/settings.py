"""What an administrator sets for the whole desk: the priority matrix and the SLA targets."""

from __future__ import annotations

from collections.abc import Mapping

from desk_gui.domain.accounts import Right
from desk_gui.domain.errors import Invalid
from desk_gui.domain.priority import Level, Matrix, Priority, check_matrix
from desk_gui.domain.sla import Policies, check_policies
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


def policies(desk: Desk) -> Policies:
    """Seconds promised per kind, priority and target, as they are now."""
    with desk.reading() as session:
        return read.policies(session.connection)


def change_matrix(desk: Desk, wanted: Matrix) -> Effects:
    """Set the priority matrix; incidents that are not final get their new priority at once.

    Those that were imported or overridden keep theirs. Their clocks get the target of the new
    priority, counted from the opening. Raises Invalid where a lower impact or urgency would give
    a higher priority.
    """
    try:
        check_matrix(wanted)
    except ValueError as error:
        raise Invalid(f"{_sentence(error)}; correct the matrix and save it again.") from error
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


def change_policies(desk: Desk, wanted: Policies) -> Effects:
    """Set the SLA targets, in seconds, for what is promised from now on.

    A promise that was made stands: clocks that run keep their due instant until their ticket
    gets another priority or kind. Raises Invalid for a target missing, not positive, longer
    than a year, or a first answer promised later than the end.
    """
    try:
        check_policies(wanted)
    except ValueError as error:
        raise Invalid(f"{_sentence(error)}; correct the targets and save them again.") from error
    with desk.writing(Right.CHANGE_SETTINGS) as session:
        before = read.policies(session.connection)
        changed = sorted(key for key, promised in wanted.items() if before.get(key) != promised)
        if not changed:
            return Effects()
        for kind, priority, target in changed:
            key = {"kind": kind, "priority": int(priority), "target": target}
            value = {"promised_s": wanted[kind, priority, target]}
            if not rows.change(session.connection, "sla_policy", value, **key):
                rows.add(session.connection, "sla_policy", **key, **value)
        write_other(
            session,
            "setting",
            0,
            Why("edited", "SLA targets"),
            sla_targets={"/".join(map(str, key)): wanted[key] for key in changed},
            before={"/".join(map(str, key)): before[key] for key in changed if key in before},
        )
        return Effects(settings=True)


def _sentence(error: ValueError) -> str:
    words = str(error)
    return words[:1].upper() + words[1:]
