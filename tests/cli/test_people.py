"""`desk account` on both databases."""

from __future__ import annotations

from collections.abc import Callable

from desk_gui.operations import absences, accounts, contacts
from tests.cli.conftest import CommandLine
from tests.conftest import Office

NEXT = ("--from", "2098-01-01", "--until", "2098-01-15")


def test_that_somebody_is_away_and_back(
    desk: CommandLine, office: Office, at: Callable[..., None]
) -> None:
    at(office.agent.database.location, "amira")
    said = desk("account", "away", "tom", *NEXT, "--json").json
    assert (said["account"], said["delegate"]) == ("Amira", "Tom")
    assert (said["since"], said["remark"]) == ("2098-01-01T00:00:00Z", None)
    refused = desk("account", "away", "amira", *NEXT, "--login", "tom")
    assert (refused.code, refused.err) == (
        1,
        "Only an administrator can say who stands in for somebody else.\n",
    )
    at(office.agent.database.location, "tom")
    circle = desk("account", "away", "amira", *NEXT)
    assert "Amira is away meanwhile and names you; a supervisor decides" in circle.out
    assert len(absences.known(office.agent).absences) == 2
    assert desk("account", "back").out == "Tom is back.\n"
    assert desk("account", "back").err == "Tom is not away.\n"


def test_that_a_lead_and_a_manager_are_named_and_taken_back(
    desk: CommandLine, office: Office, at: Callable[..., None]
) -> None:
    rita = accounts.add_contact(office.agent, "Rita", "rita@example.org")
    at(office.agent.database.location)
    assert desk("account", "lead", "service desk", "sofia").code == 0
    assert contacts.leads(office.agent) == {office.team_id: office.supervisor.account_id}
    assert desk("account", "manager", "rita@example.org", "tom", "--json").json["manager"] == "tom"
    (shown,) = contacts.shown(office.agent, [rita])
    assert shown.manager == "Tom"
    assert desk("account", "manager", "Rita", "nobody").code == 0
    assert desk("account", "lead", "Service desk", "nobody").code == 0
    assert contacts.leads(office.agent) == {}
    said = desk("account", "lead", "Nurses", "sofia")
    assert (said.code, said.err) == (
        1,
        "There is no team “Nurses”; the teams are: Service desk.\n",
    )
