"""Icons: Lucide drawings recoloured from the palette. The only file that names icon files."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desk_gui import paths

DENSITIES = (1.0, 2.0)


class Icon(StrEnum):
    """Every drawing that ships, by the name of its file in resources/icons."""

    ARROW_DOWN = "arrow-down"
    ARROW_LEFT = "arrow-left"
    ARROW_RIGHT = "arrow-right"
    ARROW_UP = "arrow-up"
    BELL = "bell"
    BOLD = "bold"
    BOOK_OPEN = "book-open"
    CHART_COLUMN = "chart-column"
    CHECK = "check"
    CHEVRON_DOWN = "chevron-down"
    CHEVRON_LEFT = "chevron-left"
    CHEVRON_RIGHT = "chevron-right"
    CIRCLE_ALERT = "circle-alert"
    CIRCLE_CHECK = "circle-check"
    CIRCLE_DOT = "circle-dot"
    CODE = "code"
    COPY = "copy"
    DATABASE = "database"
    DOWNLOAD = "download"
    EXTERNAL_LINK = "external-link"
    EYE = "eye"
    FILE = "file"
    FILE_ARCHIVE = "file-archive"
    FILE_TEXT = "file-text"
    FILTER = "filter"
    GLOBE = "globe"
    HEADING = "heading"
    HOURGLASS = "hourglass"
    IMAGE = "image"
    INBOX = "inbox"
    INFO = "info"
    ITALIC = "italic"
    KEYBOARD = "keyboard"
    LAPTOP = "laptop"
    LIFE_BUOY = "life-buoy"
    LINK = "link"
    LIST = "list"
    LIST_CHECKS = "list-checks"
    LIST_ORDERED = "list-ordered"
    LOCK = "lock"
    LOG_OUT = "log-out"
    MAIL = "mail"
    MEGAPHONE = "megaphone"
    MENU = "menu"
    MERGE = "merge"
    MESSAGE_SQUARE = "message-square"
    MONITOR = "monitor"
    MOON = "moon"
    PACKAGE = "package"
    PANEL_LEFT = "panel-left"
    PANEL_RIGHT = "panel-right"
    PAPERCLIP = "paperclip"
    PAUSE = "pause"
    PENCIL = "pencil"
    PLAY = "play"
    PLUS = "plus"
    QUOTE = "quote"
    REFRESH_CW = "refresh-cw"
    SAVE = "save"
    SEARCH = "search"
    SEND = "send"
    SERVER = "server"
    SETTINGS = "settings"
    SIREN = "siren"
    SPLIT = "split"
    SUN = "sun"
    TEXT_CURSOR_INPUT = "text-cursor-input"
    THUMBS_DOWN = "thumbs-down"
    THUMBS_UP = "thumbs-up"
    TRASH_2 = "trash-2"
    TRIANGLE_ALERT = "triangle-alert"
    UNDO_2 = "undo-2"
    UNGROUP = "ungroup"
    UPLOAD = "upload"
    USERS = "users"
    USER_CHECK = "user-check"
    USER_PLUS = "user-plus"
    X = "x"


def icon(name: Icon, colour: str, *, off: str | None = None, on: str | None = None) -> QIcon:
    """An icon in one colour (#rrggbb), with others for the disabled and the selected state."""
    return _icon(name, colour, off or colour, on or colour)


def pixmap(name: Icon, colour: str, size: int, density: float = 1.0) -> QPixmap:
    """A drawing of `size` logical pixels for a screen of this density."""
    return _pixmap(name, colour, size, density)


def write(name: Icon, colour: str, file: str) -> None:
    """Write the recoloured drawing to a file, for a style sheet to point to."""
    Path(file).write_bytes(_drawing(name, colour))


@lru_cache(maxsize=512)
def _icon(name: Icon, colour: str, off: str, on: str) -> QIcon:
    made = QIcon()
    tints = {QIcon.Mode.Normal: colour, QIcon.Mode.Disabled: off, QIcon.Mode.Selected: on}
    for size in (16, 20, 24, 32):
        for density in DENSITIES:
            for mode, tint in tints.items():
                made.addPixmap(_pixmap(name, tint, size, density), mode)
    return made


@lru_cache(maxsize=1024)
def _pixmap(name: Icon, colour: str, size: int, density: float) -> QPixmap:
    edge = round(size * density)
    canvas = QPixmap(QSize(edge, edge))
    canvas.fill(Qt.GlobalColor.transparent)
    painter = QPainter(canvas)
    QSvgRenderer(QByteArray(_drawing(name, colour))).render(painter, QRectF(0, 0, edge, edge))
    painter.end()
    canvas.setDevicePixelRatio(density)
    return canvas


def _drawing(name: Icon, colour: str) -> bytes:
    return _source(name).replace("currentColor", colour).encode()


@lru_cache(maxsize=256)
def _source(name: Icon) -> str:
    return (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
