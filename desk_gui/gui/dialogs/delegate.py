"""Letting somebody else decide an approval that asks oneself."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from desk_gui.domain.accounts import Account
from desk_gui.gui.dialogs.changing import say
from desk_gui.gui.dialogs.choosing import ChoiceBox
from desk_gui.gui.dialogs.sheet import Sheet
from desk_gui.gui.page import Context
from desk_gui.operations import accounts, approvals
from desk_gui.operations.approvals import Waiting

WHO = "Who decides instead"


class DelegateDialog(Sheet):
    """Anybody who can sign in; who raised the request is refused with the reason."""

    def __init__(self, context: Context, waiting: Waiting, parent: QWidget | None = None) -> None:
        super().__init__(context, f"Delegate {waiting.number}", "Delegate", parent)
        self._waiting = waiting
        self.explain("You can still decide it yourself, whoever of you is first.")
        self.who = ChoiceBox(parent=self)
        self.form.add(WHO, self.who, "Never who raised the request.")
        self.go.setEnabled(False)
        read = partial(accounts.accounts, context.desk)
        context.jobs.read(self, read, self._known_now, failed=partial(say, context))

    def submit(self) -> None:
        """Hand the decision over."""
        who = self.who.value
        if not isinstance(who, int):
            self.form.show_wrong({WHO: "Choose who decides it instead of you."})
            return
        work = partial(approvals.delegate, self.context.desk, self._waiting.ticket_id, who)
        self.send(work, f"{self.who.currentText()} may decide {self._waiting.number}.")

    def _known_now(self, known: list[Account]) -> None:
        me = self.context.account.id
        others = [(one.id, one.name) for one in known if one.active and one.id != me]
        self.who.offer([(None, "Choose somebody"), *others])
        self.go.setEnabled(True)
        self.fit()
