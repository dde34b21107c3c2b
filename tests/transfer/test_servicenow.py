"""The log of ServiceNow: what its rows become, and which rows are refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_gui.domain.errors import FileTrouble
from desk_gui.domain.priority import Level, Priority
from desk_gui.domain.workflow import HoldReason, Status
from desk_gui.transfer.plan import Action, Origin, PlannedTicket
from desk_gui.transfer.tickets import TicketFormat, ticket_file
from tests.transfer.conftest import PlanLog, Write
from tests.transfer.logs import COLUMNS, HEADER, illegal_steps, path_of, replayed, row, states

STATES = ["New", "Active", "Awaiting User Info", "Awaiting Evidence", "Awaiting Vendor",
          "Awaiting Problem", "Resolved", "Closed", "-100"]  # fmt: skip


def complaint(path: object) -> str:
    with pytest.raises(FileTrouble) as caught:
        list(ticket_file(path, TicketFormat.SERVICENOW_LOG).plans())  # type: ignore[arg-type]
    return str(caught.value).removeprefix(str(path))


@pytest.mark.parametrize(
    ("names", "path"),
    [
        (["New", "Resolved", "Closed"],
         "(new) new (assigned) (in_progress) resolved closed"),
        (["New", "Active", "Resolved", "Closed"], "(new) new in_progress resolved closed"),
        (["Active", "Resolved", "Closed"], "(new) in_progress resolved closed"),
        (["Resolved", "Closed"], "(new) (assigned) (in_progress) resolved closed"),
        (["New", "Closed"], "(new) new (assigned) (in_progress) (resolved) closed"),
        (["New", "Awaiting User Info", "Resolved", "Closed"],
         "(new) new (assigned) on_hold resolved closed"),
        (["Awaiting Vendor", "Awaiting User Info", "Closed"],
         "(new) (assigned) on_hold (in_progress) on_hold (resolved) closed"),
        (["Active", "Resolved", "Active", "Resolved", "Closed"],
         "(new) in_progress resolved in_progress resolved closed"),
        (["Active", "Resolved", "Awaiting User Info", "Resolved", "Closed"],
         "(new) in_progress resolved (in_progress) on_hold resolved closed"),
        (["Active", "Resolved", "Closed", "Active", "Resolved", "Closed"],
         "(new) in_progress resolved resolved in_progress resolved closed"),
        (["Active", "Closed", "Active", "Closed"],
         "(new) in_progress resolved in_progress (resolved) closed"),
        (["Resolved", "Closed", "Closed"],
         "(new) (assigned) (in_progress) resolved resolved closed"),
        (["New", "-100", "Resolved", "Closed"],
         "(new) new new (assigned) (in_progress) resolved closed"),
        (["Active", "New", "Resolved", "Closed"],
         "(new) in_progress in_progress resolved closed"),
    ],
)  # fmt: skip
def test_that_jumps_are_bridged_by_the_legal_steps(
    plan_log: PlanLog, names: list[str], path: str
) -> None:
    ticket = plan_log(*states(*names))
    assert path_of(ticket) == path
    assert illegal_steps(ticket) == []


def test_that_bridged_steps_happen_at_the_instant_of_the_row_that_needs_them(
    plan_log: PlanLog,
) -> None:
    ticket = plan_log(*states("New", "Resolved", "Closed"))
    resolved = [entry for entry in ticket.entries if entry.source_row == 3]
    assert [entry.origin for entry in resolved] == ["bridged", "bridged", "imported"]
    assert {entry.at for entry in resolved} == {datetime(2016, 2, 29, 2, 1, tzinfo=UTC)}


def test_that_only_the_last_closing_is_a_closing(plan_log: PlanLog) -> None:
    ticket = plan_log(*states("Active", "Resolved", "Closed", "Active", "Resolved", "Closed"))
    closings = [entry for entry in ticket.entries if entry.source_status == "Closed"]
    assert [(entry.action, entry.status) for entry in closings] == [
        (Action.RECORDED, Status.RESOLVED),
        (Action.MOVED, Status.CLOSED),
    ]
    assert "took that back" in str(closings[0].note)


def test_that_every_row_is_one_imported_entry_with_its_line_and_word(plan_log: PlanLog) -> None:
    names = ["New", "New", "Active", "-100", "Awaiting Vendor", "Resolved", "Closed"]
    ticket = plan_log(*states(*names))
    imported = [entry for entry in ticket.entries if entry.origin is Origin.IMPORTED]
    assert [entry.source_row for entry in imported] == list(range(2, 9))
    assert [entry.source_status for entry in imported] == names
    assert [entry.at.minute for entry in imported] == list(range(7))


def test_that_a_hold_says_what_it_waits_for(plan_log: PlanLog) -> None:
    waits = {
        "Awaiting User Info": HoldReason.REQUESTER,
        "Awaiting Evidence": HoldReason.REQUESTER,
        "Awaiting Vendor": HoldReason.SUPPLIER,
        "Awaiting Problem": HoldReason.PROBLEM,
    }
    for name, reason in waits.items():
        ticket = plan_log(*states("Active", name))
        assert (ticket.status, ticket.hold_reason) == (Status.ON_HOLD, reason)


def test_that_the_recorded_facts_of_the_final_row_win(plan_log: PlanLog) -> None:
    first, final = states("Active", "Closed")
    ticket = plan_log(
        first,
        final | {
            "reassignment_count": "7",
            "reopen_count": "2",
            "made_sla": "false",
            "impact": "1 - High",
            "urgency": "1 - High",
            "priority": "1 - Critical",
            "caller_id": "Caller  12",
            "assignment_group": "Group 70",
            "assigned_to": "Resolver 3",
        },
    )  # fmt: skip
    assert (ticket.reassignments, ticket.reopenings, ticket.made_sla) == (7, 2, False)
    assert (ticket.impact, ticket.urgency, ticket.priority) == (
        Level.HIGH, Level.HIGH, Priority.CRITICAL,
    )  # fmt: skip
    assert (ticket.requester, ticket.team, ticket.assignee) == (
        "Caller 12", "Group 70", "Resolver 3",
    )  # fmt: skip
    assert ticket.opened_at == datetime(2016, 2, 29, 1, 16, tzinfo=UTC)
    assert ticket.resolved_at == datetime(2016, 2, 29, 11, 29, tzinfo=UTC)
    assert ticket.closed_at == datetime(2016, 3, 5, 12, tzinfo=UTC)


def test_that_the_first_resolution_is_the_first_row_that_says_so(plan_log: PlanLog) -> None:
    ticket = plan_log(*states("Active", "Resolved", "Active", "Resolved", "Closed"))
    assert ticket.first_resolved_at == datetime(2016, 2, 29, 2, 1, tzinfo=UTC)
    assert ticket.resolved_at == datetime(2016, 2, 29, 11, 29, tzinfo=UTC)


def test_that_an_unknown_resolution_stays_unknown(plan_log: PlanLog) -> None:
    rows = [cells | {"resolved_at": "?"} for cells in states("Active", "Resolved", "Closed")]
    ticket = plan_log(*rows)
    assert (ticket.status, ticket.first_resolved_at, ticket.resolved_at) == (
        Status.CLOSED, None, None,
    )  # fmt: skip


def test_that_an_open_incident_of_a_cut_log_is_neither_resolved_nor_closed(
    plan_log: PlanLog,
) -> None:
    ticket = plan_log(*states("New", "Awaiting Vendor"))
    assert ticket.status is Status.ON_HOLD
    assert (ticket.resolved_at, ticket.closed_at, ticket.resolution_code) == (None, None, None)


def test_that_changes_say_what_was_there_before(plan_log: PlanLog) -> None:
    first, second, third = states("Active", "Active", "Active")
    ticket = plan_log(
        first | {"assignment_group": "Group 1"},
        second | {"assignment_group": "Group 2"},
        third | {"assignment_group": "Group 2", "u_symptom": "Symptom 9"},
    )
    moved, edited = ticket.entries[-2:]
    assert (moved.action, moved.before, moved.after) == (
        Action.ASSIGNED, {"team": "Group 1"}, {"team": "Group 2"},
    )  # fmt: skip
    assert edited.action is Action.EDITED
    assert edited.after == {"title": "Category 55 / Subcategory 170: Symptom 9"}


@pytest.mark.parametrize(
    ("cells", "title"),
    [
        ({}, "Category 55 / Subcategory 170: Symptom 72"),
        ({"u_symptom": "?"}, "Category 55 / Subcategory 170"),
        ({"subcategory": "?"}, "Category 55: Symptom 72"),
        ({"category": "?", "subcategory": "?"}, "Symptom 72"),
        ({"category": "?", "subcategory": "?", "u_symptom": "?"}, "Incident INC1"),
    ],
)
def test_that_an_incident_gets_a_natural_title(
    plan_log: PlanLog, cells: dict[str, str], title: str
) -> None:
    assert plan_log(cells).title == title


def test_that_facts_without_a_field_are_kept_in_the_text(plan_log: PlanLog) -> None:
    text = plan_log({"contact_type": "Phone", "rfc": "CHG0000132"}).text.splitlines()
    assert text[0] == "Imported from ServiceNow, where it is INC1."
    assert "Contact: Phone" in text
    assert "Change: CHG0000132" in text
    assert not any("?" in line for line in text)


def test_that_the_foreign_resolution_code_is_kept_in_words(plan_log: PlanLog) -> None:
    rows = [cells | {"closed_code": "code 5"} for cells in states("Active", "Resolved")]
    ticket = plan_log(*rows)
    assert (ticket.resolution_code, ticket.resolution_text) == (
        "not_recorded", "ServiceNow recorded “code 5”.",
    )  # fmt: skip


REFUSED = {
    "incident_state": ("Sleeping", "“Sleeping” is not among the statuses that the mapping serv"),
    "priority": ("9 - Odd", "“9 - Odd” is not among the priorities"),
    "impact": ("?", "the cell is empty, and a ticket needs it; fill it in."),
    "urgency": ("hot", "“hot” is not among the urgencies"),
    "closed_code": ("code 99", "“code 99” is not among the resolution codes"),
    "made_sla": ("perhaps", "“perhaps” is not among the truth values"),
    "opened_at": ("31/2/2016 10:00", "“31/2/2016 10:00” is not a date written like 29/0"),
    "sys_updated_at": ("2016-02-29 10:00", "“2016-02-29 10:00” is not a date written like"),
    "resolved_at": ("29/2/2015 10:00", "“29/2/2015 10:00” is not a date"),
    "closed_at": ("1/1/2016 10:00", "it is closed too early; correct the dates."),
    "reopen_count": ("-1", "“-1” is not a count; write a whole number."),
    "reassignment_count": ("٣", "“٣” is not a count"),
    "number": ("?", "the cell is empty"),
    "caller_id": ("x" * 201, "the name is longer than 200 characters; shorten it."),
}  # fmt: skip


@pytest.mark.parametrize("column", REFUSED)
def test_that_a_bad_cell_is_refused_with_line_column_and_value(a_log: Write, column: str) -> None:
    value, problem = REFUSED[column]
    said = complaint(a_log({}, {column: value}))
    assert said.startswith(f", line 3, column {COLUMNS.index(column) + 1} ({column}): {problem}")


@pytest.mark.parametrize("year", ["1969", "2101", "0216"])
def test_that_a_year_of_a_slip_of_the_pen_is_refused(a_log: Write, year: str) -> None:
    said = complaint(a_log({"opened_at": f"29/2/{year} 10:00".replace("29/2", "28/2")}))
    assert f"the year {int(year)} is outside 1970 to 2100; correct it." in said


def test_that_a_ticket_whose_rows_are_apart_is_refused(a_log: Write) -> None:
    said = complaint(a_log({}, {"number": "INC2"}, {}))
    assert said.startswith(", line 4, column 1 (number): INC1 was there before")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (HEADER.replace("sys_updated_at", "updated") + "\n", "“sys_updated_at” is missing"),
        (HEADER + ",mood\n", ", line 1, column 37: the column “mood” is not named"),
        (HEADER + ",number\n", ", line 1, column 37: the column “number” is there twice"),
        (f"{HEADER}\n{row()},more\n", ", line 2: the row has 37 cells where the header has 36"),
        (f"{HEADER}\nINC1,New\n", ", line 2: the row has 2 cells"),
    ],
)
def test_that_wrong_columns_are_refused(write: Write, content: str, problem: str) -> None:
    assert problem in complaint(write(content))


def test_that_a_log_with_only_a_header_holds_no_ticket(write: Write) -> None:
    assert list(ticket_file(write(HEADER + "\n"), TicketFormat.AUTO).plans()) == []


def test_that_a_bad_last_row_is_found_only_after_the_tickets_before_it(a_log: Write) -> None:
    plans = ticket_file(
        a_log({}, {"number": "INC2"}, {"number": "INC3", "impact": "x"}), TicketFormat.AUTO
    ).plans()
    assert next(plans).foreign_number == "INC1"
    with pytest.raises(FileTrouble, match="line 4"):
        list(plans)


@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(names=st.lists(st.sampled_from(STATES), min_size=1, max_size=12))
def test_that_any_order_of_states_becomes_a_legal_journal(
    plan_log: PlanLog, names: list[str]
) -> None:
    ticket: PlannedTicket = plan_log(*states(*names))
    assert illegal_steps(ticket) == []
    imported = [entry for entry in ticket.entries if entry.origin is Origin.IMPORTED]
    assert [entry.source_status for entry in imported] == names
    told = replayed(ticket)
    assert told["status"] == ticket.status
    assert told.get("hold_reason") == ticket.hold_reason
    assert told.get("resolution_code") == ticket.resolution_code
