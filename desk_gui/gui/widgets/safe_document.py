"""The only place where rich text is shown.

A document here never reads a file, a share or the web: every picture it is not given is answered
with one transparent pixel, because an empty answer makes Qt read the path itself. A copy made by
`clone()` or `print()` loses that guard; build a new SafeDocument instead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QFont,
    QImage,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QWidget

from desk_gui.gui.theme import Theme, look
from desk_gui.gui.widgets.text_label import plain_tip
from desk_gui.markup.rich import Rich, from_markdown

INDENT = 24
"""How far a list stands in, px at 100 %."""


def _nothing() -> QImage:
    pixel = QImage(1, 1, QImage.Format.Format_ARGB32)
    pixel.fill(Qt.GlobalColor.transparent)
    return pixel


class SafeDocument(QTextDocument):
    """A document that shows only what it was given."""

    def __init__(
        self,
        pictures: Mapping[str, QImage] | None = None,
        parent: QObject | None = None,
        *,
        widest: int = 0,
    ) -> None:
        """Pictures are shown no wider than `widest` pixels, if that is given."""
        super().__init__(parent)
        self._widest = widest
        self._pictures = dict(pictures or {})
        self.refused: list[str] = []
        self.setUndoRedoEnabled(False)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """A picture we were given, one transparent pixel for any other, nothing else at all."""
        address = name.toString() if isinstance(name, QUrl) else name
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return ""
        if address in self._pictures:
            return _narrowed(self._pictures[address], self._widest)
        self.refused.append(address)
        return _nothing()


def _narrowed(picture: QImage, widest: int) -> QImage:
    if not 0 < widest < picture.width():
        return picture
    return picture.scaledToWidth(widest, Qt.TransformationMode.SmoothTransformation)


class SafeView(QTextBrowser):
    """Shows rich text; links go to the one function that may open them."""

    def __init__(
        self,
        theme: Theme,
        open_link: Callable[[str], object],
        *,
        name: str = "Text",
        fits: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """With `fits`, the view is as tall as its text and has no scroll bar of its own."""
        super().__init__(parent)
        self._theme = theme
        self._rich = Rich()
        self._pictures: Mapping[str, QImage] = {}
        self._fits = fits
        self._wide = 0
        self.setObjectName(name)
        self.setAccessibleName(name)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        look(self, "bare")
        if fits:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.anchorClicked.connect(lambda url: open_link(url.toString()))
        self.highlighted.connect(self._point_out)
        theme.changed.connect(self._write)
        self._write()

    def show_markdown(self, text: str) -> None:
        """Show Markdown; for long texts prepare it in a job and use `show_rich`."""
        self.show_rich(from_markdown(text))

    def show_rich(self, rich: Rich, pictures: Mapping[str, QImage] | None = None) -> None:
        """Show prepared text with the pictures that it may use, by their address."""
        self._rich = rich
        self._pictures = pictures or {}
        self._write()

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Whatever Qt asks the view for, the document answers."""
        document = self.document()
        return document.loadResource(kind, name) if isinstance(document, SafeDocument) else ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pictures become as narrow as the view, or wider with it."""
        super().resizeEvent(event)
        if self._pictures and self._wide != self.viewport().width():
            self._write()

    def _write(self) -> None:
        before = self.document()
        self._wide = self.viewport().width()
        document = SafeDocument(self._pictures, self, widest=self._wide)
        document.setDocumentMargin(0)
        document.setDefaultFont(self._theme.font())
        document.setIndentWidth(self._theme.px(INDENT))
        document.setDefaultStyleSheet(self._sheet())
        if self._rich.html:
            document.setHtml(self._rich.html)
            _keep_heading_sizes(document)
        else:
            document.setPlainText("\n\n".join(filter(None, (self._rich.note, self._rich.plain))))
            self._stand_out(document)
        document.documentLayout().documentSizeChanged.connect(self._fit)
        self.setDocument(document)
        if isinstance(before, SafeDocument):
            before.deleteLater()
        self._fit(document.size())

    def _stand_out(self, document: QTextDocument) -> None:
        """Qt counts in halves of the characters that need two."""
        look_of_mark = QTextCharFormat()
        look_of_mark.setForeground(self._theme.colour("accent"))
        look_of_mark.setFontWeight(QFont.Weight.Bold)
        cursor = QTextCursor(document)
        for mark in self._rich.marks:
            start, end = (len(self._rich.plain[:place].encode("utf-16-le")) // 2 for place in mark)
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(look_of_mark)

    def _fit(self, size: QSizeF) -> None:
        if self._fits:
            self.setFixedHeight(max(round(size.height() + 0.5), self.fontMetrics().height()))

    def _point_out(self, url: QUrl) -> None:
        self.viewport().setToolTip(plain_tip(url.toString()))

    def _sheet(self) -> str:
        ink, px = self._theme.palette, self._theme.px
        gap = f"margin-top: 0; margin-bottom: {px(8)}px;"
        head = f"margin-top: {px(12)}px; margin-bottom: {px(6)}px;"
        return f"""
            a {{ color: {ink.accent}; }}
            p, ul, ol, pre, blockquote {{ {gap} }}
            p, li {{ line-height: 135%; }}
            h1 {{ font-size: {px(18)}px; {head} }}
            h2 {{ font-size: {px(15)}px; {head} }}
            h3, h4, h5, h6 {{ font-size: {px(13)}px; {head} }}
            code, pre {{ font-family: monospace; background-color: {ink.bg}; }}
            blockquote {{ color: {ink.soft}; margin-left: {px(12)}px; }}
            table {{ margin-top: {px(4)}px; margin-bottom: {px(8)}px; }}
            th {{ text-align: left; color: {ink.soft}; padding: {px(4)}px; }}
            td {{ padding: {px(4)}px; }}
            td.gone {{ background-color: {ink.bad_tint}; }}
            td.new {{ background-color: {ink.ok_tint}; }}
            td.out {{ color: {ink.soft}; }}
            .cut {{ color: {ink.bad}; text-decoration: line-through; font-weight: 700; }}
            .put {{ color: {ink.ok}; text-decoration: underline; font-weight: 700; }}
        """


def _keep_heading_sizes(document: QTextDocument) -> None:
    """Qt makes headings larger still than the sheet says; take that away again."""
    cursor = QTextCursor(document)
    block = document.begin()
    while block.isValid():
        for start, end, written in _pieces(block) if block.blockFormat().headingLevel() else ():
            written.clearProperty(QTextFormat.Property.FontSizeAdjustment)
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(written)
        block = block.next()


def _pieces(block: QTextBlock) -> list[tuple[int, int, QTextCharFormat]]:
    """(start, end, format) of every run of characters of one format."""
    found = []
    at = block.begin()
    while not at.atEnd():
        piece = at.fragment()
        end = piece.position() + piece.length()
        found.append((piece.position(), end, piece.charFormat()))
        at += 1
    return found
