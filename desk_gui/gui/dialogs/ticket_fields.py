"""The fields of a new ticket: what both kinds have, and those of its own kind only."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desk_gui.domain.attachment import Upload
from desk_gui.domain.catalog import CatalogItem
from desk_gui.domain.priority import Level
from desk_gui.domain.workflow import Kind
from desk_gui.gui.dialogs.attaching import Attaching
from desk_gui.gui.dialogs.choosing import ChoiceBox, Known
from desk_gui.gui.dialogs.form import Form
from desk_gui.gui.dialogs.order_form import OrderForm
from desk_gui.gui.dialogs.requester import requester_picker
from desk_gui.gui.dialogs.sheet import rows
from desk_gui.gui.format import LEVELS
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.text_editor import TextEditor
from desk_gui.operations.classification import NewTicket, Proposal

TITLE, TEXT, REQUESTER, ITEM = "Title", "Description", "Requester", "Catalog item"
IMPACT, URGENCY, CATEGORY, TEAM = "Impact", "Urgency", "Category", "Team"
ROWS = 6


class ReasonMarker(QSyntaxHighlighter):
    """Tints the words of a text that decided what it is."""

    def __init__(self, editor: TextEditor) -> None:
        super().__init__(editor.document())
        self._words: tuple[tuple[str, QColor], ...] = ()

    def mark(self, words: tuple[tuple[str, QColor], ...]) -> None:
        """Tint these words from now on."""
        if words != self._words:
            self._words = words
            self.rehighlight()

    def highlightBlock(self, line: str) -> None:  # noqa: N802 - Qt calls it
        """Tint what stands in one line."""
        low = line.lower()
        for words, colour in self._words:
            tint = QTextCharFormat()
            tint.setBackground(colour)
            start = low.find(words)
            while start >= 0:
                self.setFormat(start, len(words), tint)
                start = low.find(words, start + len(words))


class TicketFields(QWidget):
    """`typed` says that title or description changed."""

    typed = Signal()

    def __init__(self, context: Context, owner: QWidget) -> None:
        super().__init__(owner)
        theme = self._theme = context.theme
        self._known = Known()
        self._kind: Kind | None = None
        self._proposed: Proposal | None = None
        self._proposed_item: int | None = None
        self._top, self._own = Form(theme, self), Form(theme, self)
        self._pairs = {name: Form(theme, self) for name in (IMPACT, URGENCY, CATEGORY, TEAM)}
        self.title = QLineEdit(self)
        self.text = TextEditor("Description", "What happened, or what is needed", self)
        rows(self.text, ROWS)
        self.marker = ReasonMarker(self.text)
        self.files = Attaching(context, self)
        self.attach = QPushButton("Attach files…", self)
        self.requester = requester_picker(context, owner)
        self.item = ChoiceBox(parent=self)
        self.asked = OrderForm(theme, self)
        self.impact, self.urgency = (ChoiceBox(_levels(None), self) for _ in range(2))
        self.category, self.team = ChoiceBox(parent=self), ChoiceBox(parent=self)
        self._arrange(context)
        self.title.textChanged.connect(self.typed)
        self.text.textChanged.connect(self.typed)
        self.item.picked.connect(lambda _: self._item_picked())
        self.offer(self._known)

    def words(self) -> tuple[str, str]:
        """Title and description as typed."""
        return self.title.text(), self.text.toPlainText()

    def offer(self, known: Known) -> None:
        """Offer what there is to choose from."""
        self._known = known
        self.item.offer(known.item_options())
        self._ask()
        self._offer_team()
        self._offer_category()

    def show_kind(self, kind: Kind | None) -> None:
        """Show the fields of this kind only; of both where it is not decided."""
        self._kind = kind
        self._own.setVisible(kind is not Kind.INCIDENT)
        self._ask()
        self._offer_team()
        for name in (IMPACT, URGENCY):
            self._pairs[name].setVisible(kind is not Kind.REQUEST)

    def show_proposed(self, proposal: Proposal | None) -> None:
        """Name what is proposed where nothing is chosen."""
        self._proposed = proposal
        self.impact.offer(_levels(proposal.impact if proposal is not None else None))
        self.urgency.offer(_levels(proposal.urgency if proposal is not None else None))
        self._offer_category()

    def propose_item(self, item: CatalogItem | None) -> None:
        """Choose what seems to be asked for, unless a person chose already."""
        if item is not None and self.item.value in {None, self._proposed_item}:
            self.item.choose(item.id)
            self._proposed_item = item.id
            self._ask()

    def chosen_item(self) -> CatalogItem | None:
        """The item that is ordered; None unless it is a request."""
        return self._known.item(self.item.value) if self._kind is Kind.REQUEST else None

    def _item_picked(self) -> None:
        self._ask()
        self.typed.emit()

    def _ask(self) -> None:
        """Ask what the form of the item asks."""
        item = self.chosen_item()
        self.asked.ask(item.fields if item else ())

    def levels(self) -> tuple[Level, Level]:
        """Impact and urgency as they will be: chosen, or proposed, or medium."""
        chosen = (self.impact.value, self.urgency.value)
        said = (self._proposed.impact, self._proposed.urgency) if self._proposed else (None, None)
        impact, urgency = (
            one if isinstance(one, Level) else other or Level.MEDIUM
            for one, other in zip(chosen, said, strict=True)
        )
        return impact, urgency

    def show_wrong(self, kind: Kind | None, today: date) -> bool:
        """Point at what is missing for this kind; whether anything is."""
        refused = self.asked.show_wrong(today)
        wrong = {}
        if not self.title.text().strip():
            wrong[TITLE] = "Give it a title: a few words that say what is wrong or wanted."
        self._top.show_wrong(wrong)
        missing = kind is Kind.REQUEST and self.item.value is None
        own = {ITEM: "Choose what is asked for from the catalog."} if missing else {}
        self._own.show_wrong(own)
        return bool(wrong or own or refused)

    def written(self, kind: Kind | None) -> NewTicket:
        """What was filled in, for this kind; the requester is added by a job."""
        title, text = self.words()
        request = kind is Kind.REQUEST
        return NewTicket(
            title=title,
            text=text,
            kind=kind,
            category_id=_id(self.category.value),
            team_id=_id(self.team.value),
            impact=None if request else _level(self.impact.value),
            urgency=None if request else _level(self.urgency.value),
            item_id=_id(self.item.value) if request else None,
            answers=self.asked.asked_answers() if request and self.asked.fields else None,
            files=Upload(self.asked.files() if request else ()),
        )

    def _offer_category(self) -> None:
        proposed = self._proposed.category if self._proposed else None
        first = f"{proposed} (proposed)" if proposed else "No category"
        self.category.offer([(None, first), *self._known.category_options()[1:]])

    def _offer_team(self) -> None:
        first = "As the item says" if self._kind is Kind.REQUEST else "No team yet"
        self.team.offer([(None, first), *self._known.team_options()[1:]])

    def _arrange(self, context: Context) -> None:
        px = context.theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        self._top.add(TITLE, self.title)
        self._top.add(TEXT, self.text)
        self._top.add_button(self._attaching(context))
        self._top.add(REQUESTER, self.requester)
        self._own.add(ITEM, self.item)
        fields = ((IMPACT, self.impact), (URGENCY, self.urgency))
        more = ((CATEGORY, self.category), (TEAM, self.team))
        column.addWidget(self._top)
        column.addWidget(self._own)
        column.addWidget(self.asked)
        for pair in (fields, more):
            row = QHBoxLayout()
            row.setSpacing(px(12))
            for name, field in pair:
                self._pairs[name].add(name, field)
                row.addWidget(self._pairs[name], 1)
            column.addLayout(row)
        column.addStretch(1)

    def _attaching(self, context: Context) -> QWidget:
        """The files, and the button that adds more."""
        both = QWidget(self)
        self.attach.setObjectName("Attach")
        self.attach.setAccessibleName("Attach files")
        self.attach.setAutoDefault(False)
        self.attach.clicked.connect(self.files.choose)
        look(self.attach, "link")
        context.theme.follow(self._dress)
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(context.theme.px(4))
        column.addWidget(self.files)
        column.addWidget(self.attach, 0, Qt.AlignmentFlag.AlignLeft)
        return both

    def _dress(self) -> None:
        self.attach.setIcon(self._theme.icon(Icon.PAPERCLIP, "accent"))


def _levels(proposed: Level | None) -> list[tuple[object, str]]:
    first = f"{LEVELS[proposed]} (proposed)" if proposed else "Medium (default)"
    return [(None, first), *((level, LEVELS[level]) for level in Level)]


def _id(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _level(value: object) -> Level | None:
    return value if isinstance(value, Level) else None
