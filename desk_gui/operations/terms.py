"""The terms that the clocks of a desk go by, read once in a transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import partial

from desk_gui.domain.business_hours import CALENDAR_TIME, BusinessHours, Time
from desk_gui.domain.sla import PAUSING, Terms
from desk_gui.domain.ticket import Ticket
from desk_gui.domain.workflow import HoldReason
from desk_gui.operations.days_off import time_of
from desk_gui.operations.desk import Session
from desk_gui.storage import catalog, promises, rows

PAUSING_SETTING = "sla_pausing"
Ordered = dict[tuple[int, int | None], int | None]
"""Ticket and its item → the target of the item, in seconds, as the ticket was ordered."""
_ORDERED = "targets of items"


def terms(session: Session) -> Terms:
    """Policies, escalations and pausing hold reasons as they are now.

    Each is read when it is needed and kept for the transaction; who changes them calls `forget`.
    """
    if "terms" not in session.kept:
        connection = session.connection
        session.kept["terms"] = Terms(
            partial(promises.policies, connection),
            partial(promises.escalations, connection),
            partial(pausing, session),
            times(session),
            _item_s(session),
        )
    found: Terms = session.kept["terms"]
    return found


def _item_s(session: Session) -> Callable[[Ticket, bool], int | None]:
    """The targets of catalog items; what a request that starts is ordered with is asked once."""
    now: dict[int | None, int | None] = {}

    def seconds(ticket: Ticket, starts: bool) -> int | None:  # noqa: FBT001 - not called by name
        connection, item_id = session.connection, ticket.item_id
        asked: Ordered = session.kept.get(_ORDERED, {})
        if not starts and (ticket.id, item_id) in asked:
            return asked[ticket.id, item_id]
        if not starts:
            return catalog.fulfil_s(connection, ticket.id, item_id)
        if item_id not in now:
            now[item_id] = catalog.fulfil_s(connection, None, item_id)
        return now[item_id]

    return seconds


def ask_items(session: Session, tickets: Iterable[Ticket]) -> None:
    """Ask for the targets of the items that these requests were ordered with, all at once.

    Who changes many tickets in one transaction calls it, before the first of them.
    """
    ordered = {one.id: one.item_id for one in tickets if one.item_id is not None}
    if ordered:
        found = catalog.fulfil_s_of(session.connection, ordered)
        asked: Ordered = session.kept.setdefault(_ORDERED, {})
        asked |= {(one, ordered[one]): seconds for one, seconds in found.items()}


def forget(session: Session) -> None:
    """Read the terms again when they are next needed."""
    session.kept.pop("terms", None)


def pausing(session: Session) -> frozenset[HoldReason]:
    """The hold reasons that pause the clocks."""
    row = rows.one(session.connection, "setting", name=PAUSING_SETTING)
    return PAUSING if row is None else frozenset(map(HoldReason, json.loads(row["value"])))


def times(session: Session) -> Callable[[int | None], Time]:
    """The time of business hours by their id, read when it is first asked for."""
    known: dict[int, Time] = {}

    def time(hours_id: int | None) -> Time:
        if hours_id is None:
            return CALENDAR_TIME
        if not known:
            for hours in promises.business_hours(session.connection):
                known[hours.id] = time_of(hours)
        return known[hours_id]

    return time


def times_of(
    drafts: tuple[BusinessHours, ...], stored: Callable[[int | None], Time]
) -> Callable[[int | None], Time]:
    """The time of business hours by their id: of these drafts first, then of what is stored."""
    known = {hours.id: time_of(hours) for hours in drafts}

    def time(hours_id: int | None) -> Time:
        return known[hours_id] if hours_id in known else stored(hours_id)

    return time
