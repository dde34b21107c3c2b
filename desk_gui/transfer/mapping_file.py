"""Reading an import mapping from its TOML file, complaining about the key that is wrong."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from enum import Enum
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from desk_gui.domain.errors import FileTrouble
from desk_gui.domain.priority import Level, Priority
from desk_gui.domain.workflow import HoldReason, Kind, ResolutionCode, Status
from desk_gui.transfer.mapping import COLUMNS, DELIMITERS, ISO, ForeignStatus, ImportMapping, Layout
from desk_gui.transfer.source import read_toml, shown, trouble

MAX_MAPPING = 1 << 20
KEPT = "kept"
_E = TypeVar("_E", bound=Enum)


def read_mapping(path: Path) -> ImportMapping:
    """The mapping in a TOML file; FileTrouble, with the key, when it is none."""
    return _Reading(path, read_toml(path, MAX_MAPPING)).mapping()


class _Reading:
    """Takes a TOML table apart key by key; whatever is left over is refused."""

    def __init__(self, path: Path, table: dict[str, object]) -> None:
        self._path = path
        self._table = dict(table)

    def mapping(self) -> ImportMapping:
        layout = self._one("layout", Layout, Layout.ONE_ROW)
        dates = self._strings("dates")
        found = ImportMapping(
            path=self._path,
            source=self._string("source"),
            title=self._string("title"),
            layout=layout,
            columns=self._columns(layout),
            statuses=self._statuses(),
            kind=self._one("kind", Kind, None),
            delimiter=self._delimiter(),
            missing=frozenset(self._list("missing", [""])),
            date_format=self._date_format(dates.pop("format", ISO)),
            zone=self._zone(dates.pop("zone", "UTC")),
            ignored=frozenset(self._list("ignored", [])),
            may_lack=frozenset(self._list("may_lack", [])),
            details=self._strings("details"),
            kinds=self._words("kinds", Kind),
            impacts=self._words("impacts", Level),
            urgencies=self._words("urgencies", Level),
            priorities=self._priorities(),
            resolutions=self._words("resolutions", ResolutionCode),
            levels=self._levels(),
        )
        for left in [*self._table, *(f"dates.{key}" for key in dates)]:
            raise self._bad(left, "no mapping has this key; remove it or correct its name")
        return found

    def _bad(self, key: str, problem: str) -> FileTrouble:
        return trouble(self._path, f"[{key}] {problem}.")

    def _string(self, key: str, default: str | None = None) -> str:
        value = self._table.pop(key, default)
        if not isinstance(value, str) or not value:
            raise self._bad(key, "must be there, as a text in quotation marks")
        return value

    def _list(self, key: str, default: list[str]) -> list[str]:
        value = self._table.pop(key, default)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self._bad(key, "must be a list of texts")
        return value

    def _sub(self, key: str) -> dict[str, object]:
        value = self._table.pop(key, {})
        if not isinstance(value, dict):
            raise self._bad(key, "must be a table of its own")
        return value

    def _strings(self, key: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, value in self._sub(key).items():
            if not isinstance(value, str) or not value:
                raise self._bad(f"{key}.{name}", "must be a text in quotation marks")
            found[name] = value
        return found

    def _word(self, key: str, value: object, enum: type[_E]) -> _E:
        try:
            return enum(value)
        except ValueError:
            ours = ", ".join(str(word.value) for word in enum)
            raise self._bad(
                key, f"is {shown(str(value))}, which the desk does not know; use one of: {ours}"
            ) from None

    def _one(self, key: str, enum: type[_E], default: _E | None) -> _E:
        value = self._table.pop(key, default)
        return default if value is None else self._word(key, value, enum)  # type: ignore[return-value]

    def _words(self, key: str, enum: type[_E]) -> dict[str, _E]:
        return {
            name: self._word(f"{key}.{name}", value, enum) for name, value in self._sub(key).items()
        }

    def _priorities(self) -> dict[str, Priority]:
        return self._words("priorities", Priority)

    def _columns(self, layout: Layout) -> dict[str, str]:
        known = COLUMNS[layout]
        columns = self._strings("columns")
        for name in columns:
            if name not in known.required | known.optional:
                fields = ", ".join(sorted(known.required | known.optional))
                raise self._bad(f"columns.{name}", f"is no field of a ticket; use one of: {fields}")
        for name in sorted(known.required - set(columns)):
            raise self._bad(f"columns.{name}", "is missing; say which column of the file it is")
        return columns

    def _statuses(self) -> dict[str, ForeignStatus]:
        found = {}
        for name, value in self._sub("statuses").items():
            words = value.split() if isinstance(value, str) else []
            if words == [KEPT]:
                found[name] = ForeignStatus(None)
                continue
            key = f"statuses.{name}"
            status = self._word(key, words[0] if words else value, Status)
            hold = self._word(key, " ".join(words[1:]), HoldReason) if words[1:] else None
            if hold and status is not Status.ON_HOLD:
                raise self._bad(key, "may state a hold reason only after “on_hold”")
            found[name] = ForeignStatus(status, hold)
        if not found:
            raise self._bad("statuses", "is missing; say what each status of the file means")
        return found

    def _delimiter(self) -> str:
        value = self._string("delimiter", ",")
        if value not in DELIMITERS:
            raise self._bad("delimiter", "must be a comma, a semicolon, a tab (\\t) or a bar (|)")
        return value

    def _date_format(self, value: str) -> str:
        if value == ISO:
            return value
        sample = datetime(2016, 11, 29, 0, 0, tzinfo=UTC)
        try:
            again = datetime.strptime(sample.strftime(value), value)  # noqa: DTZ007 - only a test
        except ValueError:
            again = None
        if again is None or again.date() != sample.date():
            problem = "must be “iso” or name day, month and year, such as “%d/%m/%Y %H:%M”"
            raise self._bad("dates.format", problem)
        return value

    def _zone(self, value: str) -> tzinfo:
        if value == "UTC":
            return UTC
        try:
            return ZoneInfo(value)
        except (OSError, ValueError, KeyError):
            problem = f"is {shown(value)}, which is no time zone; use one such as Europe/Berlin"
            raise self._bad("dates.zone", problem) from None

    def _levels(self) -> dict[Priority, tuple[Level, Level]]:
        found = {}
        for name, value in self._sub("levels").items():
            key = f"levels.{name}"
            match value:
                case [impact, urgency] if name.isdecimal():
                    pair = (self._word(key, impact, Level), self._word(key, urgency, Level))
                    found[self._word(key, int(name), Priority)] = pair
                case _:
                    problem = "must be a priority (1 to 5) and a list of impact and urgency"
                    raise self._bad(key, problem)
        return found
