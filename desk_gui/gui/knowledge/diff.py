"""What changed between two texts, line by line; no Qt, so that a job may do it."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

AROUND = 2
"""Unchanged lines shown before and after a change."""


def changes_between(old: str, new: str) -> list[str]:
    """Lines that begin with “+ ” (new), “− ” (gone), two spaces (same) or “⋯ ” (left out)."""
    before, after = old.splitlines(), new.splitlines()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    lines: list[str] = []
    reached = 0
    for group in matcher.get_grouped_opcodes(AROUND):
        lines += _left_out(group[0][1] - reached)
        lines += _group(group, before, after)
        reached = group[-1][2]
    return lines + _left_out(len(before) - reached) if lines else []


def _group(
    group: list[tuple[str, int, int, int, int]], before: list[str], after: list[str]
) -> Iterator[str]:
    for tag, start, end, new_start, new_end in group:
        if tag == "equal":
            yield from (f"  {line}" for line in before[start:end])
            continue
        yield from (f"− {line}" for line in before[start:end])
        yield from (f"+ {line}" for line in after[new_start:new_end])


def _left_out(count: int) -> list[str]:
    if count <= 0:
        return []
    return [f"⋯ {count:,} {'line' if count == 1 else 'lines'} unchanged"]
