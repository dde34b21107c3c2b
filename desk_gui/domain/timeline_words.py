"""The timeline of a clock in sentences, the same in the window and on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from desk_gui.domain.durations import written
from desk_gui.domain.sla import Clock, ClockMark, Mark

_ANEW = frozenset({ClockMark.RETARGETED, ClockMark.TAKEN_BACK})


@dataclass(frozen=True)
class Told:
    """One line of a timeline: its instant as it is said, what happened, and the mark behind it."""

    at: str
    words: str
    mark: Mark

    @property
    def sentence(self) -> str:
        """Both on one line."""
        return f"{self.at} {self.words}"


@dataclass(frozen=True)
class Setting:
    """How instants are said: in a zone (None: that of this computer), with the year if not this."""

    now: datetime
    zone: tzinfo | None = None

    def moment(self, at: datetime) -> str:
        """An instant, such as “2 Mar 09:12”."""
        here = at.astimezone(self.zone)
        year = "" if here.year == self.now.astimezone(self.zone).year else f" {here.year}"
        return f"{here.day} {here:%b}{year} {here:%H:%M}"

    def due(self, at: datetime, seen_at: datetime) -> str:
        """A due instant as it is said at another one: its time alone on the same day."""
        same = at.astimezone(self.zone).date() == seen_at.astimezone(self.zone).date()
        return f"{at.astimezone(self.zone):%H:%M}" if same else self.moment(at)


def promise_words(clock: Clock, hours: str | None) -> str:
    """What is promised, such as “4 h in Office hours”; "" where it is not known."""
    if not clock.promised_s:
        return ""
    return f"{written(clock.promised_s)} {f'in {hours}' if hours else 'around the clock'}"


def timeline_words(
    clock: Clock, marks: Sequence[Mark], hours: str | None, setting: Setting
) -> tuple[Told, ...]:
    """Every mark of a clock in words, oldest first; the promise is named where it was last made."""
    made = [mark for mark in marks if mark.what is ClockMark.STARTED or mark.what in _ANEW]
    promise = promise_words(clock, hours)
    return tuple(
        Told(
            setting.moment(mark.at),
            _words(mark, promise if made and mark is made[-1] else "", setting),
            mark,
        )
        for mark in marks
    )


def _words(mark: Mark, promise: str, setting: Setting) -> str:
    due = f"due {setting.due(mark.due_at, mark.at)}" if mark.due_at else ""
    if mark.due_at and mark.was_due_at and mark.was_due_at != mark.due_at:
        due = f"now {due} instead of {setting.due(mark.was_due_at, mark.at)}"
    promised = f"promised {promise}" if promise else ""
    about = ", ".join(part for part in (promised, due) if part)
    why = f": {mark.detail}" if mark.detail else ""
    said = {
        ClockMark.STARTED: _with(f"started{why}", about),
        ClockMark.PAUSED: f"paused{why}",
        ClockMark.RESUMED: _with(f"runs again{why}", due),
        ClockMark.RETARGETED: _with(f"has another target{why}", about),
        ClockMark.WARNED: f"{mark.detail or 'a part'} of the time has passed",
        ClockMark.BREACHED: "the promise was missed",
        ClockMark.ESCALATED: f"escalated at {mark.detail}" if mark.detail else "escalated",
        ClockMark.MET: f"met{why}",
        ClockMark.ENDED: f"ended late{why}",
        ClockMark.STOPPED: f"stopped without a verdict{why}",
        ClockMark.TAKEN_BACK: _with("a change was taken back", about),
    }
    return said[mark.what]


def _with(said: str, about: str) -> str:
    return f"{said}; {about}" if about else said
