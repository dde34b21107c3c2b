from __future__ import annotations

import pytest

from desk_gui.domain.workflow import Kind
from desk_gui.reports.definitions import DEFINITIONS
from desk_gui.reports.report import build
from desk_gui.reports.written import to_json
from tests.reports.made import START, facts
from tests.reports.test_metrics import PERIOD

PROMISED = [
    "created",
    "resolved",
    "closed",
    "backlog",
    "reassigned_tickets",
    "reassignments",
    "reopened_tickets",
    "reopenings",
    "time_to_respond",
    "time_to_resolve",
    "time_to_resolve_full",
    "time_to_fulfil",
    "time_to_close",
    "time_in_status",
    "sla_kept",
    "overdue_open",
    "first_contact_resolution",
    "reopen_rate",
    "approval_wait",
    "deflection",
    "classification_hit_rate",
    "csat",
]
PARTS = ("Cohort", "Clock", "Reopened", "Cancelled, rejected and merged", "Major", "Statistic")


@pytest.mark.parametrize("figure", sorted(DEFINITIONS))
def test_that_a_definition_says_all_its_parts(figure: str) -> None:
    lines = DEFINITIONS[figure].splitlines()
    assert len(lines) == len(PARTS) + 2
    for part, line in zip(PARTS, lines[1:], strict=False):
        assert line.startswith(part)
        assert len(line.partition(": ")[2]) > 3


@pytest.mark.parametrize("kind", list(Kind))
def test_that_every_promised_figure_is_there_and_defined(kind: Kind) -> None:
    written = to_json(build(facts({"opened_at": [START]}), PERIOD))
    figures = written["figures"][kind.value]
    for found in (figures["all"], *figures["by_priority"].values()):
        assert set(PROMISED) <= set(found)
        assert set(found) <= set(written["definitions"])
    assert sorted(figures["by_priority"]) == ["1", "2", "3", "4", "5"]


def test_that_every_series_and_exclusion_belongs_to_a_defined_figure() -> None:
    closed = facts({"opened_at": [PERIOD.start_s], "closed_at": [PERIOD.start_s]})
    written = to_json(build(closed, PERIOD))
    assert written["excluded"]["resolved"] == {"unknown_resolution": 1}
    assert set(written["excluded"]) <= set(DEFINITIONS)
