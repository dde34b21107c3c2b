"""How well typed letters fit a name: for the palette."""

from __future__ import annotations

START, NEXT, WORD, PLAIN = 16, 8, 10, 1


def score(typed: str, name: str) -> int:
    """0 when the letters do not occur in order; more for starts of words and runs."""
    typed, low = "".join(typed.lower().split()), name.lower()
    if not typed:
        return 1
    return max(_walk(typed, low, by_words=True), _walk(typed, low, by_words=False))


def _walk(typed: str, name: str, *, by_words: bool) -> int:
    total, at, before = 0, -1, -1
    for letter in typed:
        at = _place(letter, name, before + 1, by_words=by_words)
        if at < 0:
            return 0
        total += _worth(name, at, before)
        before = at
    return total * 100 // (100 + len(name))


def _place(letter: str, name: str, start: int, *, by_words: bool) -> int:
    """Next to the last letter, else at a word's start if that is looked for, else anywhere."""
    if name[start : start + 1] == letter:
        return start
    word = name.find(f" {letter}", max(start - 1, 0)) if by_words else -1
    return word + 1 if word >= 0 else name.find(letter, start)


def _worth(name: str, at: int, before: int) -> int:
    if at == 0:
        return START
    if at == before + 1:
        return NEXT
    return WORD if name[at - 1] == " " else PLAIN
