"""`desk report`: the figures of a period, as JSON or as a table of plain values."""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from desk_gui.cli import exit_codes, output
from desk_gui.cli.desks import opened
from desk_gui.cli.progress import bar
from desk_gui.cli.usage import WrongUsage
from desk_gui.domain.errors import FileTrouble
from desk_gui.domain.workflow import Kind

READY = ("json", "csv")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def report(options: argparse.Namespace) -> int:
    """Compute the report and write it to standard output, or to the file of --out."""
    how = _format(options)
    options.json = options.json or how == "json"
    told = _computed(options)
    text = json.dumps(told, ensure_ascii=False) + "\n" if how == "json" else _as_csv(told)
    if options.out:
        write_whole(Path(options.out), text)
        output.tell(f"Wrote {options.out}.")
    elif how == "json":
        output.give(told)
    else:
        output.say(text.rstrip("\n"))
    return exit_codes.DONE


def _format(options: argparse.Namespace) -> str:
    """The format that was said, or that the name of the file says, else JSON."""
    named = Path(options.out).suffix.lower().removeprefix(".") if options.out else ""
    how: str = options.format or named or "json"
    if how not in READY:
        raise WrongUsage(f"this version writes reports as json and csv, not as {how}")
    return how


def _computed(options: argparse.Namespace) -> dict[str, Any]:
    from desk_gui.operations.packing import pack_many
    from desk_gui.operations.reports import build_report
    from desk_gui.reports.periods import By
    from desk_gui.reports.written import to_json

    with opened(options) as desk, bar("Preparing the figures", quiet=options.json) as shown:
        pack_many(desk, shown)
        kind = Kind(options.kind) if options.kind else None
        built = build_report(desk, options.first, options.last, by=By(options.by), kind=kind)
    return to_json(built)


def _as_csv(told: Mapping[str, Any]) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(("kind", "priority", "figure", "statistic", "value"))
    for kind, part in told["figures"].items():
        slices = {"all": part["all"], **part["by_priority"]}
        for priority, figures in slices.items():
            for figure, value in figures.items():
                for statistic, number in _values(value):
                    cells = (kind, priority, figure, statistic, number)
                    writer.writerow([_harmless(cell) for cell in cells])
    return written.getvalue()


def _values(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """(statistic, value) of a figure; a figure of several parts names them, as in on_hold.n."""
    if not isinstance(value, Mapping):
        yield name or "n", value
        return
    for key, inner in value.items():
        yield from _values(inner, f"{name}.{key}" if name else key)


def _harmless(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def write_whole(path: Path, text: str) -> None:
    """Write a file whole or not at all; FileTrouble when that is not possible."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        if part.is_file():
            part.unlink(missing_ok=True)
        raise FileTrouble(f"{path} cannot be written: {error.strerror}.") from None
