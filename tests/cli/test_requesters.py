"""What a requester may do on the command line: his own tickets, and one sentence for the rest."""

from __future__ import annotations

import pytest

from desk_gui.operations import accounts, tickets
from desk_gui.storage import rows
from tests.cli.conftest import CommandLine
from tests.conftest import Office
from tests.factories import an_incident

MAIL = "rita@example.org"


@pytest.fixture
def numbers(local_office: Office, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """The number of a ticket of Rita, as whom commands act, and that of somebody else's."""
    with local_office.administrator.writing() as session:
        rows.change(session.connection, "account", {"email": MAIL}, login="rita")
    rita = accounts.add_contact(local_office.agent, "Rita", MAIL)
    own = an_incident(local_office.agent, "Printer jams", requester_id=rita)
    foreign = an_incident(local_office.agent, "Mail is down")
    tickets.comment(local_office.agent, own, "We look at it.")
    tickets.work_note(local_office.agent, own, "She always jams it.")
    monkeypatch.setenv("DESK_DATABASE", local_office.agent.database.location)
    monkeypatch.setenv("DESK_ACCOUNT", "rita")
    return f"INC-{own}", f"INC-{foreign}"


def test_that_a_requester_is_shown_his_own_tickets(
    desk: CommandLine, numbers: tuple[str, str]
) -> None:
    own, foreign = numbers
    shown = desk("ticket", "show", own, "--json")
    assert (shown.code, shown.json["number"], shown.json["title"]) == (0, own, "Printer jams")
    assert [one["text"] for one in shown.json["said"]] == ["We look at it."]
    assert "Printer jams" in desk("ticket", "show", own).out
    assert [line["number"] for line in desk("queue", "--json").lines] == [own]
    assert foreign not in desk("queue", "--where", "mail").out
    refused = desk("ticket", "show", foreign)
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.count("\n") == 1


@pytest.mark.parametrize(
    "command",
    [
        ("ticket", "new", "--kind", "incident", "--title", "Door"),
        ("ticket", "move", "2", "in_progress", "--assignee", "amira"),
        ("ticket", "reclassify", "1", "request", "--reason", "x"),
        ("search", "mail", "--in", "tickets"),
        ("report",),
        ("classify", "mail is down"),
        ("check",),
    ],
)
def test_that_everything_else_is_refused_in_one_sentence(
    desk: CommandLine,
    numbers: tuple[str, str],
    command: tuple[str, ...],
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert numbers
    folder = tmp_path_factory.mktemp("here")
    monkeypatch.chdir(folder)
    refused = desk(*command)
    assert refused.code == 1
    assert not refused.out or "error" in refused.json
    assert refused.err.count("\n") == 1
    assert list(folder.iterdir()) == []


def test_that_doctor_says_what_keeps_requesters_to_their_own(
    desk: CommandLine, numbers: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert numbers
    monkeypatch.delenv("DESK_ACCOUNT")
    told = desk("doctor", "--json").json["database"]
    assert told["requesters_are_kept"] == "by Desk; whoever can open this file can read all of it"
