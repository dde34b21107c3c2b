"""A window that asks for something, with one verb and a way out; nothing typed is ever lost."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desk_gui.domain.errors import sentence
from desk_gui.gui.dialogs.form import Form
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.scrolled import scrolled
from desk_gui.gui.widgets.text_label import TextLabel

if TYPE_CHECKING:
    from desk_gui.gui.page import Context
    from desk_gui.operations.effects import Effects

WIDE, WIDE_SHARE, TALL_SHARE = 460, 0.95, 0.85
ROOM = 12
"""Padding of an editor above and below its text, in pixels."""
FIELDS = (QLineEdit, QPlainTextEdit, QComboBox)


class Sheet(QDialog):
    """Fields, the verb and Cancel. It closes once the operation is done, not before.

    A subclass fills `form` (and `body`, before its stretch) and writes `submit`, which checks the
    fields and calls `send`.
    """

    def __init__(
        self, context: Context, heading: str, verb: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.busy = False
        self.setObjectName(type(self).__name__)
        self.setAccessibleName(heading)
        self.setWindowTitle(heading)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        theme = context.theme
        self.heading = TextLabel(heading, "title", self).wrapping()
        self.words = TextLabel("", "soft", self).wrapping()
        self.words.hide()
        self.form = Form(theme, self)
        self.trouble = TextLabel("", "bad", self).wrapping()
        self.trouble.setObjectName("Trouble")
        self.trouble.hide()
        self.leave = QPushButton("Cancel", self)
        self.go = QPushButton(verb, self)
        self._arrange()

    def submit(self) -> None:
        """Check the fields and send them."""
        raise NotImplementedError

    def explain(self, words: str) -> None:
        """Say in a sentence or two what this is about."""
        self.words.setText(words)
        self.words.setVisible(bool(words))

    def send(
        self,
        work: Callable[[], Effects],
        said: str,
        done: Callable[[Effects], object] | None = None,
    ) -> None:
        """Run the operation; close when it is done, or say why not and let the person go on."""
        if self.busy:
            return
        self.set_busy(busy=True)
        self.show_trouble("")

        def finished(effects: Effects) -> None:
            self.set_busy(busy=False)
            if done is not None:
                done(effects)
            self.accept()

        self.context.do(self, work, said=said, done=finished, failed=self.refused)

    def refused(self, error: Exception) -> None:
        """Say what was refused; anything unexpected goes on to the one who reports it."""
        self.set_busy(busy=False)
        self.show_trouble(sentence(error))

    def below(self, widget: QWidget) -> QWidget:
        """Put a widget below the form, and give it back."""
        self.body.insertWidget(self.body.count() - 1, widget)
        return widget

    def show_trouble(self, sentence: str) -> None:
        """Show a sentence above the buttons, or none."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))
        self.trouble.setAccessibleName(sentence)
        self.fit()

    def fit(self) -> None:
        """Be as tall as the fields need, and no taller than the screen allows."""
        self._fit_now()
        QTimer.singleShot(0, self, self._fit_now)

    def _fit_now(self) -> None:
        if not self.isVisible():
            return
        self.body.activate()
        self._column.activate()
        inside = self._inside
        if inside.hasHeightForWidth():
            need = inside.heightForWidth(self._area.width())
        else:
            need = inside.minimumSizeHint().height()
        room = self.screen().availableGeometry()
        rest = self.height() - self._area.height()
        self.resize(
            min(self.width(), round(room.width() * WIDE_SHARE)),
            min(need + rest, round(room.height() * TALL_SHARE)),
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Take the size that the fields need, and begin with the first of them."""
        super().showEvent(event)
        self._put_buttons_last()
        self.fit()
        first = next((field for field in self.findChildren(QWidget) if _is_field(field)), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def _put_buttons_last(self) -> None:
        """Tab goes through the fields first, whenever they were made.

        Not by `nextInFocusChain`: PySide hands what that returns to the widget before it, and the
        sheet would be collected while it is open.
        """
        stops = [w for w in self._inside.findChildren(QWidget) if self._is_stop(w)]
        for before, after in pairwise([*stops, self.leave, self.go]):
            self.setTabOrder(before, after)

    def _is_stop(self, widget: QWidget) -> bool:
        able = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        return able and self._inside.isAncestorOf(widget)

    def reject(self) -> None:
        """Leave, unless the operation is under way: its end is awaited."""
        if not self.busy:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Not while the operation is under way."""
        if self.busy:
            event.ignore()
        else:
            super().closeEvent(event)

    def set_busy(self, *, busy: bool) -> None:
        """Let nothing be pressed or changed while the operation is under way."""
        self.busy = busy
        self.form.setEnabled(not busy)
        self.go.setEnabled(not busy)
        self.leave.setEnabled(not busy)

    def _arrange(self) -> None:
        px = self.context.theme.px
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(16), px(24), px(16))
        column.setSpacing(px(12))
        # Otherwise Qt asks for the height that wrapped words have at their narrowest.
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        inside = self._inside = QWidget(self)
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(px(8))
        self.body.addWidget(self.form)
        self.body.addStretch(1)
        self._area = scrolled(inside, "Fields", self)
        row = self.buttons = QHBoxLayout()
        row.setContentsMargins(0, px(8), 0, 0)
        row.setSpacing(px(8))
        row.addStretch(1)
        row.addWidget(self.leave)
        row.addWidget(self.go)
        for widget in (self.heading, self.words, self._area, self.trouble):
            column.addWidget(widget, 1 if widget is self._area else 0)
        column.addLayout(row)
        self.leave.setObjectName("Leave")
        self.leave.setAccessibleName("Cancel")
        self.leave.setAutoDefault(False)
        self.leave.clicked.connect(self.reject)
        self.go.setObjectName("Go")
        self.go.setAccessibleName(self.go.text().rstrip("…"))
        self.go.setDefault(True)
        self.go.clicked.connect(self.submit)
        look(self.go, "primary")
        self.resize(px(WIDE), px(200))


def rows(editor: QPlainTextEdit, lines: int) -> None:
    """Make an editor as tall as this many lines of text."""
    frame = 2 * (editor.frameWidth() + round(editor.document().documentMargin()))
    editor.setFixedHeight(editor.fontMetrics().lineSpacing() * lines + frame + ROOM)


def _is_field(widget: QWidget) -> bool:
    return isinstance(widget, FIELDS) and widget.isVisible() and widget.isEnabled()
