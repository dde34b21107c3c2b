"""What reports are computed from: one statement for each table, straight into numpy columns.

Instants come as seconds since 1970 (NaN: unknown, or not yet), words as their place in the list
that the domain gives (-1: none). `ticket` in the other tables is a row of the tickets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    ColumnElement,
    Connection,
    Float,
    Integer,
    Select,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
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

AT_ONCE = 20_000
"""Ids, or journal entries, whose numbers the database hands over together."""
_UNKNOWN = np.iinfo(np.int64).min
"""Stands for NULL in texts of numbers: whole numbers are read ten times as fast as others."""
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
Read = Callable[..., Columns]
"""A statement, and the name of its key, as columns."""
CODED = {"source_statuses": ("source_rows", "status"), "steps": ("steps", "title")}
"""Words that are not the domain's: where their codes stand."""


@dataclass(frozen=True)
class RawFacts:
    """The tables of a report as columns, and what ids and foreign words are called.

    Of the tables, `entries` are the journal's status changes and `source_rows` the rows of
    imported logs, both in the order of the journal.
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
    found = packs.joined([*kept, fresh(connection, _stale)], CODED)
    if as_they_stood is not None:
        tickets = found.tables["tickets"]
        seen = tickets["id"][_visible(tickets, viewer)]
        found = as_they_stood(connection, packs.only(found, seen))
    return told(connection, found, viewer)


def told(connection: Connection, found: Packed, viewer: Account | None) -> RawFacts:
    """Facts as the viewer may see them, with rows of tickets in place of their ids."""
    tickets = found.tables["tickets"]
    seen = np.flatnonzero(_visible(tickets, viewer))
    order = seen[np.argsort(tickets["id"][seen], kind="stable")]
    ids = tickets["id"][order].astype(np.int64)
    place = np.full(int(tickets["id"].max(initial=0)) + 1, -1, dtype=np.int64)
    place[ids] = np.arange(len(ids))
    tables = {
        name: _placed(columns, place) for name, columns in found.tables.items() if name != "tickets"
    }
    tables["tickets"] = {name: column[order] for name, column in tickets.items()}
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
    wanted = columns["ticket"].astype(np.int64)
    known = np.where(wanted < len(place), wanted, -1)
    rows = np.where(known >= 0, place[known], -1) if len(place) else known
    there = rows >= 0
    return {
        name: rows[there] if name == "ticket" else column[there] for name, column in columns.items()
    }


def _stale(ticket_id: ColumnElement[Any]) -> ColumnElement[bool]:
    return ticket_id.in_(select(fact_stale.c.ticket_id))


def _of_part(part: int) -> Scope:
    first = part * PART
    return lambda ticket_id: ticket_id.between(first, first + PART - 1)


def everything(_ticket_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Every ticket."""
    return true()


def fresh(connection: Connection, scope: Scope, *, at_once: int | None = AT_ONCE) -> Packed:
    """The facts of some tickets from the tickets, the journal and what hangs on them.

    `at_once` as in `_columns`; None where the tickets are few enough to come all together.
    """
    read = partial(_columns, connection, at_once=at_once)
    entries, source_rows, words = _journal(connection, scope, read)
    steps, titles = _steps(connection, scope, read)
    tables = {
        "tickets": read(_tickets(scope)),
        "entries": entries,
        "source_rows": source_rows,
        "clocks": read(_clocks().where(scope(clock.c.ticket_id))),
        "approvals": read(_approvals().where(scope(approval.c.ticket_id))),
        "proposals": read(_proposals().where(scope(proposal.c.ticket_id))),
        "suggestions": read(_suggestions().where(scope(suggestion.c.ticket_id)), "ticket"),
        "steps": steps,
    }
    return Packed(tables, {"source_statuses": words, "steps": titles})


def part_afresh(connection: Connection, part: int) -> list[Pack]:
    """What the packs of a part have to hold, from the tickets and the journal."""
    found = fresh(connection, _of_part(part), at_once=None)
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
    stale = packs.stale_ids(connection)
    for part in packs.parts(connection):
        kept = [packs.without(one, stale) for one in packs.of_part(connection, part)]
        first = part * PART
        now = packs.without(fresh(connection, _of_part(part), at_once=None), stale)
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


def _tickets(scope: Scope) -> Select[Any]:
    answers = _answers(scope).subquery()
    return (
        select(
            ticket.c.id,
            _code(ticket.c.kind, Kind).label("kind"),
            ticket.c.priority,
            _code(ticket.c.impact, Level).label("impact"),
            _code(ticket.c.urgency, Level).label("urgency"),
            *(_or_none(ticket.c[name]) for name in _REFERENCES),
            *(_seconds(ticket.c[name]) for name in _INSTANTS),
            ticket.c.reassignments,
            ticket.c.reopenings,
            func.coalesce(answers.c.answers, 0).label("answers"),
            _flag(ticket.c.resolved_with_article_id.is_not(None)).label("with_article"),
            _flag(ticket.c.source.is_not(None)).label("imported"),
            _flag(ticket.c.major.in_([Major.DECLARED, Major.STOOD_DOWN])).label("major"),
            type_coerce(ticket.c.csat, Float).label("csat"),
            type_coerce(ticket.c.confidential, Integer).label("confidential"),
            ticket.c.is_open,
        )
        .select_from(ticket)
        .join(answers, answers.c.ticket_id == ticket.c.id, isouter=True)
        .where(scope(ticket.c.id))
    )


def _answers(scope: Scope) -> Select[Any]:
    """How many public comments of agents each ticket has."""
    return (
        select(comment.c.ticket_id, func.count().label("answers"))
        .join(account, account.c.id == comment.c.account_id)
        .where(type_coerce(comment.c.public, Integer) == 1, account.c.role != Role.REQUESTER)
        .where(scope(comment.c.ticket_id))
        .group_by(comment.c.ticket_id)
    )


def _journal(
    connection: Connection, scope: Scope, read: Read
) -> tuple[Columns, Columns, tuple[str, ...]]:
    """Entries that changed the status, rows of an imported log, and the words of these.

    The journal is read once where nothing was imported from a log.
    """
    to_another = or_(journal.c.old_status.is_(None), journal.c.old_status != journal.c.status)
    changed = and_(journal.c.status.is_not(None), to_another)
    of_source = journal.c.source_status.is_not(None)
    mine = and_(journal.c.subject == "ticket", scope(journal.c.subject_id))
    base = (journal.c.n, journal.c.subject_id.label("ticket"), _seconds(journal.c.at))
    query = select(
        *base,
        _code(journal.c.status, Status).label("status"),
        _flag(changed).label("changed"),
        _flag(of_source).label("of_source"),
    )
    found = read(query.where(mine, or_(changed, of_source)), "n")
    entries = _rows(found, found["changed"] == 1)
    if not (found["of_source"] == 1).any():
        return entries, _rows(entries, np.zeros(len(entries["n"]), dtype=np.bool_)), ()
    distinct = select(journal.c.source_status).where(mine, of_source).distinct()
    words = tuple(sorted(connection.execute(distinct).scalars()))
    rows = select(*base, _places(journal.c.source_status, words).label("status"))
    return entries, read(rows.where(mine, of_source), "n"), words


def _rows(found: Columns, kept: NDArray[np.bool_]) -> Columns:
    return {name: found[name][kept] for name in ("n", "ticket", "at", "status")}


def _steps(connection: Connection, scope: Scope, read: Read) -> tuple[Columns, tuple[str, ...]]:
    done = and_(
        task.c.status == TaskStatus.DONE, task.c.done_at.is_not(None), scope(task.c.ticket_id)
    )
    found = select(task.c.title).where(done).distinct()
    titles = tuple(sorted(connection.execute(found).scalars()))
    query = select(
        task.c.id,
        task.c.ticket_id.label("ticket"),
        _places(task.c.title, titles).label("title"),
        _seconds(task.c.done_at),
    )
    return read(query.where(done)), titles


def _clocks() -> Select[Any]:
    return select(
        clock.c.id,
        clock.c.ticket_id.label("ticket"),
        _code(clock.c.target, Target).label("target"),
        _code(clock.c.state, ClockState).label("state"),
        _seconds(clock.c.due_at),
        _seconds(clock.c.ended_at),
    )


def _approvals() -> Select[Any]:
    return (
        select(
            approval.c.id,
            approval.c.ticket_id.label("ticket"),
            _or_none(ticket.c.item_id),
            _seconds(approval.c.asked_at),
            _seconds(approval.c.decided_at),
        )
        .join(ticket, ticket.c.id == approval.c.ticket_id)
        .where(approval.c.decision != Decision.VOID)
    )


def _proposals() -> Select[Any]:
    return select(
        proposal.c.id,
        proposal.c.ticket_id.label("ticket"),
        _seconds(proposal.c.at),
        _code(proposal.c.kind, Kind).label("proposed"),
        type_coerce(proposal.c.abstained, Integer).label("abstained"),
        _code(proposal.c.decided_kind, Kind).label("decided"),
    )


def _suggestions() -> Select[Any]:
    return select(suggestion.c.ticket_id.label("ticket"), suggestion.c.article_id)


def _seconds(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """An instant as the number that is stored."""
    return type_coerce(column, Integer).label(str(column.key))


def _or_none(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.coalesce(column, -1).label(str(column.key))


def _flag(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)


def _code(column: ColumnElement[Any], words: type[StrEnum]) -> ColumnElement[int]:
    return _places(column, tuple(word.value for word in words))


def _places(column: ColumnElement[Any], words: tuple[str, ...]) -> ColumnElement[int]:
    if not words:
        return type_coerce(-1, Integer)
    return case({word: place for place, word in enumerate(words)}, value=column, else_=-1)


def _columns(
    connection: Connection, query: Select[Any], key: str = "id", *, at_once: int | None = AT_ONCE
) -> Columns:
    """The answer of a statement as one array for each column, ordered by its key; NULL is NaN.

    The database hands over thousands of numbers at a time as one text: fetching row by row
    would take the interpreter's lock once a row, and make the window wait for it. `at_once` is
    how many of the key's numbers go together; None: all of them, which the database need not sort.
    """
    rows = query.subquery()
    unknown = literal(str(_UNKNOWN))
    texts = [
        func.aggregate_strings(func.coalesce(cast(column, Text), unknown), ",") for column in rows.c
    ]
    chunks: list[list[Column]] = [[] for _ in texts]
    answer = select(*texts)
    if at_once is not None:
        answer = answer.group_by(rows.c[key] // at_once)
    for found in connection.execute(answer):
        for chunk, text in zip(chunks, found, strict=True):
            chunk.append(_numbers(text))
    columns = {
        name: np.concatenate(chunk) if chunk else np.zeros(0)
        for name, chunk in zip(rows.c.keys(), chunks, strict=True)
    }
    order = np.argsort(columns[key], kind="stable")
    return {name: column[order] for name, column in columns.items()}


def _numbers(text: str | None) -> Column:
    if text is None:
        return np.zeros(0)
    whole = np.fromstring(text, np.int64, sep=",")
    found = whole.astype(np.float64)
    found[whole == _UNKNOWN] = np.nan
    return found


def _names(connection: Connection, of: Any) -> Mapping[int, str]:
    return {row.id: row.name for row in connection.execute(select(of.c.id, of.c.name))}
