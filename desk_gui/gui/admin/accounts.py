"""Accounts: who signs in, as what, in which teams."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desk_gui.domain.accounts import Account, Right
from desk_gui.gui import format as words
from desk_gui.gui.admin.account_sheets import AddAccount, ChangeAccount, SetPassword
from desk_gui.gui.admin.list_and_detail import lay_out, nobody_fits
from desk_gui.gui.admin.section import Section
from desk_gui.gui.dialogs.absence import AbsenceSheet, away_words
from desk_gui.gui.format import Chip, Tint
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context
from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.badge import Badge
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.choice_pill import ChoicePill
from desk_gui.gui.widgets.empty_state import EmptyState
from desk_gui.gui.widgets.flow import FlowLayout, TileLayout
from desk_gui.gui.widgets.scrolled import scrolled
from desk_gui.gui.widgets.search_box import SearchBox
from desk_gui.gui.widgets.text_label import TextLabel, plain_tip
from desk_gui.gui.widgets.two_lines import TwoLineList, TwoLineModel, TwoLines
from desk_gui.operations import absences, accounts
from desk_gui.operations.absences import Known
from desk_gui.operations.accounts import Choice
from desk_gui.operations.desk import Desk

People = tuple[Sequence[Account], Sequence[Choice]]
ACTIVE, OFF = "active", "switched off"
OFF_CHIP = Chip("Switched off", Tint.WARN)


def read_people(desk: Desk) -> People:
    """Every account and every team."""
    return accounts.accounts(desk), accounts.teams(desk)


def _read(desk: Desk) -> tuple[People, Known]:
    return read_people(desk), absences.known(desk)


class FactsCard(Card):
    """Named values side by side, each at least `narrow` pixels wide."""

    def __init__(
        self, theme: Theme, names: Sequence[str], parent: QWidget, narrow: int = 140
    ) -> None:
        super().__init__(theme, parent=parent)
        tiles = TileLayout(theme.px(12), partial(theme.px, narrow), len(names))
        self._values: list[TextLabel] = []
        for name in names:
            pair = QWidget(self)
            column = QVBoxLayout(pair)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(theme.px(2))
            column.addWidget(TextLabel(name, "label", pair))
            value = TextLabel("", "", pair).wrapping()
            value.setObjectName("".join(part.title() for part in name.split()))
            column.addWidget(value)
            column.addStretch(1)
            tiles.addWidget(pair)
            self._values.append(value)
        self.column.addLayout(tiles)

    def show_values(self, values: Sequence[str]) -> None:
        """Show one value under each name."""
        for label, value in zip(self._values, values, strict=True):
            label.setText(value)


class AccountDetail(QWidget):
    """One account and what can be done with it."""

    def __init__(self, context: Context, *, may: bool, why_not: str) -> None:
        super().__init__()
        self._why_not = why_not
        self._may = may
        self.setObjectName("AccountDetail")
        self.setAccessibleName("Account")
        self.name = TextLabel("", "heading", self).wrapping()
        self.facts = FactsCard(context.theme, ("Login", "Mail address", "Teams", "Away"), self)
        self.role, self.off = Badge(parent=self), Badge(parent=self)
        self.change = self._button("Role and teams…", "ChangeAccount")
        self.password = self._button("Set password…", "SetPassword")
        self.away = self._button("Absence…", "AccountAbsence")
        self.switch = self._button("Switch off", "SwitchAccount")
        self.trouble = TextLabel("", "bad", self).wrapping()
        self.trouble.setObjectName("AccountTrouble")
        self._arrange(context.theme.px)

    def show_account(self, account: Account, teams: Sequence[Choice], away: str) -> None:
        """Show an account, and when it is away."""
        self.name.setText(account.name)
        self.role.show_chip(Chip(words.ROLES[account.role], Tint.ACCENT))
        self.off.show_chip(None if account.active else OFF_CHIP)
        joined = team_words(account, teams) or "None"
        self.facts.show_values((account.login, account.email or "None", joined, away))
        self.switch.setText("Switch off" if account.active else "Switch on")
        self.switch.setAccessibleName(f"{self.switch.text()} the account of {account.name}")
        self.show_trouble("")

    def show_trouble(self, sentence: str) -> None:
        """Show a sentence beneath the buttons, or none."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))

    def _button(self, said: str, name: str) -> QPushButton:
        made = QPushButton(said, self)
        made.setObjectName(name)
        made.setAccessibleName(said.rstrip("…"))
        made.setEnabled(self._may)
        made.setToolTip(plain_tip("" if self._may else self._why_not))
        return made

    def _arrange(self, px: Callable[[float], int]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(16), px(24), px(24))
        column.setSpacing(px(8))
        chips = FlowLayout(px(6))
        for badge in (self.role, self.off):
            chips.addWidget(badge)
        buttons = FlowLayout(px(8))
        for button in (self.change, self.password, self.away, self.switch):
            buttons.addWidget(button)
        column.addLayout(chips)
        column.addWidget(self.name)
        column.addLayout(buttons)
        column.addWidget(self.trouble)
        column.addSpacing(px(4))
        column.addWidget(self.facts)
        column.addStretch(1)


def team_words(account: Account, teams: Sequence[Choice]) -> str:
    """The teams of an account, by name."""
    return ", ".join(team.name for team in teams if team.id in account.teams)


class AccountsSection(Section):
    """The list left, one account right."""

    name = "Accounts"
    right = Right.MANAGE_ACCOUNTS

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        theme = context.theme
        self._accounts: Sequence[Account] = ()
        self._teams: Sequence[Choice] = ()
        self._known = Known()
        self._chosen: int | None = None
        self.search = SearchBox(theme, "Search people", self)
        self.show_pill = ChoicePill("Show", self)
        self.show_pill.offer([(ACTIVE, True), (OFF, False), ("all", None)])
        self.add = QPushButton("Add account…", self)
        self.model = TwoLineModel(self)
        self.list = TwoLineList(theme, "Account list", self)
        self.detail = AccountDetail(context, may=self.may, why_not=self.lacking.accessibleName())
        self.empty = EmptyState(theme, self)
        self._right = QStackedWidget(self)
        self._arrange()
        self._connect()

    def read(self) -> None:
        """Read people and teams again."""
        desk = self.context.desk
        work = partial(_read, desk)
        self.context.jobs.read(self, work, self._found, key="people")

    def _arrange(self) -> None:
        self.add.setObjectName("AddAccount")
        self.add.setAccessibleName("Add account")
        self.add.setEnabled(self.may)
        self.list.setModel(self.model)
        self._area = scrolled(self.detail, "Account area", self)
        for one in (self.empty, self._area):
            self._right.addWidget(one)
        self.panes = lay_out(
            self,
            "AccountPanes",
            head=(self.show_pill, self.add),
            above=(self.search, self.lacking),
            listed=self.list,
            right=self._right,
        )

    def _connect(self) -> None:
        self.search.searched.connect(self._list)
        self.show_pill.chosen.connect(self._list)
        self.add.clicked.connect(self._add)
        self.list.selectionModel().currentChanged.connect(self._moved_to)
        for pressed in (self.list.clicked, self.list.activated):
            pressed.connect(self.panes.show_detail)
        self.detail.change.clicked.connect(self._change)
        self.detail.password.clicked.connect(self._set_password)
        self.detail.away.clicked.connect(self._say_away)
        self.detail.switch.clicked.connect(self._switch)

    def _found(self, found: tuple[People, Known]) -> None:
        (self._accounts, self._teams), self._known = found
        self._list()

    def _list(self) -> None:
        wanted = self._chosen
        fitting = [account for account in self._accounts if self._fits(account)]
        self.model.show_rows([(account.id, self._look(account)) for account in fitting])
        self._chosen = wanted
        self.list.setCurrentIndex(self.model.place_of(wanted))
        self._show()

    def _fits(self, account: Account) -> bool:
        text = f"{account.name} {account.login} {account.email}".casefold()
        known = all(word in text for word in self.search.text().casefold().split())
        return known and self.show_pill.value in (None, account.active)

    def _look(self, account: Account) -> TwoLines:
        chips = (Chip(words.ROLES[account.role]),)
        return TwoLines(
            title=account.name,
            meta=" · ".join(part for part in (account.login, account.email) if part),
            chips=chips if account.active else (OFF_CHIP, *chips),
            aside=team_words(account, self._teams),
            dimmed=not account.active,
        )

    def _moved_to(self, now: QModelIndex, _before: QModelIndex) -> None:
        self._chosen = self.model.id_of(now)
        self._show()

    def _account(self) -> Account | None:
        return next((one for one in self._accounts if one.id == self._chosen), None)

    def _show(self) -> None:
        account = self._account()
        if account is None:
            self._explain()
            self._right.setCurrentWidget(self.empty)
            return
        self.detail.show_account(account, self._teams, away_words(self._known, account.id))
        self._right.setCurrentWidget(self._area)

    def _explain(self) -> None:
        if self._accounts and not self.model.rowCount():
            nobody_fits(self.empty, self._show_everybody)
            return
        self.empty.show_words(
            Icon.USERS,
            "Choose an account",
            "Role, teams, password and whether somebody may sign in are set here.",
        )

    def _show_everybody(self) -> None:
        self.search.clear()
        self.search.say()
        self.show_pill.choose(None)

    def _add(self) -> None:
        AddAccount(self.context, self._teams, self).open()

    def _change(self) -> None:
        if account := self._account():
            ChangeAccount(self.context, account, self._teams, self).open()

    def _say_away(self) -> None:
        if account := self._account():
            AbsenceSheet(self.context, account, self).open()

    def _set_password(self) -> None:
        if account := self._account():
            SetPassword(self.context, account, self).open()

    def _switch(self) -> None:
        if account := self._account():
            desk, active = self.context.desk, not account.active
            done = "can sign in again" if active else "can no longer sign in"
            self.context.do(
                self,
                partial(accounts.change_account, desk, account.id, active=active),
                said=f"{account.name} {done}.",
                failed=self.refused,
            )

    def show_trouble(self, sentence: str) -> None:
        """What is refused is said beneath the buttons that were pressed."""
        self.detail.show_trouble(sentence)
