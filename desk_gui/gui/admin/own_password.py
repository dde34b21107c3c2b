"""One's own password."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget

from desk_gui.domain.errors import NotAllowed
from desk_gui.gui.admin.account_sheets import AGAIN, PASSWORD, secret_field, wrong_password
from desk_gui.gui.admin.section import Section
from desk_gui.gui.dialogs.form import Form
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.card import Card
from desk_gui.operations import accounts
from desk_gui.operations.effects import Effects

OLD, NEW, NEW_AGAIN = "Old password", "New password", "New password again"
WIDEST = 420


class OwnPasswordSection(Section):
    """Everybody may change their own."""

    name = "My password"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        theme = context.theme
        column = self.column("My password", f"You are signed in as {context.account.login}.")
        card = Card(theme, parent=self)
        card.setMaximumWidth(theme.px(WIDEST))
        self.old, self.new, self.again = (secret_field(name) for name in (OLD, NEW, NEW_AGAIN))
        self.form = Form(theme, card)
        self.form.add(OLD, self.old)
        self.form.add(NEW, self.new, "At least 12 characters; a short sentence is fine.")
        self.form.add(NEW_AGAIN, self.again)
        self.change = QPushButton("Change password", card)
        self.change.setObjectName("ChangePassword")
        self.change.setAccessibleName("Change password")
        look(self.change, "primary")
        self.change.clicked.connect(self.submit)
        for field in (self.old, self.new, self.again):
            field.returnPressed.connect(self.submit)
        self.form.add_button(self.change)
        card.add(self.form)
        column.addWidget(card)
        column.addWidget(self.trouble)
        column.addStretch(1)

    def submit(self) -> None:
        """Change it, once the new one is good and typed twice."""
        old, new = self.old.text(), self.new.text()
        found = wrong_password(new, self.again.text())
        wrong = {{PASSWORD: NEW, AGAIN: NEW_AGAIN}[name]: said for name, said in found.items()}
        if not old:
            wrong[OLD] = "Type the password you have now."
        self.form.show_wrong(wrong)
        self.show_trouble("")
        if wrong or not self.change.isEnabled():
            return
        self.change.setEnabled(False)
        desk = self.context.desk
        self.context.do(
            self,
            lambda: accounts.change_own_password(desk, old, new),
            said="Your password is changed.",
            done=self._changed,
            failed=self.refused,
        )

    def refused(self, error: Exception) -> None:
        """A wrong old password is said at its field."""
        self.change.setEnabled(True)
        if isinstance(error, NotAllowed):
            self.form.show_wrong({OLD: str(error)})
        else:
            super().refused(error)

    def _changed(self, _: Effects) -> None:
        self.change.setEnabled(True)
        for field in (self.old, self.new, self.again):
            field.clear()
