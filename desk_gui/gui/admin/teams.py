"""Teams: which there are, and who is in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desk_gui.domain.accounts import Account, Right
from desk_gui.gui import format as words
from desk_gui.gui.admin.account_sheets import AddTeam
from desk_gui.gui.admin.accounts import People, read_people
from desk_gui.gui.admin.asked_sheets import TeamLead
from desk_gui.gui.admin.section import Section
from desk_gui.gui.format import Chip, Tint
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.empty_state import EmptyState
from desk_gui.gui.widgets.text_label import TextLabel, plain_tip
from desk_gui.gui.widgets.two_lines import TwoLineList, TwoLineModel, TwoLines
from desk_gui.operations import contacts
from desk_gui.operations.accounts import Choice
from desk_gui.operations.desk import Desk


@dataclass(frozen=True)
class TeamShown:
    """A team, everybody there is, and its lead."""

    team: Choice
    accounts: tuple[Account, ...]
    lead: Account | None

    @property
    def people(self) -> list[Account]:
        """Who can lead it: everybody who can sign in, its own people first."""
        able = [one for one in self.accounts if one.active]
        return sorted(able, key=lambda one: (self.team.id not in one.teams, one.name))

    @property
    def look(self) -> TwoLines:
        """How it stands in the list."""
        members = [one.name for one in self.people if self.team.id in one.teams]
        off = self.lead is not None and not self.lead.active
        led = f"Lead: {self.lead.name}{', switched off' if off else ''}" if self.lead else "No lead"
        return TwoLines(
            self.team.name,
            ", ".join(members) or "Nobody yet",
            chips=(Chip(led, Tint.WARN if off or not self.lead else Tint.PLAIN),),
            aside=words.count(len(members), "agent"),
        )


def _read(desk: Desk) -> tuple[People, Mapping[int, int]]:
    return read_people(desk), contacts.leads(desk)


class TeamsSection(Section):
    """The list of teams; people join them under Accounts."""

    name = "Teams"
    right = Right.MANAGE_ACCOUNTS

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.add = QPushButton("Add team…", self)
        self.add.setObjectName("AddTeam")
        self.add.setAccessibleName("Add team")
        self.add.setEnabled(self.may)
        self.add.clicked.connect(self._add)
        self.lead = QPushButton("Lead…", self)
        self.lead.setObjectName("TeamLead")
        self.lead.setAccessibleName("Lead of the team that is chosen")
        self.lead.setEnabled(False)
        self.lead.clicked.connect(self._name_lead)
        self._teams: dict[int, TeamShown] = {}
        self.model = TwoLineModel(self)
        self.list = TwoLineList(context.theme, "Team list", self)
        self.list.setModel(self.model)
        self.list.activated.connect(self._name_lead)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._offer_lead())
        look(self.list, "card")
        self.empty = EmptyState(context.theme, self)
        self._body = QStackedWidget(self)
        self._arrange()
        context.theme.changed.connect(self._fit)

    def read(self) -> None:
        """Read teams and people again."""
        desk = self.context.desk
        self.context.jobs.read(self, partial(_read, desk), self._found, key="teams")

    def _arrange(self) -> None:
        px = self.context.theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(16), px(24), px(24))
        column.setSpacing(px(8))
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(TextLabel("Teams", "title", self), 1)
        head.addWidget(self.lead)
        head.addWidget(self.add)
        column.addLayout(head)
        about = (
            "Tickets are given to a team or to one of its people; an agent can be in several."
            " The lead of a team is asked where a catalog item asks the team lead for approval."
        )
        column.addWidget(TextLabel(about, "soft", self).wrapping())
        column.addWidget(self.lacking)
        column.addSpacing(px(4))
        self._body.addWidget(self._at_top(self.list))
        self._body.addWidget(self.empty)
        column.addWidget(self._body, 1)

    def _at_top(self, widget: QWidget) -> QWidget:
        pane = QWidget(self)
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(widget, 1)
        column.addStretch()
        return pane

    def _found(self, found: tuple[People, Mapping[int, int]]) -> None:
        (accounts, teams), leads = found
        by_id = {one.id: one for one in accounts}
        self._teams = {
            team.id: TeamShown(team, tuple(accounts), by_id.get(leads.get(team.id, 0)))
            for team in teams
        }
        chosen = self.model.id_of(self.list.currentIndex())
        rows = [(team_id, one.look) for team_id, one in self._teams.items()]
        self.model.show_rows(rows)
        self.list.setCurrentIndex(self.model.place_of(chosen))
        self._offer_lead()
        self._fit()
        self._body.setCurrentIndex(0 if rows else 1)
        if not rows:
            self.empty.show_words(
                Icon.USERS, "No teams yet", "A team shares a queue and its confidential tickets."
            )
            if self.may:
                self.empty.offer("Add the first team…", self._add)

    def _fit(self) -> None:
        """No taller than the teams there are."""
        tall = self.list.sizeHintForRow(0) * self.model.rowCount()
        self.list.setMaximumHeight(tall + 2 * self.context.theme.px(2))

    def _chosen(self) -> TeamShown | None:
        return self._teams.get(self.model.id_of(self.list.currentIndex()) or 0)

    def _offer_lead(self) -> None:
        """Only of a team that is chosen."""
        chosen = self._chosen() is not None
        because = self.lacking.accessibleName() or ("" if chosen else "Choose a team first.")
        self.lead.setEnabled(self.may and chosen)
        self.lead.setToolTip(plain_tip(because))

    def _name_lead(self) -> None:
        team = self._chosen()
        if team is not None and self.may:
            TeamLead(self.context, team.team, team.people, team.lead, self).open()

    def _add(self) -> None:
        AddTeam(self.context, self).open()
