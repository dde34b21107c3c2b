"""A report as the content of one file."""

from __future__ import annotations

import csv
import io
import json
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from desk_gui.domain.errors import Cancelled

if TYPE_CHECKING:
    from desk_gui.domain.workflow import Kind
    from desk_gui.reports.report import Report

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet may take for the beginning of a formula, also in its wide Asian form."""


def content(built: Report, how: str, *, stopped: Callable[[], bool] = lambda: False) -> bytes:
    """The report in one file. Raises Cancelled once `stopped` says so."""
    if how in {"json", "csv"}:
        from desk_gui.reports.written import to_json

        told = to_json(built)
        if how == "csv":
            return csv_file(_figures(told))
        return (json.dumps(told, ensure_ascii=False) + "\n").encode()
    if how == "pdf":
        from desk_gui.reports.figures.document import pdf

        return pdf(built, go_on=partial(_go_on, stopped))
    from desk_gui.reports.page import sheets, to_html

    if how == "html":
        return to_html(built).encode()
    from desk_gui.reports.workbook import to_xlsx

    return to_xlsx(sheets(built))


def _go_on(stopped: Callable[[], bool]) -> None:
    if stopped():
        raise Cancelled("Stopped; no file was written.")


def of_chart(built: Report, kind: Kind, name: str, how: str) -> bytes:
    """One chart in one file: png, svg, or its table as csv."""
    if how == "csv":
        return csv_file(_table(built, kind, name))
    from desk_gui.reports.figures.files import png, svg

    return png(name, built, kind) if how == "png" else svg(name, built, kind).encode()


def as_csv(rows: Iterable[Sequence[object]], between: str = ",") -> str:
    """Rows as CSV in which no cell is taken for a formula; with tabs between for the clipboard."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=between, lineterminator="\n")
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row])
    return written.getvalue()


def csv_file(rows: Iterable[Sequence[object]]) -> bytes:
    """Rows as a file for people: spreadsheets know by its mark that it is UTF-8."""
    return BOM_UTF8 + as_csv(rows).encode()


def unmarked(written: bytes) -> bytes:
    """The same for scripts, which would take the mark for a part of the first head."""
    return written.removeprefix(BOM_UTF8)


def _table(built: Report, kind: Kind, name: str) -> Iterator[Sequence[str]]:
    """The table of a chart; beside it each row says of what it is, the first one what that means.

    One row at least, so that a table of nothing says so too.
    """
    from desk_gui.reports.charts import CHARTS

    chart = CHARTS[name]
    table = chart.table(built, kind)
    yield *table.heads, "Chart", "About", "Definition"
    means = " ".join(chart.definition(built, kind).split())
    for row in table.rows or [[""] * len(table.heads)]:
        yield *row, chart.titles[kind], chart.about(built, kind), means
        means = ""


def _figures(told: Mapping[str, Any]) -> Iterator[Sequence[object]]:
    yield "kind", "priority", "figure", "statistic", "value"
    for kind, part in told["figures"].items():
        slices = {"all": part["all"], **part["by_priority"]}
        for priority, figures in slices.items():
            for figure, value in figures.items():
                for statistic, number in _values(value):
                    yield kind, priority, figure, statistic, number
    yield from _about(told)


def _about(told: Mapping[str, Any]) -> Iterator[Sequence[object]]:
    """What a report is about, and what each figure of it means, in the columns of the figures."""
    for name, value in told["period"].items():
        yield "", "", "period", name, value
    for name in ("as_of", "narrowed", "says"):
        if told[name]:
            yield "", "", "report", name, told[name]
    for figure, text in told["definitions"].items():
        yield "", "", figure, "definition", text
    for figure, reasons in told["excluded"].items():
        for reason, n in reasons.items():
            yield "", "", figure, f"excluded.{reason}", n


def _values(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """(statistic, value) of a figure; a figure of several parts names them, as in on_hold.n."""
    if not isinstance(value, Mapping):
        yield name or "n", value
        return
    for key, inner in value.items():
        yield from _values(inner, f"{name}.{key}" if name else key)


def _harmless(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula, nor for the end of its row."""
    if not isinstance(cell, str):
        return cell
    words = f"'{cell}" if cell.startswith(_FORMULA) else cell
    return words.replace("\r\n", "\n").replace("\r", "\n")
