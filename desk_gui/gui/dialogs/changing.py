"""Changing a ticket from the window, with both versions shown where two people were at it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtWidgets import QWidget

from desk_gui.domain.errors import Conflict, sentence
from desk_gui.domain.ticket import Ticket
from desk_gui.gui.dialogs.choosing import Known, read_known
from desk_gui.gui.dialogs.conflict import ConflictDialog
from desk_gui.gui.dialogs.sheet import Sheet
from desk_gui.gui.format import Tint
from desk_gui.gui.page import Context
from desk_gui.operations import search
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects

Work = Callable[[int | None], Effects]
Kept = Mapping[str, object]
"""Fields that stay as somebody else made them, with their values."""
Again = Callable[[Kept, int | None], Effects]


@dataclass(frozen=True)
class Change:
    """What to do with a ticket; `work` is given the version that the person saw.

    `again` does the same without some of the fields, so that either version of each can be kept.
    What is typed somewhere `stays` there until it is saved.
    """

    ticket: Ticket
    work: Work
    said: str = ""
    done: Callable[[Effects], object] | None = None
    failed: Callable[[Exception], object] | None = None
    again: Again | None = None
    stays: bool = False


def make(context: Context, owner: QWidget, change: Change, version: int | None = None) -> None:
    """Make a change; a conflict asks whose version counts, any other refusal is said."""

    def refused(error: Exception) -> None:
        if isinstance(error, Conflict):
            decide(context, owner, change, error)
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
    context.toasts.say(sentence(error), tint=Tint.BAD)


def decide(context: Context, owner: QWidget, change: Change, error: Conflict) -> None:
    """Show both versions, and go on with what was chosen."""

    def ask(known: Known) -> None:
        dialog = ConflictDialog(
            context,
            error,
            known,
            chosen,
            owner,
            by_field=change.again is not None,
            leave="Go back" if change.stays else "Keep theirs",
        )
        if change.failed is not None:
            dialog.rejected.connect(partial(change.failed, error))
        dialog.open()

    def chosen(theirs: frozenset[str]) -> None:
        make(context, owner, _without(change, error, theirs), error.version)

    ids = {error.theirs.get("requester_id"), error.mine.get("requester_id")}
    work = partial(_read_known, context.desk, ids)
    context.jobs.read(owner, work, ask, failed=partial(say, context))


def _without(change: Change, error: Conflict, theirs: frozenset[str]) -> Change:
    """The same change, but for the fields that stay theirs."""
    again = change.again
    if again is None or not theirs:
        return change
    kept = {field: error.theirs[field] for field in theirs}
    return replace(
        change,
        work=partial(again, kept),
        again=lambda more, seen: again({**kept, **more}, seen),
        said=f"{change.ticket.number} is saved as you chose.",
    )


def _read_known(desk: Desk, requesters: Collection[object]) -> Known:
    ids = [one for one in requesters if isinstance(one, int)]
    return replace(read_known(desk), contacts=search.contact_names(desk, ids) if ids else {})


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

    def change(self, work: Work, said: str, again: Again | None = None) -> None:
        """Make the change; close once it is done. Until then what is typed stays."""
        if self.busy:
            return
        self.set_busy(busy=True)
        self.show_trouble("")
        change = Change(
            self.ticket, work, said, self._made, self._not_made, again=again, stays=True
        )
        make(self.context, self, change)

    def _made(self, _: Effects) -> None:
        self.set_busy(busy=False)
        self.accept()

    def _not_made(self, error: Exception) -> None:
        if isinstance(error, Conflict):
            self.set_busy(busy=False)
            self.show_trouble(f"Nothing was saved: {error}")
        else:
            self.refused(error)
