"""Teams: which there are, and who is in them."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desk_gui.domain.accounts import Right
from desk_gui.gui import format as words
from desk_gui.gui.admin.account_sheets import AddTeam
from desk_gui.gui.admin.accounts import People, read_people
from desk_gui.gui.admin.section import Section
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.empty_state import EmptyState
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.gui.widgets.two_lines import TwoLineList, TwoLineModel, TwoLines


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
        self.model = TwoLineModel(self)
        self.list = TwoLineList(context.theme, "Team list", self)
        self.list.setModel(self.model)
        look(self.list, "card")
        self.empty = EmptyState(context.theme, self)
        self._body = QStackedWidget(self)
        self._arrange()
        context.theme.changed.connect(self._fit)

    def read(self) -> None:
        """Read teams and people again."""
        desk = self.context.desk
        self.context.jobs.read(self, lambda: read_people(desk), self._found, key="teams")

    def _arrange(self) -> None:
        px = self.context.theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(16), px(24), px(24))
        column.setSpacing(px(8))
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(TextLabel("Teams", "title", self), 1)
        head.addWidget(self.add)
        column.addLayout(head)
        about = "Tickets are given to a team or to one of its people; an agent can be in several."
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

    def _found(self, people: People) -> None:
        accounts, teams = people
        rows = []
        for team in teams:
            members = [one.name for one in accounts if team.id in one.teams and one.active]
            said = ", ".join(members) or "Nobody yet"
            rows.append(
                (team.id, TwoLines(team.name, said, aside=words.count(len(members), "agent")))
            )
        self.model.show_rows(rows)
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
        self.list.setMaximumHeight(tall + 1)

    def _add(self) -> None:
        AddTeam(self.context, self).open()
