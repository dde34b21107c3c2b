"""Attachments of the sample office: small pictures and logs, drawn and written here."""

from __future__ import annotations

import struct
import zlib
from datetime import datetime, timedelta

from desk_gui.domain.attachment import NewFile, Upload
from desk_gui.operations.sample.acts import Act, Draft, Verb

Colour = tuple[int, int, int]
WHITE, PAPER, INK, SOFT = (255, 255, 255), (240, 242, 246), (60, 68, 82), (196, 202, 212)
BLUE, RED, AMBER, GREEN = (47, 95, 208), (190, 50, 40), (214, 150, 30), (60, 140, 80)
DRIVES = ((0.42, GREEN), (0.57, GREEN), (1.0, RED), (0.83, AMBER), (0.35, GREEN))
"""How full each drive is, and the colour of its bar."""


class Sheet:
    """A picture of so many points, on which rectangles are filled."""

    def __init__(self, wide: int, tall: int, colour: Colour) -> None:
        self._wide = wide
        self._lines = [bytearray(bytes(colour) * wide) for _ in range(tall)]

    def fill(self, left: int, top: int, wide: int, tall: int, colour: Colour) -> None:
        """Fill a rectangle."""
        for line in self._lines[top : top + tall]:
            line[3 * left : 3 * (left + wide)] = bytes(colour) * wide

    def png(self) -> bytes:
        """The picture as the content of a PNG file."""
        about = struct.pack(">IIBBBBB", self._wide, len(self._lines), 8, 2, 0, 0, 0)
        content = b"".join(b"\0" + line for line in self._lines)
        parts = ((b"IHDR", about), (b"IDAT", zlib.compress(content, 9)), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _window() -> Sheet:
    sheet = Sheet(640, 400, PAPER)
    sheet.fill(0, 0, 640, 36, BLUE)
    sheet.fill(596, 12, 24, 12, WHITE)
    return sheet


def drives() -> bytes:
    """A window that shows how full each drive is; one of them is full."""
    sheet = _window()
    for row, (share, colour) in enumerate(DRIVES):
        top = 72 + 60 * row
        sheet.fill(40, top, 90, 14, INK)
        sheet.fill(160, top - 4, 440, 22, SOFT)
        sheet.fill(160, top - 4, round(440 * share), 22, colour)
    return sheet.png()


def failure() -> bytes:
    """A window with a message that nobody reads."""
    sheet = _window()
    sheet.fill(120, 120, 400, 190, WHITE)
    sheet.fill(120, 120, 400, 28, RED)
    sheet.fill(148, 176, 40, 40, RED)
    for row, wide in enumerate((270, 250, 180)):
        sheet.fill(216, 176 + 22 * row, wide, 10, INK)
    sheet.fill(400, 266, 92, 26, BLUE)
    return sheet.png()


def door() -> bytes:
    """A door with a red lamp over it."""
    sheet = Sheet(480, 400, PAPER)
    sheet.fill(0, 360, 480, 40, SOFT)
    sheet.fill(150, 90, 180, 270, INK)
    sheet.fill(160, 100, 160, 260, SOFT)
    sheet.fill(292, 226, 14, 26, INK)
    sheet.fill(216, 40, 48, 30, RED)
    return sheet.png()


def log(at: datetime, *lines: str) -> bytes:
    """A log whose last line was written at an instant."""
    last = len(lines) - 1
    stamped = (
        f"{at - timedelta(seconds=7 * (last - place)):%Y-%m-%d %H:%M:%S} {line}\n"
        for place, line in enumerate(lines)
    )
    return "".join(stamped).encode()


PICTURES = {
    "file-server-full": ("Project drive.png", drives),
    "erp-down": ("What I see.png", failure),
    "licence-server": ("Message.png", failure),
    "power-turin": ("The red lamp.png", door),
}
LOGS = {
    "mail-host-lyon": (
        "postfix.log",
        ("INFO  postfix/master: daemon started", "ERROR postfix: /var/spool: input/output error"),
    ),
    "vpn-all": (
        "vpn-gateway.log",
        ("INFO  ike: 126 tunnels up", "WARN  pool: 1 address free", "ERROR ike: no free address"),
    ),
    "phones-ghent": (
        "trunk.log",
        ("INFO  sip: trunk registered", "WARN  sip: no answer", "ERROR sip: trunk lost"),
    ),
}


def at_opening(draft: Draft) -> Upload:
    """What is attached when a ticket of the sample is opened."""
    echo = draft.original or draft.parent
    if draft.story.key not in PICTURES or echo is not None:
        return Upload()
    name, draw = PICTURES[draft.story.key]
    return Upload((NewFile(name, draw()),))


def with_note(draft: Draft, act: Act) -> Upload:
    """What is attached to a work note: the log that the first of an outage speaks of."""
    first = next((one for one in draft.acts if one.verb is Verb.NOTE), None)
    if draft.story.key not in LOGS or act is not first:
        return Upload()
    name, lines = LOGS[draft.story.key]
    return Upload((NewFile(name, log(act.at, *lines)),))
