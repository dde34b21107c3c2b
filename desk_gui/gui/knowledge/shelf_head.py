"""What stands above the list of articles: search, filters, and what can be begun here."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desk_gui.domain.accounts import Right
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.choice_pill import ChoicePill
from desk_gui.gui.widgets.flow import FlowLayout
from desk_gui.gui.widgets.icon_label import IconButton
from desk_gui.gui.widgets.search_box import SearchBox
from desk_gui.gui.widgets.text_label import TextLabel


class ShelfHead(QWidget):
    """The controls of the list; `column` is the whole shelf, for the list to be put below."""

    new_wanted = Signal()
    upkeep_wanted = Signal()
    publish_wanted = Signal()

    def __init__(self, context: Context, shelf: QWidget) -> None:
        super().__init__(shelf)
        theme, may = context.theme, context.account.may
        self.search = SearchBox(theme, "Search articles", shelf)
        self.status = ChoicePill("Status", shelf)
        self.category = ChoicePill("Category", shelf)
        self.tag = ChoicePill("Tag", shelf)
        self.pills = (self.status, self.category, self.tag)
        self.count = TextLabel("", "small", shelf)
        self.told = TextLabel("", "small", shelf).wrapping()
        self.told.setObjectName("SearchTold")
        self.new = QPushButton("New article", shelf)
        self.new.setObjectName("NewArticle")
        self.new.setAccessibleName("New article")
        self.upkeep = IconButton(theme, Icon.LIST_CHECKS, "Upkeep", parent=shelf)
        self.publish = IconButton(theme, Icon.GLOBE, "Publish as a web site", parent=shelf)
        for button in (self.new, self.upkeep):
            button.setVisible(may(Right.WRITE_ARTICLES))
        self.publish.setVisible(may(Right.REVIEW_ARTICLES))
        self.column = QVBoxLayout(shelf)
        self._arrange(context)
        self.say("")
        self.new.clicked.connect(self.new_wanted)
        self.upkeep.clicked.connect(self.upkeep_wanted)
        self.publish.clicked.connect(self.publish_wanted)

    def say(self, words: str) -> None:
        """Say something of what was found, or nothing."""
        self.told.setText(words)
        self.told.setVisible(bool(words))

    def _arrange(self, context: Context) -> None:
        px = context.theme.px
        line = QHBoxLayout()
        line.setSpacing(px(8))
        line.addWidget(TextLabel("Articles", "title", self))
        line.addWidget(self.count, 1)
        for button in (self.upkeep, self.publish, self.new):
            line.addWidget(button)
        flow = FlowLayout(px(8))
        for pill in self.pills:
            flow.addWidget(pill)
        top = QVBoxLayout(self)
        top.setContentsMargins(px(16), px(8), px(16), px(12))
        top.setSpacing(px(8))
        top.addLayout(line)
        top.addWidget(self.search)
        top.addLayout(flow)
        top.addWidget(self.told)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addWidget(self)
