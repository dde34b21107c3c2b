"""Approvals that ask for a requester, who is somebody's manager perhaps."""

from __future__ import annotations

from desk_gui.gui.approvals.page import WaitingPage
from desk_gui.gui.approvals.waiting_card import WaitingCard
from desk_gui.operations.approvals import Waiting
from desk_gui.operations.effects import Effects


class DecidingPage(WaitingPage):
    """What was ordered is on the card; the ticket itself is another person's and is not opened."""

    name = "Decide on requests"

    def concerns(self, effects: Effects) -> bool:
        """One's own list tells of what waits, too."""
        return True

    def card_of(self, waiting: Waiting) -> WaitingCard:
        """A card with the decision only; whom else to ask is for the desk to know."""
        card = super().card_of(waiting)
        card.title.setEnabled(False)
        card.delegate.hide()
        return card
