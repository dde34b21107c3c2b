"""Windows of the accounts: add one, change role and teams, set a password."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from desk_gui.domain.accounts import Account, Role, check_password
from desk_gui.gui import format as words
from desk_gui.gui.dialogs.choosing import ChoiceBox
from desk_gui.gui.dialogs.sheet import Sheet
from desk_gui.gui.page import Context
from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.operations import accounts
from desk_gui.operations.accounts import Choice, NewAccount

NAME, LOGIN, MAIL, ROLE, TEAMS = "Name", "Login", "Mail address", "Role", "Teams"
PASSWORD, AGAIN = "Password", "Password again"
DATABASE = "Shared database"
_KEPT = "For requesters: the server itself shows them their own tickets and nothing else."


def role_box() -> ChoiceBox:
    """Every role by its name; the first offered is the one most accounts have."""
    return ChoiceBox([(role, words.ROLES[role]) for role in Role])


def chosen_role(box: ChoiceBox) -> Role:
    """The role that is chosen."""
    return Role(str(box.value))


def secret_field(name: str) -> QLineEdit:
    """A field for a password."""
    field = QLineEdit()
    field.setObjectName("".join(part.title() for part in name.split()))
    field.setEchoMode(QLineEdit.EchoMode.Password)
    return field


def wrong_password(password: str, again: str) -> dict[str, str]:
    """What is wrong with a new password, by field; nothing when it is good."""
    if refusal := check_password(password):
        return {PASSWORD: refusal}
    return {} if password == again else {AGAIN: "Type the same password twice."}


class TeamChecks(QWidget):
    """One box a team."""

    def __init__(
        self, theme: Theme, teams: Sequence[Choice], chosen: frozenset[int] = frozenset()
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        self._boxes: dict[int, QCheckBox] = {}
        for team in teams:
            box = QCheckBox(team.name.replace("&", "&&"), self)
            box.setObjectName(f"Team-{team.id}")
            box.setAccessibleName(team.name)
            box.setChecked(team.id in chosen)
            column.addWidget(box)
            self._boxes[team.id] = box
        if not teams:
            column.addWidget(TextLabel("There are no teams yet.", "small", self))

    @property
    def chosen(self) -> list[int]:
        """The teams that are ticked."""
        return [team_id for team_id, box in self._boxes.items() if box.isChecked()]


class AddAccount(Sheet):
    """Makes an account; without a password nobody can sign in with it yet."""

    def __init__(
        self, context: Context, teams: Sequence[Choice], parent: QWidget | None = None
    ) -> None:
        super().__init__(context, "Add an account", "Add account", parent)
        self.name, self.login, self.mail = QLineEdit(), QLineEdit(), QLineEdit()
        self.role = role_box()
        self.role.choose(Role.AGENT)
        self.teams = TeamChecks(context.theme, teams)
        self.password = secret_field(PASSWORD)
        self.own_login = QCheckBox("Has a login of the database")
        self.own_login.setObjectName("DatabaseLogin")
        self.own_login.setAccessibleName(self.own_login.text())
        self.form.add(NAME, self.name)
        self.form.add(LOGIN, self.login, "One word, such as “sofia”.")
        self.form.add(MAIL, self.mail, "A requester sees the tickets that were asked for from it.")
        self.form.add(ROLE, self.role)
        self.form.add(TEAMS, self.teams)
        self.form.add(
            PASSWORD,
            self.password,
            "At least 12 characters. Leave it empty to set one later.",
        )
        if not context.desk.database.is_sqlite:
            self.form.add(DATABASE, self.own_login, _KEPT)
            self.role.currentIndexChanged.connect(self._offer_login)
        self._offer_login()

    def _offer_login(self) -> None:
        asks = chosen_role(self.role) is Role.REQUESTER
        self.own_login.setEnabled(asks)
        self.own_login.setChecked(asks)

    def submit(self) -> None:
        """Make it, once name and login are there."""
        desk = self.context.desk
        new = NewAccount(
            login=self.login.text().strip(),
            name=self.name.text().strip(),
            role=chosen_role(self.role),
            email=self.mail.text().strip(),
            password=self.password.text() or None,
            team_ids=self.teams.chosen,
            database_login=self.own_login.isChecked() and not desk.database.is_sqlite,
        )
        wrong = _missing(new)
        self.form.show_wrong(wrong)
        self.fit()
        if not wrong:
            self.send(lambda: accounts.add_account(desk, new), f"{new.name} has an account.")


def _missing(new: NewAccount) -> dict[str, str]:
    wrong = {}
    if not new.name:
        wrong[NAME] = "An account needs the name of its person."
    if not new.login or " " in new.login:
        wrong[LOGIN] = "A login is one word, such as “sofia”."
    if new.role is Role.REQUESTER and not new.email:
        wrong[MAIL] = "A requester needs a mail address: it says which tickets are his."
    if new.password and (refusal := check_password(new.password)):
        wrong[PASSWORD] = refusal
    return wrong


class ChangeAccount(Sheet):
    """Changes role and teams."""

    def __init__(
        self,
        context: Context,
        account: Account,
        teams: Sequence[Choice],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, f"Role and teams of {account.name}", "Save", parent)
        self._account = account
        self.role = role_box()
        self.role.choose(account.role)
        self.teams = TeamChecks(context.theme, teams, account.teams)
        self.form.add(ROLE, self.role, "Each role may also do all that the ones before it may.")
        self.form.add(TEAMS, self.teams)

    def submit(self) -> None:
        """Save both."""
        desk, account = self.context.desk, self._account
        role, teams = chosen_role(self.role), self.teams.chosen
        self.send(
            lambda: accounts.change_account(desk, account.id, role=role, team_ids=teams),
            f"Role and teams of {account.name} are saved.",
        )


class SetPassword(Sheet):
    """Gives somebody else a new password."""

    def __init__(self, context: Context, account: Account, parent: QWidget | None = None) -> None:
        super().__init__(context, f"A password for {account.name}", "Set password", parent)
        self._account = account
        self.password, self.again = secret_field(PASSWORD), secret_field(AGAIN)
        self.explain(f"Tell {account.name} in person; it can be changed after signing in.")
        self.form.add(PASSWORD, self.password, "At least 12 characters; a short sentence is fine.")
        self.form.add(AGAIN, self.again)

    def submit(self) -> None:
        """Set it, once it is good and typed twice."""
        password = self.password.text()
        wrong = wrong_password(password, self.again.text())
        self.form.show_wrong(wrong)
        self.fit()
        if not wrong:
            desk, account = self.context.desk, self._account
            self.send(
                lambda: accounts.change_account(desk, account.id, password=password),
                f"{account.name} has a new password.",
            )


class AddTeam(Sheet):
    """Makes a team."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, "Add a team", "Add team", parent)
        self.name = QLineEdit()
        self.form.add("Name of the team", self.name, "People join it under Accounts.")

    def submit(self) -> None:
        """Make it, once it has a name."""
        name = self.name.text().strip()
        self.form.show_wrong({} if name else {"Name of the team": "A team needs a name."})
        self.fit()
        if name:
            desk = self.context.desk
            self.send(lambda: accounts.add_team(desk, name), f"There is a team “{name}” now.")
