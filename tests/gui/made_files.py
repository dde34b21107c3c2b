"""Files for tests of the window: pictures of any size, and what is dragged or copied."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QWidget

BUTTON, KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(wide: int, tall: int, content: bytes | None = None) -> bytes:
    """A black PNG; with a content of its own it only says that it is so large."""
    about = _chunk(b"IHDR", struct.pack(">IIBBBBB", wide, tall, 8, 2, 0, 0, 0))
    if content is None:
        content = zlib.compress(bytes((wide * 3 + 1) * tall), 9)
    return b"\x89PNG\r\n\x1a\n" + about + _chunk(b"IDAT", content) + _chunk(b"IEND", b"")


def gif(wide: int, tall: int) -> bytes:
    """The head of a GIF that says it is so large, with one tiny frame."""
    frame = b"," + struct.pack("<HHHH", 0, 0, wide, tall) + b"\0\x02\x02L\x01\0;"
    return b"GIF89a" + struct.pack("<HH", wide, tall) + b"\x80\0\0" + bytes(6) + frame


def a_picture(colour: str = "red") -> QImage:
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(QColor(colour))
    return picture


def files(paths: Sequence[Path]) -> QMimeData:
    """What a file manager gives."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    data.setText("\n".join(f"file://{path}" for path in paths))
    return data


def drag_over(on: QWidget, data: QMimeData) -> bool:
    """Hold something over a widget; whether it would be taken."""
    middle = QPointF(on.rect().center())
    event = QDragEnterEvent(middle.toPoint(), Qt.DropAction.CopyAction, data, BUTTON, KEYS)
    event.ignore()
    QApplication.sendEvent(on, event)
    return event.isAccepted()


def drag_away(on: QWidget) -> None:
    QApplication.sendEvent(on, QDragLeaveEvent())


def drop(on: QWidget, data: QMimeData) -> bool:
    """Let go of something over a widget, having held it there; whether it was taken."""
    drag_over(on, data)
    event = QDropEvent(QPointF(on.rect().center()), Qt.DropAction.CopyAction, data, BUTTON, KEYS)
    event.ignore()
    QApplication.sendEvent(on, event)
    return event.isAccepted()
