"""Editing what a ticket says: title, description, requester, who may see it, its priority."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from desk_gui.domain.accounts import Right
from desk_gui.domain.priority import Priority
from desk_gui.domain.ticket import Ticket
from desk_gui.domain.workflow import Kind
from desk_gui.gui.dialogs.changing import Again, Kept, TicketSheet
from desk_gui.gui.dialogs.choosing import ChoiceBox
from desk_gui.gui.dialogs.requester import requester_id, requester_picker
from desk_gui.gui.dialogs.sheet import rows
from desk_gui.gui.format import priority_words
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.person_picker import Choice
from desk_gui.gui.widgets.text_editor import TextEditor
from desk_gui.operations import tickets
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects
from desk_gui.operations.show import TicketPage
from desk_gui.operations.tickets import Edit

TITLE, TEXT, REQUESTER = "Title", "Description", "Requester"
PRIORITY, BECAUSE = "Priority", "Why it differs"
ROWS = 6


class EditDialog(TicketSheet):
    """Only what was changed is written."""

    def __init__(self, context: Context, shown: TicketPage, parent: QWidget | None = None) -> None:
        ticket = shown.ticket
        super().__init__(context, ticket, f"Edit {ticket.number}", "Save", parent)
        self.title = QLineEdit(ticket.title, self)
        self.text = TextEditor("Description", "", self)
        self.text.setPlainText(ticket.text)
        rows(self.text, ROWS)
        self.text.submitted.connect(self.submit)
        self.requester = requester_picker(context, self)
        self._requester = Choice(ticket.requester_id or 0, shown.names.requester or "")
        if ticket.requester_id:
            self.requester.choose(self._requester)
        self.form.add(TITLE, self.title)
        self.form.add(TEXT, self.text)
        self.form.add(REQUESTER, self.requester)
        self._add_priority()
        self.confidential = QCheckBox("Confidential: only its team and supervisors see it", self)
        self.confidential.setObjectName("Confidential")
        self.confidential.setAccessibleName("Confidential")
        self.confidential.setChecked(ticket.confidential)
        self.below(self.confidential)

    def submit(self) -> None:
        """Save what was changed."""
        wrong = {}
        if not self.title.text().strip():
            wrong[TITLE] = "Give it a title: a few words that say what is wrong or wanted."
        overridden = self._override()
        if overridden is not None and not self.because.text().strip():
            wrong[BECAUSE] = "Say why the priority is overridden."
        self.form.show_wrong(wrong)
        self.fit()
        if not wrong:
            again = self._again(overridden)
            self.change(partial(again, {}), f"{self.ticket.number} saved.", again)

    def _again(self, overridden: int | None) -> Again:
        desk, ticket = self.context.desk, self.ticket
        title, text = self.title.text(), self.text.toPlainText()
        confidential, because = self.confidential.isChecked(), self.because.text()
        typed, chosen = self.requester.text(), self.requester.chosen

        def save(kept: Kept, seen: int | None) -> Effects:
            contact = requester_id(desk, typed, chosen)
            wanted = Edit(
                title=title if title != ticket.title else None,
                text=text if text != ticket.text else None,
                requester_id=contact if contact != ticket.requester_id else None,
                confidential=confidential if confidential != ticket.confidential else None,
                override=overridden,
                override_reason=because if overridden is not None else None,
            )
            return editing(desk, ticket, wanted)(kept, seen)

        return save

    def _add_priority(self) -> None:
        account = self.context.account
        able = self.ticket.kind is Kind.INCIDENT and account.may(Right.OVERRIDE_PRIORITY)
        self.priority = ChoiceBox([(one, priority_words(one)) for one in Priority], self)
        self.because = QLineEdit(self.ticket.override_reason or "", self)
        self.priority.choose(self.ticket.priority)
        self.form.add(PRIORITY, self.priority, "It follows impact and urgency unless overridden.")
        self.form.add(BECAUSE, self.because)
        self.form.show_field(PRIORITY, shown=able)
        self.form.show_field(BECAUSE, shown=False)
        self.priority.picked.connect(self._priority_picked)

    def _priority_picked(self, priority: object) -> None:
        self.form.show_field(BECAUSE, shown=priority != self.ticket.priority)
        self.fit()

    def _override(self) -> int | None:
        chosen = self.priority.value
        if isinstance(chosen, Priority) and chosen != self.ticket.priority:
            return int(chosen)
        return None


def editing(desk: Desk, ticket: Ticket, wanted: Edit) -> Again:
    """Edits a ticket, but for what is to stay as somebody else made it."""

    def edit(kept: Kept, seen: int | None) -> Effects:
        return tickets.edit(desk, ticket.id, wanted.without(kept), seen_version=seen)

    return edit
