"""Templates for updates of a major incident, and their placeholders filled in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from desk_gui.domain.accounts import Right
from desk_gui.domain.errors import Invalid
from desk_gui.domain.major_incident import (
    DEFAULT_TEMPLATES,
    UpdateTemplate,
    fill,
    next_update,
    refuse_templates,
)
from desk_gui.domain.text import clean
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.effects import Effects
from desk_gui.operations.major_page import MajorPage
from desk_gui.operations.saving import Why, write_other
from desk_gui.storage import rows

TABLE = "update_template"


def templates(desk: Desk) -> tuple[UpdateTemplate, ...]:
    """The templates of this desk, in their order; those of a new desk until they are changed."""
    with desk.reading() as session:
        return _stored(session)


def _stored(session: Session) -> tuple[UpdateTemplate, ...]:
    found = rows.many(session.connection, TABLE, order="id")
    return tuple(UpdateTemplate(row["name"], row["text"]) for row in found) or DEFAULT_TEMPLATES


def change_templates(desk: Desk, wanted: Sequence[UpdateTemplate]) -> Effects:
    """Set the templates; Invalid for none, for one without name or text, or for a name twice."""
    tidy = tuple(
        UpdateTemplate(" ".join(clean(one.name).split()), clean(one.text).strip()) for one in wanted
    )
    refusal = refuse_templates(tidy)
    if refusal:
        raise Invalid(refusal)
    with desk.writing(Right.CHANGE_SETTINGS) as session:
        before = _stored(session)
        if before == tidy:
            return Effects()
        rows.remove(session.connection, TABLE)
        rows.add_many(session.connection, TABLE, [vars(one) for one in tidy])
        write_other(
            session,
            "setting",
            0,
            Why("edited", "update templates"),
            update_templates={one.name: one.text for one in tidy},
            before={one.name: one.text for one in before},
        )
        return Effects(settings=True)


def filled(
    template: UpdateTemplate, page: MajorPage, now: datetime, zone: tzinfo | None = None
) -> str:
    """The words of a template for an incident; what only a person knows stays in braces.

    `now` is when it is posted, in UTC; instants are said in the zone, or in that of this computer.
    """
    due = next_update(now, page.declaration.update_every_s)
    many = len(page.children)
    facts = {
        "number": page.ticket.number,
        "title": page.ticket.title,
        "impact": page.declaration.business_impact,
        "coordinator": page.coordinator or "",
        "since": _said(page.ticket.opened_at, now, zone),
        "next_update": _said(due, now, zone),
        "children": "1 incident" if many == 1 else f"{many} incidents",
    }
    return fill(template.text, facts)


def _said(at: datetime, now: datetime, zone: tzinfo | None) -> str:
    here, today = at.astimezone(zone), now.astimezone(zone)
    day = "" if here.date() == today.date() else f"{here.day} {here:%b}, "
    return f"{day}{here:%H:%M %Z}"
