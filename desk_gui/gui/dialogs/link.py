"""Linking a ticket to another one."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from desk_gui.domain.ticket import Relation, Ticket
from desk_gui.gui.dialogs.choosing import ChoiceBox
from desk_gui.gui.dialogs.sheet import Sheet
from desk_gui.gui.dialogs.ticket_picker import ticket_picker
from desk_gui.gui.page import Context
from desk_gui.operations import relations

RELATION, OTHER = "This ticket is", "The other ticket"
RELATIONS = {
    Relation.RELATED: "related to",
    Relation.CHILD_OF: "a child of",
    Relation.DUPLICATE_OF: "a duplicate of",
    Relation.CAUSED_BY: "caused by",
}


class LinkDialog(Sheet):
    """Relation and the other ticket."""

    def __init__(self, context: Context, ticket: Ticket, parent: QWidget | None = None) -> None:
        super().__init__(context, f"Link {ticket.number}", "Link", parent)
        self.ticket = ticket
        self.relation = ChoiceBox(list(RELATIONS.items()), self)
        self.other = ticket_picker(context, self, "Other ticket", without=ticket.id)
        self.form.add(RELATION, self.relation)
        self.form.add(OTHER, self.other)

    def submit(self) -> None:
        """Link them."""
        other, relation = self.other.chosen, self.relation.value
        self.form.show_wrong({} if other else {OTHER: "Pick a ticket from the list."})
        self.fit()
        if other is None or not isinstance(relation, Relation):
            return
        number = other.name.partition(" ")[0]
        work = partial(relations.link, self.context.desk, self.ticket.id, other.id, relation)
        self.send(work, f"{self.ticket.number} is {RELATIONS[relation]} {number}.")
