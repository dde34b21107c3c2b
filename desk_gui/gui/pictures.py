"""Pictures of other people, decoded within limits and never on the GUI thread.

QImage, QImageReader and the buffer they read from are values that know no thread; they are made
and given up inside one function, so a job may call it.
"""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from desk_gui.domain.attachment import MB
from desk_gui.domain.errors import FileTrouble

MOST_MB, MOST_JPEG_MB = 128, 800
"""Memory for one decoded picture, 33 million points; a JPEG is made smaller as it is decoded."""
SHOWN = QSize(1600, 1200)
"""A picture is decoded no larger than this when it is only looked at."""
KEEP_SHAPE = Qt.AspectRatioMode.KeepAspectRatio
NO_PICTURE = "This is no picture that can be shown; save it to look into it."
FORMATS = {
    "image/png": b"png",
    "image/jpeg": b"jpeg",
    "image/gif": b"gif",
    "image/webp": b"webp",
    "image/bmp": b"bmp",
}
"""The decoders that are used, each for its own type only; nobody guesses."""


def decoded(content: bytes, media_type: str, most: QSize | None = SHOWN) -> QImage:
    """The first picture of a file, no larger than `most`; its own size where that is None.

    Raises FileTrouble for what is no picture, and for one that would need too much memory.
    """
    form = FORMATS.get(media_type)
    if form is None:
        raise FileTrouble(NO_PICTURE)
    QImageReader.setAllocationLimit(MOST_MB)
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(form))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    size = reader.size()
    shown = size if most is None else size.boundedTo(size.scaled(most, KEEP_SHAPE))
    if _memory(shown if form == b"jpeg" else size) > MOST_MB or _memory(size) > MOST_JPEG_MB:
        raise FileTrouble(_too_large(size))
    if shown != size:
        reader.setScaledSize(shown)
    picture = reader.read()
    if picture.isNull():
        raise FileTrouble(NO_PICTURE)
    return picture


def _memory(size: QSize) -> float:
    return size.width() * size.height() * 4 / MB


def _too_large(size: QSize) -> str:
    return (
        f"This picture has {size.width():,} × {size.height():,} points, too many to be shown here;"
        " save it to look at it."
    )


def as_png(picture: QImage) -> bytes:
    """A picture as the content of a PNG file."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not picture.save(buffer, "PNG"):  # type: ignore[call-overload]  # a format as text is fine
        raise FileTrouble(
            "The picture cannot be written as PNG; save it to a file and attach that."
        )
    return bytes(content.data())
