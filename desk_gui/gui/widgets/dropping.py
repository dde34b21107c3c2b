"""Letting files be dropped on a part of the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

OVER = (QEvent.Type.DragEnter, QEvent.Type.DragMove)


class Dropping(QObject):
    """Takes over drops on a widget and all in it that takes none itself.

    `takes` says whether a drag has something for it, `take` is given what was dropped; `hovers`
    hears whether something that it takes is held over the widget.
    """

    def __init__(
        self,
        on: QWidget,
        *,
        takes: Callable[[QMimeData], bool],
        take: Callable[[QMimeData], object],
        hovers: Callable[[bool], object],
    ) -> None:
        super().__init__(on)
        self._takes, self._take, self._hovers = takes, take, hovers
        on.setAcceptDrops(True)
        on.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept what is taken, and leave everything else to the widget."""
        if isinstance(event, QDragEnterEvent | QDragMoveEvent) and event.type() in OVER:
            wanted = self._takes(event.mimeData())
            self._hovers(wanted)
            if wanted:
                event.acceptProposedAction()
            return wanted
        if event.type() == QEvent.Type.DragLeave:
            self._hovers(False)
        elif isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            self._hovers(False)
            if self._takes(event.mimeData()):
                event.acceptProposedAction()
                self._take(event.mimeData())
                return True
        return super().eventFilter(watched, event)
