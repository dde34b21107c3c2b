"""`desk ticket new, show, move, reclassify, merge, unmerge` on both databases."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from desk_gui.operations.ticking import tick
from tests.cli.conftest import CommandLine
from tests.conftest import Office
from tests.factories import a_request, an_incident, in_progress

PROMISED_KEYS = {
    "number", "kind", "status", "title", "priority", "impact", "urgency", "assignee", "team",
    "opened_at", "resolved_at", "closed_at", "due", "moves", "version",
}  # fmt: skip
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def test_that_a_new_incident_answers_with_every_promised_key(ticket: CommandLine) -> None:
    said = ticket(
        "new", "--kind", "incident", "--title", "Printer jams", "--requester", "Ann@Example.org",
        "--impact", "high", "--urgency", "medium", "--json",
    )  # fmt: skip
    told = said.json
    assert said.code == 0
    assert told.keys() >= PROMISED_KEYS
    assert (told["kind"], told["status"], told["priority"]) == ("incident", "new", 2)
    assert told["number"].startswith("INC-")
    assert told["requester"] == "ann@example.org"


def test_that_instants_are_utc_and_due_says_what_is_promised(ticket: CommandLine) -> None:
    told = ticket("new", "--kind", "incident", "--title", "Printer jams", "--json").json
    assert INSTANT.fullmatch(told["opened_at"])
    assert set(told["due"]) == {"respond", "resolve"}
    assert INSTANT.fullmatch(told["due"]["resolve"]["due_at"])


def test_that_a_clock_tells_its_timeline(ticket: CommandLine, office: Office) -> None:
    ticket_id = in_progress(office.agent, an_incident(office.agent))
    office.clock.forward(days=2)
    tick(office.agent)
    told = ticket("show", str(ticket_id), "--json").json
    assert told["due"]["resolve"]["breached_at"] == "2026-03-03T09:00:00Z"
    assert told["due"]["resolve"]["business_hours"] is None
    assert told["due"]["resolve"]["promised_s"] == 86400
    timeline = told["due"]["resolve"]["timeline"]
    assert [(mark["what"], mark["at"]) for mark in timeline] == [
        ("started", "2026-03-02T09:00:00Z"),
        ("warned", "2026-03-02T21:00:00Z"),
        ("warned", "2026-03-03T03:00:00Z"),
        ("breached", "2026-03-03T09:00:00Z"),
    ]


def test_that_the_text_decides_the_kind_when_nobody_says(ticket: CommandLine) -> None:
    broken = ticket("new", "--title", "Cannot log in, the mail server is down", "--json").json
    wanted = ticket("new", "--kind", "auto", "--title", "Please order a new laptop", "--json").json
    assert (broken["kind"], wanted["kind"]) == ("incident", "request")
    assert wanted["item"] == "New laptop"


def test_that_a_text_that_says_nothing_is_refused_with_a_code(ticket: CommandLine) -> None:
    said = ticket("new", "--title", "Hello", "--json")
    assert said.code == 1
    assert said.json["error"]["code"] == "invalid"
    assert said.json["error"]["message"] == said.err.strip()


def test_that_a_refused_ticket_leaves_no_requester_behind(
    ticket: CommandLine, office: Office
) -> None:
    from desk_gui.operations import search

    assert ticket("new", "--title", "Hello", "--requester", "ghost@example.org").code == 1
    assert search.contacts(office.agent, "ghost") == []


def test_that_the_text_comes_through_standard_input(ticket: CommandLine) -> None:
    said = ticket(
        "new", "--kind", "incident", "--title", "T", "--text", "-", "--json",
        stdin="Zürich\nline two\n".encode(),
    )  # fmt: skip
    assert said.json["text"] == "Zürich\nline two"


def test_that_standard_input_in_another_encoding_is_file_trouble(ticket: CommandLine) -> None:
    said = ticket("new", "--title", "T", "--text", "-", "--json", stdin=b"Z\xfcrich")
    assert said.code == 4
    assert "byte 2" in said.err


def test_that_a_title_that_is_no_text_is_wrong_usage(ticket: CommandLine) -> None:
    said = ticket("new", "--title", "caf\udce9")
    assert (said.code, said.out) == (2, "")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--kind", "incident", "--title", "Printer jams", "--item", "New laptop"], "no catalog"),
        (["--kind", "request", "--title", "New laptop", "--impact", "high"], "catalog item"),
        (["--kind", "request", "--title", "New laptop", "--item", "Unicorn"], "Unicorn"),
        (["--kind", "request", "--title", "Something nobody offers"], "catalog"),
        (["--kind", "incident", "--title", "  "], "title"),
    ],
)
def test_that_fields_of_the_other_kind_are_refused(
    ticket: CommandLine, arguments: list[str], word: str
) -> None:
    said = ticket("new", *arguments, "--json")
    assert said.code == 1
    assert word in said.json["error"]["message"]


def test_that_every_spelling_of_a_number_finds_the_same_ticket(
    ticket: CommandLine, office: Office
) -> None:
    number = an_incident(office.agent)
    spellings = (f"INC-{number}", f"REQ-{number}", f"inc-{number}", str(number))
    found = [ticket("show", spelling, "--json").json["number"] for spelling in spellings]
    assert found == [f"INC-{number}"] * 4


def test_that_a_missing_ticket_is_refused_and_nonsense_too(ticket: CommandLine) -> None:
    missing, nonsense = ticket("show", "INC-9999", "--json"), ticket("show", "printer", "--json")
    assert (missing.code, missing.json["error"]["code"]) == (1, "not_found")
    assert (nonsense.code, nonsense.json["error"]["code"]) == (1, "invalid")


def test_that_an_incident_goes_through_its_workflow(ticket: CommandLine, office: Office) -> None:
    number = f"INC-{an_incident(office.agent)}"
    steps: list[list[str]] = [
        ["in_progress", "--assignee", "amira"],
        ["on-hold", "--reason", "supplier"],
        ["in_progress"],
        ["resolved", "--resolution-code", "fixed", "--text", "Cleaned the rollers."],
        ["closed"],
    ]
    told: list[dict[str, Any]] = [ticket("move", number, *step, "--json").json for step in steps]
    assert [one["status"] for one in told] == [
        "in_progress", "on_hold", "in_progress", "resolved", "closed",
    ]  # fmt: skip
    assert told[0]["assignee"] == "amira"
    assert told[1]["hold_reason"] == "supplier"
    assert told[3]["resolution_text"] == "Cleaned the rollers."
    assert INSTANT.fullmatch(told[4]["resolved_at"])
    assert INSTANT.fullmatch(told[4]["closed_at"])
    assert told[4]["moves"] == []


def test_that_a_move_that_the_workflow_does_not_have_is_refused(
    ticket: CommandLine, office: Office
) -> None:
    number = str(in_progress(office.agent, an_incident(office.agent)))
    said = ticket("move", number, "fulfilled", "--json")
    assert (said.code, said.json["error"]["code"]) == (1, "not_possible")
    assert ticket("show", number, "--json").json["version"] == 2


def test_that_what_a_move_needs_is_asked_for(ticket: CommandLine, office: Office) -> None:
    number = str(in_progress(office.agent, an_incident(office.agent)))
    hold, resolve = ticket("move", number, "on_hold"), ticket("move", number, "resolved")
    odd = ticket("move", number, "on_hold", "--reason", "lunch")
    assert [one.code for one in (hold, resolve, odd)] == [1, 1, 1]
    assert "supplier" in hold.err
    assert "resolution code" in resolve.err
    assert "lunch" in odd.err


def test_that_an_unknown_assignee_is_refused(ticket: CommandLine, office: Office) -> None:
    number = str(an_incident(office.agent))
    said = ticket("move", number, "in_progress", "--assignee", "nobody", "--json")
    assert (said.code, said.json["error"]["code"]) == (1, "not_found")


def test_that_a_cancellation_takes_its_word(ticket: CommandLine, office: Office) -> None:
    number = str(an_incident(office.agent))
    told = ticket("move", number, "cancelled", "--reason", "mistaken", "--json").json
    assert (told["status"], told["cancel_reason"]) == ("cancelled", "mistaken")


def test_that_a_request_is_approved_by_somebody_else(
    ticket: CommandLine, office: Office, at: Callable[..., None]
) -> None:
    number = str(a_request(office.agent, approvals=1))
    own = ticket("move", number, "approved", "--json")
    assert (own.code, own.json["error"]["code"]) == (1, "not_allowed")
    at(office.agent.database.location, "sofia")
    assert ticket("move", number, "approved", "--json").json["status"] == "approved"


def test_that_a_rejection_needs_its_reason(
    ticket: CommandLine, office: Office, at: Callable[..., None]
) -> None:
    number = str(a_request(office.agent, approvals=1))
    at(office.agent.database.location, "sofia")
    assert ticket("move", number, "rejected").code == 1
    told = ticket("move", number, "rejected", "--reason", "Too dear.", "--json").json
    assert (told["status"], told["rejection_reason"]) == ("rejected", "Too dear.")


def test_that_a_ticket_changes_its_kind_and_keeps_its_number(
    ticket: CommandLine, office: Office
) -> None:
    number = an_incident(office.agent, "Please install the laptop of Elena")
    there = ticket("reclassify", str(number), "request", "--reason", "planned", "--json").json
    assert (there["number"], there["item"]) == (f"REQ-{number}", "New laptop")
    assert there["parked"]["impact"] == "medium"
    back = ticket("reclassify", str(number), "incident", "--reason", "broken", "--json").json
    assert (back["number"], back["impact"]) == (f"INC-{number}", "medium")
    again = ticket("reclassify", str(number), "incident", "--reason", "broken", "--json")
    assert (again.code, again.json["error"]["code"]) == (1, "not_possible")


def test_that_an_incident_becomes_an_order_with_its_form_filled_in(
    ticket: CommandLine, office: Office
) -> None:
    number = str(an_incident(office.agent, "Elena cannot sign in any more"))
    order = ("reclassify", number, "request", "--reason", "planned", "--item", "Password reset")
    refused = ticket(*order, "--field", "call=later", "--json")
    assert (refused.code, refused.json["error"]["code"]) == (1, "invalid")
    filled = ("--field", "Which account=elena", "--field", "call=+49 30 1234")
    there = ticket(*order, *filled, "--json").json
    assert (there["number"], there["answers"]["Which account"]) == (f"REQ-{number}", "elena")


def test_that_an_account_that_may_not_is_told(
    desk: CommandLine, office: Office, at: Callable[..., None]
) -> None:
    at(office.agent.database.location, "rita")
    said = desk("ticket", "new", "--kind", "incident", "--title", "Printer jams", "--json")
    assert (said.code, said.json["error"]["code"]) == (1, "not_allowed")


def test_that_an_unknown_account_is_told(
    desk: CommandLine, office: Office, at: Callable[..., None]
) -> None:
    at(office.agent.database.location, "ghost")
    said = desk("queue")
    assert said.code == 1
    assert "ghost" in said.err


def test_that_without_an_account_the_first_administrator_acts(
    desk: CommandLine, office: Office, at: Callable[..., None]
) -> None:
    at(office.agent.database.location)
    told = desk("ticket", "new", "--kind", "incident", "--title", "Printer jams", "--json").json
    assert told["history"][0]["who"] is not None


def test_that_a_person_gets_lines_and_no_terminal_signs(
    ticket: CommandLine, office: Office
) -> None:
    number = str(an_incident(office.agent, "Printer \x1b]0;evil\x07 jams", text="one\x1b[2Jtwo"))
    said = ticket("show", number)
    assert said.code == 0
    assert f"INC-{number}" in said.out
    assert "\x1b" not in said.out
    assert "in progress" in said.out


def test_that_signs_in_json_are_escaped(ticket: CommandLine, office: Office) -> None:
    number = str(an_incident(office.agent, "Printer \x9b2J jams"))
    said = ticket("show", number, "--json")
    assert "\x9b" not in said.out
    assert json.loads(said.out)["title"] == "Printer \x9b2J jams"


def test_that_a_duplicate_is_merged_and_taken_apart_again(
    ticket: CommandLine, office: Office
) -> None:
    stays, goes = an_incident(office.agent, "Mail is down"), an_incident(office.agent, "No mail")
    merged = ticket("merge", f"INC-{goes}", str(stays), "--reason", "Same host", "--json").json
    assert (merged["status"], merged["cancel_reason"]) == ("cancelled", "duplicate")
    assert merged["merged_into"] == f"INC-{stays}"
    assert merged["history"][-1]["reason"] == f"into INC-{stays}: Same host"
    kept = ticket("show", str(stays), "--json").json
    assert kept["merged"] == [f"INC-{goes}"]
    assert [one["number"] for one in kept["conversation"]] == [f"INC-{goes}"]
    lines = ticket("show", str(stays)).out
    assert f"Holds      INC-{goes}" in lines
    assert f" on INC-{goes}, " in lines
    assert f"Merged     into INC-{stays}" in ticket("show", str(goes)).out
    again = ticket("merge", str(goes), str(stays), "--json")
    assert (again.code, again.json["error"]["code"]) == (1, "not_possible")
    apart = ticket("unmerge", str(goes), "--json").json
    assert (apart["status"], apart["merged_into"], apart["links"]) == ("new", None, [])
    refused = ticket("unmerge", str(goes))
    assert (refused.code, "is not merged into another ticket" in refused.err) == (1, True)
