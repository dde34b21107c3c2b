"""A process to be killed: it imports or edits, and says aloud what has been promised.

    python -m tests.operations.victim import LOCATION FILE
    python -m tests.operations.victim edit LOCATION SEED
    python -m tests.operations.victim attach LOCATION SEED

Each line of output is a promise that must survive: `imported N` tickets, or `done KEY` after
`try KEY` for one submission.
"""

from __future__ import annotations

import random
import sys
import uuid
from dataclasses import replace
from pathlib import Path

from desk_gui.domain.attachment import MB, NewFile, Upload
from desk_gui.domain.errors import NotPossible, Refusal
from desk_gui.domain.priority import Level
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import HoldReason, Kind, ResolutionCode, Status
from desk_gui.operations import classification, databases, tickets, transfer
from desk_gui.operations.classification import NewTicket
from desk_gui.operations.desk import Desk
from desk_gui.storage import read, rows
from desk_gui.transfer import source

OFTEN = 0.3
"""How often the next act opens another ticket."""


def main(what: str, location: str, more: str) -> None:
    """Do it until it is done or this process is killed."""
    desk = databases.acting_for_administrator(databases.open_database(location))
    classification.propose(desk, "A first one, so that the classifier is read before")
    say("ready")
    if what == "import":
        import_slowly(desk, Path(more))
    elif what == "attach":
        attach_for_ever(desk, random.Random(int(more)))  # noqa: S311 - not a secret
    else:
        edit_for_ever(desk, random.Random(int(more)))  # noqa: S311 - not a secret


def say(words: str) -> None:
    """A promise: whoever reads it may rely on it."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def import_slowly(desk: Desk, path: Path) -> None:
    """Import in small transactions, promising what is there before each one."""
    transfer.AT_ONCE = 15
    source.LOOK_EVERY = 60

    def promise() -> bool:
        with desk.reading() as session:
            say(f"imported {len(rows.many(session.connection, 'ticket'))}")
        return False

    told = transfer.import_tickets(desk, path, cancelled=promise)
    say(f"imported {told.imported + told.skipped}")


def edit_for_ever(desk: Desk, luck: random.Random) -> None:
    """Open, move and talk at random; every submission has a key."""
    mine: list[int] = []
    while True:
        key = str(uuid.UUID(int=luck.getrandbits(128), version=4))
        say(f"try {key}")
        try:
            if not mine or luck.random() < OFTEN:
                mine.append(opened(desk, key))
            else:
                luck.choice((talked, noted, moved))(desk, key, luck.choice(mine))
        except Refusal:
            continue
        say(f"done {key}")


def attach_for_ever(desk: Desk, luck: random.Random) -> None:
    """Answer one ticket again and again, each time with a file of some parts."""
    ticket_id = opened(desk, str(uuid.UUID(int=luck.getrandbits(128), version=4)))
    while True:
        key = str(uuid.UUID(int=luck.getrandbits(128), version=4))
        say(f"try {key}")
        content = luck.randbytes(luck.randint(0, 3 * MB))
        upload = Upload((NewFile(f"{key}.bin", content), NewFile("again.bin", content)))
        tickets.comment(desk, ticket_id, key, key=key, files=upload)
        say(f"done {key}")


def opened(desk: Desk, key: str) -> int:
    """A new incident."""
    new = NewTicket(
        f"Printer {key[:4]} prints blank pages",
        kind=Kind.INCIDENT,
        impact=Level.MEDIUM,
        urgency=Level.HIGH,
    )
    return classification.open_ticket(desk, new, key=key).ticket_id


def talked(desk: Desk, key: str, ticket_id: int) -> None:
    """A public comment."""
    tickets.comment(desk, ticket_id, f"We look at it ({key}).", key=key)


def noted(desk: Desk, key: str, ticket_id: int) -> None:
    """A work note."""
    tickets.work_note(desk, ticket_id, f"The fuser is worn ({key}).", key=key)


def moved(desk: Desk, key: str, ticket_id: int) -> None:
    """The next step to being closed, and from resolved sometimes back."""
    with desk.reading() as session:
        ticket = read.ticket(session.connection, ticket_id)
    if ticket is None or ticket.status not in NEXT:
        raise NotPossible("It is closed.")
    wish = replace(NEXT[ticket.status], assignee_id=desk.account_id)
    tickets.move(desk, ticket_id, wish, key=key)


NEXT = {
    Status.NEW: Wish(Status.IN_PROGRESS),
    Status.IN_PROGRESS: Wish(Status.ON_HOLD, hold_reason=HoldReason.SUPPLIER),
    Status.ON_HOLD: Wish(
        Status.RESOLVED, resolution_code=ResolutionCode.FIXED, resolution_text="A new fuser."
    ),
    Status.RESOLVED: Wish(Status.CLOSED),
}

if __name__ == "__main__":
    main(*sys.argv[1:])
