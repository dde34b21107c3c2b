"""Words that mean the same, so that either finds what the other is written with."""

from __future__ import annotations

from collections.abc import Sequence

from desk_gui.domain.accounts import Right
from desk_gui.domain.errors import Invalid
from desk_gui.domain.text import clean
from desk_gui.domain.wording import words_of
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects
from desk_gui.operations.saving import Why, write_other
from desk_gui.storage import rows

MOST_GROUPS, MOST_WORDS, LONGEST = 200, 12, 60


def groups(desk: Desk) -> list[str]:
    """Every group as it is written: “laptop, notebook”."""
    with desk.reading() as session:
        return [row["words"] for row in rows.many(session.connection, "synonym", order="words")]


def change(desk: Desk, wanted: Sequence[str]) -> Effects:
    """Set all groups, one a line with commas between; empty lines are left out.

    Raises Invalid for a group of one, one that is too long, or a word in two groups.
    """
    lines = list(dict.fromkeys(filter(None, map(_checked, wanted))))
    if len(lines) > MOST_GROUPS:
        raise Invalid(f"There can be at most {MOST_GROUPS} groups of words.")
    _refuse_twice(lines)
    with desk.writing(Right.REVIEW_ARTICLES) as session:
        before = {row["words"] for row in rows.many(session.connection, "synonym")}
        if before == set(lines):
            return Effects()
        for gone in before - set(lines):
            rows.remove(session.connection, "synonym", words=gone)
        fresh = sorted(set(lines) - before)
        rows.add_many(session.connection, "synonym", [{"words": line} for line in fresh])
        gone_words = sorted(before - set(lines))
        write_other(
            session, "setting", 0, Why("edited", "synonyms"), added=fresh, removed=gone_words
        )
    return Effects(settings=True)


def _checked(line: str) -> str:
    words = [" ".join(clean(word).split()) for word in line.split(",")]
    words = list(dict.fromkeys(word for word in words if word))
    if not words:
        return ""
    if len(words) == 1:
        raise Invalid(f"“{words[0][:LONGEST]}” stands alone; add a word that means the same.")
    if len(words) > MOST_WORDS:
        raise Invalid(f"A group can have at most {MOST_WORDS} words: “{words[0]}, …” has more.")
    for word in words:
        if len(word) > LONGEST or not words_of(word):
            raise Invalid(f"“{word[:LONGEST]}” is no word that anybody looks for.")
    return ", ".join(words)


def _refuse_twice(lines: Sequence[str]) -> None:
    seen: dict[str, str] = {}
    for line in lines:
        for word in line.split(", "):
            plain = " ".join(words_of(word))
            if seen.setdefault(plain, line) != line:
                raise Invalid(f"“{word}” stands in two groups; put them together.")
