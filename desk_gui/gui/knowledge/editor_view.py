"""What the editor looks like: fields above, source left and preview right (or below)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desk_gui.gui.knowledge.draft_files import DraftFiles
from desk_gui.gui.knowledge.fields import Fields
from desk_gui.gui.knowledge.markdown_edit import MarkdownEdit, Toolbar
from desk_gui.gui.knowledge.reading import WIDEST, Prepared, preview
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.safe_document import SafeView
from desk_gui.gui.widgets.scrolled import scrolled
from desk_gui.gui.widgets.text_label import ElidedLabel, TextLabel
from desk_gui.markup.places import file_of
from desk_gui.operations.knowledge import Written

PAUSE_MS = 200
SIDE_BY_SIDE, LEAST_TALL = 760, 220


class EditorView(QWidget):
    """The widgets of the editor and the preview that follows what is typed."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.setObjectName("ArticleEditor")
        self.setAccessibleName("Write an article")
        theme = context.theme
        self.heading = ElidedLabel("", "title", self)
        self.state = TextLabel("", "small", self)
        self.trouble = TextLabel("", "bad", self).wrapping()
        self.trouble.setObjectName("EditorTrouble")
        self.leave_button = self._button("Close", "CloseEditor")
        self.save_button = self._button("Save draft", "SaveDraft")
        self.submit_button = self._button("Submit for review", "SubmitArticle")
        look(self.submit_button, "primary")
        self.fields = Fields(context, self)
        self.source = MarkdownEdit(theme, self)
        self.toolbar = Toolbar(theme, self.source, self)
        self.preview = SafeView(theme, self._follow, name="Preview", parent=self)
        self.files = DraftFiles(context, self)
        self._pictures: Mapping[str, QImage] = {}
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.read_preview)
        self._arrange()
        self.source.textChanged.connect(self._pause.start)

    @property
    def article_id(self) -> int | None:
        """The article that is written, None for a new one."""
        raise NotImplementedError

    def written(self) -> Written:
        """What stands in the editor now."""
        return self.fields.written(self.source.toPlainText())

    def read_preview(self) -> None:
        """Prepare the preview of what is written now, in a job."""
        self._pause.stop()
        work = partial(
            preview,
            self.context.desk,
            self.article_id,
            self.source.toPlainText(),
            self._pictures,
            wide=self.context.theme.px(WIDEST),
        )
        self.context.jobs.read(self, work, self._show_preview, key="preview")

    def show_trouble(self, sentence: str) -> None:
        """Show a sentence below the head, or none."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))

    def show_busy(self, *, busy: bool) -> None:
        """Let nothing be pressed while a save is under way."""
        for button in (self.leave_button, self.save_button, self.submit_button):
            button.setEnabled(not busy)
        for field in (self.source, self.fields.title, self.fields.tags):
            field.setReadOnly(busy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The preview goes below the source, and buttons below the head, where there is no room."""
        super().resizeEvent(event)
        beside = self.width() >= self.context.theme.px(SIDE_BY_SIDE)
        row, stack = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._head.setDirection(row if beside else stack)
        way = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        if self._split.orientation() != way:
            self._split.setOrientation(way)
        parts = 1 if beside else 2
        self._split.setMinimumHeight(self.context.theme.px(LEAST_TALL) * parts)

    def _show_preview(self, prepared: Prepared) -> None:
        bar = self.preview.verticalScrollBar()
        at = bar.value()
        self._pictures = prepared.pictures
        self.preview.show_rich(prepared.rich, prepared.pictures)
        bar.setValue(at)
        self.files.show_files(prepared.files)

    def _follow(self, address: str) -> None:
        """A file of the article is there already; anything else is opened."""
        if file_of(address) is None:
            self.context.open_link(address)

    def _button(self, said: str, name: str) -> QPushButton:
        made = QPushButton(said, self)
        made.setObjectName(name)
        made.setAccessibleName(said)
        return made

    def _arrange(self) -> None:
        px = self.context.theme.px
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(24), px(12), px(24), px(16))
        column.setSpacing(px(8))
        said, buttons = QHBoxLayout(), QHBoxLayout()
        said.addWidget(self.heading, 1)
        said.addWidget(self.state)
        for widget in (self.leave_button, self.save_button, self.submit_button):
            buttons.addWidget(widget)
        for line in (self._head, said, buttons):
            line.setSpacing(px(8))
        self._head.addLayout(said, 1)
        self._head.addLayout(buttons)
        column.addLayout(self._head)
        column.addWidget(self.trouble)
        column.addWidget(self.fields)
        column.addSpacing(px(4))
        column.addWidget(self._split, 1)
        column.addWidget(self.files)
        self._split.setObjectName("SourceAndPreview")
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(px(12))
        toolbar = self.toolbar
        self._split.addWidget(self._side(toolbar, self.source))
        title = TextLabel("Preview", "small", self)
        title.setFixedHeight(toolbar.sizeHint().height())
        self._split.addWidget(self._side(title, self._framed(self.preview)))
        self._split.setSizes([1000, 1000])
        area = scrolled(inside, "Editor area", self)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def _side(self, head: QWidget, body: QWidget) -> QWidget:
        side = QWidget(self._split)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.context.theme.px(4))
        column.addWidget(head)
        column.addWidget(body, 1)
        return side

    def _framed(self, view: QWidget) -> QWidget:
        frame = QFrame(self)
        look(frame, "card")
        column = QVBoxLayout(frame)
        column.setContentsMargins(*[self.context.theme.px(12)] * 4)
        column.addWidget(view)
        return frame
