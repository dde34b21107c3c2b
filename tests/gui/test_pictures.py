"""Pictures of other people are decoded within limits, whatever they say they are."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from desk_gui.domain.errors import FileTrouble
from desk_gui.domain.media import media_type
from desk_gui.gui.pictures import FORMATS, SHOWN, as_png, decoded
from tests.gui.made_files import a_picture, gif, png

SOON_S = 0.3


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp", "bmp", "gif"])
def test_that_every_kind_that_is_shown_can_be_decoded(
    qtbot: QtBot, kind: str, tmp_path: Path
) -> None:
    path = tmp_path / "picture"
    if kind == "gif":
        path.write_bytes(
            b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\x00\x00\x00\x00\x00"
            b",\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
        )
    else:
        assert a_picture().save(str(path), kind)  # type: ignore[call-overload]
    content = path.read_bytes()
    media = media_type("x", content)
    assert FORMATS[media] == kind.encode()
    assert not decoded(content, media).isNull()


def test_that_a_large_picture_is_made_small_and_keeps_its_shape(qtbot: QtBot) -> None:
    picture = decoded(png(4000, 1000), "image/png")
    assert (picture.width(), picture.height()) == (SHOWN.width(), SHOWN.width() // 4)
    assert decoded(png(2000, 10), "image/png", None).size() == QSize(2000, 10)
    assert decoded(png(20, 10), "image/png").size() == QSize(20, 10)


@pytest.mark.parametrize(
    ("content", "media"),
    [
        (png(9_000, 9_000, b""), "image/png"),
        (png(100_000, 100_000, b""), "image/png"),
        (png(2**31 - 1, 1, b""), "image/png"),
        (gif(65_535, 65_535), "image/gif"),
    ],
)
def test_that_a_decompression_bomb_is_told_by_its_head(
    qtbot: QtBot, content: bytes, media: str
) -> None:
    began = time.thread_time()
    with pytest.raises(FileTrouble, match=r"too many to be shown here|no picture"):
        decoded(content, media)
    assert time.thread_time() - began < SOON_S


@pytest.mark.qt_log_ignore("libpng error", "Not a JPEG file", extend=True)
@pytest.mark.parametrize(
    ("content", "media"),
    [
        (b"", "image/png"),
        (png(100, 100)[:60], "image/png"),
        (png(100, 100), "image/jpeg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/png"),
        (b"/* XPM */", "image/x-xpm"),
    ],
)
def test_that_what_is_no_picture_is_said_to_be_none(
    qtbot: QtBot, content: bytes, media: str
) -> None:
    with pytest.raises(FileTrouble, match="no picture that can be shown"):
        decoded(content, media)


def test_that_a_copied_picture_becomes_a_png(qtbot: QtBot) -> None:
    content = as_png(a_picture("blue"))
    assert media_type("x", content) == "image/png"
    assert decoded(content, "image/png").pixelColor(5, 5).name() == "#0000ff"
    with pytest.raises(FileTrouble, match="cannot be written"):
        as_png(QImage())
