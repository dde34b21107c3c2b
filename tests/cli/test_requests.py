"""`desk request` and `desk catalog` on both databases."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from desk_gui.operations import accounts, contacts
from tests.cli.conftest import CommandLine
from tests.conftest import Office

LAPTOP = ("--answer", "size=14 inch", "--answer", "reason=The old one is broken.")


@pytest.fixture
def managed(office: Office) -> Office:
    """An office in which Tom is the manager of Rita."""
    rita = accounts.add_contact(office.agent, "Rita", "rita@example.org")
    contacts.set_manager(office.administrator, rita, office.colleague.account_id)
    return office


def test_that_an_order_is_approved_by_the_manager_and_its_tasks_are_done(
    desk: CommandLine, managed: Office, at: Callable[..., None]
) -> None:
    place = managed.agent.database.location
    at(place, "amira")
    made = desk(
        "request", "order", "new laptop", "--requester", "rita@example.org", *LAPTOP, "--json"
    )
    told, number = made.json, made.json["number"]
    assert (told["status"], told["answers"]["Size"]) == ("awaiting_approval", "14 inch")
    assert [one["asks"] for one in told["approvals"]["asked"]] == ["Tom"]
    refused = desk("request", "decide", number, "approve")
    assert (refused.code, refused.err) == (1, "Who raised a request cannot approve it.\n")
    at(place, "tom")
    assert desk("request", "waiting", "--json").json["number"] == number
    assert desk("request", "decide", number, "approve", "--json").json["status"] == "approved"
    at(place, "amira")
    desk("ticket", "move", number, "in_fulfilment", "--assignee", "amira")
    blocked = desk("request", "task", number, "2", "done")
    assert (blocked.code, blocked.err) == (1, "“Order the laptop” comes first.\n")
    assert desk("request", "task", number, "1", "done").code == 0
    began = desk("request", "task", number, "2", "start", "--json").json["tasks"]
    assert began[1]["started_at"]
    assert began[2]["waits_for"] == [2]


def test_that_an_order_says_what_is_wrong_with_each_answer(
    desk: CommandLine, office: Office, at: Callable[..., None]
) -> None:
    at(office.agent.database.location, "amira")
    said = desk("request", "order", "password reset", "--answer", "call=none")
    assert said.code == 1
    assert "Which account: this is needed." in said.err
    assert "Write the phone number with digits, so that we can call back." in said.err
    said = desk("request", "order", "password reset", "--answer", "colour=red")
    assert "The form has no field “colour”; it has account, call." in said.err
    assert desk("queue", "--json").out == ""


def test_that_who_is_asked_lets_somebody_else_decide(
    desk: CommandLine, managed: Office, at: Callable[..., None]
) -> None:
    place = managed.agent.database.location
    at(place, "sofia")
    made = desk("request", "order", "vpn", "--requester", "rita@example.org",
                "--answer", "device=own device", "--json")  # fmt: skip
    number = made.json["number"]
    at(place, "tom")
    assert desk("request", "delegate", number, "amira").code == 0
    at(place, "amira")
    assert desk("request", "decide", number, "approve", "--json").json["status"] == "approved"


def test_that_the_catalog_goes_out_and_comes_back_as_it_was(
    desk: CommandLine, office: Office, at: Callable[..., None], tmp_path: Path
) -> None:
    at(office.agent.database.location)
    file = tmp_path / "catalog.toml"
    assert desk("catalog", "export", str(file), "--json").json["items"] == 12
    told = desk("catalog", "import", str(file), "--json").json
    assert (told["added"], told["changed"], len(told["same"])) == ([], [], 12)
    file.write_text(file.read_text().replace("16 inch", "17 inch"), encoding="utf-8")
    told = desk("catalog", "import", str(file), "--json").json
    assert told["changed"] == ["New laptop"]
    listed = desk("catalog", "list").out
    assert "size*, reason*, offer" in listed
    file.write_text('[[item]]\nname = "X"\ncolour = "red"\n', encoding="utf-8")
    refused = desk("catalog", "import", str(file))
    assert refused.code == 4
    assert "item 1: “colour” is not known here" in refused.err


def test_that_a_new_ticket_of_an_item_takes_the_answers_to_its_form(
    desk: CommandLine, office: Office, at: Callable[..., None]
) -> None:
    at(office.agent.database.location, "amira")
    item = ("ticket", "new", "--title", "Cannot sign in", "--item", "password reset", "--json")
    made = desk(*item, "--field", "Which account=elena", "--field", "call=+49 30 1234").json
    assert (made["kind"], made["answers"]["Which account"]) == ("request", "elena")
    refused = desk(*item, "--field", "call=later")
    assert refused.code == 1
    assert "Which account: this is needed." in refused.err
    assert desk(*item, "--field", "call").err == ("“call” is no answer; write it as NAME=ANSWER.\n")
    broken = ("ticket", "new", "--title", "Broken", "--kind", "incident")
    assert "Only an order from the catalog has a form" in desk(*broken, "--field", "a=b").err
    assert desk(*item).json["answers"] == {}
