"""`desk report --save`, `--saved`, `--forget` and `--due`: reports by a schedule."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from desk_gui.cli import exit_codes, output
from desk_gui.cli.desks import opened
from desk_gui.cli.usage import WrongUsage
from desk_gui.domain.workflow import Kind
from desk_gui.operations import saved_reports
from desk_gui.operations.desk import Desk
from desk_gui.operations.report_files import content
from desk_gui.operations.saved_reports import ENDINGS, Due, SavedReport
from desk_gui.operations.whole_files import write_whole


def run(options: argparse.Namespace) -> int:
    """Keep, list, forget or write saved reports."""
    with opened(options) as desk:
        if options.save:
            _save(desk, options)
        elif options.forget:
            saved_reports.forget_report(desk, options.forget)
            output.tell(f"Forgot the saved report {options.forget}.")
        elif options.due:
            _write_due(desk, options)
        if options.saved:
            _list(desk, options)
    return exit_codes.DONE


def _save(desk: Desk, options: argparse.Namespace) -> None:
    if not options.out or not saved_reports.ends_well(options.out):
        raise WrongUsage(f"say with --out which file, ending in one of {', '.join(ENDINGS)}")
    if not options.every:
        raise WrongUsage("say with --every how often: day, week or month")
    path = str(Path(options.out).absolute())
    kind = str(options.kind) if options.kind else None
    wanted = SavedReport(options.save, options.every, path, kind, options.by)
    saved_reports.save_report(desk, wanted)
    output.tell(f"Saved the report {options.save}; “desk report --due” writes it when it is due.")


def _list(desk: Desk, options: argparse.Namespace) -> None:
    found = saved_reports.saved(desk)
    if options.json:
        output.give({"saved": [asdict(one) for one in found]})
    else:
        rows = [(one.name, one.every, one.out, one.done or "not yet") for one in found]
        output.table(("Name", "Every", "File", "Written up to"), rows)


def _write_due(desk: Desk, options: argparse.Namespace) -> None:
    """Write what is due, each whole, and remember it only then."""
    from desk_gui.operations.packing import pack_many
    from desk_gui.operations.reports import build_report
    from desk_gui.reports.periods import By

    pack_many(desk)
    done = []
    for due in saved_reports.due(desk):
        told = due.report
        kind = Kind(told.kind) if told.kind else None
        built = build_report(desk, due.first, due.last, by=By(told.by), kind=kind)
        path = _path(due)
        write_whole(path, content(built, path.suffix.lower().removeprefix(".")))
        saved_reports.written(desk, due)
        done.append({"name": told.name, "file": str(path)})
        output.tell(f"Wrote {path}.")
    if options.json:
        output.give({"written": done})
    elif not done:
        output.tell("No saved report is due.")


def _path(due: Due) -> Path:
    """The file of a period: report.pdf of March is report-2026-03-01.pdf."""
    path = Path(due.report.out)
    return path.with_name(f"{path.stem}-{due.first.isoformat()}{path.suffix}")
