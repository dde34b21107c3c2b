"""Shows what changed between two texts: signs first, tint second."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desk_gui.gui.theme import Theme, look

MOST_LINES = 16
INKS = {"+": ("ok", "ok_tint"), "−": ("bad", "bad_tint"), "⋯": ("soft", "surface")}


class _Tints(QSyntaxHighlighter):
    """Tints a line by the sign it begins with."""

    def __init__(self, theme: Theme, view: QPlainTextEdit) -> None:
        super().__init__(view.document())
        self._theme = theme
        theme.changed.connect(self.rehighlight)

    def highlightBlock(self, line: str) -> None:  # noqa: N802 - Qt calls it so
        """Called by Qt for each line."""
        if line[:1] in INKS:
            ink, ground = INKS[line[0]]
            look_of_line = QTextCharFormat()
            look_of_line.setForeground(self._theme.colour(ink))
            look_of_line.setBackground(self._theme.colour(ground))
            self.setFormat(0, len(line), look_of_line)


class DiffView(QPlainTextEdit):
    """Read-only lines; as tall as they are, up to sixteen."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName(name.title().replace(" ", ""))
        self.setAccessibleName(name)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        look(self, "bare")
        self._tints = _Tints(theme, self)
        theme.changed.connect(self._fit)

    def show_lines(self, lines: Sequence[str]) -> None:
        """Show the lines that `changes_between` gives; none means no difference."""
        self.setPlainText("\n".join(lines) or "The texts are the same.")
        self._fit()

    def _fit(self) -> None:
        lines = min(max(self.blockCount(), 2), MOST_LINES)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + self._theme.px(24))
