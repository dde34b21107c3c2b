"""Who has to know about a ticket: the people of the desk, read once in a transaction."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from desk_gui.domain.accounts import Account, Right, Role
from desk_gui.domain.sla import Escalation
from desk_gui.domain.ticket import Ticket
from desk_gui.operations.desk import Session
from desk_gui.storage import read, rows


@dataclass(frozen=True)
class Crew:
    """Active accounts that work on tickets, by their id, and the names of the teams."""

    accounts: Mapping[int, Account]
    teams: Mapping[int, str]

    def working_on(self, ticket: Ticket) -> set[int]:
        """The assignee, or else the members of the ticket's team."""
        if ticket.assignee_id in self.accounts:
            return self._allowed(ticket, {ticket.assignee_id})
        return self._allowed(ticket, self._members(ticket.team_id))

    def supervising(self, ticket: Ticket) -> set[int]:
        """The supervisors of the ticket's team; else every supervisor, else the administrators."""
        above = {i for i, one in self.accounts.items() if one.role.rank >= Role.SUPERVISOR.rank}
        supervisors = {i for i in above if self.accounts[i].role is Role.SUPERVISOR}
        people = above & self._members(ticket.team_id) or supervisors or above
        return self._allowed(ticket, people)

    def wanted(self, ticket: Ticket, escalation: Escalation) -> set[int]:
        """Whom an escalation tells."""
        if escalation.account_id is not None:
            return self._allowed(ticket, {escalation.account_id})
        if escalation.team_id is not None:
            return self._allowed(ticket, self._members(escalation.team_id))
        assignee = {ticket.assignee_id} if ticket.assignee_id in self.accounts else set()
        return self._allowed(ticket, assignee | self.supervising(ticket))

    def _members(self, team_id: int | None) -> set[int]:
        return {i for i, one in self.accounts.items() if team_id in one.teams}

    def _allowed(self, ticket: Ticket, people: AbstractSet[int | None]) -> set[int]:
        """A confidential ticket is told only to those who may see it."""
        return {
            i
            for i, one in self.accounts.items()
            if i in people and one.may_see(confidential=ticket.confidential, team_id=ticket.team_id)
        }


def crew(session: Session) -> Crew:
    """The people of the desk as they are in this transaction."""
    if "crew" not in session.kept:
        connection = session.connection
        teams: dict[int, set[int]] = {}
        for row in rows.many(connection, "team_member"):
            teams.setdefault(row["account_id"], set()).add(row["team_id"])
        found = [
            read.account_of(row, frozenset(teams.get(row["id"], ())))
            for row in rows.many(connection, "account", active=True)
        ]
        session.kept["crew"] = Crew(
            {one.id: one for one in found if one.may(Right.WORK_ON_TICKETS)},
            {row["id"]: row["name"] for row in rows.many(connection, "team")},
        )
    known: Crew = session.kept["crew"]
    return known
