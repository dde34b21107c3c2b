"""A delimited file read through a mapping: every cell checked, every complaint with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from desk_gui.domain.errors import FileTrouble
from desk_gui.domain.ticket import MAX_TEXT, MAX_TITLE
from desk_gui.transfer.mapping import ForeignStatus, ImportMapping
from desk_gui.transfer.source import Source, shown, trouble

MAX_NAME = 200
"""Characters of a person's, team's or category's name, and of a foreign number."""
MAX_COUNT = 1_000_000
_T = TypeVar("_T")
_TRUTHS = {"true": True, "false": False}


@dataclass(frozen=True)
class Table:
    """A source and the mapping that explains it."""

    source: Source
    mapping: ImportMapping

    def rows(self) -> Iterator[Row]:
        """Every row below the header; FileTrouble when the header or a row is not as mapped."""
        records = self.source.records(self.mapping.delimiter)
        line, header = next(records, (1, []))
        layout = self._checked(line, [cell.strip() for cell in header])
        for number, cells in records:
            if len(cells) != layout.width:
                problem = f"the row has {len(cells)} cells where the header has {layout.width}"
                raise trouble(self.source.path, f"{problem}; correct the row.", line=number)
            yield Row(number, cells, layout)

    def _checked(self, line: int, header: list[str]) -> _Header:
        path = self.source.path
        for position, name in enumerate(header, 1):
            if name in header[: position - 1]:
                problem = f"the column {shown(name)} is there twice; remove or rename one."
                raise trouble(path, problem, line=line, column=position)
        for name in self.mapping.lacking(header):
            problem = (
                f"the column {shown(name)} is missing; this is not a file for the mapping "
                f"{self.mapping.path.name}, or its header was changed."
            )
            raise trouble(path, problem, line=line)
        for name in self.mapping.unnamed(header):
            problem = (
                f"the column {shown(name)} is not named by the mapping {self.mapping.path.name}; "
                "name it there under [columns] or in ignored."
            )
            raise trouble(path, problem, line=line, column=header.index(name) + 1)
        return _Header(self, tuple(header))


@dataclass(frozen=True)
class _Header:
    """Where each of our fields, and each detail, stands in a row."""

    table: Table
    names: tuple[str, ...]
    fields: Mapping[str, int] = field(init=False)
    details: Mapping[str, int] = field(init=False)
    width: int = field(init=False)

    def __post_init__(self) -> None:
        at = {name: position for position, name in enumerate(self.names)}
        for mine, named in (
            ("fields", self.table.mapping.columns),
            ("details", self.table.mapping.details),
        ):
            places = {our: at[theirs] for our, theirs in named.items() if theirs in at}
            object.__setattr__(self, mine, places)
        object.__setattr__(self, "width", len(self.names))


class Row:
    """One record of a table, its cells asked for by our names of the fields."""

    __slots__ = ("_cells", "_header", "line")

    def __init__(self, line: int, cells: list[str], header: _Header) -> None:
        self.line = line
        self._cells = cells
        self._header = header

    def raw(self, name: str) -> str | None:
        """The cell without blanks around it, or None where it is missing."""
        at = self._header.fields.get(name)
        return None if at is None else self._cell(at)

    def details(self) -> list[tuple[str, str]]:
        """Label and value of every recorded fact that has no field of its own."""
        found = ((label, self._cell(at)) for label, at in self._header.details.items())
        return [(label, value) for label, value in found if value is not None]

    def needed(self, name: str) -> str:
        """A cell that must be there."""
        value = self.raw(name)
        if value is None:
            raise self.refuse(name, "the cell is empty, and a ticket needs it; fill it in")
        return value

    def name(self, name: str) -> str | None:
        """A person's, team's or category's name on one line, blanks made single."""
        value = self.raw(name)
        if value is None:
            return None
        if len(value) > MAX_NAME:
            raise self.refuse(name, f"the name is longer than {MAX_NAME} characters; shorten it")
        return " ".join(value.split())

    def title(self) -> str | None:
        """The title on one line."""
        value = self.raw("title")
        title = None if value is None else " ".join(value.split())
        if title and len(title) > MAX_TITLE:
            raise self.refuse("title", f"it is longer than {MAX_TITLE} characters; shorten it")
        return title

    def text(self, name: str) -> str:
        """A text of several lines; empty where it is missing."""
        value = (self.raw(name) or "").replace("\r\n", "\n").replace("\r", "\n")
        if len(value) > MAX_TEXT:
            raise self.refuse(name, f"it is longer than {MAX_TEXT:,} characters; shorten it")
        return value

    def instant(self, name: str) -> datetime | None:
        """A date and time as an instant in UTC."""
        value = self.raw(name)
        if value is None:
            return None
        mapping = self._header.table.mapping
        try:
            return mapping.instant(value)
        except (ValueError, OverflowError) as error:
            if "is outside" in str(error):
                raise self.refuse(name, f"{shown(value)}: {error}; correct it") from None
            problem = f"{shown(value)} is not a date written like {mapping.example}; correct it"
            raise self.refuse(name, problem) from None

    def needed_instant(self, name: str) -> datetime:
        """A date and time that must be there."""
        self.needed(name)
        found = self.instant(name)
        assert found is not None  # noqa: S101 - said by the line above
        return found

    def count(self, name: str) -> int | None:
        """A number of times."""
        value = self.raw(name)
        if value is None:
            return None
        if not (value.isascii() and value.isdecimal() and int(value[:8]) <= MAX_COUNT):
            raise self.refuse(name, f"{shown(value)} is not a count; write a whole number")
        return int(value)

    def truth(self, name: str) -> bool | None:
        """A yes or no."""
        return self.word(name, _TRUTHS, "truth values")

    def word(self, name: str, known: Mapping[str, _T], what: str) -> _T | None:
        """What the mapping says a foreign word means; FileTrouble when it does not name it."""
        value = self.raw(name)
        if value is None:
            return None
        if value not in known:
            raise self._unnamed(name, value, what)
        return known[value]

    def needed_word(self, name: str, known: Mapping[str, _T], what: str) -> _T:
        """A foreign word that must be there."""
        value = self.needed(name)
        if value not in known:
            raise self._unnamed(name, value, what)
        return known[value]

    def status(self) -> ForeignStatus:
        """What the row's status means."""
        return self.needed_word("status", self._header.table.mapping.statuses, "statuses")

    def refuse(self, name: str, problem: str) -> FileTrouble:
        """The error of one cell, or of the row where the file has no such column."""
        header = self._header
        at = header.fields.get(name)
        column = None if at is None else f"{at + 1} ({header.names[at]})"
        return trouble(header.table.source.path, f"{problem}.", line=self.line, column=column)

    def _unnamed(self, name: str, value: str, what: str) -> FileTrouble:
        mapping = self._header.table.mapping
        problem = (
            f"{shown(value)} is not among the {what} that the mapping {mapping.path.name} names; "
            "correct it, or name it there"
        )
        return self.refuse(name, problem)

    def _cell(self, at: int) -> str | None:
        value = self._cells[at].strip()
        return None if value in self._header.table.mapping.missing else value
