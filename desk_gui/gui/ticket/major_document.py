"""Timeline and review of a major incident as a PDF: text that can be marked, on A4 pages.

Words are put in as plain text, one by one, so that nothing in them is markup; the document is a
SafeDocument and is never cloned, so that no picture and no file gets into it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextLength,
    QTextTableCellFormat,
    QTextTableFormat,
)

from desk_gui.domain.ticket import Major
from desk_gui.gui import format as words
from desk_gui.gui.theme import OWN_FONT
from desk_gui.gui.ticket.page_breaks import KEPT, Breaks
from desk_gui.gui.widgets.safe_document import SafeDocument
from desk_gui.operations.major_page import MajorPage, ReviewShown
from desk_gui.operations.major_timeline import MomentKind

MARGIN_MM = 18
RESOLUTION, SCREEN_DPI = 300, 96
HEAD, FOOT = 0.055, 0.045
"""Shares of the page's height for its head and its foot."""
INK, SOFT, LINE = QColor("#1b1f27"), QColor("#5a6372"), QColor("#c9ced6")
TITLE, HEADING, TEXT, SMALL = 18.0, 12.5, 10.0, 8.5
"""Points."""
AFTER_TABLE = 20
ENDS = {
    Major.DECLARED: "declared",
    Major.STOOD_DOWN: "stood down",
}


def as_pdf(page: MajorPage, now: datetime, zone: tzinfo | None = None) -> bytes:
    """The pages as the bytes of a PDF file; `now` in UTC, instants are said in the zone."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(f"{page.ticket.number} {page.ticket.title}")
    writer.setCreator("Desk")
    writer.setResolution(RESOLUTION)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(*[MARGIN_MM] * 4)
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    _paint(writer, Report(page, now, zone))
    buffer.close()
    return bytes(content.data())


def _paint(writer: QPdfWriter, report: Report) -> None:
    room = QRectF(0, 0, writer.width(), writer.height())
    body = room.adjusted(0, room.height() * HEAD, 0, -room.height() * FOOT)
    document = report.document
    document.documentLayout().setPaintDevice(writer)
    document.setPageSize(body.size())
    Breaks(document, SCREEN_DPI).move()
    pages = document.pageCount()
    painter = QPainter(writer)
    for number in range(pages):
        if number:
            writer.newPage()
        _frame(painter, room, report, f"Page {number + 1} of {pages}")
        painter.save()
        painter.translate(0, body.top() - number * body.height())
        window = QRectF(0, number * body.height(), body.width(), body.height())
        painter.setClipRect(window)
        context = QAbstractTextDocumentLayout.PaintContext()
        context.clip = window.adjusted(0, 1, 0, -1)  # what begins at its foot is on the next page
        context.palette.setColor(QPalette.ColorRole.Text, INK)
        document.documentLayout().draw(painter, context)
        painter.restore()
    painter.end()


def _frame(painter: QPainter, room: QRectF, report: Report, number: str) -> None:
    """Head and foot of a page, with a line that keeps each apart."""
    painter.save()
    painter.setFont(_font(SMALL))
    painter.setPen(SOFT)
    head = QRectF(room.left(), room.top(), room.width(), room.height() * HEAD * 0.55)
    foot = QRectF(0, room.bottom() - room.height() * FOOT * 0.6, room.width(), room.height() * 0.03)
    left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
    metrics = painter.fontMetrics()
    kind = "Major incident"
    wide = int(room.width() - metrics.horizontalAdvance(kind) * 1.5)
    name = metrics.elidedText(report.name, Qt.TextElideMode.ElideRight, wide)
    for place, at, said in (
        (left, head, name),
        (right, head, kind),
        (left, foot, report.written),
        (right, foot, number),
    ):
        painter.drawText(at, int(place), said)
    painter.setPen(LINE)
    painter.drawLine(head.bottomLeft(), head.bottomRight())
    above = QPointF(0, room.height() * 0.008)
    painter.drawLine(foot.topLeft() - above, foot.topRight() - above)
    painter.restore()


class Report:
    """The document of one major incident, and what stands on every page of it."""

    def __init__(self, page: MajorPage, now: datetime, zone: tzinfo | None) -> None:
        self._page, self._zone = page, zone
        self.name = f"{page.ticket.number} {page.ticket.title}"
        self.written = f"Written {words.moment(now, zone)} by Desk"
        self.document = SafeDocument()
        self.document.setDocumentMargin(0)
        self.document.setDefaultFont(_font(TEXT))
        self._cursor = QTextCursor(self.document)
        self._fill()

    def _fill(self) -> None:
        page = self._page
        self._paragraph(self.name, TITLE, bold=True, below=4)
        self._paragraph(standing_words(page), TEXT, ink=SOFT, below=12)
        self._table(self._facts(), (24, 76), head=False)
        self._heading("Business impact")
        self._paragraphs(page.declaration.business_impact)
        if page.review is not None:
            self._review(page.review)
        self._heading("Timeline")
        told = [
            (self._at(moment.at, year=False), _moment(moment.kind, moment.words), moment.who)
            for moment in page.timeline
        ]
        self._table([("When", "What", "Who"), *told], (16, 64, 20))
        if page.updates:
            self._heading("Updates as they were posted")
        for update in page.updates:
            told_to = f", read by {words.count(update.told, 'requester')}" if update.told else ""
            said = f"{self._at(update.at)}, {update.who}{told_to}"
            self._paragraph(said, SMALL, ink=SOFT, above=10, below=2, keep=True)
            self._paragraphs(update.text)
        if page.children:
            self._heading("Children")
            rows = [
                (child.number, child.title, words.STATUSES[child.status]) for child in page.children
            ]
            self._table([("Number", "Title", "Status"), *rows], (14, 66, 20))
        self._end()

    def _facts(self) -> list[tuple[str, ...]]:
        page, end = self._page, self._page.ended_at
        found = [
            ("Coordinator", page.coordinator or ""),
            ("At stake", words.stakes_words(page.stakes)),
            ("Priority", words.priority_words(page.ticket.priority)),
            ("Opened", self._at(page.ticket.opened_at)),
        ]
        if page.was_proposed:
            proposed = f"{self._at(page.proposed_at)} by {page.proposed_by}: {page.proposal}"
            found.append(("Proposed", proposed))
        if page.declared_at is not None:
            found.append(("Declared", f"{self._at(page.declared_at)} by {page.declared_by}"))
        if page.ticket.resolved_at is not None:
            said = f": {page.ticket.resolution_text}" if page.ticket.resolution_text else ""
            found.append(("Resolved", f"{self._at(page.ticket.resolved_at)}{said}"))
        if end is not None and page.declared_at is not None:
            ended = f"{self._at(end)} by {page.ended_by}: {page.ended_because}"
            lasted = words.duration((end - page.declared_at).total_seconds())
            found += [("Stood down", ended), ("Lasted", f"{lasted}, from its declaration")]
        return [(name, value) for name, value in found if value]

    def _review(self, review: ReviewShown) -> None:
        self._heading("Review")
        self._paragraph(f"{review.who}, {self._at(review.at)}", SMALL, ink=SOFT, keep=True)
        for name, text in (
            ("Cause", review.cause),
            ("What went well", review.went_well),
            ("What did not go well", review.went_wrong),
            ("Why no action is needed", review.no_action_because),
        ):
            if text:
                self._paragraph(name, TEXT, bold=True, above=12, below=2, keep=True)
                self._paragraphs(text)
        if review.actions:
            self._paragraph("Actions", TEXT, bold=True, above=12, below=4, keep=True)
            rows = [
                (
                    action.title,
                    action.assignee,
                    f"{action.due_on.day} {action.due_on:%b %Y}" if action.due_on else "",
                    "done" if action.done else "open",
                )
                for action in review.actions
            ]
            self._table([("Action", "Assignee", "Until", "Stands"), *rows], (54, 18, 17, 11))

    def _heading(self, said: str) -> None:
        self._paragraph(said, HEADING, bold=True, above=24, below=8, keep=True)

    def _paragraphs(self, text: str) -> None:
        for part in text.split("\n"):
            if part.strip():
                self._paragraph(part, TEXT, below=6)

    def _paragraph(
        self,
        said: str,
        size: float,
        *,
        bold: bool = False,
        ink: QColor = INK,
        above: float = 0,
        below: float = 0,
        keep: bool = False,
    ) -> None:
        """One block of plain text; `keep` keeps it on the page of what follows."""
        block = QTextBlockFormat()
        block.setTopMargin(_points(above))
        block.setBottomMargin(_points(below))
        block.setLineHeight(125, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if keep:
            block.setHeadingLevel(KEPT)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        if self._cursor.block().text():
            self._cursor.insertBlock(block)
        else:  # the first block, and the one that Qt leaves after a table
            self._cursor.setBlockFormat(block)
        self._cursor.insertText(said, _characters(size, ink, bold=bold))

    def _table(
        self, rows: Sequence[Sequence[str]], widths: Sequence[int], *, head: bool = True
    ) -> None:
        """Rows of plain words; the head is repeated on every page."""
        made = QTextTableFormat()
        made.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        made.setColumnWidthConstraints(
            [QTextLength(QTextLength.Type.PercentageLength, wide) for wide in widths]
        )
        made.setBorder(0)
        made.setCellPadding(_points(4))
        made.setCellSpacing(0)
        made.setHeaderRowCount(1 if head else 0)
        made.setBottomMargin(_points(AFTER_TABLE))
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        flush = QTextTableCellFormat()
        flush.setLeftPadding(0)
        table = self._cursor.insertTable(len(rows), len(widths), made)
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                named = (head and row == 0) or (not head and column == 0)
                form = _characters(TEXT if not named else SMALL, SOFT if named else INK)
                cell = table.cellAt(row, column)
                if column == 0:
                    cell.setFormat(flush)
                cell.firstCursorPosition().insertText(value, form)

    def _end(self) -> None:
        """Take no room after a last table: it would be a page with nothing but its head."""
        last = self.document.lastBlock()
        if last.text():
            return
        table = QTextCursor(last.previous()).currentTable()
        made = table.format()
        made.setBottomMargin(0)
        table.setFormat(made)
        none = QTextBlockFormat()
        none.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        QTextCursor(last).setBlockFormat(none)

    def _at(self, at: datetime, *, year: bool = True) -> str:
        here = at.astimezone(self._zone)
        return f"{here.day} {here:%b %Y, %H:%M}" if year else f"{here.day} {here:%b, %H:%M}"


def standing_words(page: MajorPage) -> str:
    """Where it stands, in a few words."""
    parts = [f"Major incident, {ENDS.get(page.ticket.major, '')}"]
    if page.review is not None:
        parts.append("reviewed")
    return " and ".join(parts)


def _moment(kind: MomentKind, said: str) -> str:
    return f"Update: {said}" if kind is MomentKind.UPDATE else said


def _points(size: float) -> float:
    """Points in the pixels of a screen, which the layout makes those of the page."""
    return size * SCREEN_DPI / 72


def _font(size: float) -> QFont:
    font = QFont(OWN_FONT)
    font.setPointSizeF(size)
    for drawn_otherwise in ("calt", "liga"):  # the colon in 08:34, “fi”: they could not be found
        font.setFeature(QFont.Tag(drawn_otherwise), 0)
    return font


def _characters(size: float, ink: QColor, *, bold: bool = False) -> QTextCharFormat:
    form = QTextCharFormat()
    font = _font(size)
    font.setBold(bold)
    form.setFont(font)
    form.setForeground(ink)
    return form
