"""Rows of a ServiceNow log, and what must hold for every planned ticket."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from desk_gui.domain.workflow import WORKFLOWS, Status
from desk_gui.transfer.plan import Action, Origin, PlannedTicket

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
REAL_LOG = SHARED / "servicenow" / "incident_event_log.csv.gz"
HEADER = (
    "number,incident_state,active,reassignment_count,reopen_count,sys_mod_count,made_sla,"
    "caller_id,opened_by,opened_at,sys_created_by,sys_created_at,sys_updated_by,sys_updated_at,"
    "contact_type,location,category,subcategory,u_symptom,cmdb_ci,impact,urgency,priority,"
    "assignment_group,assigned_to,knowledge,u_priority_confirmation,notify,problem_id,rfc,vendor,"
    "caused_by,closed_code,resolved_by,resolved_at,closed_at"
)
COLUMNS = HEADER.split(",")
_A_ROW = {
    "number": "INC1",
    "incident_state": "New",
    "reassignment_count": "0",
    "reopen_count": "0",
    "made_sla": "true",
    "opened_at": "29/2/2016 01:16",
    "sys_updated_at": "29/2/2016 01:23",
    "category": "Category 55",
    "subcategory": "Subcategory 170",
    "u_symptom": "Symptom 72",
    "impact": "2 - Medium",
    "urgency": "2 - Medium",
    "priority": "3 - Moderate",
    "resolved_at": "29/2/2016 11:29",
    "closed_at": "5/3/2016 12:00",
}


def row(**cells: str) -> str:
    """One line of a log; cells that are not named hold something sensible."""
    out = io.StringIO()
    known = {**dict.fromkeys(COLUMNS, "?"), **_A_ROW, **cells}
    csv.writer(out, lineterminator="").writerow(known[name] for name in COLUMNS)
    return out.getvalue()


def states(*names: str) -> list[dict[str, str]]:
    """Rows of one incident that go through the states, a minute apart."""
    return [
        {"incident_state": name, "sys_updated_at": f"29/2/2016 02:{minute:02}"}
        for minute, name in enumerate(names)
    ]


def illegal_steps(ticket: PlannedTicket) -> list[str]:
    """Everything in a planned journal that the workflow of its kind does not allow."""
    workflow = WORKFLOWS[ticket.kind]
    first = ticket.entries[0]
    wrong = []
    if first.action is not Action.OPENED or first.status is not workflow.first:
        wrong.append(f"starts with {first.action} {first.status}")
    status: Status = first.status
    for entry in ticket.entries[1:]:
        step = workflow.transition(status, entry.status)
        moves = entry.action in {Action.MOVED, Action.REOPENED}
        if moves and (step is None or step.reopens is not (entry.action is Action.REOPENED)):
            wrong.append(f"{entry.action}: {status} -> {entry.status}")
        if not moves and entry.status is not status:
            wrong.append(f"{entry.action} changes {status} to {entry.status}")
        if (entry.status is Status.ON_HOLD) != (entry.hold_reason is not None):
            wrong.append(f"{entry.status} with hold reason {entry.hold_reason}")
        status = entry.status
    if status is not ticket.status:
        wrong.append(f"ends {status}, but the ticket is {ticket.status}")
    return wrong


def replayed(ticket: PlannedTicket) -> dict[str, object]:
    """The fields of a ticket as its journal alone tells them."""
    known: dict[str, object] = {}
    for entry in ticket.entries:
        for name, value in entry.before.items():
            assert known.get(name) == value, (ticket.foreign_number, name)
        known.update(entry.after)
    return known


def path_of(ticket: PlannedTicket) -> str:
    """The journal in short: statuses in order, bridged ones in brackets."""
    return " ".join(
        f"({entry.status})" if entry.origin is Origin.BRIDGED else str(entry.status)
        for entry in ticket.entries
    )
