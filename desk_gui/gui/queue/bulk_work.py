"""An act on many tickets in small pieces: others can write in between, and it can be stopped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from desk_gui.gui.dialogs.changing import say
from desk_gui.gui.page import Context
from desk_gui.operations.bulk import Outcome

PIECE = 20
T = TypeVar("T")


class BulkWork(QObject):
    """`moved` carries how many of how many were looked at."""

    moved = Signal(int, int)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._parts: list[Outcome] = []
        self._ended: Callable[[Outcome, int], object] = lambda *_: None
        self._wanted = 0
        self._stopped = False
        self.busy = False

    def start(
        self,
        act: Callable[[Sequence[T]], Outcome],
        wanted: Sequence[T],
        ended: Callable[[Outcome, int], object],
    ) -> None:
        """Do it to all, piece after piece; `ended` gets the outcome and how many were left out.

        Does nothing while something is under way.
        """
        if not self.busy:
            self._parts, self._stopped, self.busy = [], False, True
            self._ended, self._wanted = ended, len(wanted)
            self._next(act, wanted, 0)

    def stop(self) -> None:
        """Leave what has not been begun."""
        self._stopped = True

    def _next(self, act: Callable[[Sequence[T]], Outcome], wanted: Sequence[T], at: int) -> None:
        if self._stopped or at >= len(wanted):
            self._end()
            return
        self.moved.emit(at, len(wanted))
        piece = wanted[at : at + PIECE]
        self._context.jobs.write(
            self, partial(act, piece), partial(self._did, act, wanted, at), failed=self._failed
        )

    def _did(
        self,
        act: Callable[[Sequence[T]], Outcome],
        wanted: Sequence[T],
        at: int,
        part: Outcome,
    ) -> None:
        self._parts.append(part)
        self._next(act, wanted, at + PIECE)

    def _end(self) -> None:
        self.busy = False
        self.moved.emit(self._wanted, self._wanted)
        outcome = Outcome.together(self._parts)
        if outcome.done:
            self._context.live.announce(outcome.effects)
        self._ended(outcome, self._wanted - len(outcome.done) - len(outcome.refused))

    def _failed(self, error: Exception) -> None:
        self._end()
        say(self._context, error)
