"""Changing a ticket from the window, with both versions shown where two people were at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QWidget

from desk_gui.domain.errors import Conflict, DatabaseTrouble, Refusal
from desk_gui.domain.ticket import Ticket
from desk_gui.gui.dialogs.choosing import Known, read_known
from desk_gui.gui.dialogs.conflict import ConflictDialog
from desk_gui.gui.dialogs.sheet import Sheet
from desk_gui.gui.format import Tint
from desk_gui.gui.page import Context
from desk_gui.operations import show
from desk_gui.operations.effects import Effects

Work = Callable[[int | None], Effects]


@dataclass(frozen=True)
class Change:
    """What to do with a ticket; `work` is given the version that the person saw."""

    ticket: Ticket
    work: Work
    said: str = ""
    done: Callable[[Effects], object] | None = None
    failed: Callable[[Exception], object] | None = None


def make(context: Context, owner: QWidget, change: Change, version: int | None = None) -> None:
    """Make a change; a conflict asks whose version counts, any other refusal is said."""

    def refused(error: Exception) -> None:
        if isinstance(error, Conflict):
            _ask(context, owner, change, error)
        elif change.failed is not None:
            change.failed(error)
        else:
            say(context, error)

    seen = change.ticket.version if version is None else version
    context.do(
        owner, partial(change.work, seen), said=change.said, done=change.done, failed=refused
    )


def say(context: Context, error: Exception) -> None:
    """Say why something was refused; anything unexpected goes on to the one who reports it."""
    if not isinstance(error, Refusal | DatabaseTrouble):
        raise error
    context.toasts.say(str(error), tint=Tint.BAD)


def _ask(context: Context, owner: QWidget, change: Change, error: Conflict) -> None:
    """Show both versions, with the version number that the decision will be about."""

    def now() -> tuple[int, Known]:
        return show.show(context.desk, change.ticket.id).ticket.version, read_known(context.desk)

    def ask(read: tuple[int, Known]) -> None:
        version, known = read
        again = partial(make, context, owner, change, version)
        dialog = ConflictDialog(context, error, known, again, owner)
        if change.failed is not None:
            dialog.rejected.connect(partial(change.failed, error))
        dialog.open()

    context.jobs.read(owner, now, ask, failed=partial(say, context))


class TicketSheet(Sheet):
    """A window that changes one ticket."""

    def __init__(
        self,
        context: Context,
        ticket: Ticket,
        heading: str,
        verb: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, heading, verb, parent)
        self.ticket = ticket

    def change(self, work: Work, said: str) -> None:
        """Make the change; close once it is done, or once the other's version was kept."""
        if self.busy:
            return
        self.set_busy(busy=True)
        self.show_trouble("")
        make(self.context, self, Change(self.ticket, work, said, self._made, self._not_made))

    def _made(self, _: Effects) -> None:
        self.set_busy(busy=False)
        self.accept()

    def _not_made(self, error: Exception) -> None:
        if isinstance(error, Conflict):
            self.set_busy(busy=False)
            self.reject()
        else:
            self.refused(error)
