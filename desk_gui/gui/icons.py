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

    ARMCHAIR = "armchair"
    ARROW_DOWN = "arrow-down"
    ARROW_LEFT = "arrow-left"
    ARROW_RIGHT = "arrow-right"
    ARROW_UP = "arrow-up"
    BANKNOTE = "banknote"
    BELL = "bell"
    BOLD = "bold"
    BOOK_OPEN = "book-open"
    BRIEFCASE = "briefcase"
    BUILDING = "building"
    CABLE = "cable"
    CALENDAR = "calendar"
    CAMERA = "camera"
    CAR = "car"
    CHART_COLUMN = "chart-column"
    CHECK = "check"
    CHEVRON_DOWN = "chevron-down"
    CHEVRON_LEFT = "chevron-left"
    CHEVRON_RIGHT = "chevron-right"
    CIRCLE_ALERT = "circle-alert"
    CIRCLE_CHECK = "circle-check"
    CIRCLE_DOT = "circle-dot"
    CLOUD = "cloud"
    CODE = "code"
    COFFEE = "coffee"
    COPY = "copy"
    CREDIT_CARD = "credit-card"
    DATABASE = "database"
    DOOR_OPEN = "door-open"
    DOWNLOAD = "download"
    EXTERNAL_LINK = "external-link"
    EYE = "eye"
    FILE = "file"
    FILE_ARCHIVE = "file-archive"
    FILE_TEXT = "file-text"
    FILTER = "filter"
    FOLDER_KEY = "folder-key"
    GLOBE = "globe"
    GRADUATION_CAP = "graduation-cap"
    HARD_DRIVE = "hard-drive"
    HEADING = "heading"
    HEADPHONES = "headphones"
    HOURGLASS = "hourglass"
    ID_CARD = "id-card"
    IMAGE = "image"
    INBOX = "inbox"
    INFO = "info"
    ITALIC = "italic"
    KEYBOARD = "keyboard"
    KEY_ROUND = "key-round"
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
    MOUSE = "mouse"
    PACKAGE = "package"
    PANEL_LEFT = "panel-left"
    PANEL_RIGHT = "panel-right"
    PAPERCLIP = "paperclip"
    PAUSE = "pause"
    PENCIL = "pencil"
    PHONE = "phone"
    PLAY = "play"
    PLUS = "plus"
    PRINTER = "printer"
    PROJECTOR = "projector"
    QUOTE = "quote"
    REFRESH_CW = "refresh-cw"
    SAVE = "save"
    SEARCH = "search"
    SEND = "send"
    SERVER = "server"
    SETTINGS = "settings"
    SHIELD_CHECK = "shield-check"
    SHOPPING_CART = "shopping-cart"
    SIREN = "siren"
    SMARTPHONE = "smartphone"
    SPLIT = "split"
    SUN = "sun"
    TABLET = "tablet"
    TEXT_CURSOR_INPUT = "text-cursor-input"
    THUMBS_DOWN = "thumbs-down"
    THUMBS_UP = "thumbs-up"
    TRASH_2 = "trash-2"
    TRIANGLE_ALERT = "triangle-alert"
    UNDO_2 = "undo-2"
    UNGROUP = "ungroup"
    UPLOAD = "upload"
    USB = "usb"
    USERS = "users"
    USER_CHECK = "user-check"
    USER_MINUS = "user-minus"
    USER_PLUS = "user-plus"
    VIDEO = "video"
    WIFI = "wifi"
    WRENCH = "wrench"
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
