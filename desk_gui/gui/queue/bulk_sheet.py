"""A look before one change of many tickets, and afterwards at those that were left as they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_gui.domain.bulk import Change
from desk_gui.gui.dialogs.sheet import Sheet
from desk_gui.gui.format import count
from desk_gui.gui.page import Context
from desk_gui.gui.theme import Theme, look
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.operations.bulk import Look, Refused

MOST = 100
"""Tickets that are named; those beyond are counted."""
MANY = "{}"
"""Stands for how many tickets in the words of a change."""


@dataclass(frozen=True)
class Wanted:
    """A change in words: “Assign MANY to Tom” and “Assign MANY”, where MANY are 12 tickets.

    `same` says how a ticket is that is so already; what is `final` is always asked about.
    """

    change: Change
    heading: str
    verb: str
    same: str
    final: bool = False


class RefusedList(QWidget):
    """Tickets that are left as they are, each with the reason."""

    def __init__(self, theme: Theme, refused: Sequence[Refused], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("Refused")
        self.setAccessibleName("Tickets that stay as they are")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for why, numbers in _by_reason(refused[:MOST]).items():
            column.addSpacing(theme.px(8))
            column.addWidget(TextLabel(", ".join(numbers), "", self).wrapping())
            column.addWidget(TextLabel(why, "small", self).wrapping())
        beyond = len(refused) - MOST
        if beyond > 0:
            column.addWidget(TextLabel(f"And {beyond:,} more.", "small", self))


def _by_reason(refused: Iterable[Refused]) -> dict[str, list[str]]:
    """Each reason with the tickets it is true of."""
    found: dict[str, list[str]] = {}
    for one in refused:
        found.setdefault(one.why, []).append(one.number)
    return found


class BulkSheet(Sheet):
    """How many would change, how many are so already, and which cannot and why."""

    def __init__(
        self, context: Context, wanted: Wanted, found: Look, parent: QWidget | None = None
    ) -> None:
        many, able = len(found.able) + found.same + len(found.refused), len(found.able)
        verb = wanted.verb.replace(MANY, count(able, "ticket"))
        heading = wanted.heading.replace(MANY, count(many, "ticket"))
        super().__init__(context, heading, verb, parent)
        self.form.hide()
        self.explain(preview_words(wanted, found))
        if found.refused:
            self.below(RefusedList(context.theme, found.refused, self))
        self.leave.setText("Leave them")
        self.leave.setAccessibleName("Leave them as they are")
        self.go.setEnabled(able > 0)
        if wanted.final:
            look(self.go, "danger")
            self.leave.setDefault(True)
            self.leave.setFocus()

    def submit(self) -> None:
        """Go on; the queue does it piece after piece."""
        self.accept()


class OutcomeSheet(Sheet):
    """What was left as it is, ticket by ticket."""

    def __init__(
        self, context: Context, heading: str, refused: Sequence[Refused], parent: QWidget | None
    ) -> None:
        super().__init__(context, heading, "Close", parent)
        self.form.hide()
        self.below(RefusedList(context.theme, refused, self))
        self.leave.hide()

    def submit(self) -> None:
        """It was read."""
        self.accept()


def preview_words(wanted: Wanted, found: Look) -> str:
    """What would happen, in numbers: “10 of 12 would change, 1 is assigned to Tom already”."""
    able, many = len(found.able), len(found.able) + found.same + len(found.refused)
    said = [f"{able:,} of {many:,} would change"]
    if found.same:
        said.append(f"{found.same:,} {'is' if found.same == 1 else 'are'} {wanted.same} already")
    if found.refused:
        stay = "stays as it is" if len(found.refused) == 1 else "stay as they are"
        said.append(f"{len(found.refused):,} {stay}")
    last = " What is cancelled is final." if wanted.final else ""
    return f"{', '.join(said)}.{last}"
