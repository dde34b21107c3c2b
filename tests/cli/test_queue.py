"""`desk queue` and `desk search` on both databases."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.cli.conftest import CommandLine
from tests.conftest import Office
from tests.factories import a_published_article, a_request, an_incident, in_progress


@pytest.fixture
def busy(office: Office, at: Callable[..., None]) -> Office:
    """An office with one incident of Amira's, a new one, a request and an article."""
    at(office.agent.database.location, "amira")
    in_progress(office.agent, an_incident(office.agent, "Printer jams", text="Tray two"))
    an_incident(office.agent, "Scanner is slow")
    a_request(office.agent, "New laptop for Elena")
    a_published_article(office.agent, office.supervisor, "Clear a paper jam", "Open the printer.")
    return office


def titles(desk: CommandLine, *arguments: str) -> list[str]:
    return [row["title"] for row in desk("queue", *arguments, "--json").lines]


def test_that_the_queue_is_one_object_a_line(desk: CommandLine, busy: Office) -> None:
    said = desk("queue", "--json")
    row = next(row for row in said.lines if row["title"] == "Printer jams")
    assert said.code == 0
    assert len(said.lines) == 3
    assert (row["number"], row["kind"], row["status"]) == ("INC-1", "incident", "in_progress")
    assert (row["assignee"], row["assignee_name"]) == ("amira", "Amira")
    assert row["due"]["resolve"]["due_at"].endswith("Z")


def test_that_a_filter_narrows_the_queue(desk: CommandLine, busy: Office) -> None:
    assert titles(desk, "--where", "kind:request") == ["New laptop for Elena"]
    assert titles(desk, "--where", "assignee:me tray") == ["Printer jams"]
    assert titles(desk, "--where", "kind:incident", "--sort", "-number") == [
        "Scanner is slow",
        "Printer jams",
    ]


def test_that_a_view_and_a_filter_hold_together(desk: CommandLine, busy: Office) -> None:
    assert titles(desk, "--view", "mine") == ["Printer jams"]
    assert titles(desk, "--view", "Incidents", "--where", "status:new") == ["Scanner is slow"]


def test_that_a_limit_is_kept_and_what_is_left_out_is_said(desk: CommandLine, busy: Office) -> None:
    assert len(desk("queue", "--limit", "2", "--json").lines) == 2
    assert "1 more of 3" in desk("queue", "--limit", "2").out


def test_that_a_filter_with_an_unknown_word_is_refused(desk: CommandLine, busy: Office) -> None:
    wrong, view = desk("queue", "--where", "status:lost", "--json"), desk("queue", "--view", "Lost")
    assert (wrong.code, wrong.json["error"]["code"]) == (1, "invalid")
    assert view.code == 1
    assert "“Mine”" in view.err


def test_that_a_search_looks_at_tickets_and_articles(desk: CommandLine, busy: Office) -> None:
    found = desk("search", "printer", "--json").lines
    assert {(one["what"], one["number"]) for one in found} == {
        ("ticket", "INC-1"),
        ("article", "KB-1"),
    }
    assert [one["what"] for one in desk("search", "jam", "--in", "articles", "--json").lines] == [
        "article"
    ]


def test_that_several_words_must_all_occur(desk: CommandLine, busy: Office) -> None:
    assert [one["title"] for one in desk("search", "laptop", "elena", "--json").lines] == [
        "New laptop for Elena"
    ]
    assert desk("search", "laptop", "scanner", "--json").out == ""
    assert desk("search", "laptop", "scanner").out == "Nothing found.\n"


def test_that_a_person_gets_a_table(desk: CommandLine, busy: Office) -> None:
    lines = desk("queue").out.splitlines()
    assert lines[0].split() == ["Number", "P", "Status", "Due", "Assignee", "Title"]
    assert any("INC-1" in line and "Amira" in line for line in lines)
