"""Working on tickets."""

from __future__ import annotations

import pytest

from desk_gui.domain.errors import Invalid
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import Status
from desk_gui.operations import show, tickets
from tests.conftest import Office
from tests.factories import an_incident, in_progress


def test_that_a_new_incident_becomes_assigned_when_somebody_takes_it(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    tickets.assign(office.agent, ticket_id, assignee_id=office.agent.account_id, team_id=None)
    assert show.show(office.agent, ticket_id).ticket.status is Status.ASSIGNED


def test_that_an_incident_is_not_resolved_without_a_code(office: Office) -> None:
    ticket_id = in_progress(office.agent, an_incident(office.agent))
    with pytest.raises(Invalid, match="resolution code"):
        tickets.move(office.agent, ticket_id, Wish(Status.RESOLVED))
    assert show.show(office.agent, ticket_id).ticket.status is Status.IN_PROGRESS
