"""Signing in, and making the first administrator of a new database."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton, QWidget

from desk_gui.domain.accounts import check_password
from desk_gui.gui.dialogs.form import Form
from desk_gui.gui.shell.entrance import EntrancePage
from desk_gui.gui.theme import Theme, look

NAME, LOGIN, MAIL = "Your name", "Login", "Mail address"
PASSWORD, AGAIN = "Password", "Password again"


@dataclass(frozen=True)
class FirstAccount:
    """What the first administrator typed."""

    name: str
    login: str
    email: str
    password: str


class SignIn(EntrancePage):
    """`submitted` carries login and password; `other_wanted` means another database."""

    submitted = Signal(str, str)
    other_wanted = Signal()

    def __init__(self, theme: Theme, database: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, heading="Sign in", words=database, parent=parent)
        self.setObjectName("SignIn")
        form = Form(theme, self.card)
        self.login = QLineEdit(form)
        self.password = _secret(form)
        form.add(LOGIN, self.login)
        form.add(PASSWORD, self.password)
        self._form = form
        self.column.addWidget(form)
        self._go = _main_button(self, "Sign in")
        self._other = _other_database(self)
        self._other.clicked.connect(self.other_wanted)
        self.column.addWidget(self._go)
        self.column.addWidget(self._other)
        self._go.clicked.connect(self.submit)
        self.setFocusProxy(self.login)
        for field in (self.login, self.password):
            field.returnPressed.connect(self.submit)

    def submit(self) -> None:
        """Say who wants to sign in, if both fields are filled."""
        wrong = {}
        if not self.login.text().strip():
            wrong[LOGIN] = "Type your login."
        if not self.password.text():
            wrong[PASSWORD] = "Type your password."
        self._form.show_wrong(wrong)
        if not wrong:
            self.show_busy(busy=True)
            self.submitted.emit(self.login.text().strip(), self.password.text())

    def show_trouble(self, sentence: str) -> None:
        """Say why not, and let the password be typed again."""
        super().show_trouble(sentence)
        if sentence:
            self.password.clear()
            self.password.setFocus()


class FirstAdministrator(EntrancePage):
    """`submitted` carries a FirstAccount."""

    submitted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(
            theme,
            heading="Who runs this desk?",
            words="The first account is an administrator: it can make all others.",
            parent=parent,
        )
        self.setObjectName("FirstAdministrator")
        form = Form(theme, self.card)
        self.name, self.login, self.email = (QLineEdit(form) for _ in range(3))
        self.password, self.again = _secret(form), _secret(form)
        form.add(NAME, self.name)
        form.add(LOGIN, self.login, "What you type to sign in, such as your short name.")
        form.add(MAIL, self.email)
        form.add(PASSWORD, self.password, "At least 12 characters; a short sentence is fine.")
        form.add(AGAIN, self.again)
        self._form = form
        self.column.addWidget(form)
        self._go = _main_button(self, "Make this account and begin")
        self.column.addWidget(self._go)
        self._go.clicked.connect(self.submit)
        self.again.returnPressed.connect(self.submit)
        self.setFocusProxy(self.name)

    def submit(self) -> None:
        """Say who it is, if nothing is missing."""
        wrong = {name: sentence for name, sentence in self._troubles().items() if sentence}
        self._form.show_wrong(wrong)
        if not wrong:
            self.show_busy(busy=True)
            name, login, email = (
                field.text().strip() for field in (self.name, self.login, self.email)
            )
            self.submitted.emit(FirstAccount(name, login, email, self.password.text()))

    def _troubles(self) -> dict[str, str]:
        email = self.email.text().strip()
        same = self.password.text() == self.again.text()
        return {
            NAME: "" if self.name.text().strip() else "Type your name.",
            LOGIN: "" if self.login.text().strip() else "Type a login.",
            MAIL: ""
            if "@" in email.strip("@")
            else "Type a mail address, such as you@example.org.",
            PASSWORD: check_password(self.password.text()) or "",
            AGAIN: "" if same else "The two passwords differ; type the same one twice.",
        }


def _secret(parent: QWidget) -> QLineEdit:
    field = QLineEdit(parent)
    field.setEchoMode(QLineEdit.EchoMode.Password)
    return field


def _other_database(page: EntrancePage) -> QPushButton:
    button = QPushButton("Use another database", page.card)
    button.setObjectName("OtherDatabase")
    button.setAccessibleName("Use another database")
    look(button, "link")
    return button


def _main_button(page: EntrancePage, words: str) -> QPushButton:
    button = QPushButton(words, page.card)
    button.setObjectName("EntranceGo")
    button.setAccessibleName(words)
    button.setDefault(True)
    look(button, "primary")
    return button


class DatabasePassword(EntrancePage):
    """`submitted` carries the password, and whether this computer is to keep it."""

    submitted = Signal(str, bool)
    other_wanted = Signal()

    def __init__(self, theme: Theme, address: str, parent: QWidget | None = None) -> None:
        super().__init__(
            theme,
            heading="Password of the shared database",
            words=f"{address} asks for it. It is not the password you sign in with.",
            parent=parent,
        )
        self.setObjectName("DatabasePassword")
        form = Form(theme, self.card)
        self.password = _secret(form)
        form.add(PASSWORD, self.password)
        self.keep = QCheckBox("Keep it in the key store of this computer", form)
        self.keep.setObjectName("KeepPassword")
        self.keep.setAccessibleName(self.keep.text())
        form.add_button(self.keep)
        self._form = form
        self.column.addWidget(form)
        go = _main_button(self, "Connect")
        other = _other_database(self)
        self.column.addWidget(go)
        self.column.addWidget(other)
        go.clicked.connect(self.submit)
        other.clicked.connect(self.other_wanted)
        self.password.returnPressed.connect(self.submit)
        self.setFocusProxy(self.password)

    def submit(self) -> None:
        """Connect with what was typed."""
        missing = "" if self.password.text() else "Type the password."
        self._form.show_wrong({PASSWORD: missing} if missing else {})
        if not missing:
            self.show_busy(busy=True)
            self.submitted.emit(self.password.text(), self.keep.isChecked())
