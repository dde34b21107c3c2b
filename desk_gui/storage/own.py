"""What a requester may read, in columns that a login of a requester may read on PostgreSQL too."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from desk_gui.domain.accounts import Account
from desk_gui.domain.catalog import CatalogItem, TaskStatus
from desk_gui.domain.knowledge import Audience
from desk_gui.domain.priority import Priority
from desk_gui.domain.sla import ClockState, Target
from desk_gui.storage import requesters
from desk_gui.storage.catalog import field_in
from desk_gui.storage.queue import asked_by, own_contacts
from desk_gui.storage.rows import Row
from desk_gui.storage.tables import (
    account,
    article,
    article_edition,
    catalog_edition,
    catalog_item,
    catalog_order,
    clock,
    comment,
    submission,
    task,
    ticket,
)

MOST = 500
"""Tickets that are listed, the newest."""
TICKET = (
    "id", "kind", "status", "title", "text", "item_id", "opened_at", "hold_reason",
    "resolution_text", "rejection_reason", "csat", "reopenings",
)  # fmt: skip
"""What a requester reads of his ticket."""


def tickets(connection: Connection, viewer: Account) -> list[Row]:
    """The tickets that somebody asked for, the newest first, without their texts."""
    plain = (ticket.c[name] for name in TICKET if name != "text")
    columns = [*plain, *_course(connection, viewer)]
    query = select(*columns).where(asked_by(viewer)).order_by(ticket.c.id.desc()).limit(MOST)
    return _rows(connection, query)


def one(connection: Connection, viewer: Account, ticket_id: int) -> Row | None:
    """One of them, or None."""
    columns = [*(ticket.c[name] for name in TICKET), *_course(connection, viewer)]
    item = select(catalog_item.c.name).where(catalog_item.c.id == ticket.c.item_id)
    query = select(*columns, item.scalar_subquery().label("item"))
    query = query.where(ticket.c.id == ticket_id, asked_by(viewer))
    return next(iter(_rows(connection, query)), None)


def contacts(connection: Connection, viewer: Account) -> frozenset[int]:
    """The contacts that are the viewer himself: those with his mail address."""
    return frozenset(row.id for row in connection.execute(own_contacts(viewer)))


def _course(connection: Connection, viewer: Account) -> list[ColumnElement[Any]]:
    """How a ticket is going: the desk's last answer, what is promised, and what is done of it.

    A requester's login of PostgreSQL reads neither clocks nor tasks.
    """
    of_desk = comment.c.public.in_([True]) & (comment.c.account_id != viewer.id)
    answered = select(func.max(comment.c.at)).where(comment.c.ticket_id == ticket.c.id, of_desk)
    told: list[ColumnElement[Any]] = [answered.scalar_subquery().label("answered_at")]
    if requesters.restricted(connection):
        return told
    runs = (clock.c.state == ClockState.RUNNING) & (clock.c.target != Target.RESPOND)
    due = select(func.min(clock.c.due_at)).where(clock.c.ticket_id == ticket.c.id, runs)
    steps = select(func.count()).where(
        task.c.ticket_id == ticket.c.id, task.c.status != TaskStatus.VOID
    )
    ended = steps.where(task.c.status != TaskStatus.OPEN)
    return [
        *told,
        due.scalar_subquery().label("due_at"),
        steps.scalar_subquery().label("steps"),
        ended.scalar_subquery().label("ended"),
    ]


def comments(connection: Connection, ticket_id: int) -> list[Row]:
    """What was said aloud on a ticket, in its order, with the names of those of the desk."""
    query = (
        select(
            comment.c.id,
            comment.c.text,
            comment.c.at,
            comment.c.account_id,
            comment.c.contact_id,
            _author(connection).label("who"),
        )
        .where(comment.c.ticket_id == ticket_id, comment.c.public.in_([True]))
        .order_by(comment.c.id)
    )
    return _rows(connection, query)


def _author(connection: Connection) -> ColumnElement[Any]:
    """The name of whoever of the desk wrote a comment; to a login PostgreSQL tells no more."""
    if requesters.restricted(connection):
        return func.desk_author(comment.c.account_id)
    return select(account.c.name).where(account.c.id == comment.c.account_id).scalar_subquery()


def _rows(connection: Connection, query: Select[Any]) -> list[Row]:
    return [dict(row) for row in connection.execute(query).mappings()]


def answers(connection: Connection, ticket_id: int) -> tuple[tuple[str, str], ...]:
    """(label, answer) of the newest order of a request, in the order of its form."""
    query = (
        select(catalog_order.c.answers, catalog_edition.c.form)
        .join(catalog_edition, catalog_edition.c.id == catalog_order.c.edition_id)
        .where(catalog_order.c.ticket_id == ticket_id)
        .order_by(catalog_order.c.id.desc())
    )
    found = connection.execute(query).first()
    if found is None:
        return ()
    given = json.loads(found.answers)
    return tuple(
        (one["label"], given[one["key"]]) for one in json.loads(found.form) if one["key"] in given
    )


def items(connection: Connection) -> list[CatalogItem]:
    """What can be ordered, by name, with its form and nothing of how it is fulfilled."""
    published = (catalog_edition.c.item_id == catalog_item.c.id) & (
        catalog_edition.c.edition == catalog_item.c.edition
    )
    names = ("id", "name", "description", "icon", "priority")
    query = (
        select(
            *(catalog_item.c[name] for name in names),
            catalog_edition.c.id.label("edition_id"),
            catalog_edition.c.edition,
            catalog_edition.c.form,
        )
        .join(catalog_edition, published)
        .where(catalog_item.c.active.in_([True]))
        .order_by(catalog_item.c.name)
    )
    return [
        CatalogItem(
            id=row.id,
            name=row.name,
            description=row.description,
            priority=Priority(row.priority),
            icon=row.icon,
            edition=row.edition,
            edition_id=row.edition_id,
            fields=tuple(field_in(one) for one in json.loads(row.form)),
        )
        for row in connection.execute(query)
    ]


def article_text(connection: Connection, article_id: int) -> Row | None:
    """The published edition of a public article (id, title, text), or None."""
    edition = (article_edition.c.article_id == article.c.id) & (
        article_edition.c.edition == article.c.published_edition
    )
    query = (
        select(article.c.id, article_edition.c.title, article_edition.c.text)
        .join(article_edition, edition)
        .where(article.c.id == article_id, article.c.audience == Audience.PUBLIC)
    )
    return next(iter(_rows(connection, query)), None)


def to_take_in(connection: Connection, limit: int) -> list[Row]:
    """What was handed in and waits for the desk, the oldest first."""
    columns = [submission.c[name] for name in ("key", "account_id", "said")]
    query = select(*columns).where(submission.c.done_at.is_(None))
    return _rows(connection, query.order_by(submission.c.sent_at, submission.c.key).limit(limit))


def on_their_way(connection: Connection, viewer: Account) -> list[Row]:
    """What somebody handed in that is not taken in yet, or that was refused, newest first."""
    columns = [submission.c[name] for name in ("key", "said", "sent_at", "refusal")]
    still = or_(submission.c.done_at.is_(None), submission.c.refusal.is_not(None))
    query = select(*columns).where(submission.c.account_id == viewer.id, still)
    return _rows(connection, query.order_by(submission.c.sent_at.desc()).limit(MOST))
