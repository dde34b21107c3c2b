"""The addresses that a Markdown text points to, found and replaced; code is left alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

Lead = Callable[[str], str | None]
"""Told an address, answers the one to point to instead, or None for a link that leads nowhere."""

_FENCE = re.compile(r"[ \t]{0,3}(```+|~~~+)")
_LINK = re.compile(
    r"(?P<code>``[^`\n]+``|`[^`\n]*`)"
    r"|(?P<mark>!?)\[(?P<words>(?:[^\[\]\\\n]|\\.|\[[^\[\]\n]{0,200}\]){0,500})\]"
    r"\([ \t]*<?(?P<address>[^\s<>()]{1,2000}(?:\([^\s<>()]{0,200}\)[^\s<>()]{0,2000})?)>?"
    r"(?P<title>[ \t]+(?:\"[^\"\n]{0,500}\"|'[^'\n]{0,500}'))?[ \t]*\)"
)
_NAMED = re.compile(
    r"(?m)^(?P<start>[ ]{0,3}\[[^\]\n]{1,200}\]:[ \t]*)"
    r"<?(?P<address>[^\s<>]{1,2000})>?(?P<rest>.*)$"
)
_MS_PICTURE = re.compile(r":::image\b[^:\n]*?\bsource=\"(?P<source>[^\"\n]+)\"(?P<rest>[^\n]*?):::")
_ALT = re.compile(r"alt-text=\"([^\"\n]*)\"")


def readdressed(text: str, lead: Lead) -> str:
    """The text with every link and picture led elsewhere; one that leads nowhere leaves its words.

    The pictures of Microsoft's documents (`:::image source="…":::`) become ordinary ones.
    """
    return "".join(part if is_code else _part(part, lead) for part, is_code in _parts(text))


def _part(text: str, lead: Lead) -> str:
    text = _MS_PICTURE.sub(_as_picture, text)
    text = _NAMED.sub(lambda found: _definition(found, lead), text)
    return _LINK.sub(lambda found: _link(found, lead), text)


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """(lines, whether they are a block of code), in turn."""
    lines: list[str] = []
    fence = ""
    for line in text.splitlines(keepends=True):
        mark = _FENCE.match(line)
        if mark and not fence:
            yield "".join(lines), False
            lines, fence = [line], mark[1]
        elif mark and mark[1].startswith(fence):
            yield "".join([*lines, line]), True
            lines, fence = [], ""
        else:
            lines.append(line)
    yield "".join(lines), bool(fence)


def _as_picture(found: re.Match[str]) -> str:
    alt = _ALT.search(found[0])
    return f"![{alt[1] if alt else ''}]({found['source']})"


def _definition(found: re.Match[str], lead: Lead) -> str:
    address = lead(found["address"])
    return "" if address is None else f"{found['start']}{address}{found['rest']}"


def _link(found: re.Match[str], lead: Lead) -> str:
    if found["code"]:
        return found[0]
    address = lead(found["address"])
    mark, words = found["mark"], found["words"]
    if address is not None:
        return f"{mark}[{words}]({address}{found['title'] or ''})"
    return f"\\[picture: {words}\\]" if mark and words else words
