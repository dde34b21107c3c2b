"""The page “Waiting for me”: the approvals that whoever is signed in can decide now."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from desk_gui.domain.errors import Invalid
from desk_gui.gui import format as words
from desk_gui.gui.approvals.waiting_card import WaitingCard
from desk_gui.gui.dialogs.changing import say
from desk_gui.gui.dialogs.delegate import DelegateDialog
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context, Page
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.empty_state import EmptyState
from desk_gui.gui.widgets.flow import TileLayout
from desk_gui.gui.widgets.headed import lay_out, lay_out_tiles
from desk_gui.gui.widgets.scrolled import scrolled
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.operations import approvals, requests
from desk_gui.operations.approvals import Waiting
from desk_gui.operations.desk import new_key
from desk_gui.operations.effects import Effects

NARROWEST, MOST = 380, 2
HINT = "Requests that go on once you decide. Your comment is kept with the decision."
NO_REASON = "A rejection needs its reason; the requester will read it."


class WaitingPage(Page):
    """Asked first at the top; what was decided goes, and a comment that is typed stays."""

    name = "Waiting for me"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        look(self, "page")
        theme = context.theme
        self.count = TextLabel("", "small", self)
        self.cards: dict[int, WaitingCard] = {}
        self.empty = EmptyState(theme, self)
        self._inside = QWidget()
        self._tiles = TileLayout(theme.px(12), partial(theme.px, NARROWEST), MOST)
        self._body = QStackedWidget(self)
        self._arrange()

    def refresh(self, effects: Effects | None) -> None:
        """Read again what waits."""
        work = partial(approvals.waiting_for_me, self.context.desk)
        failed = partial(say, self.context)
        self.context.jobs.read(self, work, self.show_waiting, key="waiting", failed=failed)

    def concerns(self, effects: Effects) -> bool:
        """Requests and people change what waits."""
        return bool(effects.tickets) or effects.people

    def show_waiting(self, waiting: Sequence[Waiting]) -> None:
        """Show these, in their order; cards that are there stay as they are."""
        now = {one.ticket_id: one for one in waiting}
        for gone in self.cards.keys() - now.keys():
            card = self.cards.pop(gone)
            card.hide()
            card.deleteLater()
        while self._tiles.takeAt(0):
            pass
        for ticket_id, one in now.items():
            if ticket_id in self.cards:
                self.cards[ticket_id].show_waiting(one)
            else:
                self.cards[ticket_id] = self.card_of(one)
            self._tiles.addWidget(self.cards[ticket_id])
        self.count.setText(f"{len(now):,}")
        self.count.setAccessibleName(words.count(len(now), "approval"))
        self._body.setCurrentIndex(0 if now else 1)
        self._inside.updateGeometry()

    def approve(self, waiting: Waiting) -> None:
        """Agree, with what is typed as the comment."""
        card = self.cards[waiting.ticket_id]
        note, desk = card.note(), self.context.desk
        work = partial(requests.approve, desk, waiting.ticket_id, note=note, key=new_key())
        self._decide(card, work, f"You approved {waiting.number}.")

    def reject(self, waiting: Waiting) -> None:
        """Reject for the reason that is typed."""
        card = self.cards[waiting.ticket_id]
        card.say_wrong("" if card.note() else NO_REASON)
        if card.note():
            desk = self.context.desk
            work = partial(requests.reject, desk, waiting.ticket_id, card.note(), key=new_key())
            self._decide(card, work, f"{waiting.number} rejected.")

    def delegate(self, waiting: Waiting) -> DelegateDialog:
        """Ask who decides instead."""
        dialog = DelegateDialog(self.context, waiting, self)
        dialog.open()
        return dialog

    def _decide(self, card: WaitingCard, work: partial[Effects], said: str) -> None:
        card.setEnabled(False)
        done = partial(self._decided, card.waiting.ticket_id)
        failed = partial(self._refused, card.waiting.ticket_id)
        self.context.do(self, work, said=said, done=done, failed=failed)

    def _decided(self, ticket_id: int, _effects: Effects) -> None:
        """A request whose next step asks the same person stays, without the comment."""
        card = self.cards.get(ticket_id)
        if card is not None:
            card.comment.clear()
            card.setEnabled(True)

    def _refused(self, ticket_id: int, error: Exception) -> None:
        """Say beneath the comment what is wrong with it; anything else is said of the desk."""
        card = self.cards.get(ticket_id)
        if card is not None:
            card.setEnabled(True)
        if card is not None and isinstance(error, Invalid):
            card.say_wrong(str(error))
            return
        say(self.context, error)
        self.refresh(None)

    def card_of(self, waiting: Waiting) -> WaitingCard:
        """A new card for what waits."""
        card = WaitingCard(self.context, waiting, self._inside)
        card.approved.connect(self.approve)
        card.rejected.connect(self.reject)
        card.delegated.connect(self.delegate)
        card.opened.connect(lambda one: self.ticket_wanted.emit(one.ticket_id))
        return card

    def _arrange(self) -> None:
        px = self.context.theme.px
        lay_out_tiles(self._inside, self.context.theme, self._tiles)
        self._body.addWidget(scrolled(self._inside, "Approvals waiting for me", self))
        self._body.addWidget(self.empty)
        self.empty.show_words(
            Icon.THUMBS_UP,
            "Nothing waits for your decision",
            "Requests that ask for your approval stand here, with what was ordered.",
        )
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(TextLabel("Waiting for me", "title", self))
        head.addWidget(self.count, 1)
        lay_out(self, self.context.theme, head, HINT, self._body)
