"""SLA policies as they are typed, without a window."""

from __future__ import annotations

import pytest

from desk_gui.domain.priority import Priority
from desk_gui.domain.sla import DEFAULT_POLICIES, Policy, Scope, Target
from desk_gui.domain.workflow import Kind
from desk_gui.gui.admin.escalation_rows import percent_of
from desk_gui.gui.admin.preview import Drafted, Question, due_words
from desk_gui.gui.admin.sla_draft import (
    Cell,
    Cells,
    Group,
    Wrong,
    empty_table,
    inherited,
    policies_of,
    tables_of,
)
from desk_gui.gui.admin.what_if_words import difference, share, table
from desk_gui.operations.what_if import Draft, Kept
from tests.conftest import START

INCIDENTS, REQUESTS = Group(Kind.INCIDENT), Group(Kind.REQUEST)
MAJOR = Group(Kind.INCIDENT, major=True)
NETWORK = Group(Kind.INCIDENT, team_id=3)
HIGH_RESOLVE = (Priority.HIGH, Target.RESOLVE)


def typed(group: Group, place: tuple[Priority, Target], cell: Cell) -> dict[Group, Cells]:
    tables: dict[Group, Cells] = dict(tables_of(DEFAULT_POLICIES))
    tables[group] = {**tables.get(group, empty_table(group)), place: cell}
    return tables


def test_that_policies_come_back_as_they_were() -> None:
    policies, wrong = policies_of(tables_of(DEFAULT_POLICIES))
    assert set(policies) == set(DEFAULT_POLICIES)
    assert not wrong
    assert list(tables_of(DEFAULT_POLICIES)) == [INCIDENTS, REQUESTS, MAJOR]


@pytest.mark.parametrize("said", ["soon", "4", "-1 h", "0 h"])
def test_that_what_is_no_duration_is_said_at_its_table(said: str) -> None:
    _, wrong = policies_of(typed(INCIDENTS, HIGH_RESOLVE, Cell(said)))
    assert wrong == Wrong(
        {INCIDENTS: f"“{said}” is no duration; write one such as 30 min, 4 h or 2 days."},
        {INCIDENTS: frozenset({HIGH_RESOLVE})},
    )


def test_that_every_ticket_needs_its_targets_and_an_exception_does_not() -> None:
    _, wrong = policies_of(typed(INCIDENTS, HIGH_RESOLVE, Cell("")))
    assert wrong.sentences[INCIDENTS].startswith("Every ticket needs this target")
    policies, wrong = policies_of(typed(NETWORK, HIGH_RESOLVE, Cell("6 h", 2)))
    assert not wrong
    assert set(policies) - set(DEFAULT_POLICIES) == {
        Policy(Kind.INCIDENT, *HIGH_RESOLVE, 21600, 2, team_id=3)
    }


def test_that_the_rules_are_said_at_the_table_whose_row_they_refuse() -> None:
    _, wrong = policies_of(typed(INCIDENTS, HIGH_RESOLVE, Cell("10 min")))
    assert "cannot be promised later than their end" in wrong.sentences[INCIDENTS]
    assert {priority for priority, _ in wrong.places[INCIDENTS]} == {Priority.HIGH}
    _, wrong = policies_of(typed(MAJOR, HIGH_RESOLVE, Cell("3 d")))
    assert set(wrong.sentences) == {MAJOR}
    assert "a major incident of priority 2" in wrong.sentences[MAJOR].lower()


def test_that_an_empty_cell_says_what_counts_there() -> None:
    policies, _ = policies_of(typed(NETWORK, HIGH_RESOLVE, Cell("6 h")))
    found = inherited(policies, NETWORK, (Priority.HIGH, Target.RESPOND))
    assert found is not None
    assert found.promised_s == 1800


def test_that_the_example_names_the_hours() -> None:
    policies = (Policy(Kind.INCIDENT, *HIGH_RESOLVE, 14400, 2),)
    drafted = Drafted(Draft(policies), "Europe/Paris", {2: "Office hours"})
    asked = Question(Scope(Kind.INCIDENT, *HIGH_RESOLVE), START)
    assert due_words(drafted, asked, START.replace(hour=13)) == (
        "An incident of priority 2 opened Monday 2 Mar 10:00 would be due Monday 2 Mar 14:00:"
        " resolve within 4 h in Office hours."
    )
    assert due_words(drafted, asked, None).endswith("would have no promise to resolve.")


def test_that_shares_and_their_difference_are_said_in_words() -> None:
    assert share(61, 65) == "93.8 %"
    assert share(0, 0) == "–"
    assert difference(61, 63, 65) == "+3.1"
    assert difference(61, 60, 65) == "−1.5"
    assert difference(61, 61, 65) == "same"


def test_that_the_table_sums_up_each_promise() -> None:
    kept = (
        Kept(Kind.INCIDENT, Target.RESOLVE, Priority.HIGH, 10, 8, 9),
        Kept(Kind.INCIDENT, Target.RESOLVE, Priority.LOW, 30, 30, 27),
        Kept(Kind.REQUEST, Target.FULFIL, Priority.LOW, 4, 4, 4),
    )
    assert [row[:2] for row in table(kept).rows] == [
        ("Incidents, resolve", "40"),
        ("  2 High", "10"),
        ("  4 Low", "30"),
        ("Service requests, fulfil", "4"),
        ("  4 Low", "4"),
    ]
    assert table(kept).rows[0][2:] == ("95.0 %", "90.0 %", "−5.0")


@pytest.mark.parametrize(
    ("said", "percent"), [("75", 75), (" 150 % ", 150), ("", 0), ("half", 0), ("1001", 0)]
)
def test_that_a_percent_is_read_with_or_without_its_sign(said: str, percent: int) -> None:
    assert percent_of(said) == percent
