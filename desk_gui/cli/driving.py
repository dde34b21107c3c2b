"""Driving the window by a script: press, type, wait until something can be seen, take a picture."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from PySide6.QtCore import (
    QEventLoop,
    QMessageLogContext,
    QObject,
    QPoint,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget

from desk_gui.cli.output import tell
from desk_gui.domain.errors import NotPossible

LOOK_MS = 15
SHADE = QColor(0, 0, 0, 90)
PATIENCE_S = 180.0
OFFSCREEN_SAYS = "This plugin does not support"
Wait = Callable[[], object]
"""Answers whether what is waited for is there."""
Script = Generator[Wait, None, None]
_W = TypeVar("_W", bound=QWidget)


def settled(idle: Wait) -> Script:
    """Wait until no job is under way, more than once: what landed may have asked for more."""
    for _ in range(3):
        yield idle


class Driver(QObject):
    """Runs a script on Qt's event loop; `problem` is the sentence where it could not go on."""

    def __init__(self, events: QApplication | QEventLoop, script: Script) -> None:
        super().__init__()
        self._events, self._script = events, script
        self._waits: Callable[[], object] = lambda: True
        self._since = time.monotonic()
        self.problem = ""
        self._fault: BaseException | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)

    def run(self) -> None:
        """Run to the end.

        Raises NotPossible where something did not appear in three minutes, and a fault of the
        window as soon as it happens.
        """
        self._timer.start()
        with self._listening():
            self._events.exec()
        self._timer.stop()
        if self._fault is not None:
            raise self._fault
        if self.problem:
            raise NotPossible(self.problem)

    @contextmanager
    def _listening(self) -> Iterator[None]:
        """Hear what Qt remarks and what its event loop would only print."""
        remarks, faults = qInstallMessageHandler(_say_what_matters), sys.excepthook
        sys.excepthook = self._met
        try:
            yield
        finally:
            sys.excepthook = faults
            qInstallMessageHandler(remarks)

    def _met(
        self, _kind: type[BaseException], fault: BaseException, _trace: TracebackType | None
    ) -> None:
        self._fault = fault
        self._events.quit()

    def _look(self) -> None:
        if not self._waits():
            if time.monotonic() - self._since > PATIENCE_S:
                self._end(f"The window did not get on within {PATIENCE_S:.0f} seconds.")
            return
        self._since = time.monotonic()
        try:
            self._waits = next(self._script)
        except StopIteration:
            self._end("")
        except NotPossible as missing:
            self._end(missing.message)

    def _end(self, problem: str) -> None:
        self.problem = problem
        self._events.quit()


def _say_what_matters(_kind: QtMsgType, _where: QMessageLogContext, words: str) -> None:
    """Qt's remarks go to standard error, except that a window without a screen has no frame."""
    if not words.startswith(OFFSCREEN_SAYS):
        tell(words)


def application() -> QApplication:
    """The one Qt application; NotPossible where the process runs another kind already."""
    app = QApplication.instance() or QApplication(["desk"])
    if not isinstance(app, QApplication):
        raise NotPossible("Another kind of Qt program runs in this process already.")
    return app


def seen(root: QWidget, kind: type[_W], name: str) -> _W | None:
    """A visible part of the window by its object name, or None."""
    return next((part for part in root.findChildren(kind, name) if part.isVisible()), None)


def press(root: QWidget, name: str) -> None:
    """Press a button by its object name; NotPossible where it is not there or is dimmed."""
    button = seen(root, QPushButton, name)
    if button is None or not button.isEnabled():
        raise NotPossible(f"The button {name} cannot be pressed.")
    button.click()


def open_dialog(kind: type[_W]) -> _W | None:
    """The dialog of this class that is open, or None."""
    widgets = QApplication.topLevelWidgets()
    return next((w for w in widgets if isinstance(w, kind) and w.isVisible()), None)


def picture(window: QWidget) -> QPixmap:
    """The window as it looks, with the dialogs that lie over it."""
    shown = window.grab()
    painter = QPainter(shown)
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog) and widget.isVisible():
            painter.fillRect(window.rect(), SHADE)
            middle = window.rect().center() - QPoint(widget.width() // 2, widget.height() // 2)
            painter.drawPixmap(middle, widget.grab())
    painter.end()
    return shown


def save(window: QWidget, file: Path) -> None:
    """Save a picture of the window as PNG; NotPossible where the file cannot be written."""
    if not picture(window).save(str(file), "PNG"):
        raise NotPossible(f"{file} cannot be written.")
