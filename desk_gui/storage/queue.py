"""The queue in SQL: a filter → ordered ids, rows for ids, and counts; every query is indexed."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Integer,
    Text,
    and_,
    cast,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    text,
    true,
)
from sqlalchemy.sql import Select

from desk_gui.domain.accounts import Account, Role
from desk_gui.domain.filters import MINE, NOBODY, Due, Field, Filter, Is, Sort, Term, day_of
from desk_gui.domain.sla import ClockState
from desk_gui.storage import search
from desk_gui.storage.rows import Row
from desk_gui.storage.tables import account, catalog_item, category, clock, contact, team, ticket
from desk_gui.storage.types import WholeNumber

SOON = timedelta(hours=2)
_PEOPLE = {
    Field.ASSIGNEE: (ticket.c.assignee_id, account, account.c.login),
    Field.TEAM: (ticket.c.team_id, team, team.c.name),
    Field.REQUESTER: (ticket.c.requester_id, contact, contact.c.email),
    Field.CATEGORY: (ticket.c.category_id, category, category.c.name),
    Field.ITEM: (ticket.c.item_id, catalog_item, catalog_item.c.name),
}
_WORDS = {
    Field.KIND: ticket.c.kind,
    Field.STATUS: ticket.c.status,
    Field.IMPACT: ticket.c.impact,
    Field.URGENCY: ticket.c.urgency,
    Field.HOLD: ticket.c.hold_reason,
    Field.MAJOR: ticket.c.major,
    Field.SOURCE: ticket.c.source,
}
_NUMBERS = {Field.PRIORITY: ticket.c.priority, Field.ID: ticket.c.id}
_DATES = {
    Field.OPENED: ticket.c.opened_at,
    Field.RESOLVED: ticket.c.resolved_at,
    Field.CLOSED: ticket.c.closed_at,
    Field.UPDATED: ticket.c.updated_at,
}
_ORDERS: dict[Sort, tuple[Any, ...]] = {
    Sort.URGENCY: (ticket.c.priority, ticket.c.due_at.nulls_last(), ticket.c.id),
    Sort.DUE: (ticket.c.due_at.nulls_last(), ticket.c.id),
    Sort.NUMBER: (ticket.c.id,),
    Sort.OPENED: (ticket.c.opened_at, ticket.c.id),
    Sort.UPDATED: (ticket.c.updated_at, ticket.c.id),
    Sort.PRIORITY: (ticket.c.priority, ticket.c.id),
    Sort.STATUS: (ticket.c.status, ticket.c.id),
    Sort.KIND: (ticket.c.kind, ticket.c.id),
    Sort.TITLE: (func.lower(ticket.c.title), ticket.c.id),
    Sort.ASSIGNEE: (account.c.name.nulls_last(), ticket.c.id),
    Sort.TEAM: (team.c.name.nulls_last(), ticket.c.id),
    Sort.REQUESTER: (contact.c.name.nulls_last(), ticket.c.id),
    Sort.CATEGORY: (category.c.name.nulls_last(), ticket.c.id),
}
_JOINED = {
    Sort.ASSIGNEE: (account, ticket.c.assignee_id),
    Sort.TEAM: (team, ticket.c.team_id),
    Sort.REQUESTER: (contact, ticket.c.requester_id),
    Sort.CATEGORY: (category, ticket.c.category_id),
}


@dataclass(frozen=True)
class Viewer:
    """For whom the queue is read, and when: `me`, confidential tickets and `overdue` need it.

    `picked` are the ids behind each `figure:` of the filter.
    """

    account: Account | None
    now: datetime
    picked: Mapping[str, array[int]] = field(default_factory=dict)


def ids(
    connection: Connection,
    wanted: Filter,
    sort: tuple[Sort, bool],
    viewer: Viewer,
    limit: int | None = None,
) -> array[int]:
    """Ticket ids in order, as a compact array of 64-bit numbers."""
    order, turned = sort
    query = _where(connection, select(ticket.c.id), wanted, viewer)
    if order in _JOINED:
        other, column = _JOINED[order]
        query = query.join(other, other.c.id == column, isouter=True)
    query = query.order_by(*(_turn(part) if turned else part for part in _ORDERS[order]))
    if limit is not None:
        query = query.limit(limit)
    return array("q", connection.execute(query).scalars())


def _turn(part: Any) -> Any:
    """Newest or last first; what has no value stays at the end."""
    bare = part.element if hasattr(part, "modifier") else part
    return bare.desc().nulls_last() if hasattr(part, "modifier") else bare.desc()


def counts(connection: Connection, wanted: Sequence[Filter], viewer: Viewer) -> list[int]:
    """How many tickets each filter finds."""
    return [
        connection.execute(
            _where(connection, select(func.count()).select_from(ticket), one, viewer)
        ).scalar_one()
        for one in wanted
    ]


def _where(
    connection: Connection, query: Select[Any], wanted: Filter, viewer: Viewer
) -> Select[Any]:
    sqlite = connection.dialect.name == "sqlite"
    conditions = [
        _picked(term, viewer, sqlite=sqlite)
        if term.field is Field.FIGURE
        else _condition(term, viewer)
        for term in wanted.terms
    ]
    conditions.append(visible_to(viewer.account))
    if search.words_of(wanted.words):
        matching, values = search.matching_sql(connection, "ticket", wanted.words)
        found = text(f"SELECT id FROM ({matching}) m").bindparams(**values)
        conditions.append(ticket.c.id.in_(select(found.columns(id=WholeNumber).subquery().c.id)))
    elif wanted.words:
        conditions.append(false())
    return query.where(and_(*conditions))


def visible_to(viewer: Account | None) -> ColumnElement[bool]:
    """A confidential ticket is seen by its team and by supervisors only (the rules, §6).

    A requester sees what he asked for himself, and nobody sees nothing.
    """
    if viewer is None:
        return false()
    if viewer.role.rank >= Role.SUPERVISOR.rank:
        return true()
    if viewer.role is Role.REQUESTER:
        return asked_by(viewer)
    teams = sorted(viewer.teams)
    return or_(ticket.c.confidential.in_([False]), ticket.c.team_id.in_(teams))


def asked_by(viewer: Account) -> ColumnElement[bool]:
    """What somebody asked for and that is not confidential: those are seen by their team only."""
    mine = ticket.c.requester_id.in_(own_contacts(viewer))
    return and_(mine, ticket.c.confidential.in_([False]))


def _condition(term: Term, viewer: Viewer) -> ColumnElement[bool]:
    condition = _plain_condition(term, viewer)
    return not_(func.coalesce(condition, false())) if term.negated else condition


def _picked(term: Term, viewer: Viewer, *, sqlite: bool) -> ColumnElement[bool]:
    """Tickets by their ids: one value however many they are, where each would be a variable."""
    ids = ",".join(str(one) for value in term.values for one in viewer.picked[value])
    each = (
        func.json_each(f"[{ids}]").table_valued("value").c.value
        if sqlite
        else func.unnest(cast(literal(f"{{{ids}}}", Text), ARRAY(Integer))).column_valued()
    )
    among = ticket.c.id.in_(select(each))
    return not_(among) if term.negated else among


def _plain_condition(term: Term, viewer: Viewer) -> ColumnElement[bool]:
    if term.field in _WORDS:
        return _WORDS[term.field].in_(term.values)
    if term.field in _PEOPLE:
        return _people(term, viewer)
    if term.field in _DATES:
        return _dated(_DATES[term.field], term)
    if term.field in _NUMBERS:
        numbers = [int(value) for value in term.values]
        return _compared(_NUMBERS[term.field], term.operator, numbers)
    if term.field is Field.DUE:
        return or_(*(_due(Due(value), viewer.now) for value in term.values))
    return or_(*(_is(Is(value), viewer.now) for value in term.values))


def _compared(column: Any, operator: str, values: Sequence[Any]) -> ColumnElement[bool]:
    found: ColumnElement[bool] = (
        column.in_(values) if operator == "=" else column.op(operator)(values[0])
    )
    return found


def _dated(column: ColumnElement[Any], term: Term) -> ColumnElement[bool]:
    """A day without an operator, or with `<=`, means the whole of that day."""
    start = day_of(term.values[0])
    whole_day = len(term.values[0]) == len("2026-01-31")
    end = start + timedelta(days=1) if whole_day else start
    if term.operator == "=":
        return and_(column >= start, column < end) if whole_day else column == start
    if term.operator == "<=" and whole_day:
        return column < end
    if term.operator == ">" and whole_day:
        return column >= end
    return _compared(column, term.operator, [start])


def own_contacts(viewer: Account | None) -> Select[tuple[int]]:
    """The contacts that are the viewer himself: those with his mail address."""
    email = viewer.email.lower() if viewer and viewer.email else None
    return select(contact.c.id).where(func.lower(contact.c.email) == email)


_MINE: dict[Field, Callable[[Account | None], Any]] = {
    Field.ASSIGNEE: lambda viewer: [viewer.id] if viewer else [],
    Field.TEAM: lambda viewer: sorted(viewer.teams) if viewer else [],
    Field.REQUESTER: own_contacts,
}


def _people(term: Term, viewer: Viewer) -> ColumnElement[bool]:
    column, other, second_name = _PEOPLE[term.field]
    conditions: list[ColumnElement[bool]] = []
    for value in term.values:
        if value == NOBODY:
            conditions.append(column.is_(None))
        elif value == MINE and term.field in _MINE:
            conditions.append(column.in_(_MINE[term.field](viewer.account)))
        else:
            same = func.lower(value)
            named = or_(func.lower(other.c.name) == same, func.lower(second_name) == same)
            conditions.append(column.in_(select(other.c.id).where(named)))
    return or_(*conditions)


def _due(word: Due, now: datetime) -> ColumnElement[bool]:
    if word is Due.NONE:
        return ticket.c.due_at.is_(None)
    if word is Due.OVERDUE:
        return ticket.c.due_at < now
    end = now + SOON if word is Due.SOON else now.replace(hour=0, minute=0, second=0) + _DAY
    return and_(ticket.c.due_at >= now, ticket.c.due_at < end)


_DAY = timedelta(days=1)


def _is(word: Is, now: datetime) -> ColumnElement[bool]:
    conditions: dict[Is, ColumnElement[bool]] = {
        Is.OPEN: ticket.c.is_open == 1,
        Is.RESOLVED: ticket.c.status.in_(["resolved", "fulfilled"]),
        Is.FINAL: ticket.c.status.in_(["closed", "cancelled", "rejected"]),
        Is.OVERDUE: and_(ticket.c.is_open == 1, ticket.c.due_at < now),
        Is.UNASSIGNED: and_(ticket.c.is_open == 1, ticket.c.assignee_id.is_(None)),
        Is.REOPENED: ticket.c.reopenings > 0,
        Is.REASSIGNED: ticket.c.reassignments > 0,
    }
    return conditions[word]


_SHOWN = [
    ticket.c.id,
    ticket.c.kind,
    ticket.c.status,
    ticket.c.title,
    ticket.c.priority,
    ticket.c.hold_reason,
    ticket.c.major,
    ticket.c.opened_at,
    ticket.c.updated_at,
    ticket.c.due_at,
    ticket.c.version,
    contact.c.name.label("requester"),
    account.c.name.label("assignee"),
    account.c.login.label("assignee_login"),
    team.c.name.label("team"),
    category.c.name.label("category"),
]


def shown(connection: Connection, wanted: Sequence[int]) -> list[Row]:
    """What the list shows of these tickets, in their order; no bodies are loaded."""
    return _shown(connection, wanted, true())


def shown_to(connection: Connection, wanted: Sequence[int], viewer: Account | None) -> list[Row]:
    """The same of those that an account may see."""
    return _shown(connection, wanted, visible_to(viewer))


def _shown(connection: Connection, wanted: Sequence[int], which: ColumnElement[bool]) -> list[Row]:
    query = (
        select(*_SHOWN)
        .select_from(ticket)
        .join(contact, contact.c.id == ticket.c.requester_id, isouter=True)
        .join(account, account.c.id == ticket.c.assignee_id, isouter=True)
        .join(team, team.c.id == ticket.c.team_id, isouter=True)
        .join(category, category.c.id == ticket.c.category_id, isouter=True)
        .where(ticket.c.id.in_(wanted), which)
    )
    found = {row["id"]: dict(row) for row in connection.execute(query).mappings()}
    return [found[ticket_id] for ticket_id in wanted if ticket_id in found]


def ticking_clocks(connection: Connection, wanted: Sequence[int]) -> list[Row]:
    """The clocks that are still open on these tickets."""
    query = select(clock).where(
        clock.c.ticket_id.in_(wanted), clock.c.state.in_([ClockState.RUNNING, ClockState.PAUSED])
    )
    return [dict(row) for row in connection.execute(query).mappings()]
