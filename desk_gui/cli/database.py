"""`desk init`, `check` and `upgrade`: the database as a whole."""

from __future__ import annotations

import argparse
from functools import partial

from desk_gui.cli import exit_codes, output
from desk_gui.cli.desks import opened, place, with_password
from desk_gui.cli.progress import bar, stoppable
from desk_gui.operations import databases
from desk_gui.operations.desk import Desk


def init(options: argparse.Namespace) -> int:
    """Make an empty database with the defaults, or one with the sample office."""
    location = place(options).location
    desk = with_password(location, partial(_sample, options) if options.sample else _empty)
    desk.database.close()
    if options.json:
        output.give({"database": desk.database.location, "sample": options.sample})
    else:
        words = "sample database" if options.sample else "empty database"
        output.say(f"Made the {words} {desk.database.location}.")
    return exit_codes.DONE


def _empty(location: str, password: str | None) -> Desk:
    return databases.create(location, password)


def _sample(options: argparse.Namespace, location: str, password: str | None) -> Desk:
    from desk_gui.operations.sample import office as sample

    with bar("Making the sample office", quiet=options.json) as shown, stoppable() as wish:

        def progress(done: int, total: int) -> None:
            wish.or_stop("Stopped; the unfinished database is gone again.")
            shown(done, total)

        return sample.create_sample(location, password, progress=progress)


def check(options: argparse.Namespace) -> int:
    """Check the file, the journal's chain, and the tickets against their history."""
    with opened(options) as desk, bar("Checking", quiet=options.json) as shown:
        problems = databases.check(desk, shown.note)
        name = desk.database.name
    if options.json:
        output.give({"database": name, "ok": not problems, "problems": problems})
    elif problems:
        output.say("\n".join(problems))
    else:
        output.say(f"{name} is whole: file, journal and tickets agree.")
    if problems:
        output.tell(f"{name} is damaged; keep it as it is and restore the newest backup.")
        return exit_codes.DATABASE
    return exit_codes.DONE


def upgrade(options: argparse.Namespace) -> int:
    """Bring an older database to the schema of this program."""
    before, now = with_password(place(options).location, databases.upgrade)
    if options.json:
        output.give({"before": before, "now": now, "changed": before != now})
    elif before == now:
        output.say(f"The database is up to date (schema {now}).")
    else:
        output.say(f"The database went from schema {before} to {now}.")
    return exit_codes.DONE
