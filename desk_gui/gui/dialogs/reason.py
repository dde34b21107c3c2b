"""Saying why, or what somebody said, in a few words: rejecting, skipping, taking down an answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from desk_gui.gui.dialogs.sheet import Sheet, rows
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.text_editor import TextEditor
from desk_gui.operations.effects import Effects

ROWS = 3


@dataclass(frozen=True)
class Asked:
    """What is asked, the verb, the sentence when nothing is typed, and what is said afterwards."""

    heading: str
    verb: str
    field: str
    missing: str
    said: str
    hint: str = ""


class ReasonDialog(Sheet):
    """One text; `work` is given what was typed."""

    def __init__(
        self,
        context: Context,
        asked: Asked,
        work: Callable[[str], Effects],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, asked.heading, asked.verb, parent)
        self._asked, self._work = asked, work
        self.text = TextEditor(asked.field, "", self)
        self.text.setObjectName("Reason")
        rows(self.text, ROWS)
        self.text.submitted.connect(self.submit)
        self.form.add(asked.field, self.text, asked.hint)

    def submit(self) -> None:
        """Send what was typed."""
        text = self.text.toPlainText().strip()
        self.form.show_wrong({} if text else {self._asked.field: self._asked.missing})
        self.fit()
        if text:
            work = self._work
            self.send(lambda: work(text), self._asked.said)
