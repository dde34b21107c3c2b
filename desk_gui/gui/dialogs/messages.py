"""Asking, confirming and telling. Buttons say what they do; nothing waits inside a function.

Tests put `answered` around what they do and look at the questions instead of windows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget

from desk_gui.gui.theme import look

INDENT = 21
"""Pixels that Qt leaves free at the left of a message without an icon."""


@dataclass(frozen=True)
class Question:
    """What a person is asked; the first verb is the one Enter chooses, Esc chooses none."""

    words: str
    verbs: tuple[str, ...]
    detail: str = ""
    dangerous: bool = False
    leave: str = "Cancel"


Answerer = Callable[[Question], str]
_answerers: list[Answerer] = []


def ask(parent: QWidget | None, question: Question, then: Callable[[str], object]) -> None:
    """Ask; `then` gets the verb that was chosen, or "" when the person left it."""
    if _answerers:
        then(_answerers[-1](question))
        return
    box = _box(parent, question)
    box.finished.connect(partial(_answer, box, then))
    box.open()


def _answer(box: QMessageBox, then: Callable[[str], object], _: int) -> None:
    """Also where the box was closed instead of answered: that is leaving it."""
    button = cast("QAbstractButton | None", box.clickedButton())  # None where it was closed
    then("" if button is None else button.property("verb") or "")


def confirm(
    parent: QWidget | None,
    words: str,
    verb: str,
    *,
    then: Callable[[], object],
    detail: str = "",
    dangerous: bool = False,
) -> None:
    """Ask before what cannot be undone or goes out; `then` runs only on the verb."""
    question = Question(words, (verb,), detail, dangerous)
    ask(parent, question, lambda chosen: then() if chosen == verb else None)


def tell(parent: QWidget | None, words: str, detail: str = "") -> None:
    """Say one sentence that must be seen."""
    ask(parent, Question(words, (), detail, leave="Close"), lambda _: None)


@contextmanager
def answered(answer: str | Answerer = "") -> Iterator[list[Question]]:
    """Answer every question with a verb (or by a function) and list what was asked."""
    asked: list[Question] = []

    def reply(question: Question) -> str:
        asked.append(question)
        return answer if isinstance(answer, str) else answer(question)

    _answerers.append(reply)
    try:
        yield asked
    finally:
        _answerers.remove(reply)


def _box(parent: QWidget | None, question: Question) -> QMessageBox:
    box = QMessageBox(parent)
    box.setObjectName("Message")
    box.setAccessibleName(question.words)
    box.setWindowTitle("Desk")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(question.words)
    box.setInformativeText(question.detail)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for place, verb in enumerate(question.verbs):
        button = box.addButton(verb, QMessageBox.ButtonRole.AcceptRole)
        button.setProperty("verb", verb)
        button.setObjectName(verb.title().replace(" ", ""))
        if place == 0:
            look(button, "danger" if question.dangerous else "primary")
            box.setDefaultButton(button)
    leave = box.addButton(question.leave, QMessageBox.ButtonRole.RejectRole)
    leave.setObjectName("Leave")
    box.setEscapeButton(leave)
    if question.dangerous or not question.verbs:
        box.setDefaultButton(leave)
    _even(box)
    return box


def _even(box: QMessageBox) -> None:
    """As much room at the left as at the right, and as a sheet has it."""
    side, layout = round(1.5 * box.fontMetrics().height()), box.layout()
    if layout is not None:
        layout.setContentsMargins(max(side - INDENT, 0), side, side, side)
