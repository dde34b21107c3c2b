"""What changed between two texts, side by side; no Qt, so that a job may do it.

Signs say it first (− gone, + new), tints second, and within a changed line the words are marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape

from desk_gui.markup.rich import Rich

AROUND = 2
"""Unchanged lines shown before and after a change."""
LONGEST, MOST_ROWS = 2_000, 2_000
"""Characters of a line whose words are compared, and rows that are shown."""
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
SAME = "The texts are the same."


@dataclass(frozen=True)
class Row:
    """One line of both texts; None where one has no such line. `left_out` lines are not shown."""

    before: str | None
    after: str | None
    left_out: int = 0

    @property
    def is_same(self) -> bool:
        """Whether the line did not change."""
        return self.before == self.after


def rows_between(old: str, new: str) -> list[Row]:
    """The lines of both texts beside each other, without what is far from every change."""
    before, after = old.splitlines(), new.splitlines()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    found: list[Row] = []
    reached = 0
    for group in matcher.get_grouped_opcodes(AROUND):
        found += _left_out(group[0][1] - reached)
        for tag, start, end, new_start, new_end in group:
            gone, come = before[start:end], after[new_start:new_end]
            found += _pairs(gone, come) if tag != "equal" else [Row(one, one) for one in gone]
        reached = group[-1][2]
    return found + _left_out(len(before) - reached) if found else []


def _pairs(gone: list[str], come: list[str]) -> list[Row]:
    longer = max(len(gone), len(come))
    lefts = [*gone, *[None] * (longer - len(gone))]
    rights = [*come, *[None] * (longer - len(come))]
    return [Row(left, right) for left, right in zip(lefts, rights, strict=True)]


def _left_out(amount: int) -> list[Row]:
    return [Row("", "", amount)] if amount > 0 else []


def side_by_side(heads: tuple[str, str], old: str, new: str) -> Rich:
    """Both texts in two columns, ready to be shown."""
    rows = rows_between(old, new)
    if not rows:
        return Rich(plain=SAME)
    more = len(rows) - MOST_ROWS
    lines = "".join(_shown(row) for row in rows[:MOST_ROWS])
    if more > 0:
        lines += f"<tr><td colspan='2'>⋯ {more:,} more lines</td></tr>"
    head = "".join(f"<th width='50%'>{escape(one)}</th>" for one in heads)
    return Rich(html=f"<table width='100%' cellspacing='0'><tr>{head}</tr>{lines}</table>")


def _shown(row: Row) -> str:
    if row.left_out:
        noun = "line" if row.left_out == 1 else "lines"
        return f"<tr><td colspan='2' class='out'>⋯ {row.left_out:,} {noun} unchanged</td></tr>"
    if row.is_same:
        line = _line(row.before or "")
        return f"<tr><td>&nbsp;&nbsp;{line}</td><td>&nbsp;&nbsp;{line}</td></tr>"
    left, right = _marked(row.before, row.after)
    gone = "<td></td>" if left is None else f"<td class='gone'>−&nbsp;{left}</td>"
    come = "<td></td>" if right is None else f"<td class='new'>+&nbsp;{right}</td>"
    return f"<tr>{gone}{come}</tr>"


def _marked(before: str | None, after: str | None) -> tuple[str | None, str | None]:
    """Both lines with the words that differ marked, where they have something in common."""
    if before is None or after is None or max(len(before), len(after)) > LONGEST:
        return _or_none(before), _or_none(after)
    olds, news = _WORDS.findall(before), _WORDS.findall(after)
    matcher = SequenceMatcher(None, olds, news, autojunk=False)
    if matcher.quick_ratio() < 0.3:  # noqa: PLR2004 - two lines that say different things
        return _line(before), _line(after)
    codes = matcher.get_opcodes()
    left = ((olds[a:b], tag) for tag, a, b, _, _ in codes)
    right = ((news[c:d], tag) for tag, _, _, c, d in codes)
    return _joined(left, "cut"), _joined(right, "put")


def _joined(parts: Iterator[tuple[list[str], str]], style: str) -> str:
    said = ""
    for words, tag in parts:
        text = _line("".join(words))
        said += text if tag == "equal" or not text else f"<span class='{style}'>{text}</span>"
    return said


def _or_none(line: str | None) -> str | None:
    return None if line is None else _line(line)


def _line(text: str) -> str:
    """A line with its indentation; a line without end is broken elsewhere by the layout."""
    return escape(text).replace("  ", "&nbsp; ")
