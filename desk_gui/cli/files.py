"""`desk ticket attach` and `desk ticket save`: files to a ticket, and out of it."""

from __future__ import annotations

import argparse
from pathlib import Path

from desk_gui.cli import exit_codes, output
from desk_gui.cli.desks import opened
from desk_gui.cli.progress import bar, stoppable
from desk_gui.cli.tickets import shown
from desk_gui.domain.attachment import NewFile, Upload
from desk_gui.operations import attachments, search, tickets
from desk_gui.operations import show as showing
from desk_gui.operations.attachments import Saving


def attach(options: argparse.Namespace) -> int:
    """Attach files to a ticket, all or none; with a note they are for the desk only."""
    files = tuple(NewFile(Path(name).name, Path(name)) for name in options.files)
    with (
        opened(options) as desk,
        stoppable() as wish,
        bar("Attaching", quiet=options.json) as progress,
    ):
        ticket_id = search.ticket_id(desk, options.number)
        upload = Upload(files, progress, wish)
        if options.note is None:
            attachments.add(desk, ticket_id, upload)
        else:
            tickets.work_note(desk, ticket_id, options.note, files=upload)
        return shown(options, desk, ticket_id)


def save(options: argparse.Namespace) -> int:
    """Save every attachment of a ticket under a harmless name; what is there is never replaced."""
    saved = []
    folder = Path(options.to).expanduser()
    with (
        opened(options) as desk,
        stoppable() as wish,
        bar("Saving", quiet=options.json) as progress,
    ):
        page = showing.show(desk, search.ticket_id(desk, options.number))
        to = Saving(folder, progress=progress, cancelled=wish)
        for one in page.attachments:
            path = attachments.save_as(desk, one.id, to)
            saved.append({"id": one.id, "name": one.name, "path": str(path.resolve())})
    if options.json:
        output.give({"number": page.ticket.number, "saved": saved})
    else:
        lines = [str(one["path"]) for one in saved]
        output.say("\n".join(lines) or f"Nothing is attached to {page.ticket.number}.")
    return exit_codes.DONE
