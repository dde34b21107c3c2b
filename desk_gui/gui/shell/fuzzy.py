"""How well typed letters fit a name: for the palette."""

from __future__ import annotations

START, NEXT, WORD, PLAIN = 16, 8, 10, 1


def score(typed: str, name: str) -> int:
    """0 when the letters do not occur in order; more for starts of words and runs."""
    typed, low = "".join(typed.lower().split()), name.lower()
    if not typed:
        return 1
    total, at, before = 0, -1, -2
    for letter in typed:
        at = _place(letter, low, at + 1, before)
        if at < 0:
            return 0
        total += _worth(low, at, before)
        before = at
    return total * 100 // (100 + len(low))


def _place(letter: str, name: str, start: int, before: int) -> int:
    """The best place for a letter: next to the last one, else at a word's start, else anywhere."""
    if before + 1 == start and name[start : start + 1] == letter:
        return start
    word = name.find(f" {letter}", max(start - 1, 0))
    return word + 1 if word >= 0 else name.find(letter, start)


def _worth(name: str, at: int, before: int) -> int:
    if at == 0:
        return START
    if at == before + 1:
        return NEXT
    return WORD if name[at - 1] == " " else PLAIN
