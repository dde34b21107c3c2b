"""What the sections of the page share: who may change them, and the sentence for who may not."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desk_gui.domain.accounts import Account, Right, require
from desk_gui.domain.errors import NotAllowed, sentence
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context
from desk_gui.gui.theme import Theme, look
from desk_gui.gui.widgets.icon_label import IconLabel
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects

S = TypeVar("S")


def why_not(account: Account, right: Right) -> str:
    """Why this account lacks a right, in a sentence; "" when it has it."""
    try:
        require(account, right)
    except NotAllowed as refusal:
        return refusal.message
    return ""


def number_in(typed: str) -> int:
    """A whole number as it is typed; -1, which no setting takes, for anything else."""
    words = typed.strip()
    return int(words) if words.isascii() and words.isdigit() else -1


class Section(QWidget):
    """One part of the page; `may` says whether this account can change what it shows.

    `tickets_wanted` carries a filter of tickets to show in the queue.
    """

    tickets_wanted = Signal(str)

    name = ""
    right: Right | None = None

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.setObjectName(self.name.replace(" ", ""))
        self.setAccessibleName(self.name)
        lacking = why_not(context.account, self.right) if self.right else ""
        self.may = not lacking
        self.lacking = self._banner(lacking)
        self.trouble = TextLabel("", "bad", self).wrapping()
        self.trouble.setObjectName("SectionTrouble")
        self.trouble.hide()

    def read(self) -> None:
        """Read again what the section shows."""

    def show_trouble(self, sentence: str) -> None:
        """Show a sentence, or none."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))

    def refused(self, error: Exception) -> None:
        """Say why not; anything unexpected goes on to the one who reports it."""
        self.show_trouble(sentence(error))

    def column(self, heading: str, about: str) -> QVBoxLayout:
        """The section as a column that begins with what it is about."""
        px = self.context.theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(16), px(24), px(24))
        column.setSpacing(px(8))
        self.begin(column, heading, about)
        return column

    def begin(self, column: QVBoxLayout, heading: str, about: str) -> None:
        """Say at the top of a column what the section is about, and why it cannot be changed."""
        column.addWidget(TextLabel(heading, "title", self))
        column.addWidget(TextLabel(about, "soft", self).wrapping())
        column.addWidget(self.lacking)
        column.addSpacing(self.context.theme.px(4))

    def _banner(self, sentence: str) -> QWidget:
        theme = self.context.theme
        banner = QWidget(self)
        banner.setObjectName("WhyNot")
        row = QHBoxLayout(banner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        row.addWidget(IconLabel(theme, Icon.LOCK, parent=banner))
        row.addWidget(TextLabel(sentence, "", banner).wrapping(), 1)
        banner.setAccessibleName(sentence)
        banner.setVisible(bool(sentence))
        return banner


class SaveRow(QWidget):
    """“Save the …” and “Put back”; both dimmed until something changed."""

    def __init__(self, theme: Theme, what: str, section: Section, verb: str = "Save") -> None:
        super().__init__(section)
        self._may = section.may
        self.save = QPushButton(f"{verb} the {what}", self)
        self.back = QPushButton("Put back", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        names = (f"{verb}{what.title()}", f"Put{what.title()}Back")
        for button, name in zip((self.save, self.back), names, strict=True):
            button.setObjectName(name)
            button.setAccessibleName(button.text())
            row.addWidget(button)
        row.addStretch(1)
        look(self.save, "primary")
        self.offer(changed=False, possible=False)

    def offer(self, *, changed: bool, possible: bool) -> None:
        """Offer to put back what changed, and to save it where it is possible."""
        self.save.setEnabled(self._may and changed and possible)
        self.back.setEnabled(self._may and changed)


class Stored(Section, Generic[S]):
    """A section that shows what is stored, and keeps what is typed when that is read again."""

    right = Right.CHANGE_SETTINGS
    what = "settings"
    said = "The settings are saved."
    store: Callable[[Desk, S], Effects]
    """Stores what is wanted; runs in a job."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._stored: S | None = None
        self.row = SaveRow(context.theme, self.what, self)
        self.row.save.clicked.connect(self._save)
        self.row.back.clicked.connect(self._put_back)

    @abstractmethod
    def wanted(self) -> S:
        """What is typed or chosen now."""

    @abstractmethod
    def _show(self, stored: S) -> None:
        """Let the fields say what is stored."""

    @abstractmethod
    def _weigh(self) -> None:
        """Say what is wrong with what is typed, and offer to save or put back."""

    def _found(self, stored: S) -> None:
        untouched = self._stored is None or self.wanted() == self._stored
        self._stored = stored
        if untouched:
            self._put_back()
        else:
            self._weigh()

    def _put_back(self) -> None:
        if self._stored is not None:
            self._show(self._stored)
            self._weigh()

    def _save(self) -> None:
        self.row.save.setEnabled(False)
        work = partial(self.store, self.context.desk, self.wanted())
        self.context.do(self, work, said=self.said, done=self._saved, failed=self.refused)

    def _saved(self, _: Effects) -> None:
        self._stored = self.wanted()
        self._weigh()
