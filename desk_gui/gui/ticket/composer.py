"""Writing on a ticket: to the requester, or for the desk only; the two never look alike."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from desk_gui.domain.accounts import Right
from desk_gui.gui.dialogs.attaching import Attaching
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.ticket.left_words import LeftWords
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.icon_label import IconButton, IconLabel
from desk_gui.gui.widgets.mention_editor import MentionEditor
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.operations.desk import new_key

ROWS = 3


class Mode(StrEnum):
    """Who reads what is written."""

    ANSWER = "answer"
    NOTE = "note"


@dataclass
class Draft:
    """What is typed on one ticket and not sent; sent twice with its key, it is stored once."""

    text: str = ""
    mode: Mode = Mode.ANSWER
    key: str = field(default_factory=new_key)


@dataclass(frozen=True)
class _Look:
    tab: str
    icon: Icon
    reader: str
    hint: str
    verb: str
    style: str


LOOKS = {
    Mode.ANSWER: _Look(
        "Answer the requester",
        Icon.MAIL,
        "The requester will read this.",
        "Write to the requester",
        "Send answer",
        "",
    ),
    Mode.NOTE: _Look(
        "Work note",
        Icon.LOCK,
        "Only the desk reads this; the requester never sees it.",
        "Write down what the next agent should know",
        "Save work note",
        "note",
    ),
}


class Composer(Card):
    """`send_wanted` carries the ticket's id and its Draft, `typed` the ticket whose draft changed.

    `changed` carries the words that stand here now, also where nobody typed them.

    Drafts live as long as the window; see `sending` for those that outlive it.
    """

    send_wanted = Signal(int, object)
    typed = Signal(int)
    changed = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, parent=parent)
        self._context = context
        self._drafts: dict[int, Draft] = {}
        self._ticket_id: int | None = None
        self._met: set[int] = set()
        self._sending: set[int] = set()
        self.setObjectName("Composer")
        self.setAccessibleName("Write")
        self._tabs = QButtonGroup(self)
        tabs = self._make_tabs()
        self.text = MentionEditor(context.theme, "Write on this ticket", "", self)
        self.text.setObjectName("ComposerText")
        self.icon = IconLabel(context.theme, Icon.MAIL, parent=self)
        self.reader = TextLabel("", "small", self).wrapping()
        self.reader.setObjectName("ComposerReader")
        self.trouble = TextLabel("", "bad", self).wrapping()
        self.trouble.setObjectName("ComposerTrouble")
        self.kept = TextLabel("", "small", self)
        self.kept.setObjectName("ComposerKept")
        self.left = LeftWords(context, self)
        self.files = Attaching(context, self)
        self.files.drop_on(self, self.text)
        self.attach = IconButton(context.theme, Icon.PAPERCLIP, "Attach files", parent=self)
        self.attach.clicked.connect(self.files.choose)
        self.send = QPushButton("", self)
        self.send.setObjectName("Send")
        self.send.setToolTip("Ctrl+Enter")
        self._arrange(tabs)
        self.text.textChanged.connect(self._typed)
        self.text.submitted.connect(self.submit)
        self.send.clicked.connect(self.submit)
        self._tabs.idClicked.connect(self._chosen)
        self.files.changed.connect(self._files_changed)

    @property
    def mode(self) -> Mode:
        """Who will read it."""
        return list(Mode)[self._tabs.checkedId()]

    def show_ticket(
        self, ticket_id: int, kept: Draft | None = None, *, elsewhere: str | None = None
    ) -> bool:
        """Go on with the draft of a ticket; the draft of the one before stays here.

        Where it was merged, one writes `elsewhere`: on the ticket of that number.
        A draft kept from before is taken when the ticket is met for the first time: whether it is.
        """
        taken = ticket_id not in self._met and kept is not None
        self._met.add(ticket_id)
        if taken and kept is not None:
            self._drafts[ticket_id] = kept
        if ticket_id != self._ticket_id:
            self._ticket_id = ticket_id
            draft = self._drafts.get(ticket_id, Draft())
            self.show_trouble("")
            self.show_kept("")
            self.files.show_of(ticket_id)
            self._put(draft)
        self.setVisible(self._context.account.may(Right.WORK_ON_TICKETS) and not elsewhere)
        for command in ("comment", "note", "attach"):
            self._context.actions.allow(command, not elsewhere, f"Write on {elsewhere}.")
        self._allow()
        return taken

    def choose(self, mode: Mode) -> None:
        """Write for others; what is typed stays."""
        self._tabs.button(list(Mode).index(mode)).setChecked(True)
        chosen = LOOKS[mode]
        look(self, "note" if mode is Mode.NOTE else "card")
        look(self.text, chosen.style)
        self.icon.show_icon(chosen.icon, "warn" if mode is Mode.NOTE else "accent")
        self.reader.setText(chosen.reader)
        self.text.setPlaceholderText(chosen.hint)
        self.text.setAccessibleName(chosen.tab)
        self.send.setText(chosen.verb)
        self.send.setAccessibleName(chosen.verb)
        look(self.send, "" if mode is Mode.NOTE else "primary")
        self._keep()

    def write(self, mode: Mode) -> None:
        """Begin to write, as by a key."""
        self.choose(mode)
        self.text.setFocus()

    def add_words(self, words: str, mode: Mode) -> None:
        """Put words below those that are typed, for the same readers; or begin with them."""
        typed = self.text.toPlainText().rstrip()
        if not typed:
            self.choose(mode)
        self.text.setPlainText(f"{typed}\n\n{words}" if typed else words)
        self.text.setFocus()

    def insert(self, words: str) -> None:
        """Put words where the cursor is, on lines of their own."""
        cursor = self.text.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()].strip()
        cursor.insertText(f"\n\n{words}" if before else words)
        self.text.setTextCursor(cursor)
        self.text.ensureCursorVisible()
        self.text.setFocus()

    def submit(self) -> None:
        """Send what is typed; it stays until it is stored."""
        ticket_id = self._ticket_id
        if ticket_id is None or ticket_id in self._sending:
            return
        if not self.text.toPlainText().strip() and not self.files.files(ticket_id):
            self.show_trouble("Write something first.")
            return
        self.show_trouble("")
        self._sending.add(ticket_id)
        self._allow()
        draft = self._drafts.setdefault(ticket_id, Draft(mode=self.mode))
        self.send_wanted.emit(ticket_id, draft)

    def sent(self, ticket_id: int) -> None:
        """It is stored: forget the draft."""
        self._sending.discard(ticket_id)
        mode = self._drafts.pop(ticket_id, Draft()).mode
        self.files.forget(ticket_id)
        if ticket_id == self._ticket_id:
            self._put(Draft(mode=mode))
        self._allow()

    def not_sent(self, ticket_id: int, sentence: str) -> None:
        """It was refused: the text is still there, and the reason beneath it."""
        self._sending.discard(ticket_id)
        self.files.ended(ticket_id)
        if ticket_id == self._ticket_id:
            self.show_trouble(sentence)
        self._allow()

    def show_trouble(self, sentence: str) -> None:
        """Say what is wrong, or nothing."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))

    def show_kept(self, words: str) -> None:
        """Say that the draft is kept, and since when; or nothing."""
        self.kept.setText(words)
        self.kept.setVisible(bool(words))

    def draft(self, ticket_id: int) -> Draft | None:
        """What is typed on a ticket and not sent, or None."""
        return self._drafts.get(ticket_id)

    def _put(self, draft: Draft) -> None:
        blocked = self.text.blockSignals(True)
        self.text.setPlainText(draft.text)
        self.text.blockSignals(blocked)
        self.choose(draft.mode)
        self.changed.emit(draft.text)

    def _typed(self) -> None:
        self.show_trouble("")
        self._keep()
        if self._ticket_id is not None:
            self.typed.emit(self._ticket_id)
        self.changed.emit(self.text.toPlainText())

    def _chosen(self, place: int) -> None:
        self.choose(list(Mode)[place])
        if self._ticket_id in self._drafts:
            self.typed.emit(self._ticket_id)

    def _keep(self) -> None:
        if self._ticket_id is None:
            return
        text = self.text.toPlainText()
        draft = self._drafts.get(self._ticket_id)
        if not text.strip() and draft is None:
            return
        if draft is None or draft.text != text or draft.mode is not self.mode:
            self._drafts[self._ticket_id] = Draft(text, self.mode)
        if not text.strip():
            del self._drafts[self._ticket_id]

    def _files_changed(self, ticket_id: int) -> None:
        """Other files are another submission."""
        if draft := self._drafts.get(ticket_id):
            self._drafts[ticket_id] = replace(draft, key=new_key())
        self.show_trouble("")

    def _allow(self) -> None:
        free = self._ticket_id not in self._sending
        self.text.setReadOnly(not free)
        self.send.setEnabled(free)
        self.attach.setEnabled(free)

    def _make_tabs(self) -> QHBoxLayout:
        px = self._context.theme.px
        tabs = QHBoxLayout()
        tabs.setSpacing(px(8))
        for place, mode in enumerate(Mode):
            tab = QPushButton(LOOKS[mode].tab, self)
            tab.setObjectName(f"Write-{mode}")
            tab.setAccessibleName(LOOKS[mode].tab)
            tab.setCheckable(True)
            look(tab, "pill")
            self._tabs.addButton(tab, place)
            tabs.addWidget(tab)
        tabs.addStretch(1)
        return tabs

    def _arrange(self, tabs: QHBoxLayout) -> None:
        px = self._context.theme.px
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        foot.addWidget(self.icon)
        foot.addWidget(self.reader, 1)
        foot.addWidget(self.kept)
        foot.addWidget(self.attach)
        foot.addWidget(self.send)
        self.column.addLayout(tabs)
        self.column.addWidget(self.left)
        self.column.addWidget(self.text)
        self.column.addWidget(self.files)
        self.column.addWidget(self.trouble)
        self.column.addLayout(foot)
        self._tabs.button(0).setChecked(True)
        self.choose(Mode.ANSWER)
        self.show_trouble("")
        self.show_kept("")
        self._context.theme.follow(self._dress)

    def _dress(self) -> None:
        line = self.text.fontMetrics().lineSpacing()
        self.text.setFixedHeight(line * ROWS + self._context.theme.px(24))
