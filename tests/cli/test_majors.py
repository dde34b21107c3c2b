"""`desk major …` on both databases, and what `desk ticket show` tells of a major incident."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from desk_gui.domain.ticket import Major
from desk_gui.operations import show
from tests.cli.conftest import CommandLine, Said
from tests.conftest import Office
from tests.factories import a_major, an_incident, in_progress
from tests.outbreak import an_outbreak

DECLARE = ("--impact", "Nobody can send invoices.", "--at-stake", "service")


@pytest.fixture
def major(desk: CommandLine, office: Office, at: Callable[..., None]) -> CommandLine:
    """`desk major …` as the supervisor Sofia."""

    def run(*arguments: str, stdin: bytes = b"") -> Said:
        at(office.agent.database.location, "sofia")
        return desk("major", *arguments, stdin=stdin)

    return run


def test_that_a_major_incident_is_led_from_proposal_to_review(
    major: CommandLine, office: Office
) -> None:
    ticket_id = in_progress(office.agent, an_incident(office.agent, "Mail is down"))
    child = an_incident(office.agent, "No mail in Lyon")
    number = f"INC-{ticket_id}"

    told = major("propose", number, "--reason", "It spreads.", "--json").json
    assert (told["major"], told["major_incident"]["proposal"]) == ("proposed", "It spreads.")
    declared = (*DECLARE, "--at-stake", "compliance", "--coordinator", "amira", "--every", "15")
    told = major("declare", number, *declared, "--json").json["major_incident"]
    assert told["coordinator"] == "Amira"
    assert told["stakes"] == ["service", "compliance"]
    assert told["update_every_s"] == 15 * 60
    told = major("link", number, f"INC-{child}", "--json").json["major_incident"]
    assert told["children"] == [
        {"number": f"INC-{child}", "title": "No mail in Lyon", "status": "new"}
    ]
    said = major("update", number, "-", "--tell", "children", "--json", stdin=b"We are at it.")
    (posted,) = said.json["major_incident"]["updates"]
    assert (posted["text"], posted["told"], posted["who"]) == ("We are at it.", 1, "Sofia")
    told = major("stand-down", number, "--reason", "Mail flows.", "--json").json
    assert (told["major"], told["major_incident"]["ended_because"]) == ("stood_down", "Mail flows.")
    told = major(
        "review", number, "--cause", "A full disk.", "--well", "Quick help.", "--wrong",
        "No alarm.", "--action", "tom: watch the disk", "--json",
    ).json["major_incident"]  # fmt: skip
    assert told["review"]["cause"] == "A full disk."
    (action,) = told["review"]["actions"]
    assert (action["title"], action["assignee"], action["done"]) == ("watch the disk", "Tom", False)
    said_in_order = [moment["words"] for moment in told["timeline"]]
    first = said_in_order.index("Proposed as a major incident: It spreads.")
    assert said_in_order[first:].index("The review was written") > 3


def test_that_what_is_declared_and_what_looks_like_it_is_listed(
    major: CommandLine, office: Office
) -> None:
    assert major("list").out == "No major incident is declared.\n"
    office.clock.now = datetime.now(UTC).replace(microsecond=0)
    ticket_id = a_major(office.supervisor, office.agent)
    outbreak = an_outbreak(office.agent)
    told = major("list", "--json").json
    (one,) = told["declared"]
    assert (one["number"], one["coordinator"]) == (f"INC-{ticket_id}", "Amira")
    assert told["suggestion"]["numbers"] == [f"INC-{one}" for one in outbreak]
    assert "“mail”" in told["suggestion"]["because"]
    said = major("list").out
    assert f"INC-{ticket_id}  Mail is down everywhere  Amira  next update due" in said
    assert f"Is this one? INC-{outbreak[0]}, " in said


@pytest.mark.parametrize(
    "case",
    [
        ("amira", ("declare", *DECLARE), "supervisor"),
        ("sofia", ("declare", *DECLARE, "--coordinator", "nobody"), "--coordinator takes a login"),
        ("sofia", ("declare", "--impact", " ", "--at-stake", "service"), "the business"),
        ("sofia", ("update", "We are at it."), "not a declared major incident"),
        ("sofia", ("review", "--cause", "a", "--well", "b", "--wrong", "c"), "stood down"),
        ("sofia", ("link", "REQ-99"), "There is no ticket"),
    ],
)
def test_that_a_refusal_is_one_sentence_and_changes_nothing(
    desk: CommandLine,
    office: Office,
    at: Callable[..., None],
    case: tuple[str, tuple[str, ...], str],
) -> None:
    login, arguments, sentence = case
    ticket_id = an_incident(office.agent)
    at(office.agent.database.location, login)
    verb, *rest = arguments
    said = desk("major", verb, f"INC-{ticket_id}", *rest, "--json")
    assert said.code == 1
    assert sentence in said.json["error"]["message"]
    assert said.json["error"]["message"] == said.err.strip()
    assert show.show(office.agent, ticket_id).ticket.major is Major.NONE


def test_that_a_rejected_proposal_says_why(major: CommandLine, office: Office) -> None:
    ticket_id = an_incident(office.agent)
    major("propose", f"INC-{ticket_id}", "--reason", "It spreads.")
    told = major("reject", f"INC-{ticket_id}", "--reason", "One printer.", "--json").json
    assert (told["major"], told["major_incident"]["ended_because"]) == ("rejected", "One printer.")


def test_that_an_ordinary_ticket_has_the_key_and_nothing_in_it(
    ticket: CommandLine, office: Office
) -> None:
    told = ticket("show", f"INC-{an_incident(office.agent)}", "--json").json
    assert (told["major"], told["major_incident"]) == ("none", None)


def test_that_an_action_names_who_does_it(major: CommandLine, office: Office) -> None:
    ticket_id = a_major(office.supervisor, office.agent)
    major("stand-down", f"INC-{ticket_id}", "--reason", "Over.")
    review = ("review", f"INC-{ticket_id}", "--cause", "a", "--well", "b", "--wrong", "c")
    said = major(*review, "--action", "watch the disk")
    assert said.code == 1
    assert "write it like “amira: watch the disk”" in said.err
    assert major(*review, "--no-action", "It cannot happen again.").code == 0
