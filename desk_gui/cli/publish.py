"""`desk publish`: the public articles as a web site in a folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from desk_gui.cli import exit_codes, output
from desk_gui.cli.desks import opened
from desk_gui.cli.progress import bar, stoppable


def publish(options: argparse.Namespace) -> int:
    """Write the site; only an empty folder, or one that Desk published to before, is taken."""
    from desk_gui.operations.articles import publishing

    with (
        opened(options) as desk,
        bar("Publishing", quiet=options.json) as shown,
        stoppable() as wish,
    ):
        done = publishing.publish(
            desk,
            Path(options.folder),
            title=options.title or "",
            progress=shown,
            cancelled=wish,
        )
    if options.json:
        output.give(vars(done))
        return exit_codes.DONE
    output.say(f"{done.articles:,} articles and {done.files:,} files are in {done.folder}.")
    output.say(f"{done.written:,} files were written, {done.removed:,} removed.")
    for reason in done.left_out:
        output.say(f"Left out: {output.line_of(reason, 200)}")
    return exit_codes.DONE
