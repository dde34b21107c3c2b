"""The fields of a ticket, those of its kind only; what can be changed is changed in place."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_gui.domain.accounts import Account, Right
from desk_gui.domain.priority import Level, Priority
from desk_gui.domain.ticket import Ticket
from desk_gui.domain.workflow import Kind, is_final
from desk_gui.gui.dialogs.choosing import ChoiceBox, Known, Option
from desk_gui.gui.format import KINDS, LEVELS, count, priority_words
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.flow import TileLayout
from desk_gui.gui.widgets.text_label import TextLabel, plain_tip
from desk_gui.operations.show import Proposed, TicketPage

LEAST, COLUMNS = 112, 4
REASONS = 3
COMPUTED = "computed"
"""Chosen instead of a priority: what impact and urgency give."""


class FactBox(ChoiceBox):
    """A value that looks like words until it is opened; its list is filled only then."""

    def __init__(self, options: Callable[[], list[Option]], parent: QWidget) -> None:
        super().__init__(parent=parent)
        self._options = options
        look(self, "fact")

    def show_value(self, value: object, words: str) -> None:
        """Show what is chosen now."""
        self.offer([(value, words)])
        self.setToolTip(plain_tip(words))

    def showPopup(self) -> None:  # noqa: N802 - Qt calls it
        """Fill the list, then open it."""
        self.fill()
        hint = self.view().sizeHintForColumn(0) + self.view().verticalScrollBar().sizeHint().width()
        self.view().setMinimumWidth(max(self.width(), hint))
        super().showPopup()

    def fill(self) -> None:
        """Offer all there is to choose from; what is shown stays chosen."""
        options = self._options()
        if self.value not in [value for value, _ in options]:
            options = [(self.value, self.currentText()), *options]
        self.offer(options)


class Fact(QWidget):
    """A name over its value: words, or a box to choose from."""

    def __init__(
        self, name: str, parent: QWidget, options: Callable[[], list[Option]] | None = None
    ) -> None:
        super().__init__(parent)
        key = name.title().replace(" ", "")
        self.words = TextLabel("", "", self).wrapping()
        self.words.setObjectName(f"Fact{key}")
        self.words.setContentsMargins(1, 2, 0, 2)
        self.box = FactBox(options, self) if options else None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addWidget(TextLabel(name, "label", self))
        column.addWidget(self.words)
        if self.box is not None:
            self.box.setObjectName(f"Choose{key}")
            self.box.setAccessibleName(name)
            column.addWidget(self.box)
        column.addStretch(1)

    def show_value(self, value: object, words: str, *, changeable: bool = False) -> None:
        """Show a value; one that can be changed is shown in its box."""
        in_box = changeable and self.box is not None
        self.words.setText(words)
        self.words.setVisible(not in_box)
        if self.box is not None:
            self.box.setVisible(in_box)
            self.box.show_value(value, words)


class Facts(Card):
    """`changed` carries the field's name and the value that a person chose."""

    changed = Signal(str, object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, parent=parent)
        self.setObjectName("Facts")
        self.setAccessibleName("Fields")
        self._account: Account = context.account
        self._known = Known()
        self._ticket: Ticket | None = None
        px = context.theme.px
        tiles = TileLayout(px(12), partial(px, LEAST), COLUMNS)
        self._facts = self._make()
        for fact in self._facts.values():
            tiles.addWidget(fact)
        self._facts["priority"].words.setProperty("look", "strong")
        self.column.addLayout(tiles)

    def show_ticket(self, shown: TicketPage, known: Known) -> None:
        """Show the fields of this ticket's kind."""
        self._known, self._ticket = known, shown.ticket
        values = _values(shown, known)
        for name, fact in self._facts.items():
            fact.setVisible(name in values)
            if name in values:
                fact.show_value(*values[name], changeable=self._may_change(name))

    def box(self, name: str) -> ChoiceBox | None:
        """The box of a field, where it has one."""
        return self._facts[name].box

    def _may_change(self, name: str) -> bool:
        ticket, may = self._ticket, self._account.may
        if ticket is None or not may(Right.WORK_ON_TICKETS) or is_final(ticket.status):
            return False
        overrides = ticket.kind is Kind.INCIDENT and may(Right.OVERRIDE_PRIORITY)
        return self._facts[name].box is not None and (name != "priority" or overrides)

    def _make(self) -> dict[str, Fact]:
        made = {
            "item_id": Fact("Catalog item", self),
            "priority": Fact("Priority", self, self._priorities),
            "impact": Fact("Impact", self, _levels),
            "urgency": Fact("Urgency", self, _levels),
            "team_id": Fact("Team", self, self._teams),
            "assignee_id": Fact("Assignee", self, self._agents),
            "category_id": Fact("Category", self, lambda: self._known.category_options()[1:]),
            "approvals": Fact("Approvals", self),
            "proposed": Fact("Proposed by", self),
            "because": Fact("Because", self),
            "override_reason": Fact("Overridden because", self),
            "computed": Fact("Priority as computed", self),
        }
        for name, fact in made.items():
            if fact.box is not None:
                fact.box.picked.connect(partial(self._picked, name))
        return made

    def _teams(self) -> list[Option]:
        return self._known.team_options()

    def _agents(self) -> list[Option]:
        return self._known.agent_options(self._ticket.team_id if self._ticket else None)

    def _priorities(self) -> list[Option]:
        every: list[Option] = [(one, priority_words(one)) for one in Priority]
        computed = computed_priority(self._ticket, self._known) if self._ticket else None
        if computed is None or self._ticket is None or not self._ticket.override_reason:
            return every
        return [*every, (COMPUTED, f"As computed: {priority_words(computed)}")]

    def _picked(self, field: str, value: object) -> None:
        self.changed.emit(field, value)


def computed_priority(ticket: Ticket, known: Known) -> Priority | None:
    """What the matrix gives for an incident's impact and urgency; None where one is not known."""
    if ticket.impact is None or ticket.urgency is None:
        return None
    return known.matrix[ticket.impact, ticket.urgency]


def _levels() -> list[Option]:
    return [(level, LEVELS[level]) for level in Level]


def _values(shown: TicketPage, known: Known) -> dict[str, tuple[object, str]]:
    ticket, names = shown.ticket, shown.names
    values: dict[str, tuple[object, str]] = {
        "priority": (ticket.priority, priority_words(ticket.priority)),
        "team_id": (ticket.team_id, names.team or "No team"),
        "assignee_id": (ticket.assignee_id, names.assignee or "Nobody yet"),
        "category_id": (ticket.category_id, names.category or "None"),
    }
    if ticket.kind is Kind.INCIDENT:
        for name, level in (("impact", ticket.impact), ("urgency", ticket.urgency)):
            values[name] = (level, LEVELS[level] if level else "Not known")
        if ticket.override_reason:
            values["override_reason"] = (None, ticket.override_reason)
            if computed := computed_priority(ticket, known):
                values["computed"] = (None, priority_words(computed))
    else:
        values["item_id"] = (ticket.item_id, names.item or "None")
        values["approvals"] = (None, approvals_words(shown))
    if shown.proposed is not None:
        values["proposed"] = (None, proposed_words(shown.proposed, ticket.kind))
        if because := because_words(shown.proposed):
            values["because"] = (None, because)
    return values


def approvals_words(shown: TicketPage) -> str:
    """How far the approvals are, such as “1 of 2”."""
    standing = shown.standing
    if not standing.approvals_needed:
        return "None asked"
    return f"{standing.approvals_given} of {standing.approvals_needed}"


def proposed_words(proposed: Proposed, kind: Kind) -> str:
    """Who proposed the kind and how sure: “Desk, 94 %”; another kind is named."""
    if proposed.abstained or proposed.kind is None:
        return "Nobody: Desk was not sure"
    other = "" if proposed.kind is kind else f"{KINDS[proposed.kind].lower()} "
    return f"Desk, {other}{round(proposed.confidence * 100)} %"


def because_words(proposed: Proposed) -> str:
    """The words that decided, heaviest first and each once; how many more there were."""
    said = (" ".join(words.split()) for words, says, _ in proposed.because if says == proposed.kind)
    decided = list(dict.fromkeys(said))
    shown = ", ".join(f"“{words}”" for words in decided[:REASONS])
    more = len(decided) - REASONS
    return f"{shown} and {count(more, 'more', 'more')}" if more > 0 else shown
