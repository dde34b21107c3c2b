"""Declaring a major incident, or changing how it is led: who, what it means, what is at stake."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QCheckBox, QWidget

from desk_gui.domain.accounts import Account, Right
from desk_gui.domain.major_incident import (
    UPDATE_EVERY_S,
    Declaration,
    Stake,
    refuse_declaration,
)
from desk_gui.domain.ticket import Ticket
from desk_gui.gui import format as words
from desk_gui.gui.dialogs.choosing import ChoiceBox, Known, Option, read_known
from desk_gui.gui.dialogs.sheet import Sheet, rows
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.flow import FlowLayout
from desk_gui.gui.widgets.text_editor import TextEditor
from desk_gui.operations import major_incidents

COORDINATOR, IMPACT, STAKES, INTERVAL = (
    "Coordinator",
    "Business impact",
    "At stake",
    "An update every",
)
NAMES = {
    "coordinator_id": COORDINATOR,
    "business_impact": IMPACT,
    "stakes": STAKES,
    "update_every_s": INTERVAL,
}
INTERVALS_MIN = (15, 30, 60, 120, 240)
ROWS = 4
ONLY_SUPERVISORS = "Only a supervisor gives it to another coordinator."


class StakeBoxes(QWidget):
    """One tick box for each thing that can be at stake."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes = {stake: QCheckBox(_named(stake), self) for stake in Stake}
        line = FlowLayout(context.theme.px(16), self)
        for stake, box in self.boxes.items():
            box.setObjectName(f"Stake-{stake}")
            box.setAccessibleName(f"At stake: {box.text()}")
            line.addWidget(box)

    @property
    def ticked(self) -> frozenset[Stake]:
        """What is ticked."""
        return frozenset(stake for stake, box in self.boxes.items() if box.isChecked())

    def tick(self, stakes: frozenset[Stake]) -> None:
        """Tick these and no others."""
        for stake, box in self.boxes.items():
            box.setChecked(stake in stakes)


def _named(stake: Stake) -> str:
    said = words.STAKES[stake].removeprefix("the ")
    return said[0].upper() + said[1:]


class DeclarationSheet(Sheet):
    """Declares an incident; with a declaration that is there, it changes that one."""

    def __init__(
        self,
        context: Context,
        ticket: Ticket,
        parent: QWidget | None = None,
        *,
        before: Declaration | None = None,
    ) -> None:
        verb = "Declare" if before is None else "Save"
        heading = f"Declare {ticket.number} a major incident"
        super().__init__(
            context, heading if before is None else f"Lead {ticket.number}", verb, parent
        )
        self.ticket, self._before = ticket, before
        self._accounts: dict[int, Account] = {}
        self.coordinator = ChoiceBox([(None, "Reading the agents…")], self)
        self.impact = TextEditor(IMPACT, "What the business cannot do meanwhile", self)
        rows(self.impact, ROWS)
        self.impact.submitted.connect(self.submit)
        self.stakes = StakeBoxes(context, self)
        self.interval = ChoiceBox(_intervals(before), self)
        self._arrange_fields()
        context.jobs.read(
            self, partial(read_known, context.desk), self._known, failed=self.refused, key="known"
        )

    def submit(self) -> None:
        """Declare it or change it, if nothing is missing."""
        wanted = self.wanted()
        account = self._accounts.get(wanted.coordinator_id or 0)
        wrong = refuse_declaration(wanted, account)
        self.form.show_wrong({NAMES[field]: sentence for field, sentence in wrong.items()})
        self.fit()
        if wrong:
            return
        desk, number = self.context.desk, self.ticket.number
        act = major_incidents.declare if self._before is None else major_incidents.edit
        said = f"{number} is a major incident." if self._before is None else f"{number}: saved."
        self.send(lambda: act(desk, self.ticket.id, wanted), said)

    def wanted(self) -> Declaration:
        """The declaration as it is filled in."""
        coordinator, every = self.coordinator.value, self.interval.value
        return Declaration(
            coordinator_id=coordinator if isinstance(coordinator, int) else None,
            business_impact=self.impact.toPlainText().strip(),
            stakes=self.stakes.ticked,
            update_every_s=every if isinstance(every, int) else UPDATE_EVERY_S,
        )

    def _arrange_fields(self) -> None:
        self.form.add(COORDINATOR, self.coordinator, "Leads, and keeps everybody informed.")
        self.form.add(IMPACT, self.impact, "Everybody at the desk reads it.")
        self.form.add(STAKES, self.stakes)
        self.form.add(INTERVAL, self.interval, "A countdown says when the next one is due.")
        if self._before is None:
            self.explain(
                "Everybody sees it above every page until it is stood down. It is promised sooner,"
                " and it is closed only with its review."
            )
            return
        self.impact.setPlainText(self._before.business_impact)
        self.stakes.tick(self._before.stakes)
        self.interval.choose(self._before.update_every_s)
        if not self.context.account.may(Right.DECLARE_MAJOR):
            self.coordinator.setEnabled(False)
            self.form.hint(COORDINATOR, ONLY_SUPERVISORS)

    def _known(self, known: Known) -> None:
        self._accounts = {account.id: account for account in known.accounts}
        first = [(None, "Choose an agent")]
        agents = [option for option in known.agent_options(self.ticket.team_id) if option[0]]
        self.coordinator.offer([*first, *agents])
        before = self._before.coordinator_id if self._before else self.ticket.assignee_id
        self.coordinator.choose(before)


def _intervals(before: Declaration | None) -> list[Option]:
    offered = {minutes * words.MINUTE for minutes in INTERVALS_MIN}
    offered |= {before.update_every_s} if before else set()
    found: list[Option] = [(seconds, words.duration(seconds)) for seconds in sorted(offered)]
    usual = next(one for one in found if one[0] == UPDATE_EVERY_S)
    return found if before else [usual, *(one for one in found if one != usual)]
