"""The fonts of charts: which there are, how wide words are, and where they are cut or go on."""

from __future__ import annotations

import logging
from functools import lru_cache
from unicodedata import category

from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font
from matplotlib.textpath import text_to_path

from desk_gui import paths
from desk_gui.reports.look import Look

logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
"""A font of this computer that has no bold letters is no news to anybody."""
LONGEST = 300
"""No more letters of a name are measured; no chart has room for so many."""
NO_GLYPH = "▯"
FAMILIES = (
    "Inter",
    "DejaVu Sans",
    "Noto Sans",
    "Noto Sans Hebrew",
    "Noto Sans Arabic",
    "Noto Sans Devanagari",
    "Noto Sans Thai",
    "Segoe UI",
    "Nirmala UI",
    "Leelawadee UI",
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "WenQuanYi Zen Hei",
    "Microsoft YaHei",
    "Yu Gothic",
    "Malgun Gothic",
    "PingFang SC",
    "Hiragino Sans",
    "Apple SD Gothic Neo",
    "Arial Unicode MS",
    "Noto Emoji",
    "Segoe UI Emoji",
)
"""Fonts that are asked for a letter one after the other, as far as this computer has them."""
JOINERS = frozenset({0x200D, 0xFE0E, 0xFE0F})
"""What only joins or turns emoji, and has no shape of its own."""
SIGNS = frozenset({"So", "Sk"})
"""The kinds of characters that emoji are of."""


def wide(look: Look, words: str, size: float = 12, *, bold: bool = False) -> float:
    """How many pixels words take: each is measured once."""
    parts = drawable(words).split(" ")
    ems = sum(_ems(look.family, part, bold=bold) for part in parts if part)
    return look.px(size) * (ems + (len(parts) - 1) * _ems(look.family, " ", bold=bold))


def fitting(look: Look, words: str, room: float, size: float = 12) -> str:
    """As much of words as fits into so many pixels, with an ellipsis where some is left out."""
    plain = " ".join(words.split())
    if len(plain) <= LONGEST and wide(look, plain, size) <= room:
        return plain
    return plain[: _most(look, plain, room, size, "…")].rstrip() + "…"


def wrapped(look: Look, words: str, room: float, size: float = 12) -> list[str]:
    """Words in lines of so many pixels; a word that is longer than a line goes on in the next."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if wide(look, longer, size) <= room:
            lines[-1] = longer
            continue
        lines += [word] if lines[-1] else []
        lines[-1] = word
        while wide(look, lines[-1], size) > room and len(lines[-1]) > 1:
            most = _most(look, lines[-1], room, size)
            lines[-1:] = [lines[-1][:most], lines[-1][most:]]
    return lines


def _most(look: Look, words: str, room: float, size: float, after: str = "") -> int:
    """How many letters of words, and what comes after them, have room; one at least."""
    fits, too_many = 1, min(len(words), LONGEST)
    while too_many - fits > 1:
        middle = (fits + too_many) // 2
        if wide(look, words[:middle] + after, size) <= room:
            fits = middle
        else:
            too_many = middle
    return fits


@lru_cache(maxsize=64)
def font(family: str, *, bold: bool, points: float = 1) -> FontProperties:
    """The fonts that words are written in, those of the window first."""
    chosen = [one for one in (family, *FAMILIES) if one in _known()]
    return FontProperties(
        family=list(dict.fromkeys(chosen)), size=points, weight="bold" if bold else "normal"
    )


@lru_cache(maxsize=4096)
def _ems(family: str, word: str, *, bold: bool) -> float:
    """How wide a word is at a size of 1."""
    of = font(family, bold=bold)
    found, _, _ = text_to_path.get_text_width_height_descent(word, of, ismath=False)
    return float(found)


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    for file in sorted((paths.resources() / "fonts").glob("*.ttf")):
        fontManager.addfont(file)
    return frozenset(fontManager.get_font_names())


@lru_cache(maxsize=1)
def _letters() -> frozenset[int]:
    """The characters that the fonts of charts have."""
    files = (findfont(FontProperties(family=[one])) for one in FAMILIES if one in _known())
    return frozenset(code for file in files for code in get_font(file).get_charmap())


@lru_cache(maxsize=4096)
def drawable(words: str) -> str:
    """Words on one line; what no font has is a box, signs such as emoji are left out then."""
    if words.isascii() and words.isprintable():
        return " ".join(words.split()) or words
    known = _letters()
    plain = "".join(" " if ch.isspace() else ch for ch in words if ch.isspace() or ch.isprintable())
    plain = "".join(ch for ch in plain if ord(ch) not in JOINERS)
    told = "".join(ch for ch in plain if ord(ch) in known or category(ch) not in SIGNS)
    kept = " ".join(told.split()) or plain
    return "".join(ch if ord(ch) in known else NO_GLYPH for ch in kept)
