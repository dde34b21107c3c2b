"""What others did while somebody was writing, as the one question that is asked before sending."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from desk_gui.gui.dialogs.messages import Question
from desk_gui.gui.format import clock_time, count
from desk_gui.gui.ticket.composer import Mode
from desk_gui.operations.presence import Added, Meanwhile

LOOK = "Look first"
SHOWN, LONGEST = 3, 280


def question(
    number: str, mode: Mode, found: Meanwhile, known: Collection[str] = ()
) -> Question | None:
    """What to ask before sending, or None when nothing speaks against it.

    Of a work note only those are named who would be told and may not see the ticket. Who is
    `known` to be answering too is not named again.
    """
    answers = mode is Mode.ANSWER
    added = found.added if answers else ()
    answering = [name for name in found.answering if name not in known] if answers else []
    if not (added or answering or found.blind):
        return None
    return Question(
        " ".join(_sentences(number, added, answering, found.blind)),
        ("Send anyway" if answers else "Save anyway",),
        "\n\n".join(_said(added)),
        leave=LOOK if added or answering else "Go on writing",
    )


def _sentences(
    number: str, added: Sequence[Added], answering: Sequence[str], blind: Sequence[str]
) -> Iterator[str]:
    if added:
        who = names(list(dict.fromkeys(one.who for one in added)))
        yield f"{who} added something to {number} while you were writing."
    if answering:
        is_are = "is" if len(answering) == 1 else "are"
        yield f"{names(answering)} {is_are} answering {number} too."
    if blind:
        yield f"{names(blind)} may not see {number} and will not be told."


def _said(added: Sequence[Added]) -> Iterator[str]:
    hidden = len(added) - SHOWN
    if hidden > 0:
        yield f"{count(hidden, 'earlier one', 'earlier ones')}, then:"
    for one in added[-SHOWN:]:
        kind = "answer" if one.public else "work note"
        text = one.text if len(one.text) <= LONGEST else f"{one.text[:LONGEST]}…"
        yield f"{one.who}, {clock_time(one.at)}, {kind}:\n{text}"


def names(people: Sequence[str]) -> str:
    """Names as they stand in a sentence: “Tom”, “Tom and Sofia”, “Tom, Sofia and Mei”."""
    *others, last = people or [""]
    return f"{', '.join(others)} and {last}" if others else last
