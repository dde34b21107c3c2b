"""How far a clock is, in its own time, and what is said about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desk_gui.domain.clocks import run_s
from desk_gui.domain.sla import Clock, ClockState
from desk_gui.domain.timeline_words import promise_words
from desk_gui.gui import format as words
from desk_gui.operations.show import ClockShown

MOST = 2.0
"""A picture goes no further than twice the promise: how late it is beyond that is said."""


@dataclass(frozen=True)
class Progress:
    """How much of a promise has run (1: all of it), and where on that way it was paused."""

    share: float
    pauses: tuple[float, ...] = ()
    paused_now: bool = False

    @property
    def reach(self) -> float:
        """How far a picture of it goes: to the due instant, or beyond it as far as fits."""
        return min(max(1.0, self.share), MOST)


@dataclass(frozen=True)
class ClockWords:
    """A clock as it is said: bold, beside it, and whether that is bad news."""

    head: str
    aside: str
    bad: bool = False


def progress(promise: ClockShown, now: datetime) -> Progress:
    """How far a clock is at an instant; nowhere while it is not known what was promised."""
    clock = promise.clock
    if not clock.promised_s:
        return Progress(0.0)
    begun = [since for since, _ in clock.pauses]
    begun += [clock.paused_at] if clock.paused_at else []
    return Progress(
        promise.run_s(now) / clock.promised_s,
        tuple(run_s(clock, promise.time, at) / clock.promised_s for at in begun),
        paused_now=clock.state is ClockState.PAUSED,
    )


def clock_words(promise: ClockShown, now: datetime) -> ClockWords:
    """A clock in words: when it is due, what is left, how long it was paused."""
    clock = promise.clock
    name = words.TARGETS[clock.target]
    long = paused_s(clock, now)
    paused = f", paused {words.duration(long)}" if long else ""
    if clock.state is ClockState.PAUSED and clock.paused_at is not None:
        return ClockWords(f"{name}: paused", f"{_left(promise, clock.paused_at)}{paused}")
    if clock.state is ClockState.RUNNING:
        due = words.short_moment(clock.due_at, now)
        aside = f"{_left(promise, now)}{paused}"
        return ClockWords(f"{name} by {due}", aside, bad=clock.due_at < now)
    return _ended(clock, name)


def paused_s(clock: Clock, now: datetime) -> int:
    """Seconds of all pauses, with the present one."""
    present = int((now - clock.paused_at).total_seconds()) if clock.paused_at else 0
    return clock.paused_s + max(0, present)


def _ended(clock: Clock, name: str) -> ClockWords:
    if clock.state is ClockState.STOPPED or clock.ended_at is None:
        return ClockWords(f"{name}: stopped", "ended without a verdict")
    took = (clock.ended_at - clock.started_at).total_seconds() - clock.paused_s
    rest = (clock.due_at - clock.ended_at).total_seconds()
    if clock.state is ClockState.MET:
        return ClockWords(f"{name}: met", f"after {words.duration(took)}")
    aside = f"after {words.duration(took)}, {words.duration(rest)} over"
    return ClockWords(f"{name}: missed", aside, bad=True)


def _left(promise: ClockShown, now: datetime) -> str:
    """What is left is counted in the clock's own time; how late it is, on the wall."""
    over = (now - promise.clock.due_at).total_seconds()
    if over > 0:
        return f"{words.duration(over)} over"
    hours = f" in {promise.hours}" if promise.hours else ""
    return f"{words.duration(promise.left_s(now))} left{hours}"


def spoken(promise: ClockShown, now: datetime) -> str:
    """The picture in words, for screen readers and tooltips."""
    found, clock = progress(promise, now), promise.clock
    parts = [f"{found.share:.0%} of {promise_words(clock, promise.hours)} has run"]
    if found.pauses:
        times = words.count(len(found.pauses), "time")
        parts.append(f"paused {times}, {words.duration(paused_s(clock, now))} altogether")
    if found.share > 1:
        parts.append("the promise is missed")
    return ", ".join(parts)
