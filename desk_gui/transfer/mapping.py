"""What a foreign file's columns and words mean here; it is data, in a TOML file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from desk_gui.domain.priority import Level, Priority
from desk_gui.domain.workflow import HoldReason, Kind, ResolutionCode, Status

ISO = "iso"
EVERYTHING = "*"
DELIMITERS = frozenset({",", ";", "\t", "|"})
YEARS = range(1970, 2101)


class Layout(StrEnum):
    """How a file tells of a ticket: one row for each event, or one row in all."""

    EVENT_LOG = "event-log"
    ONE_ROW = "one-row"


@dataclass(frozen=True)
class Columns:
    """The fields that a layout must have, and those it may have."""

    required: frozenset[str]
    optional: frozenset[str]


COLUMNS = {
    Layout.EVENT_LOG: Columns(
        frozenset({"number", "status", "updated_at", "opened_at", "impact", "urgency", "priority"}),
        frozenset(
            {
                "title",
                "text",
                "requester",
                "opened_by",
                "team",
                "assignee",
                "actor",
                "category",
                "subcategory",
                "symptom",
                "resolved_at",
                "closed_at",
                "resolution_code",
                "reassignments",
                "reopenings",
                "made_sla",
            }
        ),
    ),
    Layout.ONE_ROW: Columns(
        frozenset({"number", "title", "status", "opened_at"}),
        frozenset(
            {
                "kind",
                "text",
                "hold_reason",
                "impact",
                "urgency",
                "priority",
                "requester",
                "opened_by",
                "team",
                "assignee",
                "category",
                "item",
                "updated_at",
                "resolved_at",
                "closed_at",
                "resolution_code",
                "resolution_text",
                "cancel_reason",
                "rejection_reason",
            }
        ),
    ),
}


@dataclass(frozen=True)
class ForeignStatus:
    """What a foreign status means: one of ours, or (None) that ours is kept."""

    status: Status | None
    hold_reason: HoldReason | None = None


@dataclass(frozen=True)
class ImportMapping:
    """One mapping, checked; `columns` and `details` name the file's own columns."""

    path: Path
    source: str
    title: str
    layout: Layout
    columns: Mapping[str, str]
    statuses: Mapping[str, ForeignStatus]
    kind: Kind | None = None
    delimiter: str = ","
    missing: frozenset[str] = frozenset({""})
    date_format: str = ISO
    zone: tzinfo = UTC
    ignored: frozenset[str] = frozenset()
    may_lack: frozenset[str] = frozenset()
    details: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    impacts: Mapping[str, Level] = field(default_factory=dict)
    urgencies: Mapping[str, Level] = field(default_factory=dict)
    priorities: Mapping[str, Priority] = field(default_factory=dict)
    resolutions: Mapping[str, ResolutionCode] = field(default_factory=dict)
    levels: Mapping[Priority, tuple[Level, Level]] = field(default_factory=dict)

    @property
    def example(self) -> str:
        """A date as this mapping wants it, to show in a sentence."""
        if self.date_format == ISO:
            return "2016-02-29T13:05:00+00:00"
        return datetime(2016, 2, 29, 13, 5, tzinfo=UTC).strftime(self.date_format)

    def instant(self, value: str) -> datetime:
        """A written date as an instant in UTC, whole seconds; ValueError when it is none."""
        return _instant(value, self.date_format, self.zone)

    def lacking(self, header: list[str]) -> list[str]:
        """The columns that a file needs to be of this mapping and does not have."""
        needed = {self.columns[name] for name in COLUMNS[self.layout].required}
        if EVERYTHING not in self.may_lack:
            named = {*self.columns.values(), *self.details.values()}
            needed |= named - self.may_lack
        return sorted(needed - set(header))

    def unnamed(self, header: list[str]) -> list[str]:
        """The columns of a file that this mapping says nothing about."""
        if EVERYTHING in self.ignored:
            return []
        named = {*self.columns.values(), *self.details.values(), *self.ignored}
        return [column for column in header if column not in named]


@lru_cache(maxsize=1 << 16)
def _instant(value: str, date_format: str, zone: tzinfo) -> datetime:
    if date_format == ISO:
        read = datetime.fromisoformat(value)
    else:
        read = datetime.strptime(value, date_format)  # noqa: DTZ007 - the zone comes next
    if read.year not in YEARS:
        raise ValueError(f"the year {read.year} is outside {YEARS[0]} to {YEARS[-1]}")
    return (
        (read if read.tzinfo else read.replace(tzinfo=zone)).astimezone(UTC).replace(microsecond=0)
    )
