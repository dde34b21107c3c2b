"""`desk report`: the figures of a period, in numbers, pictures or a document."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from desk_gui.cli import exit_codes, output
from desk_gui.cli.desks import opened
from desk_gui.cli.progress import bar
from desk_gui.cli.usage import WrongUsage
from desk_gui.domain.errors import FileTrouble
from desk_gui.domain.workflow import Kind
from desk_gui.operations.report_files import content, of_chart, unmarked
from desk_gui.operations.whole_files import write_whole

if TYPE_CHECKING:
    from desk_gui.reports.report import Report

READY = ("json", "csv", "html", "pdf", "png", "svg", "xlsx")
IN_FILES = frozenset({"html", "pdf", "png", "svg", "xlsx"})
PICTURES = frozenset({"png", "svg"})
OF_ONE_CHART = ("csv", "png", "svg")


def report(options: argparse.Namespace) -> int:
    """Compute the report and write it to standard output, or to the file of --out."""
    if options.save or options.forget or options.saved or options.due:
        from desk_gui.cli import saved_reports

        return saved_reports.run(options)
    how = _format(options)
    options.json = options.json or how == "json"
    if options.chart and how not in OF_ONE_CHART:
        raise WrongUsage(f"one chart is written as {', '.join(OF_ONE_CHART)}, not as {how}")
    if (how in IN_FILES or options.chart) and not options.out:
        raise WrongUsage(f"say with --out where to write the {how}")
    built = _built(options)
    if how in PICTURES or options.chart:
        written = _write_charts(built, options, how)
        output.tell(f"Wrote {len(written)} charts to {options.out}.")
        return exit_codes.DONE
    told = unmarked(content(built, how))
    if options.out:
        write_whole(Path(options.out), told)
        output.tell(f"Wrote {options.out}.")
    elif how == "json":
        output.give(json.loads(told))
    else:
        output.say(told.decode().rstrip("\n"))
    return exit_codes.DONE


def _format(options: argparse.Namespace) -> str:
    """The format that was said, or that the name of the file says, else JSON."""
    named = Path(options.out).suffix.lower().removeprefix(".") if options.out else ""
    how: str = options.format or named or "json"
    if how not in READY:
        raise WrongUsage(f"this version writes reports as {', '.join(READY)}, not as {how}")
    return how


def _built(options: argparse.Namespace) -> Report:
    from desk_gui.operations.packing import pack_many
    from desk_gui.operations.reports import build_report
    from desk_gui.reports.periods import By

    with opened(options) as desk, bar("Preparing the figures", quiet=options.json) as shown:
        pack_many(desk, shown)
        kind = Kind(options.kind) if options.kind else None
        if options.as_of and options.last:
            raise WrongUsage("--as-of takes the place of --to; give one of them")
        return build_report(
            desk,
            options.first,
            options.last,
            by=By(options.by),
            kind=kind,
            at=options.as_of,
        )


def _write_charts(built: Report, options: argparse.Namespace, how: str) -> list[Path]:
    """Each chart in a file of its own in the folder of --out, or the named one in that file."""
    from desk_gui.reports.charts import CHARTS

    if options.chart and options.chart not in CHARTS:
        raise WrongUsage(f"there is no chart {options.chart}; there are {', '.join(CHARTS)}")
    place = Path(options.out)
    wanted = [
        (kind, chart.name)
        for kind in built.kinds
        for chart in CHARTS.values()
        if kind in chart.kinds and options.chart in {None, chart.name}
    ]
    if not place.suffix:
        _make(place)
    written = []
    for kind, name in wanted:
        alone = place if len(wanted) == 1 else place.with_name(f"{place.stem}-{kind}-{name}.{how}")
        path = alone if place.suffix else place / f"{kind}-{name}.{how}"
        write_whole(path, unmarked(of_chart(built, kind, name, how)))
        written.append(path)
    return written


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileTrouble(f"{folder} cannot be made: {error.strerror}.") from None
