"""Changing a ticket's kind, after seeing what that does to it."""

from __future__ import annotations

import json
from functools import partial

from PySide6.QtWidgets import QWidget

from desk_gui.domain.attachment import Upload
from desk_gui.domain.catalog import CatalogItem, Decision, TaskStatus
from desk_gui.domain.priority import Level
from desk_gui.domain.ticket import OWN_FIELDS, PREFIX
from desk_gui.domain.workflow import Kind, Status, status_after_reclassify
from desk_gui.gui.dialogs.changing import TicketSheet, say
from desk_gui.gui.dialogs.choosing import ChoiceBox, Known, read_known
from desk_gui.gui.dialogs.field_words import field_words, value_words
from desk_gui.gui.dialogs.order_form import OrderForm
from desk_gui.gui.dialogs.sheet import rows
from desk_gui.gui.format import KINDS_IN_FULL, LEVELS, STATUSES, count
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.text_editor import TextEditor
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.operations import classification
from desk_gui.operations.classification import Reclassification
from desk_gui.operations.show import TicketPage

REASON, ITEM, IMPACT, URGENCY = "Why", "Catalog item", "Impact", "Urgency"
ROWS = 2


class ReclassifyDialog(TicketSheet):
    """The other kind's own fields, the reason, what the item asks, and what will happen."""

    def __init__(self, context: Context, shown: TicketPage, parent: QWidget | None = None) -> None:
        ticket = shown.ticket
        self._shown = shown
        self._known = Known()
        self.kind = Kind.REQUEST if ticket.kind is Kind.INCIDENT else Kind.INCIDENT
        words = KINDS_IN_FULL[self.kind].lower()
        article = "a" if self.kind is Kind.REQUEST else "an"
        heading = f"Make {ticket.number} {article} {words}"
        super().__init__(context, ticket, heading, f"Make it {article} {words}", parent)
        earlier = json.loads(ticket.parked) if ticket.parked else {}
        self._earlier = earlier
        self.item = ChoiceBox(parent=self)
        self.asked = OrderForm(context.theme, self)
        self.impact, self.urgency = (
            ChoiceBox([(level, LEVELS[level]) for level in Level], self) for _ in range(2)
        )
        for box, name in ((self.impact, "impact"), (self.urgency, "urgency")):
            box.choose(Level(earlier.get(name) or Level.MEDIUM))
        self.reason = TextEditor(REASON, "", self)
        self.preview = TextLabel("", "", self).wrapping()
        self._lay_out()
        self.item.picked.connect(self._show)
        self._show()
        context.jobs.read(
            self, partial(read_known, context.desk), self._known_now, failed=partial(say, context)
        )

    def submit(self) -> None:
        """Change the kind."""
        reason = self.reason.toPlainText().strip()
        item = self._known.item(self.item.value)
        wrong = {}
        if self.kind is Kind.REQUEST and item is None:
            wrong[ITEM] = "Choose what is asked for from the catalog."
        if not reason:
            wrong[REASON] = "Say why the ticket changes its kind; it is kept in the history."
        self.form.show_wrong(wrong)
        refused = self.asked.show_wrong(self.context.desk.clock().date())
        self.fit()
        if wrong or refused:
            return
        impact, urgency = self.impact.value, self.urgency.value
        incident = self.kind is Kind.INCIDENT
        wanted = Reclassification(
            self.kind,
            reason,
            item_id=item.id if item and not incident else None,
            impact=impact if isinstance(impact, Level) and incident else None,
            urgency=urgency if isinstance(urgency, Level) and incident else None,
            answers=self.asked.asked_answers() if self.asked.fields else None,
            files=Upload(self.asked.files()),
        )
        desk, ticket = self.context.desk, self.ticket
        number = f"{PREFIX[self.kind]}-{ticket.id}"
        self.change(
            lambda seen: classification.reclassify(desk, ticket.id, wanted, seen_version=seen),
            f"{ticket.number} is {number} now.",
        )

    def _lay_out(self) -> None:
        rows(self.reason, ROWS)
        self.reason.setObjectName("Reason")
        self.reason.submitted.connect(self.submit)
        if self.kind is Kind.REQUEST:
            self.form.add(ITEM, self.item)
            self.impact.hide()
            self.urgency.hide()
        else:
            self.item.hide()
            self.form.add(IMPACT, self.impact)
            self.form.add(URGENCY, self.urgency)
        self.form.add(REASON, self.reason, "Kept in the history; Desk learns from it.")
        self.below(self.asked)
        self.asked.changed.connect(self.fit)
        card = Card(self.context.theme, head="What happens", parent=self)
        self.preview.setObjectName("Preview")
        card.add(self.preview)
        self.below(card)

    def _known_now(self, known: Known) -> None:
        self._known = known
        self.item.offer(known.item_options())
        self.item.choose(self._earlier.get("item_id"))
        self._show()

    def _show(self, _: object = None) -> None:
        item = self._known.item(self.item.value) if self.kind is Kind.REQUEST else None
        self.asked.ask(item.fields if item else ())
        lines = preview(self._shown, self.kind, item, self._known)
        self.preview.setText("\n".join(f"• {line}" for line in lines))
        self.fit()


def preview(
    shown: TicketPage, kind: Kind, item: CatalogItem | None, known: Known
) -> tuple[str, ...]:
    """What changing the kind will do, one sentence each."""
    ticket = shown.ticket
    lines = [f"Its number becomes {PREFIX[kind]}-{ticket.id}; links to it keep working."]
    lines.append(_status_line(shown, kind, item))
    parked = [
        f"{field_words(name).lower()} {value_words(name, _plain(getattr(ticket, name)), known)}"
        for name in OWN_FIELDS[ticket.kind]
        if getattr(ticket, name)
    ]
    if parked:
        lines.append(f"Put aside, and back when this is undone: {', '.join(parked)}.")
    voided = []
    open_approvals = sum(one.decision is Decision.OPEN for one in shown.approvals)
    open_tasks = sum(task.status is TaskStatus.OPEN for task in shown.tasks)
    if open_approvals:
        voided.append(count(open_approvals, "open approval"))
    if open_tasks:
        voided.append(count(open_tasks, "open task"))
    if voided:
        are = "is" if open_approvals + open_tasks == 1 else "are"
        lines.append(f"{' and '.join(voided)} {are} void; nothing counts as done.")
    lines.append("The clocks stop and are kept; new ones count from the opening.")
    return tuple(lines)


def _status_line(shown: TicketPage, kind: Kind, item: CatalogItem | None) -> str:
    before = STATUSES[shown.ticket.status].lower()
    after = status_after_reclassify(kind, assigned=shown.ticket.assignee_id is not None)
    if kind is Kind.INCIDENT:
        return f"Its status goes from {before} to {STATUSES[after].lower()}."
    if item is None:
        return f"Its status goes from {before} to what the catalog item asks for."
    if item.approvals:
        asked = count(item.approvals, "approval")
        return f"Its status goes from {before} to awaiting approval: {item.name} asks for {asked}."
    approved = STATUSES[Status.APPROVED].lower()
    return f"Its status goes from {before} to {approved}: {item.name} asks for no approval."


def _plain(value: object) -> object:
    return getattr(value, "value", value)
