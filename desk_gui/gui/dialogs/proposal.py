"""What Desk proposes while one types: the kind and how sure, why, and articles that may answer."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desk_gui.domain.catalog import CatalogItem
from desk_gui.domain.priority import Level, Matrix
from desk_gui.domain.workflow import Kind
from desk_gui.gui.dialogs.habit import Habit
from desk_gui.gui.dialogs.help_line import HelpLine
from desk_gui.gui.format import LEVELS, Chip, Tint, kind_chip, priority_words
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.badge import Badge
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.flow import FlowLayout
from desk_gui.gui.widgets.pool import Pool
from desk_gui.gui.widgets.text_label import TextLabel, plain_tip
from desk_gui.operations import classification, requests, suggestions
from desk_gui.operations.articles import answering
from desk_gui.operations.articles.answering import Answer
from desk_gui.operations.classification import Evidence, Proposal, Usual
from desk_gui.operations.desk import Desk

REASONS = 6
KINDS = {"incident": Tint.INCIDENT, "request": Tint.REQUEST}
WAITING = "Type what happened or what is needed. Desk proposes the kind, and articles to read."


@dataclass(frozen=True)
class Proposed:
    """What was proposed for a title and a text, and articles that may answer them."""

    proposal: Proposal
    articles: tuple[Answer, ...]
    item: CatalogItem | None = None
    usual: tuple[Usual, ...] = ()


def propose(desk: Desk, title: str, text: str) -> Proposed:
    """Ask the classifier and the knowledge base; a job does this."""
    if not (title.strip() or text.strip()):
        return Proposed(classification.propose(desk, title, text), ())
    articles = tuple(answering.may_answer(desk, title, text))
    proposal = classification.propose(desk, title, text)
    item = _item_of(desk, proposal) or suggestions.item_for(desk, f"{title}\n{text}")
    usual = classification.usual(desk, proposal)
    own = (one.name for one in usual if one.what == "desk_category")
    proposal = replace(proposal, category=next(own, proposal.category))
    return Proposed(proposal, articles, item, usual)


def _item_of(desk: Desk, proposal: Proposal) -> CatalogItem | None:
    """The catalog item that this desk gave tickets like this one."""
    if proposal.item is None:
        return None
    return next((one for one in requests.catalog(desk) if one.id == proposal.item.id), None)


def sure(proposal: Proposal) -> str:
    """How sure the proposal is, such as “94 %”."""
    return f"{round(proposal.confidence * 100)} %"


class ProposalCard(Card):
    """`kind_wanted` says that a person takes the proposed kind."""

    kind_wanted = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, head="Desk proposes", parent=parent)
        self._context = context
        self._kind: Kind | None = None
        self.setObjectName("Proposal")
        px = context.theme.px
        self._says = TextLabel(WAITING, "soft", self).wrapping()
        self._says.setObjectName("ProposalWords")
        self.chip = Badge(parent=self)
        self.chip.setObjectName("ProposedKind")
        self._reasons = QWidget(self)
        self._reasons.setObjectName("ProposalReasons")
        self._flow = FlowLayout(px(4), self._reasons)
        self._levels = TextLabel("", "", self).wrapping()
        self._levels.setObjectName("ProposedPriority")
        self.take = QPushButton("", self)
        self.take.setObjectName("TakeProposedKind")
        look(self.take, "pill")
        self.take.clicked.connect(lambda: self.kind_wanted.emit(self._kind))
        self.habit = Habit(context.theme, self)
        self._answers = QWidget(self)
        column = QVBoxLayout(self._answers)
        column.setContentsMargins(0, px(8), 0, 0)
        column.setSpacing(px(2))
        self._head = TextLabel("May answer it", "strong", self._answers)
        column.addWidget(self._head)
        lines = QVBoxLayout()
        column.addLayout(lines)
        self._lines = Pool(lines, self._line)
        left = Qt.AlignmentFlag.AlignLeft
        self.column.addWidget(self.chip, 0, left)
        for widget in (self._says, self._reasons, self._levels):
            self.add(widget)
        self.column.addWidget(self.take, 0, left)
        self.add(self.habit)
        self.add(self._answers)
        self.column.addStretch(1)
        self.show_proposed(None, None)

    def show_proposed(self, proposed: Proposed | None, chosen: Kind | None) -> None:
        """Show what is proposed beside the kind that is chosen; None for neither."""
        proposal = proposed.proposal if proposed else None
        kind = self._kind = proposal.kind if proposal else None
        self.chip.show_chip(kind_chip(kind) if kind else None)
        self._says.setText(_says(proposal))
        self._show_reasons(proposal)
        differs = kind is not None and chosen is not None and chosen is not kind
        self.take.setVisible(differs)
        if kind is not None and differs:
            words = f"Make it {_a(kind)}"
            self.take.setText(words)
            self.take.setAccessibleName(words)
        self.habit.show_usual(proposed.usual if proposed else ())
        self._show_answers(proposed.articles if proposed else ())

    def show_priority(self, matrix: Matrix, levels: tuple[Level, Level] | None) -> None:
        """Say which priority impact and urgency give, where the kind has them."""
        self._levels.setVisible(levels is not None)
        if levels is not None:
            impact, urgency = (LEVELS[one].lower() for one in levels)
            priority = priority_words(matrix[levels])
            self._levels.setText(f"Impact {impact}, urgency {urgency}: priority {priority}")

    def _show_reasons(self, proposal: Proposal | None) -> None:
        _empty(self._flow)
        shown = proposal.because[:REASONS] if proposal else ()
        for one in shown:
            chip = Chip(f"“{' '.join(one.words.split())}”", KINDS.get(one.says, Tint.PLAIN))
            badge = Badge(chip, self._reasons)
            badge.setToolTip(plain_tip(_why(one)))
            badge.setAccessibleName(f"{chip.words} speaks for {one.says}")
            self._flow.addWidget(badge)
        self._reasons.setVisible(bool(shown))

    def _show_answers(self, articles: tuple[Answer, ...]) -> None:
        self._answers.setVisible(bool(articles))
        for line, hit in self._lines.each(articles):
            line.show_thing(hit)

    def _line(self) -> HelpLine[Answer]:
        line: HelpLine[Answer] = HelpLine(self._context, self._answers)
        line.opens.clicked.connect(lambda: self._open(line.thing))
        return line

    def _open(self, answer: Answer | None) -> None:
        if answer is not None:
            self._context.open_link(f"desk://article/{answer.number}")


def _says(proposal: Proposal | None) -> str:
    if proposal is None:
        return WAITING
    if proposal.kind is None:
        return "The words do not say yet whether something is broken or asked for; choose the kind."
    return f"{sure(proposal)} sure, because it says"


def _why(one: Evidence) -> str:
    source = "learned from tickets" if one.learned else "from the word list"
    return f"speaks for: {one.says}, with weight {one.weight:.1f} ({source})"


def _a(kind: Kind) -> str:
    return "an incident" if kind is Kind.INCIDENT else "a service request"


def _empty(layout: FlowLayout) -> None:
    while layout.count():
        _drop(layout.takeAt(0))


def _drop(item: object) -> None:
    widget = item.widget()  # type: ignore[attr-defined]  # a layout item
    if widget is not None:
        widget.hide()
        widget.deleteLater()
