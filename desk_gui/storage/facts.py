"""What reports are computed from: one statement for each table, straight into numpy columns.

Instants come as seconds since 1970 (NaN: unknown, or not yet), words as their place in the list
that the domain gives (-1: none). `ticket` in the other tables is a row of the tickets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    and_,
    case,
    func,
    or_,
    select,
    true,
    type_coerce,
)

from desk_gui.domain.accounts import Account, Role
from desk_gui.domain.catalog import Decision, TaskStatus
from desk_gui.domain.priority import Level
from desk_gui.domain.sla import ClockState, Target
from desk_gui.domain.ticket import Major
from desk_gui.domain.workflow import Kind, Status
from desk_gui.storage import packs
from desk_gui.storage.fact_columns import (
    AT_ONCE,
    apart,
    code,
    flag,
    or_none,
    places,
    read_columns,
    stored,
    together,
)
from desk_gui.storage.packs import PART, Column, Columns, Pack, Packed, Tables, Words
from desk_gui.storage.tables import (
    account,
    approval,
    catalog_item,
    category,
    clock,
    comment,
    fact_stale,
    journal,
    proposal,
    suggestion,
    task,
    team,
    ticket,
)

_FEW = 4
"""Bits for a place in a list of the domain, or for a degree."""
_ENTRY = 32
"""Bits for the number of an entry of the journal, behind its ticket."""
_INSTANTS = (
    "opened_at",
    "responded_at",
    "first_resolved_at",
    "resolved_at",
    "closed_at",
    "ended_at",
)
_REFERENCES = ("team_id", "category_id", "assignee_id", "item_id")


Scope = Callable[[ColumnElement[Any]], ColumnElement[bool]]
"""Which tickets are read: a condition on the column that holds the id of a ticket."""
CODED = {"source_statuses": ("source_rows", "status"), "steps": ("steps", "title")}
"""Words that are not the domain's: where their codes stand."""


@dataclass(frozen=True)
class RawFacts:
    """The tables of a report as columns, and what ids and foreign words are called.

    Of the tables, `entries` are the journal's status changes and `source_rows` the rows of
    imported logs, those of a ticket in the order of the journal.
    """

    tables: Tables
    words: Words
    names: Mapping[str, Mapping[int, str]]


def raw_facts(
    connection: Connection,
    viewer: Account | None,
    since_s: float | None = None,
    as_they_stood: Callable[[Connection, Packed], Packed] | None = None,
) -> RawFacts:
    """The facts of every ticket that the viewer may see.

    With an instant, tickets that ended before it may be left out. What changed since it was
    packed is read afresh, everything else from its pack. `as_they_stood` makes those of a past
    instant of them; who may see a ticket is who may see it now.
    """
    stale = packs.stale_ids(connection)
    kept = [packs.without(pack, stale) for pack in packs.read(connection, since_s)]
    found = packs.joined([*kept, fresh(connection, _stale, set())], CODED)
    if as_they_stood is not None:
        tickets = found.tables["tickets"]
        seen = tickets["id"][_visible(tickets, viewer)]
        found = as_they_stood(connection, packs.only(found, seen))
    return told(connection, found, viewer)


def told(connection: Connection, found: Packed, viewer: Account | None) -> RawFacts:
    """Facts as the viewer may see them, with rows of tickets in place of their ids."""
    tickets = found.tables["tickets"]
    kept = packs.rows(tickets, _visible(tickets, viewer))
    place = np.full(int(tickets["id"].max(initial=0)) + 1, -1, dtype=np.int64)
    place[kept["id"]] = np.arange(len(kept["id"]))
    tables = {
        name: _placed(columns, place) for name, columns in found.tables.items() if name != "tickets"
    }
    tables["tickets"] = kept
    names = {
        "items": _names(connection, catalog_item),
        "teams": _names(connection, team),
        "agents": _names(connection, account),
        "categories": _names(connection, category),
    }
    return RawFacts(tables, found.words, names)


def _visible(tickets: Columns, viewer: Account | None) -> NDArray[np.bool_]:
    """As `queue.visible_to` has it, for who works on tickets; nobody else sees any."""
    nobody = np.zeros(len(tickets["id"]), dtype=np.bool_)
    if viewer is None or viewer.role is Role.REQUESTER:
        return nobody
    if viewer.role.rank >= Role.SUPERVISOR.rank:
        return ~nobody
    own: NDArray[np.bool_] = np.isin(tickets["team_id"], sorted(viewer.teams))
    open_to_all: NDArray[np.bool_] = tickets["confidential"] == 0
    return own | open_to_all


def _placed(columns: Columns, place: NDArray[np.int64]) -> Columns:
    """The rows whose ticket may be seen, with the ticket's row in place of its id."""
    rows = place[columns["ticket"]]
    return packs.rows({**columns, "ticket": rows}, rows >= 0)


def _stale(ticket_id: ColumnElement[Any]) -> ColumnElement[bool]:
    return ticket_id.in_(select(fact_stale.c.ticket_id))


def _of_part(part: int) -> Scope:
    first = part * PART
    return lambda ticket_id: ticket_id.between(first, first + PART - 1)


def everything(_ticket_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Every ticket."""
    return true()


def fresh(
    connection: Connection, scope: Scope, heard: set[str], *, at_once: int | None = AT_ONCE
) -> Packed:
    """The facts of some tickets from the tickets, the journal and what hangs on them.

    `heard` gathers the words of imported logs: who reads several scopes passes the same set.
    `at_once` as in `read_columns`; None where the tickets are few enough to come all together.
    """
    entries, source_rows, words = _journal(connection, scope, at_once, heard)
    steps, titles = _steps(connection, scope, at_once)
    tables = {
        "tickets": _tickets(connection, scope, at_once),
        "entries": entries,
        "source_rows": source_rows,
        "steps": steps,
    }
    for name, (query, ticket_id) in _OTHERS.items():
        mine = query.where(scope(ticket_id))
        tables[name] = read_columns(connection, mine, "ticket", at_once)
    return Packed(tables, {"source_statuses": words, "steps": titles})


def part_afresh(connection: Connection, part: int, heard: set[str]) -> list[Pack]:
    """What the packs of a part have to hold, from the tickets and the journal; `heard` as above."""
    found = fresh(connection, _of_part(part), heard, at_once=None)
    tickets = found.tables["tickets"]
    made = []
    for ended in (False, True):
        ids = tickets["id"][(tickets["is_open"] == 0) == ended]
        if len(ids):
            mine = packs.only(found, ids)
            made.append(Pack(ended, _last(mine), len(ids), packs.to_bytes(mine)))
    return made


def wrong_packs(connection: Connection) -> Iterator[str]:
    """A sentence for every part whose packs differ from its tickets and their journal."""
    stale, heard = packs.stale_ids(connection), set[str]()
    for part in packs.parts(connection):
        kept = [packs.without(one, stale) for one in packs.of_part(connection, part)]
        first = part * PART
        now = packs.without(fresh(connection, _of_part(part), heard, at_once=None), stale)
        if not packs.alike(kept, [now], CODED):
            yield (
                f"The packed figures of tickets {first:,} to {first + PART - 1:,} differ from"
                " their journal."
            )


def _last(found: Packed) -> int:
    """The last instant of which anything is known of these tickets."""
    instants = [
        column
        for columns in found.tables.values()
        for name, column in columns.items()
        if name == "at" or name.endswith("_at")
    ]
    at = np.concatenate([column for column in instants if len(column)])
    return int(np.nanmax(at))


def _tickets(connection: Connection, scope: Scope, at_once: int | None) -> Columns:
    """The tickets; what marks each of them comes as one number, and its answers by themselves."""
    marks: dict[str, ColumnElement[Any]] = {
        "kind": code(ticket.c.kind, Kind),
        "priority": ticket.c.priority,
        "impact": code(ticket.c.impact, Level),
        "urgency": code(ticket.c.urgency, Level),
        "csat": or_none(ticket.c.csat),
        "with_article": flag(ticket.c.resolved_with_article_id.is_not(None)),
        "imported": flag(ticket.c.source.is_not(None)),
        "major": flag(ticket.c.major.in_([Major.DECLARED, Major.STOOD_DOWN])),
        "confidential": type_coerce(ticket.c.confidential, Integer),
        "is_open": ticket.c.is_open,
    }
    first, *more = marks.values()
    query = select(
        ticket.c.id,
        together(first, *((one, _FEW) for one in more)).label("marks"),
        *(or_none(ticket.c[name]) for name in _REFERENCES),
        *(stored(ticket.c[name]) for name in _INSTANTS),
        ticket.c.reassignments,
        ticket.c.reopenings,
    ).where(scope(ticket.c.id))
    found = dict(read_columns(connection, query, "id", at_once))
    found |= zip(marks, apart(found.pop("marks"), [_FEW] * len(more)), strict=True)
    found["csat"] = np.where(found["csat"] < 0, np.nan, found["csat"])
    found["answers"] = _answers(connection, scope, at_once, found["id"])
    return found


def _answers(connection: Connection, scope: Scope, at_once: int | None, ids: Column) -> Column:
    """How many public comments of agents each ticket has."""
    query = (
        select(comment.c.ticket_id.label("ticket"), func.count().label("answers"))
        .join(account, account.c.id == comment.c.account_id)
        .where(type_coerce(comment.c.public, Integer) == 1, account.c.role != Role.REQUESTER)
        .where(scope(comment.c.ticket_id))
        .group_by(comment.c.ticket_id)
    )
    said = read_columns(connection, query, "ticket", at_once)
    said = packs.rows(said, np.isin(said["ticket"], ids))
    order = np.argsort(ids)
    answers = np.zeros(len(ids), np.int64)
    answers[order[np.searchsorted(ids, said["ticket"], sorter=order)]] = said["answers"]
    return answers


def _journal(
    connection: Connection, scope: Scope, at_once: int | None, heard: set[str]
) -> tuple[Columns, Columns, tuple[str, ...]]:
    """Entries that changed the status, rows of an imported log, and the words of these.

    The entries of a ticket lie together, in the order of the journal. `heard` are words of
    imported logs; the journal is read once more only where it has others.
    """
    of_source = journal.c.source_status.is_not(None)
    another = journal.c.old_status.is_distinct_from(journal.c.status)
    changed = and_(journal.c.status.is_not(None), another)
    mine = and_(journal.c.subject == "ticket", scope(journal.c.subject_id))
    words = tuple(heard)
    to = case((another, code(journal.c.status, Status)), else_=-1)
    told = case((of_source, places(journal.c.source_status, words)), else_=len(words))
    bits = (_FEW, (len(words) + 1).bit_length())
    query = select(
        together(journal.c.subject_id, (journal.c.n, _ENTRY)).label("place"),
        together(journal.c.at, *zip((to, told), bits, strict=True)).label("entry"),
    ).where(mine, or_(changed, of_source))
    found = read_columns(connection, query, "place", at_once, each=1 << _ENTRY)
    at, status, word = apart(found["entry"], bits)
    if (word < 0).any():
        distinct = select(journal.c.source_status).where(mine, of_source).distinct()
        heard.update(connection.execute(distinct).scalars())
        return _journal(connection, scope, at_once, heard)
    order = np.argsort(found["place"], kind="stable")
    base = {"ticket": found["place"] >> _ENTRY, "at": at.astype(np.float64)}
    entries = packs.rows({**base, "status": status}, order[status[order] >= 0])
    rows = packs.rows({**base, "status": word}, order[word[order] < len(words)])
    used = sorted({words[place] for place in np.unique(rows["status"])})
    codes = np.array([used.index(one) if one in used else -1 for one in words], np.int64)
    return entries, {**rows, "status": codes[rows["status"]]}, tuple(used)


def _steps(
    connection: Connection, scope: Scope, at_once: int | None
) -> tuple[Columns, tuple[str, ...]]:
    done = and_(
        task.c.status == TaskStatus.DONE, task.c.done_at.is_not(None), scope(task.c.ticket_id)
    )
    found = select(task.c.title).where(done).distinct()
    titles = tuple(sorted(connection.execute(found).scalars()))
    query = select(
        task.c.id,
        task.c.ticket_id.label("ticket"),
        places(task.c.title, titles).label("title"),
        stored(task.c.done_at),
    )
    return read_columns(connection, query.where(done), "id", at_once), titles


_OTHERS: Mapping[str, tuple[Select[Any], ColumnElement[Any]]] = {
    "clocks": (
        select(
            clock.c.id,
            clock.c.ticket_id.label("ticket"),
            code(clock.c.target, Target).label("target"),
            code(clock.c.state, ClockState).label("state"),
            stored(clock.c.due_at),
            stored(clock.c.ended_at),
        ),
        clock.c.ticket_id,
    ),
    "approvals": (
        select(
            approval.c.id,
            approval.c.ticket_id.label("ticket"),
            or_none(ticket.c.item_id),
            stored(approval.c.asked_at),
            stored(approval.c.decided_at),
        )
        .join(ticket, ticket.c.id == approval.c.ticket_id)
        .where(approval.c.decision != Decision.VOID),
        approval.c.ticket_id,
    ),
    "proposals": (
        select(
            proposal.c.id,
            proposal.c.ticket_id.label("ticket"),
            stored(proposal.c.at),
            code(proposal.c.kind, Kind).label("proposed"),
            type_coerce(proposal.c.abstained, Integer).label("abstained"),
            code(proposal.c.decided_kind, Kind).label("decided"),
        ),
        proposal.c.ticket_id,
    ),
    "suggestions": (
        select(suggestion.c.ticket_id.label("ticket"), suggestion.c.article_id),
        suggestion.c.ticket_id,
    ),
}
"""What hangs on a ticket: the statement, and its column with the ticket's id."""


def _names(connection: Connection, of: Any) -> Mapping[int, str]:
    return {row.id: row.name for row in connection.execute(select(of.c.id, of.c.name))}
