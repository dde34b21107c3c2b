"""What a chart is given to look like the window it stands in: colours, font and size of text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from desk_gui.domain.workflow import Kind

OKABE_ITO = {
    "orange": "#E69F00",
    "sky": "#56B4E9",
    "green": "#009E73",
    "yellow": "#F0E442",
    "blue": "#0072B2",
    "vermillion": "#D55E00",
    "purple": "#CC79A7",
}
"""Colours that people with any colour vision can tell apart."""
READABLE, STRAIGHT = 4.6, 0.04045
"""Words keep so much contrast to their ground; sRGB is straight up to so little."""


def blend(low: str, high: str, share: float) -> str:
    """A colour between two; 0 is the first, 1 the second."""
    pairs = zip(_parts(low), _parts(high), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def contrast(one: str, other: str) -> float:
    """How far two colours are apart for the eye, 1 to 21 (WCAG 2)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _parts(ink: str) -> Iterator[int]:
    return (int(ink[i : i + 2], 16) for i in (1, 3, 5))


def _luminance(ink: str) -> float:
    shares = (part / 255 for part in _parts(ink))
    linear = (s / 12.92 if s <= STRAIGHT else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return sum(w * s for w, s in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@lru_cache(maxsize=256)
def _readable(ink: str, ground: str, text: str) -> str:
    steps = (blend(ink, text, step / 20) for step in range(20))
    return next((one for one in steps if contrast(one, ground) >= READABLE), text)


@dataclass(frozen=True)
class Look:
    """Colours of the window as #rrggbb, size of its text in logical pixels."""

    ground: str = "#ffffff"
    text: str = "#1b1f27"
    soft: str = "#5a6372"
    line: str = "#e1e4ea"
    dark: bool = False
    text_px: float = 13
    family: str = "Inter"

    def px(self, measure: float) -> float:
        """A measure of the design, larger where the text is larger."""
        return measure * self.text_px / 13

    def ink(self, name: str) -> str:
        """An Okabe–Ito colour by its name."""
        return OKABE_ITO[name]

    def readable(self, ink: str) -> str:
        """The colour as words can be written in it: nearer to that of text where it is too pale."""
        return _readable(ink, self.ground, self.text)

    @property
    def rule(self) -> str:
        """The colour of level lines, which stay behind the figures in high contrast too."""
        return self.line if self.line != self.text else blend(self.ground, self.text, 0.35)

    @property
    def faint(self) -> str:
        """The colour of a place where nothing is."""
        return blend(self.ground, self.text, 0.09)

    @property
    def came(self) -> str:
        """The colour of what was opened."""
        return self.ink("sky" if self.dark else "blue")

    @property
    def went(self) -> str:
        """The colour of what was resolved."""
        return self.ink("green")

    @property
    def stands(self) -> str:
        """The colour of what stands open."""
        return self.ink("orange" if self.dark else "vermillion")

    def kind(self, kind: Kind) -> str:
        """The colour of a kind."""
        if kind is Kind.INCIDENT:
            return self.stands
        return self.went

    def priority(self, priority: int) -> str:
        """The colour of a priority: the most urgent is the warmest."""
        names = ("vermillion", "orange", "blue", "sky")
        if self.dark:
            names = ("vermillion", "orange", "sky", "blue")
        return self.ink(names[priority - 1]) if priority <= len(names) else self.soft


LIGHT = Look()
DARK = Look(ground="#1c2026", text="#e7eaf0", soft="#a0a9b8", line="#323842", dark=True)
"""The two looks of exports; the window passes its own."""
