"""The paper of a document: matplotlib's, but every word is laid out once for all its pages."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import groupby
from operator import itemgetter
from typing import Any

from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_pdf import Op, PdfFile, RendererPdf, pdfRepr
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

POINTS = 72
"""To an inch."""
LAID_OUT_AT = 100
"""A size at which distances between letters are exact; they are written as shares of it."""
FIRST_TO_JOIN = "\u0590"
"""From here on letters may join, or run to the left, so that a line is laid out as a whole."""
_words = re.compile("( )").split

Run = tuple[bytes, bytes]
"""A font, and what is shown of it: letters and the distances between them."""


class Paper:
    """A document to which figures are added, each on a page of its own."""

    def __init__(self, title: str) -> None:
        self._written = BytesIO()
        self._file = PdfFile(self._written, metadata={"Title": title, "Creator": "Desk"})
        self._typesetter = _Typesetter(self._file)

    def add(self, figure: Figure) -> None:
        """Draw a figure on the next page."""
        wide, high = figure.get_size_inches()
        figure.set_dpi(POINTS)
        self._file.newPage(wide, high)
        pen = _Pen(self._file, POINTS, high, wide)
        pen.typesetter = self._typesetter
        figure.draw(pen)
        pen.finalize()

    def whole(self) -> bytes:
        """The document, to which nothing can be added any more."""
        self._file.finalize()
        self._file.close()
        return self._written.getvalue()


class _Pen(RendererPdf):
    """Writes lines with words that are laid out already."""

    typesetter: _Typesetter

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        *how: Any,
    ) -> None:
        """A level line of words; as matplotlib does it where letters stand above others."""
        parts = _words(s) if max(s, default="") < FIRST_TO_JOIN else [s]
        laid_out = [self.typesetter.runs(part, prop) for part in parts if part]
        if not all(laid_out):
            super().draw_text(gc, x, y, s, prop, *how)
            return
        self.check_gc(gc, gc.get_rgb())
        self.file.write(b"BT %.3f %.3f Td\n" % (x, y))
        for font, runs in groupby((run for part in laid_out for run in part), itemgetter(0)):
            shown = b"".join(letters for _, letters in runs)
            self.file.write(b"%b %.3f Tf [%b] TJ\n" % (font, prop.get_size_in_points(), shown))
        self.file.write(b"ET\n")


class _Typesetter:
    """The words of a document, each laid out by matplotlib when it is first written."""

    def __init__(self, file: PdfFile) -> None:
        self._notes = _Notes(file)
        self._pen = RendererPdf(self._notes, POINTS, 1, 1)
        self._known: dict[tuple[Any, str], list[Run]] = {}

    def runs(self, word: str, prop: FontProperties) -> list[Run]:
        """What a word is shown with; nothing where its letters do not follow on one line."""
        key = prop.get_weight(), word
        if key not in self._known:
            large = prop.copy()
            large.set_size(LAID_OUT_AT)
            self._notes.written.clear()
            self._pen.draw_text(self._pen.new_gc(), 0, 0, word, large, 0)
            self._known[key] = _runs(self._notes.written)
        return self._known[key]


class _Notes:
    """A file that keeps what would be written, to be read before it is."""

    def __init__(self, file: PdfFile) -> None:
        self._file = file
        self.written: list[tuple[Any, ...]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def output(self, *what: Any) -> None:
        """Keep an operation and what it is given."""
        self.written.append(what)


def _runs(written: list[tuple[Any, ...]]) -> list[Run]:
    found: list[Run] = []
    font = b""
    for *given, operation in written:
        if operation is Op.textrise:
            return []
        if operation is Op.selectfont:
            font = pdfRepr(given[0])
        elif operation is Op.showkern:
            found.append((font, b"".join(map(_shown, given[0]))))
    return found


def _shown(part: bytes | float) -> bytes:
    return pdfRepr(part) if isinstance(part, bytes) else b"%d" % round(part)
