"""A plain table of tickets: what a row becomes, and which rows are refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from desk_gui.domain.errors import FileTrouble
from desk_gui.domain.priority import Level, Priority
from desk_gui.domain.workflow import WORKFLOWS, Kind, Status
from desk_gui.transfer.plan import Origin, PlannedTicket
from desk_gui.transfer.tickets import TicketFormat, ticket_file
from tests.transfer.conftest import Write
from tests.transfer.logs import illegal_steps, path_of, replayed

Row = dict[str, str]
PlanRow = Callable[..., PlannedTicket]
INCIDENT: Row = {
    "number": "A-1",
    "kind": "incident",
    "title": "No network in room 12",
    "status": "new",
    "impact": "high",
    "urgency": "medium",
    "opened_at": "2026-03-01T08:00:00+00:00",
}
REQUEST: Row = {
    "number": "A-2",
    "kind": "request",
    "title": "A second screen, please",
    "status": "new",
    "opened_at": "2026-03-01 08:00",
}
ENDINGS: dict[Status, Row] = {
    Status.ON_HOLD: {"hold_reason": "supplier"},
    Status.CLOSED: {"closed_at": "2026-03-03 08:00"},
    Status.CANCELLED: {"cancel_reason": "mistaken"},
    Status.REJECTED: {"rejection_reason": "Too expensive."},
}


def table(*rows: Row) -> str:
    """A CSV with the columns of the first row."""
    lines = [",".join(rows[0]), *(",".join(f'"{cell}"' for cell in row.values()) for row in rows)]
    return "\n".join(lines) + "\n"


@pytest.fixture
def plan_row(write: Write) -> PlanRow:
    def planned(base: Row, **cells: str) -> PlannedTicket:
        (ticket,) = ticket_file(write(table(base | cells)), TicketFormat.AUTO).plans()
        return ticket

    return planned


@pytest.mark.parametrize(
    ("base", "status"),
    [(INCIDENT, status) for status in WORKFLOWS[Kind.INCIDENT].statuses]
    + [(REQUEST, status) for status in WORKFLOWS[Kind.REQUEST].statuses],
)
def test_that_every_status_is_reached_by_legal_steps(
    plan_row: PlanRow, base: Row, status: Status
) -> None:
    ticket = plan_row(base, status=status.value, assignee="Ann", **ENDINGS.get(status, {}))
    assert ticket.status is status
    assert illegal_steps(ticket) == []
    assert [entry.origin for entry in ticket.entries][:1] == [Origin.IMPORTED]
    assert {entry.origin for entry in ticket.entries[1:]} <= {Origin.BRIDGED}
    told = replayed(ticket)
    assert told["status"] is status
    assert told.get("resolution_code") == ticket.resolution_code
    assert told.get("cancel_reason") == ticket.cancel_reason


def test_that_each_step_is_dated_as_the_row_states(plan_row: PlanRow) -> None:
    ticket = plan_row(
        INCIDENT,
        status="closed",
        resolved_at="2026-03-02 08:00",
        closed_at="2026-03-03 08:00",
        resolution_code="fixed",
        resolution_text="New cable.",
    )
    assert path_of(ticket) == "new (assigned) (in_progress) (resolved) (closed)"
    assert [entry.at.day for entry in ticket.entries] == [1, 2, 2, 2, 3]
    assert (ticket.first_resolved_at, ticket.resolved_at) == (
        datetime(2026, 3, 2, 8, tzinfo=UTC),
        datetime(2026, 3, 2, 8, tzinfo=UTC),
    )
    assert (ticket.resolution_code, ticket.resolution_text) == ("fixed", "New cable.")


def test_that_a_resolution_nobody_recorded_is_not_made_up(plan_row: PlanRow) -> None:
    ticket = plan_row(INCIDENT, status="closed", closed_at="2026-03-03 08:00")
    assert (ticket.resolved_at, ticket.resolution_code) == (None, "not_recorded")


def test_that_impact_and_urgency_come_from_the_mapping_when_only_a_priority_is_stated(
    plan_row: PlanRow,
) -> None:
    ticket = plan_row(INCIDENT, impact="", urgency="", priority="4")
    assert (ticket.impact, ticket.urgency, ticket.priority) == (
        Level.MEDIUM, Level.LOW, Priority.LOW,
    )  # fmt: skip


def test_that_text_keeps_its_lines(write: Write) -> None:
    path = write(
        'number,kind,title,status,opened_at,text\n1,request,T,new,2026-03-01,"a\r\n\r\nb"\n'
    )
    (ticket,) = ticket_file(path, TicketFormat.CSV).plans()
    assert ticket.text == "a\n\nb"


def test_that_lines_are_counted_as_an_editor_counts_them(write: Write) -> None:
    first = '1,request,"two\nlines",new,2026-03-01\n'
    path = write(f"number,kind,title,status,opened_at\n{first}2,request,T,lost,2026-03-01\n")
    with pytest.raises(FileTrouble, match="line 4, column 4"):
        list(ticket_file(path, TicketFormat.CSV).plans())


REFUSED: list[tuple[Row, Row, str, str]] = [
    (INCIDENT, {"status": "open"}, "status", "“open” is not among the statuses"),
    (INCIDENT, {"status": "approved"}, "status", "an incident cannot be approved; correct"),
    (REQUEST, {"status": "resolved"}, "status", "a request cannot be resolved; correct"),
    (INCIDENT, {"kind": ""}, "kind", "it is not said whether this is an incident or a request"),
    (INCIDENT, {"kind": "bug"}, "kind", "“bug” is not among the kinds"),
    (INCIDENT, {"title": " "}, "title", "the cell is empty"),
    (INCIDENT, {"title": "x" * 251}, "title", "it is longer than 250 characters; shorten it"),
    (INCIDENT, {"opened_at": "yesterday"}, "opened_at", "“yesterday” is not a date written like"),
    (INCIDENT, {"opened_at": "9999-12-31"}, "opened_at", "“9999-12-31”: the year 9999 is outside"),
    (INCIDENT, {"impact": ""}, "impact", "impact and urgency go together"),
    (INCIDENT, {"impact": "", "urgency": ""}, "impact", "an incident needs impact and urgency"),
    (REQUEST, {"impact": "high"}, "impact", "a request has no impact and urgency"),
    (INCIDENT, {"status": "on_hold"}, "hold_reason", "it is on hold; say for what, one of: requ"),
    (INCIDENT, {"resolved_at": "2026-03-02"}, "resolved_at", "it is new; leave the cell empty"),
    (INCIDENT, {"closed_at": "2026-03-02"}, "closed_at", "it is new; leave the cell empty"),
    (INCIDENT, {"status": "closed"}, "closed_at", "it is closed; say when"),
    (INCIDENT, {"status": "resolved", "resolved_at": "2026-02-02"}, "resolved_at",
     "it is resolved before it is opened"),
    (INCIDENT, {"status": "closed", "resolved_at": "2026-03-03", "closed_at": "2026-03-02"},
     "closed_at", "it is closed too early"),
    (INCIDENT, {"status": "cancelled"}, "cancel_reason", "say why it is cancelled: mistaken, "),
    (REQUEST, {"status": "rejected"}, "rejection_reason", "a rejection carries its reason"),
    (INCIDENT, {"cancel_reason": "mistaken"}, "cancel_reason", "an incident that is new has none"),
    (INCIDENT, {"item": "New laptop"}, "item", "an incident that is new has none"),
    (REQUEST, {"status": "fulfilled", "resolution_code": "fixed"}, "resolution_code",
     "a request that is fulfilled has none"),
    (INCIDENT, {"resolution_code": "magic"}, "resolution_code", "“magic” is not among"),
    (INCIDENT, {"team": "x" * 201}, "team", "the name is longer than 200 characters"),
]  # fmt: skip


@pytest.mark.parametrize(("base", "cells", "column", "problem"), REFUSED)
def test_that_a_bad_row_is_refused_with_line_column_and_reason(
    write: Write, base: Row, cells: Row, column: str, problem: str
) -> None:
    path = write(table(base | cells))
    with pytest.raises(FileTrouble) as caught:
        list(ticket_file(path, TicketFormat.CSV).plans())
    said = str(caught.value).removeprefix(f"{path}, line 2")
    columns = list(base | cells)
    place = f", column {columns.index(column) + 1} ({column})" if column in columns else ""
    assert said.startswith(f"{place}: {problem}")


def test_that_a_number_that_is_there_twice_is_refused(write: Write) -> None:
    with pytest.raises(FileTrouble, match=r"line 3, column 1 .*A-1 is there twice"):
        list(ticket_file(write(table(INCIDENT, INCIDENT)), TicketFormat.CSV).plans())


@pytest.mark.parametrize("how", [TicketFormat.AUTO, TicketFormat.CSV])
@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_that_the_delimiter_of_the_file_is_found(
    write: Write, how: TicketFormat, delimiter: str
) -> None:
    path = write(table(INCIDENT).replace(",", delimiter))
    (ticket,) = ticket_file(path, how).plans()
    assert ticket.title == "No network in room 12"
