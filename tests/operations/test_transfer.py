"""Imports into a desk: whole, once, dated as it happened, and refused with a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from desk_gui.domain.errors import FileTrouble, NotAllowed
from desk_gui.domain.knowledge import ArticleStatus, Audience
from desk_gui.domain.priority import Priority
from desk_gui.domain.sla import ClockState
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import Status
from desk_gui.operations import accounts, databases, knowledge, search, show, tickets, transfer
from desk_gui.operations.articles import finding
from desk_gui.operations.desk import Desk
from desk_gui.storage import rows
from desk_gui.transfer.tickets import TicketFormat
from tests.conftest import Office
from tests.factories import an_incident
from tests.transfer.logs import HEADER, row, states

Cells = dict[str, str]


@pytest.fixture
def log(tmp_path: Path) -> Callable[..., Path]:
    """Write a ServiceNow log of rows (dicts of what differs) and give its path."""

    def written(*cells: Cells, name: str = "log.csv") -> Path:
        path = tmp_path / name
        path.write_text("\n".join([HEADER, *(row(**each) for each in cells), ""]), "utf-8")
        return path

    return written


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    """Write a CSV of tickets, the columns of its first row, and give its path."""

    def written(*cells: Cells) -> Path:
        path = tmp_path / "tickets.csv"
        lines = [",".join(f'"{value}"' for value in each.values()) for each in cells]
        path.write_text("\n".join([",".join(cells[0]), *lines, ""]), "utf-8")
        return path

    return written


def incidents(count: int) -> list[Cells]:
    """Rows of that many closed incidents."""
    return [
        cells | {"number": f"INC{number}"}
        for number in range(count)
        for cells in states("New", "Active", "Resolved", "Closed")
    ]


def stored(desk: Desk, table: str) -> list[Mapping[str, Any]]:
    with desk.reading() as session:
        return rows.many(session.connection, table)


def the_ticket(desk: Desk, number: str = "INC1") -> show.TicketPage:
    (found,) = (one for one in stored(desk, "ticket") if one["foreign_number"] == number)
    return show.show(desk, found["id"])


A_ROW: Cells = {
    "number": "A-1",
    "kind": "incident",
    "title": "No network in room 12",
    "status": "new",
    "priority": "3",
    "opened_at": "2026-03-01T08:00:00+00:00",
}


def test_that_an_imported_incident_is_a_ticket_like_any_other(
    office: Office, log: Callable[..., Path]
) -> None:
    path = log(*(c | {"assignment_group": "Group 9", "caller_id": "Caller 7"}
                 for c in states("New", "Active", "Resolved", "Closed")))  # fmt: skip
    told = transfer.import_tickets(office.administrator, path)
    assert (told.rows, told.read, told.imported, told.skipped, told.refused) == (4, 1, 1, 0, ())
    page = the_ticket(office.agent)
    assert page.ticket.status is Status.CLOSED
    assert page.ticket.opened_at == datetime(2016, 2, 29, 1, 16, tzinfo=UTC)
    assert page.ticket.responded_at == datetime(2016, 2, 29, 2, 1, tzinfo=UTC)
    assert (page.names.requester, page.names.team) == ("Caller 7", "Group 9")
    found = search.find_tickets(office.agent, "Symptom 72")
    assert [hit.id for hit in found] == [page.ticket.id]
    assert databases.check(office.administrator) == []


def test_that_the_journal_is_dated_as_it_happened_and_marked(
    office: Office, log: Callable[..., Path]
) -> None:
    path = log(*states("New", "Resolved", "Closed"))
    told = transfer.import_tickets(office.administrator, path)
    history = the_ticket(office.agent).history
    assert [(e.action, e.origin, e.source_status, e.status) for e in history] == [
        ("opened", "bridged", None, "new"),
        ("recorded", "imported", "New", "new"),
        ("moved", "bridged", None, "assigned"),
        ("moved", "bridged", None, "in_progress"),
        ("moved", "imported", "Resolved", "resolved"),
        ("moved", "imported", "Closed", "closed"),
    ]
    assert history[-1].at == datetime(2016, 2, 29, 2, 2, tzinfo=UTC)
    assert (told.entries, told.bridged) == (6, 3)


def test_that_the_journal_names_ids_of_this_desk(office: Office, log: Callable[..., Path]) -> None:
    first, second = states("New", "New")
    path = log(first | {"assignment_group": "Group 1"}, second | {"assignment_group": "Group 2"})
    transfer.import_tickets(office.administrator, path)
    page = the_ticket(office.agent)
    teams = {choice.name: choice.id for choice in accounts.teams(office.agent)}
    change = page.history[-1]
    assert change.before == {"team_id": teams["Group 1"]}
    assert change.after == {"team_id": teams["Group 2"]}
    assert page.ticket.team_id == teams["Group 2"]


def test_that_who_acted_at_the_time_is_kept_in_words(
    office: Office, log: Callable[..., Path]
) -> None:
    path = log({"sys_updated_by": "Updated by 21"})
    transfer.import_tickets(office.administrator, path)
    entry = the_ticket(office.agent).history[-1]
    assert (entry.who, entry.reason) == (None, "Updated by 21")


def test_that_a_second_import_adds_nothing(office: Office, log: Callable[..., Path]) -> None:
    path = log(*incidents(5))
    transfer.import_tickets(office.administrator, path)
    before = {name: len(stored(office.agent, name)) for name in ("ticket", "journal", "clock")}
    told = transfer.import_tickets(office.administrator, path)
    assert (told.read, told.imported, told.skipped, told.entries) == (5, 0, 5, 0)
    after = {name: len(stored(office.agent, name)) for name in ("ticket", "journal", "clock")}
    assert after == before


def test_that_nothing_of_a_malformed_file_is_imported(
    office: Office, log: Callable[..., Path]
) -> None:
    path = log(*incidents(3), {"number": "INC9", "incident_state": "Lost"})
    before = {name: stored(office.agent, name) for name in ("ticket", "journal", "account")}
    with pytest.raises(FileTrouble, match=r"line 14, column 2 \(incident_state\): “Lost”"):
        transfer.import_tickets(office.administrator, path)
    assert {name: stored(office.agent, name) for name in before} == before


def test_that_a_dry_run_counts_and_writes_nothing(office: Office, log: Callable[..., Path]) -> None:
    path = log(*incidents(3))
    before = {name: stored(office.agent, name) for name in ("ticket", "journal", "account")}
    dry = transfer.import_tickets(office.administrator, path, dry_run=True)
    assert {name: stored(office.agent, name) for name in before} == before
    wet = transfer.import_tickets(office.administrator, path)
    assert dry.dry_run
    assert (dry.imported, dry.entries, dry.bridged) == (wet.imported, wet.entries, wet.bridged)


def test_that_only_administrators_import(office: Office, log: Callable[..., Path]) -> None:
    with pytest.raises(NotAllowed, match="may import tickets"):
        transfer.import_tickets(office.supervisor, log({}))
    with pytest.raises(NotAllowed, match="may import tickets"):
        transfer.import_articles(office.supervisor, log({}))


def test_that_a_stopped_import_leaves_whole_tickets_and_can_go_on(
    office: Office, log: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfer, "AT_ONCE", 50)
    path = log(*incidents(400))
    stopped = transfer.import_tickets(
        office.administrator, path, cancelled=lambda: len(stored(office.agent, "ticket")) > 100
    )
    assert stopped.stopped
    assert 100 < stopped.imported < 400
    assert len(stored(office.agent, "ticket")) == stopped.imported
    assert databases.check(office.administrator) == []
    rest = transfer.import_tickets(office.administrator, path)
    assert (rest.skipped, rest.imported) == (stopped.imported, 400 - stopped.imported)
    assert len(stored(office.agent, "clock")) == 400
    assert databases.check(office.administrator) == []


def test_that_an_import_stopped_while_it_checks_the_file_writes_nothing(
    office: Office, log: Callable[..., Path]
) -> None:
    told = transfer.import_tickets(
        office.administrator, log(*incidents(200)), cancelled=lambda: True
    )
    assert (told.stopped, told.imported) == (True, 0)
    assert stored(office.agent, "ticket") == []


def test_that_progress_grows_over_both_readings(office: Office, log: Callable[..., Path]) -> None:
    told: list[tuple[int, int]] = []
    path = log(*incidents(400))
    transfer.import_tickets(
        office.administrator, path, progress=lambda done, total: told.append((done, total))
    )
    assert told == sorted(told)
    assert told[-1] == (2 * path.stat().st_size, 2 * path.stat().st_size)


def test_that_the_next_ticket_gets_the_next_number(
    office: Office, log: Callable[..., Path]
) -> None:
    transfer.import_tickets(office.administrator, log(*incidents(3)))
    highest = max(one["id"] for one in stored(office.agent, "ticket"))
    assert an_incident(office.agent) == highest + 1


@pytest.mark.parametrize("named", ["Tom", "tom"])
def test_that_an_agent_who_is_here_is_found_by_name_or_login(
    office: Office, table: Callable[..., Path], named: str
) -> None:
    transfer.import_tickets(office.administrator, table(A_ROW | {"assignee": named}))
    assert the_ticket(office.agent, "A-1").ticket.assignee_id == office.colleague.account_id


def test_that_an_agent_whom_nobody_knows_cannot_sign_in(
    office: Office, log: Callable[..., Path]
) -> None:
    path = log({"assigned_to": "Resolver 1"}, {"number": "INC2", "assigned_to": "Resolver-1"})
    transfer.import_tickets(office.administrator, path)
    made = [one for one in accounts.accounts(office.agent) if one.name.startswith("Resolver")]
    assert sorted(one.login for one in made) == ["servicenow.resolver-1", "servicenow.resolver-1-2"]
    assert not any(one.active for one in made)
    with pytest.raises(NotAllowed):
        accounts.sign_in(office.agent, "servicenow.resolver-1", "")


def test_that_one_mail_address_is_one_requester(office: Office, table: Callable[..., Path]) -> None:
    path = table(
        A_ROW | {"requester": "Elena@Example.org"},
        A_ROW | {"number": "A-2", "requester": "elena@example.org"},
    )
    transfer.import_tickets(office.administrator, path)
    (contact,) = stored(office.agent, "contact")
    assert contact["email"] == "elena@example.org"


def test_that_a_recorded_priority_stays_even_where_our_matrix_says_another(
    office: Office, log: Callable[..., Path]
) -> None:
    path = log({"impact": "3 - Low", "urgency": "3 - Low", "priority": "4 - Low"})
    transfer.import_tickets(office.administrator, path)
    ticket = the_ticket(office.agent).ticket
    assert (ticket.priority, ticket.override_reason) == (
        Priority.LOW, "As recorded in ServiceNow.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("made_sla", "state"),
    [("true", ClockState.MET), ("false", ClockState.BREACHED), ("?", ClockState.STOPPED)],
)
def test_that_the_recorded_verdict_on_the_promise_stands(
    office: Office, log: Callable[..., Path], made_sla: str, state: ClockState
) -> None:
    path = log(*(cells | {"made_sla": made_sla} for cells in states("Active", "Closed")))
    transfer.import_tickets(office.administrator, path)
    (clock,) = stored(office.agent, "clock")
    assert (clock["target"], clock["state"]) == ("resolve", state)
    assert clock["ended_at"] == datetime(2016, 2, 29, 11, 29, tzinfo=UTC)


def test_that_an_open_ticket_is_worked_on_from_where_it_stood(
    office: Office, log: Callable[..., Path]
) -> None:
    path = log(
        *(c | {"assigned_to": "Tom", "assignment_group": "Service desk"}
          for c in states("Active", "Awaiting User Info"))
    )  # fmt: skip
    transfer.import_tickets(office.administrator, path)
    page = the_ticket(office.agent)
    (clock,) = stored(office.agent, "clock")
    assert (page.ticket.status, clock["state"]) == (Status.ON_HOLD, ClockState.PAUSED)
    tickets.move(office.colleague, page.ticket.id, Wish(Status.IN_PROGRESS))
    (clock,) = stored(office.agent, "clock")
    assert clock["state"] is ClockState.RUNNING
    assert databases.check(office.administrator) == []


def test_that_what_the_rules_ask_and_the_file_lacks_is_refused_with_its_line(
    office: Office, table: Callable[..., Path]
) -> None:
    more = {"team": "", "assignee": "", "item": ""}
    path = table(
        A_ROW | more,
        A_ROW | more | {"number": "A-2", "status": "in_progress"},
        A_ROW | more | {"number": "A-3", "status": "assigned"},
        A_ROW | more | {"number": "A-4", "kind": "request", "item": "A yacht"},
    )
    told = transfer.import_tickets(office.administrator, path)
    assert (told.read, told.imported) == (4, 1)
    assert [(one.what, one.line, one.reason) for one in told.refused] == [
        ("A-2", 3, "it is in progress and the file names no assignee"),
        ("A-3", 4, "it is assigned and the file names neither team nor assignee"),
        ("A-4", 5, "the catalog has no item “A yacht”"),
    ]


def test_that_a_request_takes_its_priority_from_its_catalog_item(
    office: Office, table: Callable[..., Path]
) -> None:
    request = A_ROW | {"kind": "request", "priority": "", "item": "Password reset"}
    path = table(request, request | {"number": "A-2", "item": ""})
    transfer.import_tickets(office.administrator, path)
    assert the_ticket(office.agent, "A-1").ticket.priority is Priority.MEDIUM
    assert the_ticket(office.agent, "A-2").ticket.priority is Priority.LOW


def test_that_every_final_status_can_be_imported(
    office: Office, table: Callable[..., Path]
) -> None:
    ends = {"closed_at": "", "cancel_reason": "", "rejection_reason": "", "resolved_at": ""}
    path = table(
        A_ROW | ends | {"status": "closed", "closed_at": "2026-03-02"},
        A_ROW | ends | {"number": "A-2", "status": "cancelled", "cancel_reason": "mistaken"},
        A_ROW | ends | {"number": "A-3", "status": "rejected", "kind": "request",
                        "rejection_reason": "Too expensive."},
        A_ROW | ends | {"number": "A-4", "status": "resolved", "resolved_at": "2026-03-02"},
    )  # fmt: skip
    told = transfer.import_tickets(office.administrator, path, TicketFormat.CSV)
    assert (told.imported, told.unknown_resolutions) == (4, 1)
    assert [c["state"] for c in stored(office.agent, "clock")] == [ClockState.STOPPED] * 4
    assert databases.check(office.administrator) == []


def test_that_the_journal_says_who_imported_which_file(
    office: Office, log: Callable[..., Path]
) -> None:
    transfer.import_tickets(office.administrator, log(*incidents(2)))
    (entry,) = (one for one in stored(office.agent, "journal") if one["subject"] == "import")
    assert entry["account_id"] == office.administrator.account_id
    assert '"file":"log.csv"' in entry["after"]
    assert '"tickets":2' in entry["after"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two articles, one of them published to everybody."""
    made = tmp_path / "handbook"
    made.mkdir()
    (made / "vpn.md").write_text(
        "---\ntitle: Connect to the VPN\ncategory: Network\ntags: VPN, home\n"
        "published: true\naudience: public\n---\nOpen the client.\n"
    )
    (made / "printer.md").write_text("# Unjam a printer\n\nOpen the tray.\n")
    return made


def test_that_articles_are_imported_once(office: Office, folder: Path) -> None:
    told = transfer.import_articles(office.administrator, folder)
    assert (told.what, told.read, told.imported, told.skipped) == ("articles", 2, 2, 0)
    again = transfer.import_articles(office.administrator, folder)
    assert (again.imported, again.skipped) == (0, 2)
    found = {one.title: one for one in finding.find(office.agent).rows}
    assert found["Unjam a printer"].status is ArticleStatus.DRAFT
    vpn = knowledge.show(office.requester, found["Connect to the VPN"].id)
    assert (vpn.article.status, vpn.article.audience, vpn.category) == (
        ArticleStatus.PUBLISHED, Audience.PUBLIC, "Network",
    )  # fmt: skip
    assert vpn.article.tags == ("home", "vpn")
    by_agent = knowledge.show(office.agent, vpn.article.id)
    assert [e.action for e in by_agent.history] == ["opened", "moved", "moved"]
    assert [hit.title for hit in finding.find(office.agent, "client").rows] == [
        "Connect to the VPN"
    ]
    assert databases.check(office.administrator) == []


def test_that_articles_can_be_published_while_they_are_imported(
    office: Office, folder: Path
) -> None:
    transfer.import_articles(office.administrator, folder, publish=True)
    assert {one.status for one in finding.find(office.agent).rows} == {ArticleStatus.PUBLISHED}


def test_that_an_imported_draft_is_edited_like_any_other(office: Office, folder: Path) -> None:
    transfer.import_articles(office.administrator, folder)
    draft = next(one for one in finding.find(office.agent).rows if one.title.startswith("Unjam"))
    page = knowledge.show(office.agent, draft.id)
    assert page.shown.text == "Open the tray."
    written = knowledge.Written(page.article.title, "Open both trays.")
    knowledge.edit(office.agent, draft.id, written, seen_version=page.article.version)
    assert knowledge.show(office.agent, draft.id).shown.text == "Open both trays."


def test_that_nothing_of_a_malformed_folder_is_imported(office: Office, folder: Path) -> None:
    (folder / "zz.md").write_bytes(b"\xff")
    with pytest.raises(FileTrouble, match=r"zz\.md, line 1, column 1"):
        transfer.import_articles(office.administrator, folder)
    assert finding.find(office.agent).rows == ()


def test_that_a_dry_run_of_articles_writes_nothing(office: Office, folder: Path) -> None:
    told = transfer.import_articles(office.administrator, folder, dry_run=True)
    assert (told.imported, told.dry_run) == (2, True)
    assert finding.find(office.agent).rows == ()
