"""Tickets and articles for tests, with sensible defaults."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from desk_gui.domain.catalog import CatalogItem, by_supervisors
from desk_gui.domain.knowledge import ArticleStatus, Audience
from desk_gui.domain.major_incident import Declaration, Review, ReviewAction, Stake
from desk_gui.domain.priority import Level, Priority
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import Kind, ResolutionCode, Status
from desk_gui.operations import (
    catalog_items,
    classification,
    knowledge,
    major_incidents,
    requests,
    tickets,
)
from desk_gui.operations.classification import NewTicket
from desk_gui.operations.desk import Desk


def an_incident(
    desk: Desk, title: str = "Printer on floor 2 prints blank pages", **more: Any
) -> int:
    """The id of a new incident of medium impact and urgency."""
    values = {"impact": Level.MEDIUM, "urgency": Level.MEDIUM, **more}
    return classification.open_ticket(
        desk, NewTicket(title, kind=Kind.INCIDENT, **values)
    ).ticket_id


def an_item(desk: Desk, approvals: int = 0) -> int:
    """The id of a catalog item that asks for that many approvals."""
    return next(item.id for item in requests.catalog(desk) if item.approvals == approvals)


def a_catalog_item(desk: Desk, name: str, *, approvals: int = 0, **more: Any) -> int:
    """The id of a new catalog item of priority 2; so many supervisors have to agree."""
    values = {"priority": Priority.HIGH, "steps": by_supervisors(approvals), **more}
    catalog_items.save_item(desk, CatalogItem(0, name, "", **values))
    return next(item.id for item in requests.catalog(desk) if item.name == name)


def a_request(
    desk: Desk, title: str = "New laptop for Elena", *, approvals: int = 0, **more: Any
) -> int:
    """The id of a new service request whose item asks for that many approvals."""
    new = NewTicket(title, kind=Kind.REQUEST, item_id=an_item(desk, approvals), **more)
    return classification.open_ticket(desk, new).ticket_id


def in_progress(desk: Desk, ticket_id: int) -> int:
    """Take an incident and start work on it."""
    wish = Wish(Status.IN_PROGRESS, assignee_id=desk.account_id)
    tickets.move(desk, ticket_id, wish)
    return ticket_id


def resolved(desk: Desk, ticket_id: int) -> int:
    """Resolve an incident, taking it first where it is new."""
    in_progress(desk, ticket_id)
    wish = Wish(
        Status.RESOLVED, resolution_code=ResolutionCode.FIXED, resolution_text="Restarted it."
    )
    tickets.move(desk, ticket_id, wish)
    return ticket_id


def a_declaration(desk: Desk, **more: Any) -> Declaration:
    """A whole declaration, with the account of this desk as coordinator."""
    values: dict[str, Any] = {
        "coordinator_id": desk.account_id,
        "business_impact": "Nobody can send invoices.",
        "stakes": frozenset({Stake.SERVICE, Stake.REPUTATION}),
    }
    return Declaration(**{**values, **more})


def a_major(supervisor: Desk, coordinator: Desk, ticket_id: int | None = None, **more: Any) -> int:
    """The id of a declared major incident, led by an agent."""
    if ticket_id is None:
        ticket_id = in_progress(coordinator, an_incident(coordinator, "Mail is down everywhere"))
    major_incidents.declare(supervisor, ticket_id, a_declaration(coordinator, **more))
    return ticket_id


def a_review(desk: Desk, **more: Any) -> Review:
    """A whole review whose one action this account has."""
    action = ReviewAction("Alarm at 80 % of the disk", desk.account_id)
    return replace(Review("The disk was full.", "Quick help.", "No alarm.", (action,)), **more)


def a_published_article(
    author: Desk,
    reviewer: Desk,
    title: str = "Mail host does not start",
    text: str = "Restart it.",
    *,
    audience: Audience = Audience.INTERNAL,
) -> int:
    """The id of an article that somebody else reviewed and published."""
    article_id = knowledge.write(author, knowledge.Written(title, text, audience)).article_id
    knowledge.step(author, article_id, ArticleStatus.IN_REVIEW)
    knowledge.step(reviewer, article_id, ArticleStatus.PUBLISHED)
    return article_id
