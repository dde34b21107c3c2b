"""One request that waits for a decision: all one needs to decide, and the decision."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desk_gui.gui import format as words
from desk_gui.gui.format import Chip, Tint
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.badge import Badge
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.flow import FlowLayout
from desk_gui.gui.widgets.pool import Pool
from desk_gui.gui.widgets.row_button import RowButton
from desk_gui.gui.widgets.text_label import TextLabel, plain_tip
from desk_gui.operations.approvals import Waiting

CHIPS = 4


class WaitingCard(Card):
    """Each signal carries what waits; the comment stays while the page is read again."""

    approved = Signal(object)
    rejected = Signal(object)
    delegated = Signal(object)
    opened = Signal(object)

    def __init__(self, context: Context, waiting: Waiting, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, parent=parent)
        self._context, self.waiting = context, waiting
        self.setObjectName(f"Waiting-{waiting.ticket_id}")
        self.title = RowButton(self)
        look(self.title, "part")
        self.title.setObjectName(f"Open-{waiting.ticket_id}")
        self.title.clicked.connect(lambda: self.opened.emit(self.waiting))
        self._who = TextLabel("", "soft", self).wrapping()
        self._badges = [Badge(parent=self) for _ in range(CHIPS)]
        self.comment = QLineEdit(self)
        self.wrong = TextLabel("", "wrong", self).wrapping()
        self.approve = self._button("Approve", "primary", self.approved)
        self.reject = self._button("Reject", "danger", self.rejected)
        self.delegate = self._button("Delegate…", "", self.delegated)
        self._arrange()
        self.show_waiting(waiting)

    def show_waiting(self, waiting: Waiting) -> None:
        """Show how it stands now."""
        self.waiting = waiting
        now = self._context.desk.clock()
        self.title.show_words(f"{waiting.number} {waiting.title}")
        self._who.setText(_asked(waiting, now))
        self._who.setToolTip(plain_tip(words.moment(waiting.asked_at)))
        chips = list(_chips(waiting, now))
        for place, badge in enumerate(self._badges):
            badge.show_chip(chips[place] if place < len(chips) else None)
        self._answers.setVisible(bool(waiting.answers))
        for line, (label, answer) in self._lines.each(waiting.answers):
            line.setText(f"{label}: {answer}")
        self.setAccessibleName(f"{waiting.number} {waiting.title}, {_asked(waiting, now)}")

    def note(self) -> str:
        """The comment as it is typed."""
        return self.comment.text().strip()

    def say_wrong(self, sentence: str) -> None:
        """Say beneath the comment what is missing, or nothing."""
        look(self.comment, "wrong" if sentence else "")
        self.wrong.setText(sentence)
        self.wrong.setVisible(bool(sentence))
        if sentence:
            self.comment.setFocus()

    def _button(self, verb: str, style: str, signal: object) -> QPushButton:
        button = QPushButton(verb, self)
        name = verb.rstrip("…")
        button.setObjectName(f"{name}-{self.waiting.ticket_id}")
        button.setAccessibleName(f"{name} {self.waiting.number}")
        if style:
            look(button, style)
        button.clicked.connect(lambda: signal.emit(self.waiting))  # type: ignore[attr-defined]  # a bound signal
        return button

    def _arrange(self) -> None:
        px = self._context.theme.px
        self.comment.setObjectName(f"Comment-{self.waiting.ticket_id}")
        self.comment.setAccessibleName(f"Comment on {self.waiting.number}")
        self.comment.setPlaceholderText("Comment; a rejection needs its reason")
        self.comment.textEdited.connect(lambda _: self.say_wrong(""))
        chips = FlowLayout(px(6))
        for badge in self._badges:
            chips.addWidget(badge)
        self.add(self.title)
        self.add(self._who)
        self.column.addLayout(chips)
        answers = self._answers = QWidget(self)
        self._lines = Pool(_column(answers, px(2)), lambda: TextLabel("", "", answers).wrapping())
        self.add(answers)
        self.column.addStretch(1)
        self.add(self.comment)
        self.add(self.wrong)
        self.wrong.hide()
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        foot.addWidget(self.approve)
        foot.addWidget(self.reject)
        foot.addWidget(self.delegate)
        foot.addStretch(1)
        self.column.addLayout(foot)


def _column(widget: QWidget, gap: int) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(gap)
    return column


def _asked(waiting: Waiting, now: datetime) -> str:
    """Who asks, since when, and in whose place one decides."""
    by = f"for {waiting.requester}" if waiting.requester else ""
    asked = f"asked {words.ago(waiting.asked_at, now)}"
    instead = f"instead of {waiting.instead_of}" if waiting.instead_of else ""
    return " · ".join(part for part in (by, asked, instead) if part)


def _chips(waiting: Waiting, now: datetime) -> Iterator[Chip]:
    if waiting.item:
        yield Chip(waiting.item, Tint.REQUEST)
    if waiting.step > 1:
        yield Chip(f"Step {waiting.step}")
    if waiting.expires_at is not None:
        said = "expired; supervisors may decide" if waiting.expires_at <= now else ""
        ends = said or f"expires {words.short_moment(waiting.expires_at, now)}"
        yield Chip(ends, Tint.BAD if said else words.nearness(waiting.expires_at, now))
    if waiting.due_at is not None:
        yield Chip(f"due {words.short_moment(waiting.due_at, now)}")
