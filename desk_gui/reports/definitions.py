"""What each figure means: shown on hover, in the JSON, and in every export."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

_CALENDAR = "calendar time from the opening; pauses are not taken out"
_NONE = "none; it counts tickets at an instant or in a period of calendar time"
_MEDIAN = "median and P90 (linear interpolation), then the mean"
_UNKNOWN = " Tickets whose resolution instant was never recorded are left out, never 0."
_RECORDED = "the recorded number, up to now"


@dataclass(frozen=True)
class Definition:
    """One figure in words; every part is said, so that two people read the same figure."""

    figure: str
    cohort: str
    clock: str = _NONE
    reopened: str = "counted like any other"
    ended: str = "counted like any other"
    major: str = "counted like any other"
    statistic: str = "the number of tickets, which is n"

    def text(self, standing: str) -> str:
        """The whole definition, a line for each part; `standing` says as of when tickets count."""
        return "\n".join(
            (
                f"{self.figure}.",
                f"Cohort: {self.cohort}",
                f"Clock: {self.clock}.",
                f"Reopened tickets: {self.reopened}.",
                f"Cancelled, rejected and merged tickets: {self.ended}.",
                f"Major incidents: {self.major}.",
                f"Statistic: {self.statistic}.",
                standing,
            )
        )


_ALL = {
    "created": Definition("Tickets opened", "opened in the period, by the opening."),
    "resolved": Definition(
        "Tickets resolved (incidents) or fulfilled (requests)",
        "resolved in the period, by the last resolution." + _UNKNOWN,
        reopened="counted once, by the last resolution; not at all while open again",
        ended="not counted; they were ended, not resolved",
    ),
    "closed": Definition(
        "Tickets closed",
        "closed in the period, by the last closing.",
        reopened="counted once, by the last closing",
        ended="not counted; they were ended, not closed",
    ),
    "backlog": Definition(
        "Tickets not final and not resolved or fulfilled at an instant, from the journal",
        "open at the end of the period (in the series: at the instant named).",
        clock="none; age bands are calendar time since the opening, tickets on hold included",
        reopened="counted while they are open again",
        ended="counted until they were ended",
    ),
    "open_by_last_resolution": Definition(
        "Tickets opened and not yet resolved for the last time at an instant",
        "opened at or before the instant and last resolved after it; where no resolution is "
        "known: closed, cancelled or rejected after it.",
        reopened="counted from the opening to the last resolution, undone resolutions included",
        ended="counted until they were ended",
    ),
    "reassigned_tickets": Definition(
        "Tickets handed over at least once",
        "opened in the period.",
        statistic=f"tickets with one reassignment or more ({_RECORDED}), which is n",
    ),
    "reassignments": Definition(
        "Times that tickets were handed over",
        "opened in the period.",
        statistic=f"sum over the tickets of {_RECORDED}; n is the figure created",
    ),
    "reopened_tickets": Definition(
        "Tickets reopened at least once",
        "opened in the period.",
        reopened="these are the figure",
        statistic=f"tickets with one reopening or more ({_RECORDED}), which is n",
    ),
    "reopenings": Definition(
        "Times that tickets were reopened",
        "opened in the period.",
        reopened="each reopening counts",
        statistic=f"sum over the tickets of {_RECORDED}; n is the figure created",
    ),
    "time_to_respond": Definition(
        "Opening to first response: first public comment of an agent or start of work, whichever "
        "is earlier unless set otherwise",
        "first responded to in the period.",
        clock=_CALENDAR,
        reopened="counted once, by the first response",
        ended="counted if they were responded to",
        statistic=f"{_MEDIAN} (for incidents the MTTA); n tickets",
    ),
    "time_to_resolve": Definition(
        "Opening to first resolution of incidents",
        "first resolved in the period." + _UNKNOWN,
        clock=_CALENDAR,
        reopened="counted once, by the first resolution",
        ended="left out unless they had been resolved before",
        statistic=f"{_MEDIAN} (the MTTR); n incidents",
    ),
    "time_to_resolve_full": Definition(
        "Opening to last resolution of incidents",
        "last resolved in the period." + _UNKNOWN,
        clock=_CALENDAR,
        reopened="counted once, by the last resolution; not at all while open again",
        ended="left out",
        statistic=f"{_MEDIAN}; n incidents",
    ),
    "time_to_fulfil": Definition(
        "Opening to first fulfilment of service requests, approval included",
        "first fulfilled in the period." + _UNKNOWN,
        clock=_CALENDAR,
        reopened="counted once, by the first fulfilment",
        ended="left out unless they had been fulfilled before",
        major="none; requests are never major",
        statistic=f"{_MEDIAN}; n requests",
    ),
    "time_to_close": Definition(
        "Opening to closing",
        "closed in the period, by the last closing.",
        clock=_CALENDAR,
        reopened="counted once, by the last closing",
        ended="left out; they were ended, not closed",
        statistic=f"{_MEDIAN}; n tickets",
    ),
    "time_in_status": Definition(
        "Time spent in each status, from the journal",
        "stays that ended in the period, each whole; a stay that still lasts is left out.",
        clock="calendar time between the entering and the leaving of the status",
        reopened="each stay counts",
        ended="counted until they were ended",
        statistic=f"{_MEDIAN} over n tickets, each with the sum of its stays; total_s is the sum "
        "of all intervals",
    ),
    "time_in_source_status": Definition(
        "Imported tickets only: time from each row of the foreign log to the ticket's next row, "
        "in the file's order, credited to the status of the earlier row",
        "pairs of rows whose later one is dated in the period; a last row contributes nothing.",
        clock="wall clock as recorded; rows that go back in time are negative and are not dropped",
        statistic="rows, their sum, their median and how many are negative",
    ),
    "sla_kept": Definition(
        "Clocks met / (met + breached)",
        "clocks that ended in the period; running, paused and stopped ones are not counted, open "
        "and overdue is its own figure. All targets together, and each alone.",
        clock="the clock's own: its policy's time from the opening, pauses taken out",
        reopened="as judged at the end of each clock",
        ended="left out; their clocks were stopped without a verdict",
        statistic="share; n is clocks met, of is clocks ended",
    ),
    "overdue_open": Definition(
        "Open tickets past a due instant",
        "in the backlog at the end of the period, with a promise due before it and not kept by "
        "then.",
        clock="the clock's own; paused clocks are not overdue",
        reopened="counted while they are open again",
        ended="left out",
        statistic="the number of tickets, each once, which is n",
    ),
    "first_contact_resolution": Definition(
        "Tickets resolved without a reassignment and with one answer of an agent / resolved",
        "resolved in the period, by the last resolution; imported tickets whose source told "
        "nothing of answers are left out." + _UNKNOWN,
        reopened="counted by the last resolution, with all their answers",
        ended="left out",
        statistic="share; n is tickets with no reassignment and at most one public comment of an "
        "agent (without one, the resolution is the answer), of is tickets resolved",
    ),
    "reopen_rate": Definition(
        "Tickets reopened later / tickets resolved",
        "first resolved or fulfilled in the period; recent ones had less time to be reopened."
        + _UNKNOWN,
        reopened="these are the figure, each once",
        ended="left out unless they had been resolved before",
        statistic=f"share; n is tickets with a reopening ({_RECORDED}), of is tickets resolved",
    ),
    "approval_wait": Definition(
        "Asked to decided, for approvals of service requests; together and by catalog item",
        "decided in the period; approvals made void are left out.",
        clock="calendar time from the asking",
        ended="counted if it was decided",
        major="none; requests are never major",
        statistic=f"{_MEDIAN}; n approvals",
    ),
    "approval_wait_by_item": Definition(
        "Asked to decided, for approvals of service requests, for each catalog item",
        "decided in the period; approvals made void are left out.",
        clock="calendar time from the asking",
        ended="counted if it was decided",
        major="none; requests are never major",
        statistic=f"{_MEDIAN}; n approvals",
    ),
    "fulfilment_steps": Definition(
        "Time of each fulfilment task: from the task done before it in the same request, the "
        "first one from the start of fulfilment",
        "done in the period; skipped and void tasks are left out.",
        clock="calendar time, holds included",
        ended="counted if the task was done",
        major="none; requests are never major",
        statistic=f"{_MEDIAN}; n tasks; together and by title",
    ),
    "fulfilment_steps_by_item": Definition(
        "Time of each fulfilment task, as in fulfilment steps, for each catalog item",
        "done in the period; skipped and void tasks are left out.",
        clock="calendar time, holds included",
        ended="counted if the task was done",
        major="none; requests are never major",
        statistic=f"{_MEDIAN}; n tasks",
    ),
    "major_time_to_respond": Definition(
        "Opening to first response of major incidents (their MTTA is the mean)",
        "declared as major at some time, stood down since or not, first responded to in the "
        "period.",
        clock=_CALENDAR,
        reopened="counted once, by the first response",
        ended="counted if they were responded to",
        major="these are the figure; proposed and rejected ones are left out",
        statistic=f"{_MEDIAN}; n major incidents",
    ),
    "major_time_to_resolve": Definition(
        "Opening to first resolution of major incidents (their MTTR is the mean)",
        "declared as major at some time, stood down since or not, first resolved in the period."
        + _UNKNOWN,
        clock=_CALENDAR,
        reopened="counted once, by the first resolution",
        ended="left out unless they had been resolved before",
        major="these are the figure; proposed and rejected ones are left out",
        statistic=f"{_MEDIAN}; n major incidents",
    ),
    "major_incidents": Definition(
        "Major incidents, each with its time to respond and to resolve",
        "declared as major at some time, and opened or first resolved in the period.",
        clock=_CALENDAR,
        reopened="told once, by the first resolution",
        major="these are the figure; proposed and rejected ones are left out",
        statistic="one mark for each incident, which is n; the means are MTTA and MTTR",
    ),
    "resolved_within": Definition(
        "Which part of what was resolved or fulfilled took at most so long (the empirical "
        "distribution of the time to resolve or fulfil)",
        "first resolved or fulfilled in the period." + _UNKNOWN,
        clock=_CALENDAR,
        reopened="counted once, by the first resolution",
        ended="left out unless they had been resolved before",
        statistic="share of tickets with at most this time; n tickets",
    ),
    "still_open": Definition(
        "Which part of what was opened is still not resolved or fulfilled after so long "
        "(Kaplan-Meier estimate, in which tickets still open count as long as they were seen)",
        "opened in the period." + _UNKNOWN,
        clock=f"{_CALENDAR}; seen until the end of the period at the latest",
        reopened="counted once, by the first resolution",
        ended="censored at their end: they count until then, and never as resolved",
        statistic="product over all times of (1 - resolved there / seen until there); n tickets, "
        "and how many of them are censored; a curve ends where nobody was seen for longer, and a "
        "mark opens those seen for longer",
    ),
    "due_soon": Definition(
        "Open tickets with a promise due within the next two hours",
        "in the backlog at the end of the period, with a promise due from then on and not kept.",
        clock="the clock's own; paused clocks are not counted",
        reopened="counted while they are open again",
        ended="left out",
        statistic="the number of tickets, each once, which is n",
    ),
    "categories": Definition(
        "Tickets opened, for each category, the most frequent first",
        "opened in the period.",
        statistic="tickets for each category, which is n, and the running share of all",
    ),
    "workload": Definition(
        "For each team, and for supervisors for each agent: open, due soon, overdue, resolved",
        "open, due soon (two hours) and overdue at the end of the period; resolved or fulfilled "
        "in it, by the last resolution.",
        reopened="counted while they are open again; resolved by the last resolution",
        ended="not counted",
        statistic="the number of tickets; a ticket counts for the team and agent it has now",
    ),
    "deflection": Definition(
        "Tickets resolved with an article / tickets to which an article was suggested",
        "resolved, cancelled or rejected in the period, by that instant." + _UNKNOWN,
        reopened="counted once, by the last resolution",
        ended="in the denominator",
        statistic="share; n is tickets resolved with an article, of is tickets with a suggestion",
    ),
    "classification_hit_rate": Definition(
        "Proposed kinds that a person kept / kinds proposed",
        "proposed in the period; abstentions are in neither part.",
        statistic="share; n is proposals kept, of is proposals made",
    ),
    "csat": Definition(
        "Satisfied requesters: ratings of 4 or 5 / ratings given (1 to 5)",
        "tickets with a rating that were resolved in the period, by the last resolution."
        + _UNKNOWN,
        reopened="counted once, by the last resolution",
        ended="left out",
        statistic="share; n is ratings of 4 or 5, of is ratings given",
    ),
    "created_by_impact": Definition(
        "Tickets opened, for each impact; requests have none", "opened in the period."
    ),
    "created_by_urgency": Definition(
        "Tickets opened, for each urgency; requests have none", "opened in the period."
    ),
    "arrivals": Definition(
        "Tickets opened, for each weekday and hour",
        "opened in the period.",
        clock="the wall clock of the period's time zone",
    ),
}
_ALL["sla_kept_by_target"] = _ALL["sla_kept"]
_NOW = "A ticket counts under the kind, priority, team, category and agent it has now."
DEFINITIONS: Mapping[str, str] = {key: one.text(_NOW) for key, one in _ALL.items()}
"""Figure → its whole definition."""


def defined_as_of(at: datetime, zone: tzinfo) -> Mapping[str, str]:
    """Figure → its whole definition where tickets count as they stood at an instant."""
    standing = (
        f"As of {instant_words(at, zone)}, from the journal: a ticket counts under the kind, "
        "priority, team, category and agent it had then, with the clocks, answers, approvals and "
        "tasks of then. As they are now: names, who is an agent, which tickets you may see; and of "
        "imported tickets the promise and the numbers of reassignments and reopenings, which their "
        "source does not date."
    )
    return {key: one.text(standing) for key, one in _ALL.items()}


def instant_words(at: datetime, zone: tzinfo) -> str:
    """An instant as people read it, by the wall clock of a zone, which is named."""
    there = at.astimezone(zone)
    second = f":{there:%S}" if there.second else ""
    return f"{there.day} {there:%b %Y} {there:%H:%M}{second} ({zone})"
