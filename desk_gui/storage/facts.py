"""What reports are computed from: one statement for each table, straight into numpy columns.

Instants come as seconds since 1970 (NaN: unknown, or not yet), words as their place in the list
that the domain gives (-1: none). `ticket` in the other tables is a row of the tickets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
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
    type_coerce,
)

from desk_gui.domain.accounts import Account, Role
from desk_gui.domain.catalog import Decision, TaskStatus
from desk_gui.domain.priority import Level
from desk_gui.domain.sla import ClockState, Target
from desk_gui.domain.ticket import Major
from desk_gui.domain.workflow import Kind, Status
from desk_gui.storage.queue import visible_to
from desk_gui.storage.tables import (
    account,
    approval,
    catalog_item,
    category,
    clock,
    comment,
    journal,
    proposal,
    suggestion,
    task,
    team,
    ticket,
)

Column = NDArray[Any]
Columns = Mapping[str, Column]
AT_ONCE = 20_000
"""Ids, or journal entries, whose numbers the database hands over together."""
_INSTANTS = (
    "opened_at",
    "responded_at",
    "first_resolved_at",
    "resolved_at",
    "closed_at",
    "ended_at",
)
_REFERENCES = ("team_id", "category_id", "assignee_id", "item_id")


@dataclass(frozen=True)
class RawFacts:
    """The tables of a report as columns, and what ids and foreign statuses are called.

    `entries` are the journal's status changes, `source_rows` the rows of imported logs, both in
    the order of the journal.
    """

    tickets: Columns
    entries: Columns
    source_rows: Columns
    clocks: Columns
    approvals: Columns
    proposals: Columns
    suggestions: Columns
    steps: Columns
    items: Mapping[int, str]
    teams: Mapping[int, str]
    agents: Mapping[int, str]
    categories: Mapping[int, str]
    source_statuses: tuple[str, ...]
    step_titles: tuple[str, ...]


def raw_facts(connection: Connection, viewer: Account | None) -> RawFacts:
    """The facts of every ticket that the viewer may see."""
    tickets = _columns(connection, _tickets(viewer))
    ids = tickets["id"].astype(np.int64)
    source_rows, words = _source_rows(connection)
    steps, titles = _steps(connection)
    return RawFacts(
        tickets=tickets,
        entries=_placed(_columns(connection, _entries(), "n"), ids),
        source_rows=_placed(source_rows, ids),
        clocks=_placed(_columns(connection, _clocks()), ids),
        approvals=_placed(_columns(connection, _approvals()), ids),
        proposals=_placed(_columns(connection, _proposals()), ids),
        suggestions=_placed(_columns(connection, _suggestions(), "ticket"), ids),
        steps=_placed(steps, ids),
        items=_names(connection, catalog_item),
        teams=_names(connection, team),
        agents=_names(connection, account),
        categories=_names(connection, category),
        source_statuses=words,
        step_titles=titles,
    )


def _tickets(viewer: Account | None) -> Select[Any]:
    answers = _answers().subquery()
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
        )
        .select_from(ticket)
        .join(answers, answers.c.ticket_id == ticket.c.id, isouter=True)
        .where(visible_to(viewer))
    )


def _answers() -> Select[Any]:
    """How many public comments of agents each ticket has."""
    return (
        select(comment.c.ticket_id, func.count().label("answers"))
        .join(account, account.c.id == comment.c.account_id)
        .where(type_coerce(comment.c.public, Integer) == 1, account.c.role != Role.REQUESTER)
        .group_by(comment.c.ticket_id)
    )


def _entries() -> Select[Any]:
    changed = or_(journal.c.old_status.is_(None), journal.c.old_status != journal.c.status)
    return select(
        journal.c.n,
        journal.c.subject_id.label("ticket"),
        _seconds(journal.c.at),
        _code(journal.c.status, Status).label("status"),
    ).where(journal.c.subject == "ticket", journal.c.status.is_not(None), changed)


def _source_rows(connection: Connection) -> tuple[Columns, tuple[str, ...]]:
    mine = and_(journal.c.subject == "ticket", journal.c.source_status.is_not(None))
    found = select(journal.c.source_status).where(mine).distinct()
    words = tuple(sorted(connection.execute(found).scalars()))
    query = select(
        journal.c.n,
        journal.c.subject_id.label("ticket"),
        _seconds(journal.c.at),
        _places(journal.c.source_status, words).label("status"),
    )
    return _columns(connection, query.where(mine), "n"), words


def _steps(connection: Connection) -> tuple[Columns, tuple[str, ...]]:
    done = and_(task.c.status == TaskStatus.DONE, task.c.done_at.is_not(None))
    found = select(task.c.title).where(done).distinct()
    titles = tuple(sorted(connection.execute(found).scalars()))
    query = select(
        task.c.id,
        task.c.ticket_id.label("ticket"),
        _places(task.c.title, titles).label("title"),
        _seconds(task.c.done_at),
    )
    return _columns(connection, query.where(done)), titles


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


def _columns(connection: Connection, query: Select[Any], key: str = "id") -> Columns:
    """The answer of a statement as one array for each column, ordered by its key; NULL is NaN.

    The database hands over thousands of numbers at a time as one text: fetching row by row
    would take the interpreter's lock once a row, and make the window wait for it.
    """
    rows = query.subquery()
    nan = literal("nan")
    texts = [
        func.aggregate_strings(func.coalesce(cast(column, Text), nan), ",") for column in rows.c
    ]
    chunks: list[list[Column]] = [[] for _ in texts]
    for found in connection.execute(select(*texts).group_by(rows.c[key] // AT_ONCE)):
        for chunk, text in zip(chunks, found, strict=True):
            chunk.append(np.fromstring(text, sep=","))
    columns = {
        name: np.concatenate(chunk) if chunk else np.zeros(0)
        for name, chunk in zip(rows.c.keys(), chunks, strict=True)
    }
    order = np.argsort(columns[key], kind="stable")
    return {name: column[order] for name, column in columns.items()}


def _placed(columns: Columns, ids: NDArray[np.int64]) -> Columns:
    """The rows whose ticket may be seen, with the ticket's row in place of its id."""
    wanted = columns["ticket"].astype(np.int64)
    place = np.searchsorted(ids, wanted)
    there = place < len(ids)
    there[there] = ids[place[there]] == wanted[there]
    return {
        name: place[there] if name == "ticket" else column[there]
        for name, column in columns.items()
    }


def _names(connection: Connection, of: Any) -> Mapping[int, str]:
    return {row.id: row.name for row in connection.execute(select(of.c.id, of.c.name))}
