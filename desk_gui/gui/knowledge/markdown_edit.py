"""Where Markdown is written: keys and buttons for what people need most."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QFontDatabase, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk_gui.gui.icons import Icon
from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.icon_label import IconButton
from desk_gui.gui.widgets.text_editor import TextEditor

PARAGRAPH = "\u2029"
"""How Qt ends a line inside a selection."""
HINT = "What does a person see, and what helps?\n\n## Symptom\n\n## What to do\n\n1. First\n2. Then"


class MarkdownEdit(TextEditor):
    """Plain text with Ctrl+B and Ctrl+I; the other marks come from the toolbar.

    `given` carries what somebody pastes or drops here that is no text.
    """

    given = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Article source", HINT, parent)
        self._theme = theme
        theme.follow(self._dress)

    def wrap(self, mark: str, instead: str) -> None:
        """Put a mark around what is selected, or around `instead`, which is then selected."""
        cursor = self.textCursor()
        inside = cursor.selectedText() or instead
        start = cursor.selectionStart() + len(mark)
        cursor.insertText(f"{mark}{inside}{mark}")
        self._select(start, len(inside.encode("utf-16-le")) // 2)

    def begin_lines(self, mark: Callable[[int], str]) -> None:
        """Put a mark before each selected line, given its number from 0."""
        cursor = self.textCursor()
        end = cursor.selectionEnd()
        cursor.setPosition(cursor.selectionStart())
        cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
        start = cursor.position()
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        lines = cursor.selectedText().split(PARAGRAPH)
        marked = "\n".join(f"{mark(place)}{line}" for place, line in enumerate(lines))
        cursor.insertText(marked)
        if len(lines) > 1:
            self._select(start, len(marked.encode("utf-16-le")) // 2)
        self.setFocus()

    def add_code(self) -> None:
        """Mark the selection as code: in its line, or as a block where it has several."""
        inside = self.textCursor().selectedText()
        if PARAGRAPH not in inside:
            self.wrap("`", "code")
            return
        text = inside.replace(PARAGRAPH, "\n")
        self.textCursor().insertText(f"```\n{text}\n```")
        self.setFocus()

    def add_link(self) -> None:
        """Make a link of the selection; its address is selected, to be typed over."""
        cursor = self.textCursor()
        words, address = cursor.selectedText() or "words", "https://"
        cursor.insertText(f"[{words}]({address})")
        self._select(cursor.position() - 1 - len(address), len(address))

    def insert(self, piece: str) -> None:
        """Put a piece of Markdown where the cursor is."""
        self.textCursor().insertText(piece)
        self.setFocus()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Words, pictures and files."""
        return source.hasImage() or source.hasUrls() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Words go into the text; a picture or a file goes to whoever keeps them."""
        files = any(url.isLocalFile() for url in source.urls())
        if files or (source.hasImage() and not source.hasText()):
            self.given.emit(source)
        else:
            super().insertFromMimeData(source)

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+B and Ctrl+I for the text, whatever they do elsewhere in the window."""
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and _mark_of(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Bold and italic by key."""
        if mark := _mark_of(event):
            self.wrap(mark, "words")
            return
        super().keyPressEvent(event)

    def _select(self, start: int, length: int) -> None:
        cursor = self.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.setFocus()

    def _dress(self) -> None:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(self._theme.px(13))
        self.setFont(font)


def _mark_of(event: QKeyEvent) -> str:
    if event.modifiers() != Qt.KeyboardModifier.ControlModifier:
        return ""
    return {Qt.Key.Key_B.value: "**", Qt.Key.Key_I.value: "*"}.get(event.key(), "")


def _only(act: Callable[[], object], *_: object) -> None:
    act()


class Toolbar(QWidget):
    """The buttons above the source; the last three ask for a picture, a file, an article."""

    picture_wanted = Signal()
    file_wanted = Signal()
    article_wanted = Signal()

    def __init__(self, theme: Theme, edit: MarkdownEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("MarkdownToolbar")
        self.setAccessibleName("Marks")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(2))
        for icon, words, act in (
            (Icon.HEADING, "Heading", partial(edit.begin_lines, lambda _: "## ")),
            (Icon.BOLD, "Bold", partial(edit.wrap, "**", "words")),
            (Icon.ITALIC, "Italic", partial(edit.wrap, "*", "words")),
            (Icon.LIST, "List", partial(edit.begin_lines, lambda _: "- ")),
            (Icon.LIST_ORDERED, "Steps", partial(edit.begin_lines, lambda at: f"{at + 1}. ")),
            (Icon.QUOTE, "Quote", partial(edit.begin_lines, lambda _: "> ")),
            (Icon.CODE, "Code", edit.add_code),
            (Icon.LINK, "Link", edit.add_link),
            (Icon.BOOK_OPEN, "Link to an article", self.article_wanted.emit),
            (Icon.IMAGE, "Picture", self.picture_wanted.emit),
            (Icon.PAPERCLIP, "File", self.file_wanted.emit),
        ):
            button = IconButton(theme, icon, words, parent=self)
            button.clicked.connect(partial(_only, act))
            row.addWidget(button)
        row.addStretch(1)
