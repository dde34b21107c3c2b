"""Text as it can be stored: what people paste may hold what no database takes."""

from __future__ import annotations

import re

_HALF = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """The text without NUL, and with a question mark for each half character (lone surrogate)."""
    return _HALF.sub("?", text.replace("\x00", ""))
