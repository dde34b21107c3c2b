"""A section that is asked before what is typed in it is left behind."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QShowEvent

from desk_gui.gui.admin.section import Section
from desk_gui.gui.dialogs.messages import Question, ask
from desk_gui.gui.format import count

THROW, GO_ON = "Throw away", "Go on writing"


class AskedFirst(Section):
    """Closing the window or signing out waits for an answer while something is not published."""

    @property
    @abstractmethod
    def unpublished(self) -> int:
        """How many things have changes that are not published."""

    @abstractmethod
    def throw_away(self) -> None:
        """Forget all that is typed."""

    def leave(self, then: Callable[[], object]) -> None:
        """Do `then` once nothing is left that is not published, or it is thrown away knowingly."""
        many = self.unpublished
        if not many:
            then()
            return
        words = f"{count(many, 'catalog item')} {'has' if many == 1 else 'have'} changes"
        question = Question(f"{words} that are not published.", (THROW,), leave=GO_ON)

        def answered(verb: str) -> None:
            if verb == THROW:
                self.throw_away()
                then()

        ask(self, question, answered)

    def showEvent(self, event: QShowEvent) -> None:
        """From now on the window asks here before it closes."""
        super().showEvent(event)
        self.window().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Closing the window waits for an answer where something is not published."""
        closing = event.type() == QEvent.Type.Close and watched is self.window()
        if closing and watched is not self and self.unpublished:
            event.ignore()
            window = self.window()
            self.leave(lambda: QTimer.singleShot(0, window, window.close))
            return True
        return super().eventFilter(watched, event)
