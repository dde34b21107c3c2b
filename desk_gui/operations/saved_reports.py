"""Reports that are written again and again, each by its schedule."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from desk_gui.domain.accounts import Right, require
from desk_gui.domain.errors import Invalid
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.effects import Effects
from desk_gui.operations.saving import Why, write_other
from desk_gui.storage import rows

SETTING = "saved_reports"
EVERY = ("day", "week", "month")
ENDINGS = ("json", "csv", "html", "pdf", "xlsx")
"""In which a file of a saved report can end."""


@dataclass(frozen=True)
class SavedReport:
    """A report of each whole day, week (from Monday) or month, written once that is over.

    `out` is the file; the first day of the period is put into its name. `done` is the last day
    of the newest period that was written, None before the first.
    """

    name: str
    every: str
    out: str
    kind: str | None = None
    by: str = "day"
    done: str | None = None


@dataclass(frozen=True)
class Due:
    """A saved report whose period is over: its first and its last day."""

    report: SavedReport
    first: date
    last: date


def saved(desk: Desk) -> list[SavedReport]:
    """Every saved report, by its name. Raises NotAllowed for who may not see figures."""
    with desk.reading() as session:
        require(session.actor, Right.WORK_ON_TICKETS)
        return _stored(session)


def ends_well(out: str) -> bool:
    """Whether a file of this name can be a report."""
    return Path(out).suffix.lower().removeprefix(".") in ENDINGS


def save_report(desk: Desk, wanted: SavedReport) -> Effects:
    """Keep a report, in place of one of the same name; journalled."""
    if wanted.every not in EVERY or not wanted.name.strip() or not wanted.out:
        raise Invalid("A saved report needs a name, a file, and day, week or month.")
    if not ends_well(wanted.out):
        raise Invalid(f"The file of a saved report ends in one of {', '.join(ENDINGS)}.")
    with desk.writing(Right.SEE_AGENT_FIGURES) as session:
        others = [one for one in _stored(session) if one.name != wanted.name]
        _store(session, [*others, wanted], wanted.name)
    return Effects()


def forget_report(desk: Desk, name: str) -> Effects:
    """Write a saved report no more; Invalid where there is none of that name."""
    with desk.writing(Right.SEE_AGENT_FIGURES) as session:
        found = _stored(session)
        others = [one for one in found if one.name != name]
        if len(others) == len(found):
            raise Invalid(f"There is no saved report “{name}”.")
        _store(session, others, name)
    return Effects()


def due(desk: Desk) -> list[Due]:
    """Saved reports whose newest whole period is over and was not written yet."""
    with desk.reading() as session:
        require(session.actor, Right.WORK_ON_TICKETS)
        today = _today(session)
        found = [(one, *newest(one.every, today)) for one in _stored(session)]
    return [
        Due(one, first, last)
        for one, first, last in found
        if one.done is None or date.fromisoformat(one.done) < last
    ]


def written(desk: Desk, told: Due) -> None:
    """Remember that a due report was written."""
    with desk.writing(Right.WORK_ON_TICKETS) as session:
        changed = [
            replace(one, done=told.last.isoformat()) if one.name == told.report.name else one
            for one in _stored(session)
        ]
        _store(session, changed, told.report.name)


def newest(every: str, today: date) -> tuple[date, date]:
    """The first and the last day of the newest whole day, week or month before today."""
    if every == "day":
        last = today - timedelta(days=1)
        return last, last
    if every == "week":
        last = today - timedelta(days=today.weekday() + 1)
        return last - timedelta(days=6), last
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def _today(session: Session) -> date:
    row = rows.one(session.connection, "setting", name="time_zone")
    name = json.loads(row["value"]) if row else ""
    now: datetime = session.now.astimezone(ZoneInfo(name)) if name else session.now
    return now.date()


def _stored(session: Session) -> list[SavedReport]:
    row = rows.one(session.connection, "setting", name=SETTING)
    found = [SavedReport(**one) for one in json.loads(row["value"])] if row else []
    return sorted(found, key=lambda one: one.name)


def _store(session: Session, reports: list[SavedReport], name: str) -> None:
    value = {"value": json.dumps([asdict(one) for one in reports])}
    if not rows.change(session.connection, "setting", value, name=SETTING):
        rows.add(session.connection, "setting", name=SETTING, **value)
    write_other(session, "setting", 0, Why("edited", "saved reports"), saved_report=name)
