"""The catalog as it is stored: items, their editions, and what was ordered with which."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, text

from desk_gui.domain.catalog import ApprovalStep, Approver, CatalogItem, TaskTemplate, waits_for
from desk_gui.domain.forms import FieldKind, FormField, ShownIf
from desk_gui.domain.priority import Priority
from desk_gui.domain.workflow import Status, is_open
from desk_gui.storage import rows
from desk_gui.storage.requests_sql import ordered_edition
from desk_gui.storage.rows import Row
from desk_gui.storage.types import Instant, sql_words

_OPEN = sql_words(Status, *(one for one in Status if is_open(one)))


def items(connection: Connection, **equals: Any) -> list[CatalogItem]:
    """The items that equal `equals`, by name, each with its edition in force."""
    found = rows.many(connection, "catalog_item", order="name", **equals)
    if not found:
        return []
    editions = rows.many(connection, "catalog_edition", item_id=[row["id"] for row in found])
    in_force = {(row["item_id"], row["edition"]): row for row in editions}
    articles: dict[int, list[int]] = {}
    for row in rows.many(connection, "catalog_article", order="article_id"):
        articles.setdefault(row["item_id"], []).append(row["article_id"])
    wanted = [in_force.get((row["id"], row["edition"])) for row in found]
    steps = _steps(connection, {row["id"] for row in wanted if row})
    return [
        _item(row, edition, steps, articles.get(row["id"], []))
        for row, edition in zip(found, wanted, strict=True)
    ]


def item(connection: Connection, item_id: int) -> CatalogItem | None:
    """One item with its edition in force, or None."""
    return next(iter(items(connection, id=item_id)), None)


def ordered(connection: Connection, ticket_id: int, item_id: int) -> tuple[CatalogItem, Row] | None:
    """The item as a request ordered it, and the order; None where no order of it is recorded."""
    row = rows.one(connection, "catalog_item", id=item_id)
    orders = rows.many(connection, "catalog_order", order="-id", ticket_id=ticket_id)
    ids = [order["edition_id"] for order in orders]
    editions = {
        edition["id"]: edition
        for edition in rows.many(connection, "catalog_edition", id=ids, item_id=item_id)
    }
    order = next((one for one in orders if one["edition_id"] in editions), None)
    if row is None or order is None:
        return None
    edition = editions[order["edition_id"]]
    return _item(row, edition, _steps(connection, {edition["id"]}), []), order


def fulfil_s(connection: Connection, ticket_id: int | None, item_id: int | None) -> int | None:
    """The target of an item in seconds, as a request ordered it; None: as it is in force."""
    edition = ordered_edition(":ticket_id", ":item_id")
    query = text(f"SELECT e.fulfil_s FROM catalog_edition e WHERE e.id = {edition}")
    found = connection.execute(query, {"ticket_id": ticket_id, "item_id": item_id})
    return found.scalar()


def in_force(connection: Connection) -> dict[int, Row]:
    """Item → when its edition in force was published, and by which account."""
    query = text(
        "SELECT i.id, e.at, e.account_id FROM catalog_item i"
        " JOIN catalog_edition e ON e.item_id = i.id AND e.edition = i.edition"
    ).columns(at=Instant)
    return {row["id"]: dict(row) for row in connection.execute(query).mappings()}


def open_with_earlier(connection: Connection) -> dict[int, int]:
    """Item → how many of its open requests keep an edition before the one in force."""
    query = text(
        "SELECT t.item_id, count(*) FROM ticket t JOIN catalog_item i ON i.id = t.item_id"
        f" JOIN catalog_edition e ON e.id = {ordered_edition('t.id', 't.item_id')}"
        f" WHERE t.status IN ({_OPEN}) AND e.edition < i.edition GROUP BY t.item_id"
    )
    found = connection.execute(query)
    return {row[0]: row[1] for row in found}


def fulfil_s_of(connection: Connection, ticket_ids: Iterable[int]) -> dict[int, int | None]:
    """Ticket → the target of its item in seconds, as it was ordered, asked for all at once."""
    edition = ordered_edition("t.id", "t.item_id")
    query = text(
        "SELECT t.id, e.fulfil_s FROM ticket t"
        f" LEFT JOIN catalog_edition e ON e.id = {edition} WHERE t.id IN :ids"
    ).bindparams(bindparam("ids", expanding=True))
    return {row.id: row.fulfil_s for row in connection.execute(query, {"ids": list(ticket_ids)})}


def answers(
    connection: Connection, ticket_ids: Iterable[int]
) -> dict[int, tuple[tuple[str, str], ...]]:
    """Ticket → (label, answer) of its newest order, in the order of the form it was made with."""
    orders = rows.many(connection, "catalog_order", order="id", ticket_id=list(ticket_ids))
    newest = {row["ticket_id"]: row for row in orders}
    wanted = {row["edition_id"] for row in newest.values()}
    forms = {
        row["id"]: json.loads(row["form"])
        for row in rows.many(connection, "catalog_edition", id=wanted)
    }
    found = {}
    for ticket_id, row in newest.items():
        given = json.loads(row["answers"])
        fields = forms[row["edition_id"]]
        found[ticket_id] = tuple(
            (one["label"], given[one["key"]]) for one in fields if one["key"] in given
        )
    return found


def publish(connection: Connection, item: CatalogItem, at: datetime, account_id: int | None) -> int:
    """Store the item and put its next edition in force; answers the item's id."""
    values = {
        "name": item.name,
        "description": item.description,
        "priority": int(item.priority),
        "approvals": sum(step.needed for step in item.steps),
        "team_id": item.team_id,
        "category_id": item.category_id,
        "active": item.active,
        "icon": item.icon,
    }
    item_id = item.id or rows.add(connection, "catalog_item", **values)
    current = rows.one(connection, "catalog_item", id=item_id)
    next_edition = (current["edition"] if current else 0) + 1
    edition_id = rows.add(
        connection,
        "catalog_edition",
        item_id=item_id,
        edition=next_edition,
        form=json.dumps([_field_out(one) for one in item.fields], ensure_ascii=False),
        tasks=json.dumps([_task_out(one) for one in item.tasks], ensure_ascii=False),
        mandatory_tasks=sum(task.mandatory for task in item.tasks),
        fulfil_s=item.fulfil_s,
        account_id=account_id,
        at=at,
    )
    _write_steps(connection, edition_id, item.steps)
    _write_tasks(connection, edition_id, item.tasks)
    rows.change(connection, "catalog_item", values | {"edition": next_edition}, id=item_id)
    _write_articles(connection, item_id, item.articles)
    return item_id


def _write_steps(connection: Connection, edition_id: int, steps: Iterable[ApprovalStep]) -> None:
    for place, step in enumerate(steps, 1):
        at_step = {"edition_id": edition_id, "step": place}
        times = {"remind_s": step.remind_s, "expire_s": step.expire_s}
        rows.add(connection, "approval_step", needed=step.needed, **at_step, **times)
        asked = [{**asdict(approver), **at_step} for approver in step.approvers]
        rows.add_many(connection, "approver", asked)


def _write_tasks(connection: Connection, edition_id: int, tasks: Sequence[TaskTemplate]) -> None:
    made = [
        {
            "edition_id": edition_id,
            "position": position,
            "title": task.title,
            "mandatory": task.mandatory,
            "checklist": unticked(task),
        }
        for position, task in enumerate(tasks, 1)
    ]
    after = [
        {"edition_id": edition_id, "position": position, "after_position": other}
        for position in range(1, len(tasks) + 1)
        for other in sorted(set(waits_for(tasks, position)))
    ]
    rows.add_many(connection, "task_template", made)
    rows.add_many(connection, "task_template_after", after)


def unticked(task: TaskTemplate) -> str:
    """The checklist that a task begins with, as it is stored."""
    return json.dumps([[line, False] for line in task.checklist])


def _write_articles(connection: Connection, item_id: int, articles: Iterable[int]) -> None:
    rows.remove(connection, "catalog_article", item_id=item_id)
    named = [{"item_id": item_id, "article_id": one} for one in dict.fromkeys(articles)]
    rows.add_many(connection, "catalog_article", named)


def _steps(connection: Connection, editions: set[int]) -> dict[int, tuple[ApprovalStep, ...]]:
    people: dict[tuple[int, int], list[Approver]] = {}
    for row in rows.many(connection, "approver", order="id", edition_id=editions):
        line = Approver(row["who"], row["account_id"], row["team_id"])
        people.setdefault((row["edition_id"], row["step"]), []).append(line)
    found: dict[int, tuple[ApprovalStep, ...]] = {}
    for row in rows.many(connection, "approval_step", order="step", edition_id=editions):
        edition_id = row["edition_id"]
        asked = tuple(people.get((edition_id, row["step"]), ()))
        step = ApprovalStep(asked, row["needed"], row["remind_s"], row["expire_s"])
        found[edition_id] = (*found.get(edition_id, ()), step)
    return found


def _item(
    row: Row,
    edition: Row | None,
    steps: Mapping[int, tuple[ApprovalStep, ...]],
    articles: Iterable[int],
) -> CatalogItem:
    rule = steps.get(edition["id"], ()) if edition else ()
    return CatalogItem(
        id=row["id"],
        name=row["name"],
        description=row["description"],
        priority=Priority(row["priority"]),
        approvals=sum(step.needed for step in rule),
        team_id=row["team_id"],
        category_id=row["category_id"],
        tasks=tuple(_task_in(one) for one in json.loads(edition["tasks"])) if edition else (),
        active=row["active"],
        icon=row["icon"],
        edition=edition["edition"] if edition else 0,
        edition_id=edition["id"] if edition else None,
        fields=tuple(field_in(one) for one in json.loads(edition["form"])) if edition else (),
        steps=rule,
        articles=tuple(articles),
        fulfil_s=edition["fulfil_s"] if edition else None,
    )


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is not said: what is empty comes back as it was."""
    return {name: value for name, value in values.items() if value not in (None, "", ())}


def _field_out(field: FormField) -> dict[str, Any]:
    return {name: v for name, v in _told(asdict(field)).items() if v is not False}


def field_in(raw: Mapping[str, Any]) -> FormField:
    """A field of a form as it is stored in an edition."""
    values = {**raw, "kind": FieldKind(raw.get("kind", "text"))}
    values["choices"] = tuple(raw.get("choices", ()))
    if raw.get("shown_if"):
        values["shown_if"] = ShownIf(raw["shown_if"]["key"], tuple(raw["shown_if"]["answers"]))
    return FormField(**values)


def _task_out(task: TaskTemplate) -> dict[str, Any]:
    return _told(asdict(task)) | ({} if task.after is None else {"after": list(task.after)})


def _task_in(raw: Mapping[str, Any]) -> TaskTemplate:
    after = raw.get("after")
    checklist = tuple(raw.get("checklist", ()))
    return TaskTemplate(
        **{**raw, "after": None if after is None else tuple(after), "checklist": checklist}
    )
