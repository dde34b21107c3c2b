"""The whole real log: its plans are legal and hold the facts of the reference figures."""

from __future__ import annotations

import json
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from desk_gui.domain.workflow import Status
from desk_gui.transfer.plan import Origin, PlannedTicket
from desk_gui.transfer.tickets import TicketFormat, ticket_file
from tests.transfer.logs import illegal_steps, replayed

Reference = dict[str, Any]
pytestmark = pytest.mark.slow


@pytest.fixture
def plans(real_log: Path) -> Iterator[PlannedTicket]:
    return ticket_file(real_log, TicketFormat.AUTO).plans()


@pytest.fixture
def reference(real_log: Path) -> Reference:
    read: Reference = json.loads((real_log.parent / "reference_figures.json").read_text("utf-8"))
    return read


def test_that_every_journal_of_the_real_log_is_legal_and_ends_closed(
    plans: Iterator[PlannedTicket],
) -> None:
    number = rows = 0
    for ticket in plans:
        number += 1
        assert illegal_steps(ticket) == [], ticket.foreign_number
        assert ticket.status is Status.CLOSED
        told = replayed(ticket)
        for name in ("status", "title", "team", "assignee", "category", "impact", "urgency",
                     "priority", "hold_reason", "resolution_code"):  # fmt: skip
            assert told.get(name) == getattr(ticket, name), (ticket.foreign_number, name)
        imported = [e.source_row for e in ticket.entries if e.origin is Origin.IMPORTED]
        assert imported == list(range(rows + 2, rows + 2 + len(imported)))
        rows += len(imported)
    assert (number, rows) == (24_918, 141_712)


def test_that_recorded_facts_of_the_real_log_are_kept(
    plans: Iterator[PlannedTicket], reference: Reference
) -> None:
    tickets = list(plans)
    assert sum(t.reassignments for t in tickets) == reference["reassignment_count"]["sum"]
    assert sum(t.reopenings for t in tickets) == reference["reopen_count"]["sum"]
    assert sum(t.made_sla is True for t in tickets) == reference["made_sla"]["all"]["made_sla"]
    assert sum(t.resolved_at is None for t in tickets) == reference["missing"]["resolved_at"]
    priorities = Counter(int(t.priority or 0) for t in tickets)
    assert priorities == {1: 270, 2: 408, 3: 23_466, 4: 774}
    known = [t for t in tickets if t.resolved_at and t.first_resolved_at]
    full = [(t.resolved_at - t.opened_at) / timedelta(hours=1) for t in known if t.resolved_at]
    first = [
        (t.first_resolved_at - t.opened_at) / timedelta(hours=1)
        for t in known
        if t.first_resolved_at
    ]
    assert round(median(full), 4) == reference["ttr_opened_to_resolved"]["all"]["median_h"]
    assert all(a <= b for a, b in zip(first, full, strict=True))


def test_that_time_in_each_foreign_status_comes_back_from_the_journal(
    plans: Iterator[PlannedTicket], reference: Reference
) -> None:
    hours: dict[str, list[float]] = {}
    for ticket in plans:
        rows = [entry for entry in ticket.entries if entry.origin is Origin.IMPORTED]
        for row, following in pairwise(rows):
            spent = (following.at - row.at) / timedelta(hours=1)
            hours.setdefault(str(row.source_status), []).append(spent)
    for status, figures in reference["time_in_state_hours"].items():
        assert len(hours[status]) == figures["rows"]
        assert round(sum(hours[status]), 2) == figures["sum_h"]
        assert round(median(hours[status]), 4) == figures["median_h"]
    assert set(hours) == set(reference["time_in_state_hours"])


def test_that_the_real_log_is_planned_in_little_memory(real_log: Path) -> None:
    file = ticket_file(real_log, TicketFormat.AUTO)
    tracemalloc.start()
    try:
        for _, _ in zip(range(3000), file.plans(), strict=False):
            pass
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 40 << 20
