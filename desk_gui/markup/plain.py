"""Markdown → the plain words of a text, for a line in a list or an index."""

from __future__ import annotations

import html
import re

_STEPS = (
    (re.compile(r"(?m)^[ \t]*(?:```|~~~).*$"), ""),
    (re.compile(r"(?m)^[ \t]*:::.*$"), ""),
    (re.compile(r"(?m)^[ \t]*\|?[ \t]*:?-{2,}[-:| \t]*$"), ""),
    (re.compile(r"!\[([^\]\n]*)\]\([^)\n]*\)"), r"\1"),
    (re.compile(r"\[([^\]\n]*)\]\([^)\n]*\)"), r"\1"),
    (re.compile(r"(?m)^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+)+"), ""),
    (re.compile(r"\[!(\w+)\]"), r"\1:"),
    (re.compile(r"</?[a-zA-Z][^>\n]{0,200}>"), " "),
    (re.compile(r"[*`]+|(?<!\w)_+|_+(?!\w)"), ""),
    (re.compile(r"[ \t]*\|[ \t]*"), " "),
    (re.compile(r"\s+"), " "),
)


def plain_text(markdown: str) -> str:
    """The words of a text on one line, without the marks."""
    text = markdown
    for pattern, instead in _STEPS:
        text = pattern.sub(instead, text)
    return html.unescape(text).strip()


_LINES = (
    (re.compile(r"(?m)^[ \t]*(?:```|~~~|:::).*\n?"), ""),
    (re.compile(r"(?m)^[ \t]*\|?[ \t]*:?-{2,}[-:| \t]*\n?"), ""),
    (re.compile(r"!\[([^\]\n]*)\]\([^)\n]*\)"), ""),
    (re.compile(r"\[([^\]\n]*)\]\((https?://[^)\s]+)[^)\n]*\)"), r"\1 (\2)"),
    (re.compile(r"\[([^\]\n]*)\]\([^)\n]*\)"), r"\1"),
    (re.compile(r"(?m)^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?)+"), ""),
    (re.compile(r"(?m)^([ \t]*)[*+][ \t]+"), r"\1- "),
    *_STEPS[6:8],
    (re.compile(r"`+|\*+(?=\S)|(?<=\S)\*+|(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)"), ""),
    (re.compile(r"(?m)^[ \t]*\|[ \t]*|[ \t]*\|?[ \t]*$"), ""),
    (re.compile(r"[ \t]*\|[ \t]*"), " · "),
    (re.compile(r"\n{3,}"), "\n\n"),
)


def plain_lines(markdown: str) -> str:
    """A text as one would type it into a mail: its lines and lists, without marks and pictures."""
    text = markdown.replace("\r\n", "\n")
    for pattern, instead in _LINES:
        text = pattern.sub(instead, text)
    return html.unescape(text).strip()
