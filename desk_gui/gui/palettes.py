"""The colours of the desk: one palette for light, one for dark, one for high contrast.

A name that ends in `_tint` is the ground that the colour of the same name is written on.
"""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Palette:
    """Every colour that is drawn, as #rrggbb, named for what it says."""

    name: str
    bg: str
    surface: str
    raised: str
    line: str
    field: str
    text: str
    soft: str
    accent: str
    accent_over: str
    accent_text: str
    accent_tint: str
    sel: str
    hover: str
    incident: str
    incident_tint: str
    request: str
    request_tint: str
    bad: str
    bad_tint: str
    warn: str
    warn_tint: str
    ok: str
    ok_tint: str
    note: str
    note_line: str
    alarm: str
    alarm_text: str
    edge: str = "transparent"
    ring: int = 1

    @property
    def is_dark(self) -> bool:
        """Whether light text stands on a dark ground."""
        return luminance(self.text) > luminance(self.bg)

    def tokens(self) -> dict[str, str]:
        """Every colour by its name, as the style sheet uses it."""
        return {field.name: str(getattr(self, field.name)) for field in fields(self)}


LIGHT = Palette(
    name="light",
    bg="#f6f7f9",
    surface="#ffffff",
    raised="#ffffff",
    line="#e1e4ea",
    field="#848c9a",
    text="#1b1f27",
    soft="#5a6372",
    accent="#2f5fd0",
    accent_over="#2650b4",
    accent_text="#ffffff",
    accent_tint="#e6edfc",
    sel="#dfe8fb",
    hover="#eef1f6",
    incident="#b3401f",
    incident_tint="#fdeee8",
    request="#1f6f6b",
    request_tint="#e4f3f1",
    bad="#b3261e",
    bad_tint="#fce8e6",
    warn="#8a5a00",
    warn_tint="#fdf1d8",
    ok="#2a6b34",
    ok_tint="#e6f3e7",
    note="#fff8e6",
    note_line="#ead9a6",
    alarm="#b3261e",
    alarm_text="#ffffff",
)
DARK = Palette(
    name="dark",
    bg="#15181d",
    surface="#1c2026",
    raised="#242930",
    line="#323842",
    field="#737d8d",
    text="#e7eaf0",
    soft="#a0a9b8",
    accent="#8fb0ff",
    accent_over="#a9c2ff",
    accent_text="#10151f",
    accent_tint="#26324c",
    sel="#2b3b5e",
    hover="#252a32",
    incident="#ff9d7d",
    incident_tint="#3a241d",
    request="#74cfc8",
    request_tint="#183331",
    bad="#ff9b94",
    bad_tint="#40211f",
    warn="#f2c46a",
    warn_tint="#3a2f17",
    ok="#8ed49a",
    ok_tint="#1d3522",
    note="#2c281b",
    note_line="#4b4328",
    alarm="#b3261e",
    alarm_text="#ffffff",
)
CONTRAST = Palette(
    name="contrast",
    bg="#000000",
    surface="#000000",
    raised="#000000",
    line="#ffffff",
    field="#ffffff",
    text="#ffffff",
    soft="#ffffff",
    accent="#ffe14d",
    accent_over="#fff3b0",
    accent_text="#000000",
    accent_tint="#1f1b00",
    sel="#003a8c",
    hover="#262626",
    incident="#ffb59c",
    incident_tint="#000000",
    request="#7ff0e6",
    request_tint="#000000",
    bad="#ffaaa3",
    bad_tint="#000000",
    warn="#ffd76b",
    warn_tint="#000000",
    ok="#9df5ab",
    ok_tint="#000000",
    note="#1f1b00",
    note_line="#ffe14d",
    alarm="#ffaaa3",
    alarm_text="#000000",
    edge="#ffffff",
    ring=2,
)

_GROUNDS = ("bg", "surface", "raised", "sel", "hover", "accent_tint", "note")
PAIRS: tuple[tuple[str, str], ...] = (
    *((ink, ground) for ink in ("text", "soft") for ground in _GROUNDS),
    *((ink, f"{ink}_tint") for ink in ("incident", "request", "bad", "warn", "ok", "accent")),
    *((ink, ground) for ink in ("accent", "bad", "ok", "warn") for ground in ("bg", "surface")),
    ("accent_text", "accent"),
    ("accent_text", "accent_over"),
    ("alarm_text", "alarm"),
)
"""(ink, ground) of every text that is drawn anywhere in the window."""

EDGES: tuple[tuple[str, str], ...] = (("accent", "bg"), ("accent", "surface"))
"""(edge, ground) of what must be seen but not read: the focus ring."""


KNEE = 0.04045
"""Below this, sRGB is linear."""


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, 0 black to 1 white (WCAG 2)."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= KNEE else ((part + 0.055) / 1.055) ** 2.4 for part in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(ink: str, ground: str) -> float:
    """Contrast of two colours, 1 to 21 (WCAG 2)."""
    lighter, darker = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
