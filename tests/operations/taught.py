"""A desk whose tickets teach the classifier something."""

from __future__ import annotations

from desk_gui.operations import accounts
from desk_gui.operations.desk import Desk
from desk_gui.storage import rows
from tests.conftest import Office
from tests.factories import a_request, an_incident

PLACES = ("Leeds", "Porto", "Lyon", "Graz", "Cork", "Turku", "Brno", "Gdansk", "Bilbao", "Malmo")
BROKEN = ("gearbox", "conveyor", "spindle", "hopper")
WANTED = ("brochure", "poster", "leaflet", "banner")


def decided_tickets(office: Office) -> int:
    """Open eighty tickets about which the shipped word list says nothing; how many they are."""
    accounts.add_team(office.administrator, "Print shop")
    (other,) = (one.id for one in accounts.teams(office.agent) if one.name == "Print shop")
    for place in PLACES:
        for word in BROKEN:
            an_incident(office.agent, f"{place} {word}", team_id=office.team_id)
        for number, word in enumerate(WANTED):
            a_request(office.agent, f"{place} {word}", approvals=number % 2, team_id=other)
    return len(PLACES) * (len(BROKEN) + len(WANTED))


def a_version_in_use(desk: Desk, weights: bytes) -> int:
    """The id of a version whose weights are made up."""
    with desk.writing() as session:
        return rows.add(
            session.connection,
            "classifier_version",
            made_at=session.now,
            account_id=None,
            learned_from=1,
            figures="{}",
            active=True,
            weights=weights,
        )
