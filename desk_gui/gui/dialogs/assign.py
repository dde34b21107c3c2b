"""Who works on a ticket: a team, an agent, or both."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtWidgets import QWidget

from desk_gui.domain.ticket import Ticket
from desk_gui.gui.dialogs.changing import Again, Kept, TicketSheet, say
from desk_gui.gui.dialogs.choosing import ChoiceBox, Known, read_known
from desk_gui.gui.page import Context
from desk_gui.operations import tickets
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects

People = Mapping[str, int | None]
TEAM, AGENT = "Team", "Agent"


class AssignDialog(TicketSheet):
    """Team and agent; agents of the team come first."""

    def __init__(self, context: Context, ticket: Ticket, parent: QWidget | None = None) -> None:
        super().__init__(context, ticket, f"Assign {ticket.number}", "Assign", parent)
        self._known = Known()
        self.team = ChoiceBox(parent=self)
        self.agent = ChoiceBox(parent=self)
        self.form.add(TEAM, self.team)
        self.form.add(AGENT, self.agent, "Agents of the team come first.")
        self.team.picked.connect(self._team_picked)
        self.go.setEnabled(False)
        context.jobs.read(
            self, partial(read_known, context.desk), self._known_now, failed=partial(say, context)
        )

    def submit(self) -> None:
        """Hand it over."""
        team, agent = self.team.value, self.agent.value
        team_id = team if isinstance(team, int) else None
        agent_id = agent if isinstance(agent, int) else None
        desk, ticket = self.context.desk, self.ticket
        names = (self._known.name("assignee_id", agent_id), self._known.name("team_id", team_id))
        to = " and ".join(filter(None, names))
        again = giving(desk, ticket, {"assignee_id": agent_id, "team_id": team_id})
        said = f"{ticket.number} assigned to {to}." if to else f"{ticket.number} is unassigned."
        self.change(partial(again, {}), said, again)

    def _known_now(self, known: Known) -> None:
        self._known = known
        self.team.offer(known.team_options())
        self.team.choose(self.ticket.team_id)
        self.agent.offer(known.agent_options(self.ticket.team_id))
        self.agent.choose(self.ticket.assignee_id)
        self.go.setEnabled(True)
        self.fit()

    def _team_picked(self, team_id: int | None) -> None:
        self.agent.offer(self._known.agent_options(team_id))


def giving(desk: Desk, ticket: Ticket, people: People) -> Again:
    """Gives a ticket to an agent and a team, but for what is to stay as somebody else made it."""

    def give(kept: Kept, seen: int | None) -> Effects:
        wanted = {**people, **kept}
        return tickets.assign(desk, ticket.id, seen_version=seen, **wanted)  # type: ignore[arg-type]  # ids from the lists

    return give
