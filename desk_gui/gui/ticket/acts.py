"""What the buttons, the menu and the keys of a ticket do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desk_gui.domain.errors import Conflict
from desk_gui.domain.priority import Priority
from desk_gui.domain.ticket import Relation, Ticket, Wish, words
from desk_gui.domain.workflow import Kind, Status
from desk_gui.gui.dialogs import changing
from desk_gui.gui.dialogs.answer import AnswerDialog
from desk_gui.gui.dialogs.assign import AssignDialog, giving
from desk_gui.gui.dialogs.cancel import CancelDialog
from desk_gui.gui.dialogs.changing import Again, Change, Work
from desk_gui.gui.dialogs.children import offer_following
from desk_gui.gui.dialogs.edit_ticket import EditDialog, editing
from desk_gui.gui.dialogs.hold import HoldDialog
from desk_gui.gui.dialogs.link import LinkDialog
from desk_gui.gui.dialogs.merge import MergeSheet
from desk_gui.gui.dialogs.new_ticket import NewTicketForm
from desk_gui.gui.dialogs.override import OverrideDialog
from desk_gui.gui.dialogs.reclassify import ReclassifyDialog
from desk_gui.gui.dialogs.reject import RejectDialog
from desk_gui.gui.dialogs.resolve import ResolveDialog
from desk_gui.gui.dialogs.sheet import Sheet
from desk_gui.gui.dialogs.split import FollowUpForm, SplitForm
from desk_gui.gui.page import Context
from desk_gui.gui.ticket.offers import Offer, buttons, menu
from desk_gui.operations import merging, relations, requests, tickets
from desk_gui.operations.desk import new_key
from desk_gui.operations.duplicates import Likely
from desk_gui.operations.show import LinkedTicket, TicketPage
from desk_gui.operations.tickets import Edit

COMMANDS = {
    "take": "take",
    "assign": "assign",
    "start": "start",
    "hold": "hold",
    "resolve": "resolve",
    "close_ticket": "close",
    "cancel_ticket": "cancel",
    "approve": "approve",
    "reject": "reject",
    "link": "link",
    "merge": "merge",
    "unmerge": "unmerge",
    "reclassify": "reclassify",
    "split": "split",
    "copy_number": "copy",
    "write_article": "write_article",
}
"""Commands of the window → acts of a ticket."""


class Acts:
    """Acts on the ticket that is shown; `refused` is told when one did not happen."""

    def __init__(
        self,
        context: Context,
        owner: QWidget,
        *,
        opened: Callable[[int], object],
        writing: Callable[[int], object],
        refused: Callable[[], object],
    ) -> None:
        self._context, self._owner = context, owner
        self._opened, self._refused = opened, refused
        self._shown: TicketPage | None = None
        self._acts: dict[str, Callable[[TicketPage], object]] = {
            "take": self._take,
            "start": self._start,
            "reopen": self._start,
            "close": self._close,
            "approve": self._approve,
            "undo": self._undo,
            "copy": self._copy,
            "write_article": lambda shown: writing(shown.ticket.id),
            "unmerge": lambda shown: self.take_apart(shown.ticket.id, shown.ticket.number),
            "assign": lambda shown: self._ask(AssignDialog(context, shown.ticket, owner)),
            "edit": lambda shown: self._ask(EditDialog(context, shown, owner)),
            "answer": lambda shown: self._ask(AnswerDialog(context, shown.ticket, owner)),
            "hold": lambda shown: self._lead(HoldDialog(context, shown.ticket, owner), shown),
            "resolve": lambda shown: self._lead(ResolveDialog(context, shown.ticket, owner), shown),
            "cancel": lambda shown: self._ask(CancelDialog(context, shown.ticket, owner)),
            "reject": lambda shown: self._ask(RejectDialog(context, shown.ticket, owner)),
            "reclassify": lambda shown: self._ask(ReclassifyDialog(context, shown, owner)),
            "link": lambda shown: self._ask(LinkDialog(context, shown.ticket, owner)),
            "merge": self._merge,
            "split": lambda shown: self._open(SplitForm(context, shown, owner)),
            "follow_up": lambda shown: self._open(FollowUpForm(context, shown, owner)),
        }

    def show_ticket(self, shown: TicketPage | None) -> None:
        """Act on this ticket from now on, and offer the commands that it allows."""
        self._shown = shown
        offers = self._offers()
        for command, act in COMMANDS.items():
            offer = offers.get(act)
            because = offer.because if offer else "There is nothing to do this to."
            self._context.actions.allow(command, offer is not None and offer.allowed, because)
        self._allow_undo()

    def bind(self) -> None:
        """Let the commands of the window do these acts."""
        for command, act in COMMANDS.items():
            self._context.actions.on(command, partial(self.do, act))
        self._context.actions.on("undo", self._take_back)
        self._context.toasts.changed.connect(self._allow_undo)

    def do(self, act: str) -> None:
        """Do an act by its name, if the ticket allows it now."""
        offer = self._offers().get(act)
        if self._shown is not None and offer is not None and offer.allowed:
            self._acts[act](self._shown)

    def change_field(self, field: str, value: object) -> None:
        """Change one field in place."""
        if self._shown is None:
            return
        desk, ticket = self._context.desk, self._shown.ticket
        if field == "priority":
            self._ask_priority(ticket, value)
        elif field in {"assignee_id", "team_id"}:
            people = {"assignee_id": ticket.assignee_id, "team_id": ticket.team_id}
            chosen = value if isinstance(value, int) else None
            again = giving(desk, ticket, {**people, field: chosen})
            said = f"{ticket.number}: {_FIELDS[field]} changed."
            self._change(partial(again, {}), said, again)
        else:
            wanted = Edit(**{field: value})  # type: ignore[arg-type]  # values from the lists
            again = editing(desk, ticket, wanted)
            said = f"{ticket.number}: {_FIELDS[field]} changed."
            self._change(partial(again, {}), said, again)

    def _ask_priority(self, ticket: Ticket, value: object) -> None:
        """Ask why a priority is overridden; or let it follow impact and urgency again."""
        overridden = ticket.override_reason is not None
        if isinstance(value, Priority) and (overridden or value != ticket.priority):
            dialog = OverrideDialog(self._context, ticket, value, self._owner)
            dialog.rejected.connect(self._refused)
            dialog.open()
        elif not isinstance(value, Priority):
            follow = Edit(impact=ticket.impact, urgency=ticket.urgency)
            self._change(
                lambda seen: tickets.edit(self._context.desk, ticket.id, follow, seen_version=seen),
                f"{ticket.number}: the priority follows impact and urgency again.",
            )

    def unlink(self, link: LinkedTicket) -> None:
        """Take a link away."""
        if self._shown is None:
            return
        ends = (self._shown.ticket.id, link.id)
        first, second = ends if link.outward else ends[::-1]
        desk = self._context.desk
        self._change(
            lambda _: relations.unlink(desk, first, second, link.relation),
            f"{link.number} is no longer linked.",
        )

    def merge_into(self, other: Likely) -> None:
        """Merge this ticket into another one."""
        if self._shown is None:
            return
        desk, ticket = self._context.desk, self._shown.ticket
        self._change(
            lambda seen: merging.merge(desk, ticket.id, other.id, seen_version=seen),
            f"{ticket.number} merged into {other.number}.",
        )

    def take_apart(self, ticket_id: int, number: str) -> None:
        """Take a ticket out of the one it was merged into."""
        desk = self._context.desk
        said = f"{number} stands by itself again."
        self._change(lambda _: merging.unmerge(desk, ticket_id), said)

    def undo_entry(self, entry: str) -> None:
        """Take one entry of the history back."""
        again = self._shown is not None and entry == self._shown.redo
        said = "Done again." if again else "Undone."
        self._change(lambda _: self._context.undo(entry), said)

    def _take_back(self) -> None:
        """Take back what a toast still offers to, as after an act on several; else on this one."""
        if self._context.toasts.can_take_back():
            self._context.toasts.take_back()
        else:
            self.do("undo")

    def _allow_undo(self) -> None:
        offer = self._offers().get("undo")
        allowed = self._context.toasts.can_take_back() or (offer is not None and offer.allowed)
        because = offer.because if offer else "There is nothing to undo."
        self._context.actions.allow("undo", allowed, because)

    def _offers(self) -> dict[str, Offer]:
        if self._shown is None:
            return {}
        account = self._context.account
        listed = (*menu(self._shown, account), *buttons(self._shown, account))
        return {offer.act: offer for offer in listed}

    def _merge(self, shown: TicketPage) -> None:
        ticket = shown.ticket
        self._ask(MergeSheet(self._context, [ticket.id], self._owner, name=ticket.number))

    def _take(self, shown: TicketPage) -> None:
        desk, ticket, me = self._context.desk, shown.ticket, self._context.account.id
        self._change(
            lambda seen: tickets.assign(
                desk, ticket.id, assignee_id=me, team_id=ticket.team_id, seen_version=seen
            ),
            f"{ticket.number} assigned to you.",
        )

    def _start(self, shown: TicketPage) -> None:
        incident = shown.ticket.kind is Kind.INCIDENT
        self._move(shown, Status.IN_PROGRESS if incident else Status.IN_FULFILMENT)

    def _close(self, shown: TicketPage) -> None:
        self._move(shown, Status.CLOSED)

    def _move(self, shown: TicketPage, to: Status) -> None:
        ticket = shown.ticket
        desk, me = self._context.desk, self._context.account.id
        nobody = ticket.assignee_id is None and to is not Status.CLOSED
        wish = Wish(to, assignee_id=me if nobody else None)
        key = new_key()
        self._change(
            lambda seen: tickets.move(desk, ticket.id, wish, seen_version=seen, key=key),
            f"{ticket.number} is {words(to)}.",
            done=self._followed(shown),
        )

    def _approve(self, shown: TicketPage) -> None:
        desk, ticket, key = self._context.desk, shown.ticket, new_key()
        said = f"You approved {ticket.number}."
        self._change(lambda _: requests.approve(desk, ticket.id, key=key), said)

    def _undo(self, shown: TicketPage) -> None:
        if shown.undo is not None:
            self.undo_entry(shown.undo)

    def _copy(self, shown: TicketPage) -> None:
        QGuiApplication.clipboard().setText(shown.ticket.number)
        self._context.toasts.say(f"{shown.ticket.number} copied.")

    def _change(
        self,
        work: Work,
        said: str,
        again: Again | None = None,
        done: Callable[[object], object] | None = None,
    ) -> None:
        if self._shown is None:
            return
        change = Change(self._shown.ticket, work, said, done, self._not_done, again)
        changing.make(self._context, self._owner, change)

    def _not_done(self, error: Exception) -> None:
        self._refused()
        if not isinstance(error, Conflict):
            changing.say(self._context, error)

    def _ask(self, dialog: Sheet) -> None:
        dialog.open()

    def _lead(self, dialog: Sheet, shown: TicketPage) -> None:
        """Ask, and then whether the children of this ticket follow it."""
        follow = self._followed(shown)
        if follow is not None:
            dialog.accepted.connect(partial(follow, None))
        dialog.open()

    def _followed(self, shown: TicketPage) -> Callable[[object], object] | None:
        """What comes after a move of a ticket that has children; None for any other."""
        if not any(_is_child(link) for link in shown.links):
            return None
        return lambda _: offer_following(self._context, shown.ticket, self._owner)

    def _open(self, form: NewTicketForm) -> None:
        form.opened.connect(self._opened)
        form.open()


_FIELDS = {
    "assignee_id": "assignee",
    "team_id": "team",
    "category_id": "category",
    "impact": "impact",
    "urgency": "urgency",
}


def _is_child(link: LinkedTicket) -> bool:
    return link.relation is Relation.CHILD_OF and not link.outward
