"""Text as it can be stored: what people paste may hold what no database takes."""

from __future__ import annotations

import re
import unicodedata

_HALF = re.compile("[\ud800-\udfff]")
_ACCENTS = re.compile("[\u0300-\u036f]+")


def clean(text: str) -> str:
    """The text without NUL, and with a question mark for each half character (lone surrogate)."""
    return _HALF.sub("?", text.replace("\x00", ""))


def folded(text: str) -> str:
    """The text without case and accents, as words are compared."""
    if text.isascii():
        return text.lower()
    return _ACCENTS.sub("", unicodedata.normalize("NFD", text.lower()))
