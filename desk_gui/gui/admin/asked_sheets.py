"""Windows that name who is asked: the lead of a team, the manager of a contact."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from desk_gui.domain.accounts import Account
from desk_gui.gui.dialogs.changing import say
from desk_gui.gui.dialogs.sheet import Sheet
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.pick_field import PickField
from desk_gui.operations import accounts, contacts
from desk_gui.operations.accounts import Choice
from desk_gui.operations.contacts import Contact

LEAD, MANAGER, DEPARTMENT = "Lead", "Manager", "Department"
NOBODY = "Empty: a supervisor decides instead."


def unknown(name: str, field: PickField) -> dict[str, str]:
    """What is wrong with a person that is typed; nobody at all is fine."""
    return {name: "Nobody who can sign in is called so."} if field.is_unknown else {}


def chosen(field: PickField) -> int | None:
    """The account that is picked, or None."""
    return field.value if isinstance(field.value, int) else None


class TeamLead(Sheet):
    """Names the lead of a team, or nobody; its own people are offered first."""

    def __init__(
        self,
        context: Context,
        team: Choice,
        people: Sequence[Account],
        lead: Account | None,
        parent: QWidget,
    ) -> None:
        super().__init__(context, f"Lead of {team.name}", "Save", parent)
        self._team = team
        self.lead = PickField(LEAD, "Type a name", self)
        self.lead.offer((one.id, one.name) for one in people)
        self.lead.choose(lead.id if lead else None)
        self.form.add(LEAD, self.lead, NOBODY)

    def submit(self) -> None:
        """Save who it is."""
        wrong = unknown(LEAD, self.lead)
        self.form.show_wrong(wrong)
        self.fit()
        if not wrong:
            lead = chosen(self.lead)
            said = f"{self.lead.text()} leads" if lead else "Nobody leads"
            work = partial(contacts.set_lead, self.context.desk, self._team.id, lead)
            self.send(work, f"{said} {self._team.name}.")


class ChangeContact(Sheet):
    """Sets the manager and the department of a contact."""

    def __init__(self, context: Context, contact: Contact, parent: QWidget) -> None:
        super().__init__(context, f"Manager of {contact.name}", "Save", parent)
        self._contact = contact
        self.manager = PickField(MANAGER, "Type a name", self)
        self.department = QLineEdit(contact.department, self)
        self.form.add(MANAGER, self.manager, NOBODY)
        self.form.add(DEPARTMENT, self.department)
        self.go.setEnabled(False)
        read = partial(accounts.accounts, context.desk)
        context.jobs.read(self, read, self._known, failed=partial(say, context))

    def submit(self) -> None:
        """Save both."""
        wrong = unknown(MANAGER, self.manager)
        self.form.show_wrong(wrong)
        self.fit()
        if not wrong:
            department, manager = self.department.text(), chosen(self.manager)
            work = partial(contacts.change, self.context.desk, self._contact.id)
            self.send(
                partial(work, department=department, manager_id=manager),
                f"{self._contact.name} is saved.",
            )

    def _known(self, known: list[Account]) -> None:
        kept = self._contact.manager_id
        able = [one for one in known if one.active or one.id == kept]
        self.manager.offer((one.id, one.name) for one in able)
        self.manager.choose(kept)
        self.go.setEnabled(True)
