"""How a clock spent its time: when it ran, when it was paused, what is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from desk_gui.domain.sla import PAUSING, Clock, ClockState, Target
from desk_gui.gui import format as words
from desk_gui.operations.show import TicketPage

RESTING = frozenset({"resolved", "fulfilled"})


class Spent(StrEnum):
    """What a stretch of time was for a clock."""

    RAN = "ran"
    PAUSED = "paused"
    OVER = "over"
    LEFT = "left"


@dataclass(frozen=True)
class Span:
    """A stretch of time, in seconds."""

    spent: Spent
    seconds: float


@dataclass(frozen=True)
class ClockWords:
    """A clock as it is said: bold, beside it, and whether that is bad news."""

    head: str
    aside: str
    bad: bool = False


def spans(shown: TicketPage, clock: Clock, now: datetime) -> tuple[Span, ...]:
    """The stretches of a clock from its start to its end, or to its due instant or now."""
    until = clock.ended_at or now
    made: list[Span] = []
    here = clock.started_at
    for start, end in _pauses(shown, clock, until):
        made += _running(clock, here, start)
        made.append(Span(Spent.PAUSED, (end - start).total_seconds()))
        here = end
    made += _running(clock, here, until)
    left = (clock.due_at - until).total_seconds()
    if clock.state is ClockState.PAUSED and clock.paused_at is not None:
        left = (clock.due_at - clock.paused_at).total_seconds()
    if left > 0 and clock.state is not ClockState.STOPPED:
        made.append(Span(Spent.LEFT, left))
    return tuple(span for span in made if span.seconds > 0)


def _running(clock: Clock, start: datetime, end: datetime) -> list[Span]:
    kept = max(0.0, (min(end, clock.due_at) - start).total_seconds())
    over = max(0.0, (end - max(start, clock.due_at)).total_seconds())
    return [Span(Spent.RAN, kept), Span(Spent.OVER, over)]


def _pauses(shown: TicketPage, clock: Clock, until: datetime) -> list[tuple[datetime, datetime]]:
    """When the clock was paused, from the history; what it does not explain comes first."""
    found: list[tuple[datetime, datetime]] = []
    since: datetime | None = None
    for entry in shown.history:
        if entry.status is None or entry.version is None:
            continue
        paused = _pauses_clock(clock.target, entry.status, entry.after.get("hold_reason"))
        if entry.status == entry.old_status and since is not None:
            continue
        if paused and since is None:
            since = entry.at
        elif not paused and since is not None:
            found.append((since, entry.at))
            since = None
    if since is not None and clock.state is ClockState.PAUSED:
        found.append((since, until))
    clipped = [(max(a, clock.started_at), min(b, until)) for a, b in found]
    inside = [(a, b) for a, b in clipped if b > a]
    total = clock.paused_s
    if clock.state is ClockState.PAUSED and clock.paused_at is not None:
        total += int((until - clock.paused_at).total_seconds())
    known = sum((b - a).total_seconds() for a, b in inside)
    if known > total + 1 or (total and not inside):
        start = clock.started_at
        return [(start, start + timedelta(seconds=total))] if total else []
    return inside


def _pauses_clock(target: Target, status: str, hold_reason: object) -> bool:
    if status == "awaiting_approval":
        return target is Target.RESPOND
    if status == "on_hold":
        return hold_reason in {reason.value for reason in PAUSING}
    return status in RESTING and target is not Target.RESPOND


def clock_words(clock: Clock, now: datetime) -> ClockWords:
    """A clock in words: when it is due, what is left, how long it was paused."""
    name = words.TARGETS[clock.target]
    paused = clock.paused_s
    if clock.state is ClockState.PAUSED and clock.paused_at is not None:
        paused += int((now - clock.paused_at).total_seconds())
        left = _left((clock.due_at - clock.paused_at).total_seconds())
        return ClockWords(f"{name}: paused", f"{left}, paused {words.duration(paused)}")
    if clock.state is ClockState.RUNNING:
        left_s = (clock.due_at - now).total_seconds()
        due = words.short_moment(clock.due_at, now)
        aside = f"{_left(left_s)}, paused {words.duration(paused) if paused else '0 min'}"
        return ClockWords(f"{name} by {due}", aside, bad=left_s < 0)
    return _ended(clock, name)


def _ended(clock: Clock, name: str) -> ClockWords:
    if clock.state is ClockState.STOPPED or clock.ended_at is None:
        return ClockWords(f"{name}: stopped", "ended without a verdict")
    took = (clock.ended_at - clock.started_at).total_seconds() - clock.paused_s
    rest = (clock.due_at - clock.ended_at).total_seconds()
    if clock.state is ClockState.MET:
        return ClockWords(f"{name}: met", f"after {words.duration(took)}")
    aside = f"after {words.duration(took)}, {words.duration(rest)} over"
    return ClockWords(f"{name}: missed", aside, bad=True)


def _left(seconds: float) -> str:
    return f"{words.duration(seconds)} {'left' if seconds >= 0 else 'over'}"


def spoken(stretches: Sequence[Span]) -> str:
    """The stretches in words, for screen readers and tooltips."""
    return ", ".join(f"{span.spent.value} {words.duration(span.seconds)}" for span in stretches)
