"""The card of a major incident: where it stands, who leads it, what was said, and what is next."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desk_gui.domain.errors import Told
from desk_gui.domain.ticket import Major
from desk_gui.gui import format as words
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.ticket.major_parts import (
    ChildrenPart,
    FactLines,
    ReviewPart,
    TimelinePart,
    UpdatesPart,
)
from desk_gui.gui.widgets.badge import Badge
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.flow import FlowLayout
from desk_gui.gui.widgets.text_label import TextLabel, plain_tip
from desk_gui.operations import major_page
from desk_gui.operations.major_page import Act, MajorPage
from desk_gui.operations.show import TicketPage

ACTS: dict[Act, str] = {
    Act.PROPOSE: "Propose again…",
    Act.DECLARE: "Declare…",
    Act.REJECT: "Reject…",
    Act.UPDATE: "Post an update…",
    Act.STAND_DOWN: "Stand down…",
    Act.EDIT: "Change…",
    Act.REVIEW: "Write the review…",
}
OFFERED: dict[Major, tuple[Act, ...]] = {
    Major.PROPOSED: (Act.DECLARE, Act.REJECT),
    Major.DECLARED: (Act.UPDATE, Act.STAND_DOWN, Act.EDIT),
    Major.STOOD_DOWN: (Act.REVIEW,),
    Major.REJECTED: (Act.PROPOSE,),
}
"""What comes next from where it stands; the first is the natural one."""


class MajorCard(Card):
    """`act_wanted` carries an act, `pdf_wanted` the page; hidden for what never was a major one.

    `changed` says that it shows something else.
    """

    act_wanted = Signal(object)
    children_wanted = Signal()
    follow_wanted = Signal()
    pdf_wanted = Signal()
    action_wanted = Signal(int, bool)
    ticket_wanted = Signal(int)
    changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, head="Major incident", parent=parent)
        self._context = context
        self._ticket: TicketPage | None = None
        self.page: MajorPage | None = None
        self.setObjectName("MajorCard")
        self.setAccessibleName("Major incident")
        self.standing, self.due = Badge(parent=self), Badge(parent=self)
        self.standing.setObjectName("MajorStanding")
        self.due.setObjectName("NextUpdate")
        self.impact = TextLabel("", "", self).wrapping().selectable()
        self.impact.setObjectName("BusinessImpact")
        self.facts = FactLines(context.theme, self)
        self.buttons = {act: self._button(act) for act in Act}
        self.pdf = self._plain_button("Save as PDF…", "MajorPdf")
        self.reasons = TextLabel("", "small", self).wrapping()
        self.reasons.setObjectName("MajorReasons")
        self.updates = UpdatesPart(context, self)
        self.children_part = ChildrenPart(context, self)
        self.timeline = TimelinePart(context, self)
        self.review = ReviewPart(context, self)
        self._arrange()
        self.pdf.clicked.connect(lambda: self.pdf_wanted.emit())  # noqa: PLW0108 - drops `checked`
        self.children_part.opened.connect(self.ticket_wanted)
        self.children_part.more_wanted.connect(self.children_wanted)
        self.children_part.follow_wanted.connect(self.follow_wanted)
        self.review.done_wanted.connect(self.action_wanted)

    def show_ticket(self, shown: TicketPage) -> None:
        """Read and show the ticket as a major incident, if it is or was one."""
        if self._ticket is None or self._ticket.ticket.id != shown.ticket.id:
            self.page = None
            self.hide()
        self._ticket = shown
        if shown.ticket.major is Major.NONE:
            self.page = None
            self.hide()
            return
        work = partial(major_page.page, self._context.desk, shown.ticket.id)
        self._context.jobs.read(self, work, self._found, failed=self._unreadable, key="major")

    def tick(self) -> None:
        """Write how much is left until the next update."""
        page = self.page
        if page is None or page.next_update_at is None:
            self.due.show_chip(review_chip(page))
            self.due.setToolTip("")
            return
        left = (page.next_update_at - self._context.desk.clock()).total_seconds()
        self.due.show_chip(words.countdown_chip(left))
        self.due.setToolTip(plain_tip(words.moment(page.next_update_at)))

    def _found(self, page: MajorPage | None) -> None:
        self.page = page
        self.setVisible(page is not None)
        if page is None:
            return
        self.standing.show_chip(words.MAJOR_STANDS[page.ticket.major])
        self.impact.setText(page.declaration.business_impact or page.proposal)
        self.facts.show_facts(fact_lines(page, self._context))
        self._offer(page)
        self.updates.show_page(page)
        self.children_part.show_page(page)
        self.timeline.show_page(page)
        self.review.show_page(page)
        self.tick()
        self.changed.emit()

    def _unreadable(self, error: Exception) -> None:
        self.hide()
        if not isinstance(error, Told):
            raise error

    def _offer(self, page: MajorPage) -> None:
        offered = OFFERED.get(page.ticket.major, ())
        for act, button in self.buttons.items():
            button.setVisible(act in offered)
            because = page.blocked[act]
            button.setEnabled(not because)
            button.setToolTip(plain_tip(because))
            button.setAccessibleDescription(because)
            look(button, "primary" if act in offered[:1] and not because else "")
        if page.review is not None:
            self.buttons[Act.REVIEW].setText("Change the review…")
        else:
            self.buttons[Act.REVIEW].setText(ACTS[Act.REVIEW])
        reasons = dict.fromkeys(page.blocked[act] for act in offered if page.blocked[act])
        self.reasons.setText(" ".join(reasons))
        self.reasons.setVisible(bool(reasons))
        self.pdf.setVisible(page.declared_at is not None)

    def _button(self, act: Act) -> QPushButton:
        button = self._plain_button(ACTS[act], f"Major-{act}")
        button.clicked.connect(lambda: self.act_wanted.emit(act))
        return button

    def _plain_button(self, said: str, name: str) -> QPushButton:
        button = QPushButton(said, self)
        button.setObjectName(name)
        button.setAccessibleName(said.rstrip("…"))
        return button

    def _arrange(self) -> None:
        px = self._context.theme.px
        chips, acts = FlowLayout(px(6)), FlowLayout(px(8))
        for chip in (self.standing, self.due):
            chips.addWidget(chip)
        for button in (*self.buttons.values(), self.pdf):
            acts.addWidget(button)
        self.column.addLayout(chips)
        self.add(self.impact)
        self.add(self.facts)
        self.column.addLayout(acts)
        for part in (
            self.reasons,
            self.updates,
            self.children_part,
            self.review,
            self.timeline,
        ):
            self.add(part)
        self.hide()


def review_chip(page: MajorPage | None) -> words.Chip | None:
    """Whether the review of what was stood down is written; None for anything else."""
    if page is None or page.ticket.major is not Major.STOOD_DOWN:
        return None
    if page.review is None:
        return words.Chip("Its review is to be written", words.Tint.WARN)
    return words.Chip("Reviewed", words.Tint.OK)


def fact_lines(page: MajorPage, context: Context) -> list[tuple[str, str]]:
    """Who leads it, what is at stake and how it came here, as names with their values."""
    now = context.desk.clock()
    found = [
        ("Coordinator", page.coordinator or ""),
        ("At stake", words.stakes_words(page.stakes)),
    ]
    if page.was_proposed:
        proposed = f"{page.proposed_by}, {words.short_moment(page.proposed_at, now)}"
        found.append(("Proposed", proposed))
    if page.declared_at is not None:
        found.append(
            ("Declared", f"{page.declared_by}, {words.short_moment(page.declared_at, now)}")
        )
    elif page.declaration.business_impact:
        found.append(("Reason", page.proposal))
    if page.ended_at is not None:
        ended = f"{page.ended_by}, {words.short_moment(page.ended_at, now)}: {page.ended_because}"
        rejected = page.ticket.major is Major.REJECTED
        found.append(("Rejected" if rejected else "Stood down", ended))
    return [(name, value) for name, value in found if value]
