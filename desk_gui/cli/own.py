"""What the command line shows to a requester: his own tickets, nothing of how the desk works."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk_gui.cli import exit_codes, output
from desk_gui.operations.own import reading
from desk_gui.operations.search import id_in

if TYPE_CHECKING:
    from desk_gui.operations.desk import Desk
    from desk_gui.operations.own.reading import OwnPage, OwnTicket


def show(desk: Desk, number: str, *, as_json: bool) -> int:
    """One of his tickets; NotFound for any other."""
    page = reading.ticket(desk, id_in(number))
    if as_json:
        output.give(page_json(page))
    else:
        output.say("\n".join(_lines(page)))
    return exit_codes.DONE


def page_json(page: OwnPage) -> dict[str, Any]:
    """A ticket as its requester sees it, in the shape that scripts rely on."""
    return {
        **row_json(page.ticket),
        "text": page.text,
        "outcome": page.outcome,
        "answers": dict(page.answers),
        "said": [
            {"who": one.who, "mine": one.mine, "text": one.text, "at": one.at} for one in page.said
        ],
    }


def row_json(ticket: OwnTicket) -> dict[str, Any]:
    """A ticket in the list of its requester."""
    return {
        "number": ticket.number,
        "kind": ticket.kind,
        "status": ticket.status,
        "title": ticket.title,
        "opened_at": ticket.opened_at,
        "waits_for_me": ticket.waits_for_me,
        "csat": ticket.csat,
    }


def _lines(page: OwnPage) -> list[str]:
    ticket = page.ticket
    status = ticket.status.replace("_", " ")
    lines = [
        f"{ticket.number}  {ticket.title}",
        f"{status}, opened {output.local(ticket.opened_at)}",
    ]
    lines += [f"{label}: {answer}" for label, answer in page.answers]
    lines += [f"{output.local(one.at)}  {one.who}: {one.text}" for one in page.said]
    return [*lines, *([page.outcome] if page.outcome else [])]


def queue(desk: Desk, *, limit: int | None, as_json: bool) -> int:
    """His tickets, the newest first."""
    found = reading.tickets(desk).tickets[:limit]
    if as_json:
        for ticket in found:
            output.give(row_json(ticket))
    else:
        output.table(
            ("Number", "Status", "Opened", "Title"),
            [
                (one.number, one.status.replace("_", " "), output.local(one.opened_at), one.title)
                for one in found
            ],
        )
    return exit_codes.DONE
