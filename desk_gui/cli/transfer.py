"""`desk import tickets` and `desk import articles`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desk_gui.cli import exit_codes, output
from desk_gui.cli.desks import opened
from desk_gui.cli.progress import Bar, Wish, bar, stoppable
from desk_gui.cli.usage import WrongUsage
from desk_gui.domain.errors import FileTrouble
from desk_gui.operations.desk import Desk

if TYPE_CHECKING:
    from desk_gui.transfer.reconciliation import Reconciliation

_ONLY = "this version reads csv and servicenow-log; save the file as CSV first"
_LATER = ("xlsx", "jsonl")
Work = Callable[[Desk, Bar, Wish], "Reconciliation"]


def import_tickets(options: argparse.Namespace) -> int:
    """Import a file of tickets with their history."""
    from desk_gui.operations import transfer
    from desk_gui.transfer.tickets import TicketFormat

    if options.format in _LATER:
        raise WrongUsage(f"{options.format} files cannot be imported yet: {_ONLY}")
    path = Path(options.file)
    if options.format == "auto" and path.suffix.lower().removeprefix(".") in _LATER:
        raise FileTrouble(f"{path.name} cannot be imported yet: {_ONLY}.")
    mapping = Path(options.mapping) if options.mapping else None

    def work(desk: Desk, shown: Bar, wish: Wish) -> Reconciliation:
        return transfer.import_tickets(
            desk,
            path,
            TicketFormat(options.format),
            mapping,
            dry_run=options.dry_run,
            progress=shown,
            cancelled=wish,
        )

    return _import(options, work)


def import_articles(options: argparse.Namespace) -> int:
    """Import a folder of Markdown files, or a JSON Lines file."""
    from desk_gui.operations import transfer

    def work(desk: Desk, shown: Bar, wish: Wish) -> Reconciliation:
        return transfer.import_articles(
            desk,
            Path(options.file),
            publish=options.publish,
            dry_run=options.dry_run,
            progress=shown,
            cancelled=wish,
        )

    return _import(options, work)


def _import(options: argparse.Namespace, work: Work) -> int:
    """Do the import, tell its reconciliation, and say when it was stopped before its end."""
    with (
        opened(options) as desk,
        bar("Importing", quiet=options.json) as shown,
        stoppable() as wish,
    ):
        done = work(desk, shown, wish)
    if options.json:
        output.give(done.to_json())
    else:
        output.say(output.clean(done.to_text()))
    if done.stopped:
        output.tell(
            f"Stopped: {done.imported:,} {done.what} are imported whole and the rest not at all;"
            " import the file again to go on."
        )
        return exit_codes.STOPPED
    return exit_codes.DONE
