"""Escalations: what Desk does by itself when a share of a promise has passed."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desk_gui.domain.accounts import Right
from desk_gui.domain.sla import Escalation, EscalationAction, Target, check_escalations
from desk_gui.domain.workflow import Kind
from desk_gui.gui.admin.escalation_rows import EscalationRow, same
from desk_gui.gui.admin.section import SaveRow, Section
from desk_gui.gui.dialogs.choosing import Known, read_known
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.operations import sla
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects

ABOUT = (
    "What Desk does by itself, at its exact instant, when a share of a promised time has passed."
    " At 50 % and 75 % whoever works on a ticket is reminded in any case, and at 100 % its"
    " supervisors are told, too."
)
NONE = "No escalation yet: Desk reminds at 50 % and 75 %, and tells of a missed promise."
COUNTS = "Escalations count for what is still to come: a share that has passed already stays quiet."


@dataclass(frozen=True)
class Stored:
    """The escalations, and the people they can name."""

    escalations: tuple[Escalation, ...] = ()
    known: Known = field(default_factory=Known)


def read_escalations(desk: Desk) -> Stored:
    """Read it; a job does this."""
    return Stored(sla.escalations(desk), read_known(desk))


def a_new_one() -> Escalation:
    """What most desks begin with."""
    return Escalation(Kind.INCIDENT, Target.RESOLVE, 75, EscalationAction.NOTIFY)


class EscalationsSection(Section):
    """A sentence for each."""

    name = "Escalations"
    right = Right.CHANGE_SETTINGS

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._stored = Stored()
        self._read = False
        self.rows: list[EscalationRow] = []
        self.add = QPushButton("Add an escalation", self)
        self.none = TextLabel(NONE, "soft", self).wrapping()
        self.row = SaveRow(context.theme, "escalations", self)
        self._arrange()
        self.add.clicked.connect(self._add)
        self.row.save.clicked.connect(self._save)
        self.row.back.clicked.connect(self._put_back)

    def read(self) -> None:
        """Read them again; what is being changed stays."""
        work = partial(read_escalations, self.context.desk)
        self.context.jobs.read(self, work, self._found, key="escalations")

    def wanted(self) -> tuple[Escalation, ...]:
        """The escalations as they are chosen."""
        return tuple(row.escalation() for row in self.rows)

    def _arrange(self) -> None:
        px = self.context.theme.px
        column = self.column("Escalations", ABOUT)
        card = Card(self.context.theme, parent=self)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(px(12))
        card.column.addLayout(self._rows)
        card.add(self.none)
        self.add.setObjectName("AddEscalation")
        self.add.setAccessibleName("Add an escalation")
        self.add.setVisible(self.may)
        card.column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(card)
        column.addWidget(TextLabel(COUNTS, "small", self).wrapping())
        column.addWidget(self.trouble)
        column.addWidget(self.row)
        column.addStretch(1)

    def _found(self, stored: Stored) -> None:
        untouched = not self._read or same(self.wanted(), self._stored.escalations)
        self._stored, self._read = stored, True
        if untouched:
            self._put_back()
        else:
            self._weigh()

    def _put_back(self) -> None:
        while self.rows:
            self._drop(self.rows[-1])
        for one in self._stored.escalations:
            self._make(one)
        self._weigh()

    def _make(self, shown: Escalation) -> EscalationRow:
        row = EscalationRow(self.context.theme, self._stored.known, self, may=self.may)
        row.show_escalation(shown)
        row.changed.connect(self._weigh)
        row.removed.connect(partial(self._remove, row))
        self.rows.append(row)
        self._rows.addWidget(row)
        return row

    def _drop(self, row: EscalationRow) -> None:
        self.rows.remove(row)
        self._rows.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _remove(self, row: EscalationRow) -> None:
        self._drop(row)
        self._weigh()
        self.add.setFocus(Qt.FocusReason.TabFocusReason)

    def _add(self) -> None:
        row = self._make(a_new_one())
        self._weigh()
        row.percent.setFocus(Qt.FocusReason.TabFocusReason)
        row.percent.selectAll()

    def _weigh(self) -> None:
        for place, row in enumerate(self.rows, 1):
            row.name_it(place)
        self.none.setVisible(not self.rows)
        alone = [row.wrong() for row in self.rows]
        for row, sentence in zip(self.rows, alone, strict=True):
            row.show_wrong(sentence)
        whole = "" if any(alone) else _refused(self.wanted())
        self.show_trouble(whole)
        changed = not same(self.wanted(), self._stored.escalations)
        self.row.offer(changed=changed, possible=not any(alone) and not whole)

    def _save(self) -> None:
        desk, wanted = self.context.desk, self.wanted()
        self.row.save.setEnabled(False)
        self.context.do(
            self,
            partial(sla.change_escalations, desk, wanted),
            said="The escalations are saved.",
            done=self._saved,
            failed=self.refused,
        )

    def _saved(self, _: Effects) -> None:
        self._stored = Stored(self.wanted(), self._stored.known)
        self.read()

    def refused(self, error: Exception) -> None:
        """What was refused can be tried again."""
        self._weigh()
        super().refused(error)


def _refused(wanted: tuple[Escalation, ...]) -> str:
    try:
        check_escalations(wanted)
    except ValueError as error:
        return f"{str(error)[:1].upper()}{str(error)[1:]}."
    return ""
