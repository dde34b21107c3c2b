"""A label for other people's words: always plain text, wrapped or cut with an ellipsis."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyleOption, QWidget

from desk_gui.gui.theme import look

SOME_CHARACTERS = 6


class TextLabel(QLabel):
    """Plain text that may be selected; long text wraps."""

    def __init__(self, words: str = "", style: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(words)
        if style:
            look(self, style)

    def wrapping(self) -> TextLabel:
        """Wrap long text over several lines."""
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        return self

    def selectable(self) -> TextLabel:
        """Let a person mark and copy the text, by mouse or keyboard."""
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        return self


class ElidedLabel(TextLabel):
    """One line with “…” where there is no room; the whole text is its tooltip."""

    def __init__(
        self,
        words: str = "",
        style: str = "",
        parent: QWidget | None = None,
        *,
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__(words, style, parent)
        self._elide = elide
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """Room for a few characters."""
        return QSize(
            self.fontMetrics().averageCharWidth() * SOME_CHARACTERS,
            super().minimumSizeHint().height(),
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much as fits."""
        painter = QPainter(self)
        option = QStyleOption()
        option.initFrom(self)
        words = " ".join(self.text().split())
        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(words, self._elide, room.width())
        self._explain(words if shown != words else "")
        self.style().drawItemText(
            painter,
            room,
            int(self.alignment()),
            option.palette,
            self.isEnabled(),
            shown,
            self.foregroundRole(),
        )
        painter.end()

    def _explain(self, words: str) -> None:
        tip = plain_tip(words)
        if self.toolTip() != tip:
            self.setToolTip(tip)


def plain_tip(words: str) -> str:
    """Words for a tooltip such that Qt never takes them for rich text."""
    safe = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<p style='white-space:pre-wrap'>{safe}</p>" if words else ""
