"""Long work on a terminal: a bar on standard error, and Ctrl-C as a wish to stop."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from desk_gui.domain.errors import Cancelled

_WIDTH = 30
_EVERY_S = 0.1


class Bar:
    """A bar that fills; on anything but a terminal, and beside JSON, it is silent."""

    def __init__(self, words: str, *, quiet: bool = False) -> None:
        self._words = words
        self._shown = not quiet and sys.stderr is not None and sys.stderr.isatty()
        self._next = 0.0

    def __call__(self, done: int, total: int) -> None:
        """Show how far the work is."""
        now = time.monotonic()
        if not self._shown or (now < self._next and done < total):
            return
        self._next = now + _EVERY_S
        part = min(1.0, done / total) if total else 1.0
        filled = round(part * _WIDTH)
        self._draw(f"{self._words}  [{'#' * filled}{'.' * (_WIDTH - filled)}] {part:4.0%}")

    def note(self, words: str) -> None:
        """Say which part of the work goes on, where its length is not known."""
        if self._shown:
            self._draw(f"{words} …")

    def end(self) -> None:
        """Take the bar away."""
        if self._shown:
            self._draw("")

    def _draw(self, line: str) -> None:
        sys.stderr.write(f"\r\x1b[2K{line}")
        sys.stderr.flush()


@contextmanager
def bar(words: str, *, quiet: bool = False) -> Iterator[Bar]:
    """A bar that is gone afterwards, however the work ends."""
    shown = Bar(words, quiet=quiet)
    try:
        yield shown
    finally:
        shown.end()


class Wish:
    """Whether somebody pressed Ctrl-C; a second time stops the program at once."""

    def __init__(self) -> None:
        self.told = False

    def __call__(self) -> bool:
        """Whether to stop."""
        return self.told

    def or_stop(self, sentence: str) -> None:
        """Raise Cancelled with the sentence when somebody wants to stop."""
        if self.told:
            raise Cancelled(sentence)

    def heard(self, _signal: int, _frame: FrameType | None) -> None:
        """Take a Ctrl-C."""
        if self.told:
            raise KeyboardInterrupt
        self.told = True


@contextmanager
def stoppable() -> Iterator[Wish]:
    """While this lasts, the first Ctrl-C is a wish that the work asks for between two steps."""
    wish = Wish()
    before = signal.signal(signal.SIGINT, wish.heard)
    try:
        yield wish
    finally:
        signal.signal(signal.SIGINT, before or signal.SIG_DFL)
