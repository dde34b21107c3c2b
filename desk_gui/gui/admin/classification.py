"""Classification: what Desk learned from the tickets here, and the desk's own words."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from desk_gui.domain.accounts import Right
from desk_gui.gui.admin.learned_card import LearnedCard
from desk_gui.gui.admin.section import SaveRow, Section
from desk_gui.gui.dialogs.sheet import rows
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.text_editor import TextEditor
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.operations import classifiers, learning
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects
from desk_gui.operations.learning import Standing

ABOUT = (
    "From the words of a ticket Desk proposes its kind, impact, urgency, category, team and"
    " catalog item, and says which words decided. A person always has the last word."
)
OWN_WORDS = (
    "Words of your own, for everybody at this desk. They lie over those that come with Desk; impact"
    " and urgency are proposed from such words alone. A group says what its words stand for:"
    " incident, request, impact or urgency with high, medium or low, security, compliance, or a"
    " category. Words under “off” say nothing any more."
)
EXAMPLE = 'off = ["blocker"]\n\n[[group]]\nsays = "urgency high"\nwords = ["line stop"]'
LINES, WIDEST = 9, 860


def read_all(desk: Desk) -> tuple[Standing, str]:
    """The versions and the desk's own words; a job does this."""
    return learning.standing(desk), classifiers.rules(desk)


class ClassificationSection(Section):
    """Two cards; what is being typed stays when they are read again."""

    name = "Classification"
    right = Right.CHANGE_SETTINGS

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._stored: str | None = None
        self.learned = LearnedCard(self)
        self.words = TextEditor("Own words", EXAMPLE, self)
        self.row = SaveRow(context.theme, "words", self)
        self._arrange()
        self.words.setReadOnly(not self.may)
        self.words.textChanged.connect(self._weigh)
        self.words.submitted.connect(self._save)
        self.row.save.clicked.connect(self._save)
        self.row.back.clicked.connect(self._put_back)

    def read(self) -> None:
        """Read both again."""
        work = partial(read_all, self.context.desk)
        self.context.jobs.read(self, work, self._found, key="classification")

    def _arrange(self) -> None:
        theme = self.context.theme
        column = self.column("Classification", ABOUT)
        card = Card(theme, head="Words of your own", parent=self)
        look(self.words, "mono")
        rows(self.words, LINES)
        card.add(TextLabel(OWN_WORDS, "soft", card).wrapping())
        card.add(self.words)
        for one in (self.learned, card):
            one.setMaximumWidth(theme.px(WIDEST))
            column.addWidget(one)
        column.addWidget(self.trouble)
        column.addWidget(self.row)
        column.addStretch(1)

    def _found(self, read: tuple[Standing, str]) -> None:
        standing, written = read
        untouched = self._stored is None or self.words.toPlainText() == self._stored
        self._stored = written
        self.learned.show_standing(standing)
        if untouched:
            self._put_back()
        else:
            self._weigh()

    def _put_back(self) -> None:
        if self._stored is not None:
            self.words.setPlainText(self._stored)
            self._weigh()

    def _weigh(self) -> None:
        if self._stored is not None:
            self.show_trouble("")
            changed = self.words.toPlainText() != self._stored
            self.row.offer(changed=changed, possible=True)

    def _save(self) -> None:
        if not self.row.save.isEnabled():
            return
        self.row.save.setEnabled(False)
        written = self.words.toPlainText()
        self.context.do(
            self,
            partial(classifiers.change_rules, self.context.desk, written),
            said="Your words are saved.",
            done=partial(self._saved, written),
            failed=self._not_saved,
        )

    def _saved(self, written: str, _: Effects) -> None:
        self._stored = written
        self._weigh()

    def _not_saved(self, error: Exception) -> None:
        self._weigh()
        self.refused(error)
