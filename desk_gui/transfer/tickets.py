"""Which kind of ticket file this is, and its tickets as plans."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from desk_gui import paths
from desk_gui.domain.errors import FileTrouble
from desk_gui.transfer.mapping import DELIMITERS, ImportMapping, Layout
from desk_gui.transfer.mapping_file import read_mapping
from desk_gui.transfer.plan import PlannedTicket
from desk_gui.transfer.servicenow import planned_from_log
from desk_gui.transfer.source import Progress, Question, Source, trouble
from desk_gui.transfer.table import Table
from desk_gui.transfer.tickets_csv import planned_from_table


class TicketFormat(StrEnum):
    """A kind of ticket file; `auto` looks at the header."""

    AUTO = "auto"
    CSV = "csv"
    SERVICENOW_LOG = "servicenow-log"


PRESETS = {
    TicketFormat.SERVICENOW_LOG: "servicenow-log.toml",
    TicketFormat.CSV: "desk-csv.toml",
}
"""The mapping that ships for each format, most telling header first."""


@dataclass(frozen=True)
class TicketFile:
    """A file of tickets and the mapping that explains it; can be read more than once."""

    path: Path
    mapping: ImportMapping

    def plans(
        self, progress: Progress | None = None, cancelled: Question | None = None
    ) -> Iterator[PlannedTicket]:
        """Every ticket in turn; FileTrouble at the first bad place, Cancelled when stopped."""
        table = Table(Source(self.path, progress, cancelled), self.mapping)
        if self.mapping.layout is Layout.EVENT_LOG:
            return planned_from_log(table)
        return planned_from_table(table)


def ticket_file(path: Path, how: TicketFormat, mapping: Path | None = None) -> TicketFile:
    """The file with its mapping: the one named, the preset of the format, or what fits its header.

    Raises FileTrouble when the file or the mapping cannot be read, or nothing fits.
    """
    if mapping is not None:
        return TicketFile(path, read_mapping(mapping))
    if how is not TicketFormat.AUTO:
        return TicketFile(path, _fitted(_preset(how), path))
    presets = [_fitted(_preset(known), path) for known in PRESETS]
    for preset in presets:
        if not preset.lacking(_header(path, preset)):
            return TicketFile(path, preset)
    raise _nothing_fits(path, presets)


def _fitted(preset: ImportMapping, path: Path) -> ImportMapping:
    """The preset with the delimiter that the file uses: spreadsheets differ by country."""
    ways = (replace(preset, delimiter=delimiter) for delimiter in sorted(DELIMITERS))
    return next((way for way in ways if not way.lacking(_header(path, way))), preset)


def _preset(how: TicketFormat) -> ImportMapping:
    return read_mapping(paths.resources() / "mappings" / PRESETS[how])


def _header(path: Path, mapping: ImportMapping) -> list[str]:
    _, cells = next(Source(path).records(mapping.delimiter), (1, []))
    return [cell.strip() for cell in cells]


def _nothing_fits(path: Path, presets: list[ImportMapping]) -> FileTrouble:
    misses = "; ".join(
        f"{how} needs {', '.join(preset.lacking(_header(path, preset))[:4])}"
        for how, preset in zip(PRESETS, presets, strict=True)
    )
    problem = f"the columns fit no known format ({misses}); name a mapping with --mapping."
    return trouble(path, problem, line=1)
