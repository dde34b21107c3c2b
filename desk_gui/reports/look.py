"""What a chart is given to look like the window it stands in: colours, font and size of text."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True)
class Look:
    """Colours of the window as #rrggbb, size of its text in logical pixels, title for exports."""

    ground: str = "#ffffff"
    text: str = "#1b1f27"
    soft: str = "#5a6372"
    line: str = "#e1e4ea"
    dark: bool = False
    text_px: float = 13
    family: str = "Inter"
    title: str = ""

    def px(self, measure: float) -> float:
        """A measure of the design, larger where the text is larger."""
        return measure * self.text_px / 13

    def ink(self, name: str) -> str:
        """An Okabe–Ito colour by its name."""
        return OKABE_ITO[name]

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
