"""Tickets that come from a ticket: a part of the other kind split off, or a follow-up."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from desk_gui.domain.workflow import Kind
from desk_gui.gui.dialogs.new_ticket import NewTicketForm, keep_requester
from desk_gui.gui.dialogs.requester import requester_id
from desk_gui.gui.format import KINDS_IN_FULL
from desk_gui.gui.page import Context
from desk_gui.operations import classification
from desk_gui.operations.classification import NewTicket
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects
from desk_gui.operations.show import TicketPage


class SplitForm(NewTicketForm):
    """A linked ticket of the other kind."""

    looks_for_known = False

    def __init__(self, context: Context, shown: TicketPage, parent: QWidget | None = None) -> None:
        self._ticket = shown.ticket
        incident = shown.ticket.kind is Kind.INCIDENT
        super().__init__(context, Kind.REQUEST if incident else Kind.INCIDENT, parent)
        self.choice.hide()
        self.proposal.kind_wanted.disconnect(self.choose_kind)
        self.explain(
            f"{self._ticket.number} stays as it is; the new ticket is linked to it "
            "and has a number of its own."
        )
        keep_requester(self, self._ticket, shown.names.requester)

    def heading_words(self, kind: Kind | None) -> str:
        """What the window is called."""
        words = KINDS_IN_FULL[kind].lower() if kind else "ticket"
        return f"Split off a {words}" if kind is Kind.REQUEST else f"Split off an {words}"

    def store(self, desk: Desk, new: NewTicket, key: str) -> Effects:
        """Open the part and link it."""
        return classification.split(desk, self._ticket.id, known(desk, new), key=key)


class FollowUpForm(NewTicketForm):
    """A linked ticket after a final one."""

    looks_for_known = False

    def __init__(self, context: Context, shown: TicketPage, parent: QWidget | None = None) -> None:
        self._ticket = shown.ticket
        super().__init__(context, shown.ticket.kind, parent)
        self.explain(
            f"{self._ticket.number} is {self._ticket.status.value} and stays so; "
            "the follow-up is linked to it."
        )
        self.begin_with(self._ticket.title)
        if self._ticket.item_id:
            self._item_id = self._ticket.item_id
        keep_requester(self, self._ticket, shown.names.requester)

    def heading_words(self, kind: Kind | None) -> str:
        """What the window is called."""
        return f"Follow-up of {self._ticket.number}"

    def store(self, desk: Desk, new: NewTicket, key: str) -> Effects:
        """Open the follow-up and link it."""
        return classification.follow_up(desk, self._ticket.id, known(desk, new), key=key)


def known(desk: Desk, new: NewTicket) -> NewTicket:
    """The same with a requester who is known by now; a job calls it."""
    if new.requester_id or not new.requester:
        return new
    return replace(new, requester_id=requester_id(desk, new.requester, None))
