"""How long: typed as people write it, shown so that nothing is lost."""

from __future__ import annotations

import re

UNITS = {"d": 86400, "h": 3600, "min": 60, "s": 1}
_SPELLINGS = {
    **dict.fromkeys(("d", "day", "days"), "d"),
    **dict.fromkeys(("h", "hour", "hours"), "h"),
    **dict.fromkeys(("m", "min", "minute", "minutes"), "min"),
    **dict.fromkeys(("s", "second", "seconds"), "s"),
}
_PART = re.compile(r"(\d{1,7})\s*([a-z]+)\s*,?\s*", re.IGNORECASE)


def written(seconds: int) -> str:
    """Seconds in whole units, such as “1 d 4 h” or “90 s”; the inverse of `seconds_of`."""
    parts, rest = [], seconds
    for unit, size in UNITS.items():
        amount, rest = divmod(rest, size)
        if amount:
            parts.append(f"{amount} {unit}")
    return " ".join(parts) or "0 min"


def seconds_of(typed: str) -> int | None:
    """“4 h”, “1 d 4 h” or “90 minutes” in seconds; None for what cannot be read."""
    total, at = 0, 0
    text = typed.strip()
    while at < len(text):
        found = _PART.match(text, at)
        unit = _SPELLINGS.get(found[2].lower()) if found else None
        if found is None or unit is None:
            return None
        total += int(found[1]) * UNITS[unit]
        at = found.end()
    return total if text else None
