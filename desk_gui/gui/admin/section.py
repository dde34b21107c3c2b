"""What the sections of the page share: who may change them, and the sentence for who may not."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_gui.domain.accounts import Account, Right, require
from desk_gui.domain.errors import DatabaseTrouble, NotAllowed, Refusal
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.icon_label import IconLabel
from desk_gui.gui.widgets.text_label import TextLabel


def why_not(account: Account, right: Right) -> str:
    """Why this account lacks a right, in a sentence; "" when it has it."""
    try:
        require(account, right)
    except NotAllowed as refusal:
        return refusal.message
    return ""


class Section(QWidget):
    """One part of the page; `may` says whether this account can change what it shows."""

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
        if not isinstance(error, Refusal | DatabaseTrouble):
            raise error
        self.show_trouble(str(error))

    def column(self, heading: str, about: str) -> QVBoxLayout:
        """The section as a column that begins with what it is about."""
        px = self.context.theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(16), px(24), px(24))
        column.setSpacing(px(8))
        column.addWidget(TextLabel(heading, "title", self))
        column.addWidget(TextLabel(about, "soft", self).wrapping())
        column.addWidget(self.lacking)
        column.addSpacing(px(4))
        return column

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
