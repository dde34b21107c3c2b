"""What only made-up people allow: to be somebody else, and to be taken away."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QInputDialog, QWidget

from desk_gui.domain.accounts import Account
from desk_gui.gui.dialogs.messages import confirm
from desk_gui.gui.format import ROLES
from desk_gui.gui.page import Context
from desk_gui.operations import accounts
from desk_gui.operations.sample import office


class SampleOffice(QObject):
    """Offers its commands once it is known that the database holds the sample."""

    work_as_wanted = Signal(object)
    remove_wanted = Signal()

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        work = partial(office.is_sample, context.desk)
        context.jobs.read(self, work, self._offer)

    def _offer(self, is_sample: bool) -> None:  # noqa: FBT001 - a fact
        if is_sample:
            self._context.actions.on("work_as", self._ask_who)
            self._context.actions.on("remove_sample", self._ask_remove)

    def _ask_who(self) -> None:
        work = partial(accounts.accounts, self._context.desk)
        self._context.jobs.read(self, work, self._choose_who)

    def _choose_who(self, people: list[Account]) -> None:
        named = {f"{person.name}, {ROLES[person.role].lower()}": person for person in people}
        dialog = QInputDialog(self._window)
        dialog.setObjectName("WorkAs")
        dialog.setWindowTitle("Work as somebody else")
        dialog.setLabelText("Whom")
        dialog.setComboBoxItems(list(named))
        dialog.textValueSelected.connect(lambda words: self.work_as_wanted.emit(named[words]))
        dialog.open()

    def _ask_remove(self) -> None:
        confirm(
            self._window,
            "Remove the sample data?",
            "Remove it",
            detail="The sample database is deleted; your own databases are not touched.",
            then=self.remove_wanted.emit,
            dangerous=True,
        )
