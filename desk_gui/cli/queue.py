"""`desk queue` and `desk search`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from desk_gui.cli import exit_codes, output, own
from desk_gui.cli.desks import opened
from desk_gui.cli.usage import WrongUsage
from desk_gui.domain.errors import NotFound
from desk_gui.operations import search as searching
from desk_gui.operations.articles import finding
from desk_gui.operations.desk import Desk
from desk_gui.operations.own import reading
from desk_gui.operations.search import DEFAULT_SORT, Hit, QueueRow, View

_PAGE = 200
_LINES = 50
"""Tickets that a person is shown when no limit was said."""


def queue(options: argparse.Namespace) -> int:
    """List the tickets of a view, of a filter, or of both; the view Open when neither is named."""
    with opened(options) as desk:
        if reading.asks(desk):
            return own.queue(desk, limit=options.limit, as_json=options.json)
        view = _view(desk, options)
        typed = " ".join(part for part in (view.filter, options.where) if part)
        found = searching.ids(desk, typed, options.sort or view.sort)
        limit = options.limit or (len(found) if options.json else _LINES)
        rows = _rows(desk, found[:limit])
        if options.json:
            for row in rows:
                output.give(row_json(row))
            return exit_codes.DONE
        output.table(("Number", "P", "Status", "Due", "Assignee", "Title"), _cells(rows))
        if len(found) > limit:
            output.say(f"… and {len(found) - limit:,} more of {len(found):,}.")
    return exit_codes.DONE


def _view(desk: Desk, options: argparse.Namespace) -> View:
    if options.view is None:
        everything = View("", "", DEFAULT_SORT)
        return everything if options.where is not None else searching.VIEWS[0]
    views = searching.views(desk)
    wanted = " ".join(options.view.casefold().split())
    found = next((view for view in views if view.name.casefold() == wanted), None)
    if found is None:
        names = ", ".join(f"“{view.name}”" for view in views)
        raise NotFound(f"There is no view “{options.view}”; there are {names}.")
    return found


def _rows(desk: Desk, found: Any) -> Iterator[QueueRow]:
    for start in range(0, len(found), _PAGE):
        yield from searching.queue_rows(desk, found[start : start + _PAGE])


def row_json(row: QueueRow) -> dict[str, Any]:
    """One line of the queue, in the shape that scripts rely on."""
    due = row.due
    return {
        "number": row.number,
        "kind": row.kind,
        "status": row.status,
        "title": row.title,
        "priority": row.priority,
        "hold_reason": row.hold_reason,
        "major": row.major,
        "requester": row.requester,
        "assignee": row.assignee_login,
        "assignee_name": row.assignee,
        "team": row.team,
        "category": row.category,
        "opened_at": row.opened_at,
        "updated_at": row.updated_at,
        "due": {due.target: {"state": due.state, "due_at": due.due_at}} if due else {},
        "version": row.version,
    }


def _cells(rows: Iterator[QueueRow]) -> list[tuple[object, ...]]:
    return [
        (
            row.number,
            int(row.priority),
            row.status.replace("_", " "),
            output.local(row.due.due_at) if row.due else "",
            row.assignee,
            row.title,
        )
        for row in rows
    ]


def search(options: argparse.Namespace) -> int:
    """Find tickets, articles or both by their words, best first."""
    words = " ".join(options.words).strip()
    if not words:
        raise WrongUsage("say which words to look for")
    limit = options.limit or 20
    with opened(options) as desk:
        found: list[tuple[str, Hit]] = []
        if options.place != "articles":
            found += [("ticket", hit) for hit in searching.find_tickets(desk, words, limit)]
        if options.place != "tickets":
            found += [("article", hit) for hit in finding.find_hits(desk, words, limit)]
    if options.json:
        for what, hit in found:
            output.give(
                {"what": what, "number": hit.number, "title": hit.title, "detail": hit.detail}
            )
    elif found:
        output.table(("Number", "Title", ""), [(h.number, h.title, h.detail) for _, h in found])
    else:
        output.say("Nothing found.")
    return exit_codes.DONE
