"""A clock as it stood at a past instant, where nothing but the clock itself tells of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from desk_gui.domain.business_hours import Time
from desk_gui.domain.clocks import instant_at
from desk_gui.domain.sla import Clock, ClockState


def stood_at(clock: Clock, instant: datetime, counting: Time) -> Clock:
    """The clock without what its own pauses and its end date later than an instant (UTC).

    Its promise is the one it has; `counting` is the time that the promise counts in.
    """
    if clock.ended_at is not None and clock.ended_at <= instant:
        return clock
    open_pauses = [since for since, to in clock.pauses if since <= instant < to]
    if clock.paused_at is not None and clock.paused_at <= instant:
        open_pauses.append(clock.paused_at)
    over = tuple((since, to) for since, to in clock.pauses if to <= instant)
    stood = replace(
        clock,
        state=ClockState.PAUSED if open_pauses else ClockState.RUNNING,
        paused_at=open_pauses[0] if open_pauses else None,
        pauses=over,
        ended_at=None,
    )
    if over == clock.pauses:
        return stood
    return replace(stood, due_at=instant_at(stood, counting, stood.promised_s))
