"""Everything a person does about a ticket as a major incident: card, commands, dialogs, PDF."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from desk_gui.domain.family import why_no_children
from desk_gui.domain.ticket import Ticket
from desk_gui.gui.dialogs.changing import say
from desk_gui.gui.dialogs.children import LinkChildrenSheet, offer_following
from desk_gui.gui.dialogs.major_declaration import DeclarationSheet
from desk_gui.gui.dialogs.major_review import ReviewSheet
from desk_gui.gui.dialogs.major_update import UpdateSheet
from desk_gui.gui.dialogs.reason import Asked, ReasonDialog
from desk_gui.gui.page import Context
from desk_gui.gui.ticket.major import MajorCard
from desk_gui.gui.ticket.major_document import as_pdf
from desk_gui.operations import major_incidents, major_page
from desk_gui.operations.desk import Desk, new_key
from desk_gui.operations.effects import Effects
from desk_gui.operations.major_page import Act, MajorPage
from desk_gui.operations.show import TicketPage
from desk_gui.operations.whole_files import write_whole

COMMANDS = {
    "major_propose": Act.PROPOSE,
    "major_declare": Act.DECLARE,
    "major_reject": Act.REJECT,
    "major_update": Act.UPDATE,
    "major_edit": Act.EDIT,
    "major_stand_down": Act.STAND_DOWN,
    "major_review": Act.REVIEW,
}
NO_TICKET = "There is nothing to do this to."
NO_PDF = "Only a major incident has a timeline and a review to save."
Said = Callable[..., Effects]
"""An operation that takes the desk, the ticket's id, what was typed, and a key."""


class MajorSide(QObject):
    """Card and commands of the ticket that is shown; `owner` is the page that dialogs stand on."""

    def __init__(self, context: Context, owner: QWidget) -> None:
        super().__init__(owner)
        self._context, self._owner = context, owner
        self._shown: TicketPage | None = None
        self.card = MajorCard(context)
        self._acts: dict[Act, Callable[[Ticket], object]] = {
            Act.PROPOSE: partial(self._ask, propose_words, major_incidents.propose),
            Act.REJECT: partial(self._ask, reject_words, major_incidents.reject),
            Act.STAND_DOWN: partial(self._ask, end_words, major_incidents.stand_down),
            Act.DECLARE: lambda ticket: DeclarationSheet(context, ticket, owner).open(),
            Act.EDIT: lambda _: self._with_page(self._edit),
            Act.UPDATE: lambda _: self._with_page(
                lambda page: UpdateSheet(context, page, owner).open()
            ),
            Act.REVIEW: lambda _: self._with_page(
                lambda page: ReviewSheet(context, page, owner).open()
            ),
        }
        self.card.act_wanted.connect(self.do)
        self.card.children_wanted.connect(self.link_children)
        self.card.follow_wanted.connect(self.follow)
        self.card.pdf_wanted.connect(self.save_pdf)
        self.card.action_wanted.connect(self._finish)
        self.card.changed.connect(self._offer)
        self._bind()

    def show_ticket(self, shown: TicketPage | None) -> None:
        """Act on this ticket from now on."""
        self._shown = shown
        if shown is not None:
            self.card.show_ticket(shown)
        self._offer()

    def do(self, act: Act) -> None:
        """Do an act, if the ticket allows it now."""
        if self._shown is not None and not self._blocked(self._shown)[act]:
            self._acts[act](self._shown.ticket)

    def link_children(self) -> None:
        """Choose incidents that this one explains."""
        if self._shown is not None and not why_no_children(self._shown.ticket, None):
            LinkChildrenSheet(self._context, self._shown.ticket, self._owner).open()

    def follow(self) -> None:
        """Offer the children to follow, with a preview."""
        if self._shown is not None:
            offer_following(self._context, self._shown.ticket, self._owner)

    def save_pdf(self) -> None:
        """Ask for a file, and save timeline and review in it."""
        page = self.card.page
        if page is None or page.declared_at is None:
            return
        suggested = f"{page.ticket.number}.pdf"
        chosen, _ = QFileDialog.getSaveFileName(
            self._owner, "Save timeline and review", suggested, "PDF (*.pdf)"
        )
        if chosen:
            self.write_pdf(page, Path(chosen))

    def write_pdf(self, page: MajorPage, path: Path) -> None:
        """Lay the pages out here, and write the file in a job."""
        content = as_pdf(page, self._context.desk.clock())
        self._context.jobs.write(
            self,
            partial(write_whole, path, content),
            partial(self._written, path),
            failed=partial(say, self._context),
        )

    def _written(self, path: Path, _: None) -> None:
        self._context.toasts.say(f"Saved in {path.name}.")

    def _bind(self) -> None:
        actions = self._context.actions
        for command, act in COMMANDS.items():
            actions.on(command, partial(self.do, act))
        actions.on("link_children", self.link_children)
        actions.on("major_pdf", self.save_pdf)

    def _offer(self) -> None:
        allow, shown = self._context.actions.allow, self._shown
        blocked = self._blocked(shown) if shown else dict.fromkeys(Act, NO_TICKET)
        for command, act in COMMANDS.items():
            allow(command, not blocked[act], blocked[act])
        why = (why_no_children(shown.ticket, None) or "") if shown else NO_TICKET
        allow("link_children", not why, why)
        page = self.card.page
        allow("major_pdf", page is not None and page.declared_at is not None, NO_PDF)

    def _blocked(self, shown: TicketPage) -> dict[Act, str]:
        """As the page says that was read; of a ticket that never was major, all is known."""
        page = self.card.page
        if page is not None and page.ticket.id == shown.ticket.id:
            return dict(page.blocked)
        return major_page.blocked(shown.ticket, self._context.account, None)

    def _with_page(self, then: Callable[[MajorPage], object]) -> None:
        if self.card.page is not None:
            then(self.card.page)

    def _edit(self, page: MajorPage) -> None:
        before = page.declaration
        DeclarationSheet(self._context, page.ticket, self._owner, before=before).open()

    def _ask(self, words: Callable[[str], Asked], act: Said, ticket: Ticket) -> None:
        desk, key = self._context.desk, new_key()
        work = partial(_said, act, desk, ticket.id, key)
        ReasonDialog(self._context, words(ticket.number), work, self._owner).open()

    def _finish(self, action_id: int, done: bool) -> None:  # noqa: FBT001 - Qt calls it
        work = partial(major_incidents.finish_action, self._context.desk, action_id, done=done)
        said = "The action is done." if done else "The action is open again."
        self._context.do(self, work, said=said, failed=self._not_finished)

    def _not_finished(self, error: Exception) -> None:
        if self._shown is not None:
            self.card.show_ticket(self._shown)
        say(self._context, error)


def _said(act: Said, desk: Desk, ticket_id: int, key: str, words: str) -> Effects:
    return act(desk, ticket_id, words, key=key)


def propose_words(number: str) -> Asked:
    """What is asked when an incident is proposed."""
    return Asked(
        heading=f"Propose {number} as a major incident",
        verb="Propose",
        field="Why",
        missing="Say why it should be a major incident.",
        said=f"{number} is proposed as a major incident.",
        hint="Supervisors are told; one of them declares or rejects it.",
    )


def reject_words(number: str) -> Asked:
    """What is asked when a proposal is rejected."""
    return Asked(
        heading=f"{number} is no major incident",
        verb="Reject",
        field="Why not",
        missing="Say why it is no major incident.",
        said=f"{number} is rejected as a major incident.",
        hint="Who proposed it is told. It can be proposed again when it gets worse.",
    )


def end_words(number: str) -> Asked:
    """What is asked when a major incident is stood down."""
    return Asked(
        heading=f"Stand {number} down",
        verb="Stand down",
        field="What was reached",
        missing="Say why it can be stood down.",
        said=f"{number} is stood down; its review comes next.",
        hint="The banner goes away. What flares up later is an incident of its own.",
    )
