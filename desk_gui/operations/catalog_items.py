"""The catalog as an administrator keeps it: items and their editions, and the file they come in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from desk_gui import paths
from desk_gui.domain.accounts import Right
from desk_gui.domain.catalog import (
    ApprovalStep,
    Approver,
    CatalogItem,
    TaskTemplate,
    Who,
    why_not_item,
)
from desk_gui.domain.errors import Conflict, Invalid, NotFound
from desk_gui.domain.priority import Priority
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.effects import Effects
from desk_gui.operations.saving import Why, write_other
from desk_gui.operations.whole_files import write_whole
from desk_gui.storage import articles, catalog, rows
from desk_gui.transfer.catalog_file import (
    PlainItem,
    PlainStep,
    PlainTask,
    catalog_text,
    read_catalog,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection

HOUR_S = 3600
_IN_WORDS = {Who.MANAGER: "manager", Who.TEAM_LEAD: "team lead", Who.SUPERVISOR: "supervisor"}


@dataclass(frozen=True)
class Imported:
    """What an import of the catalog did, or would do."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    same: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kept:
    """An item, since when (UTC) its edition is in force, and who published it ("": the program).

    `earlier` is how many open requests keep an edition before it.
    """

    item: CatalogItem
    since: datetime | None = None
    by: str = ""
    earlier: int = 0


def all_items(desk: Desk) -> list[CatalogItem]:
    """Every item, also those that cannot be ordered any more, by name."""
    with desk.reading() as session:
        return catalog.items(session.connection)


def kept_items(desk: Desk) -> list[Kept]:
    """Every item with what is told of its edition in force, by name."""
    with desk.reading() as session:
        found = catalog.items(session.connection)
        earlier = catalog.open_with_earlier(session.connection)
        told = catalog.in_force(session.connection)
        names = {row["id"]: row["name"] for row in rows.many(session.connection, "account")}
        return [
            Kept(item, row["at"], names.get(row["account_id"], ""), earlier.get(item.id, 0))
            for item, row in ((one, told[one.id]) for one in found if one.id in told)
        ]


def article_titles(desk: Desk, article_ids: Collection[int]) -> dict[int, str]:
    """Article id → its title, as it is published; those that are not are left out."""
    with desk.reading() as session:
        found = articles.published_names(session.connection, sorted(article_ids))
        return {article_id: row["title"] for article_id, row in found.items()}


def save_item(desk: Desk, item: CatalogItem) -> Effects:
    """Store a new item (id 0), or the next edition of this one; requests keep their own.

    Raises Invalid for an item that nobody could order, and for a name that is taken; Conflict
    where another edition than the one that was changed is in force by now.
    """
    with desk.writing(Right.CHANGE_SETTINGS) as session:
        before = rows.one(session.connection, "catalog_item", id=item.id)
        if before is not None and before["edition"] != item.edition:
            said = f"Edition {before['edition']} of “{before['name']}” was published meanwhile"
            raise Conflict(f"{said}; yours began with edition {item.edition}.", {}, {})
        _save(session, item)
        return Effects(settings=True)


def _save(session: Session, item: CatalogItem) -> None:
    item = replace(item, name=" ".join(item.name.split()))
    refusal = why_not_item(item)
    if refusal:
        raise Invalid(refusal)
    same = rows.one(session.connection, "catalog_item", name=item.name)
    if same is not None and same["id"] != item.id:
        raise Invalid(f"The catalog has an item called “{item.name}” already.")
    item_id = catalog.publish(session.connection, item, session.now, session.actor.id)
    write_other(session, "catalog_item", item_id, Why("edited"), name=item.name, active=item.active)


def offer_item(desk: Desk, item_id: int, *, active: bool) -> Effects:
    """Take an item out of the catalog, or bring it back; what was ordered of it goes on."""
    with desk.writing(Right.CHANGE_SETTINGS) as session:
        item = rows.one(session.connection, "catalog_item", id=item_id)
        if item is None:
            raise NotFound("The catalog has no such item.")
        rows.change(session.connection, "catalog_item", {"active": active}, id=item_id)
        said = {"name": item["name"], "active": active}
        write_other(session, "catalog_item", item_id, Why("edited"), **said)
        return Effects(settings=True)


def export_catalog(desk: Desk, path: Path) -> int:
    """Write the whole catalog as one readable file; answers how many items it has.

    FileTrouble where it cannot be written.
    """
    with desk.reading() as session:
        names = _Names(session.connection)
        found = [names.plain(item) for item in catalog.items(session.connection)]
    write_whole(path, catalog_text(found).encode())
    return len(found)


def import_catalog(desk: Desk, path: Path, *, dry_run: bool = False) -> Imported:
    """Add the items of a file, and the next edition of those that are different; all or nothing.

    Raises FileTrouble for a file that is none, Invalid for an item that cannot be.
    """
    plain = read_catalog(path)
    with desk.writing(Right.CHANGE_SETTINGS) as session:
        names = _Names(session.connection)
        known = {item.name: item for item in catalog.items(session.connection)}
        wanted = [names.item(one, known.get(one.name)) for one in plain]
        done = _compared(wanted, known)
        for item in wanted:
            refusal = why_not_item(item)
            if refusal:
                raise Invalid(f"{item.name}: {refusal}")
            if item.name not in done.same and not dry_run:
                _save(session, item)
        return done


def _compared(wanted: Sequence[CatalogItem], known: dict[str, CatalogItem]) -> Imported:
    return Imported(
        added=tuple(item.name for item in wanted if item.name not in known),
        changed=tuple(
            item.name for item in wanted if item.name in known and item != known[item.name]
        ),
        same=tuple(item.name for item in wanted if item == known.get(item.name)),
    )


def stock(connection: Connection, file: Path | None = None) -> None:
    """Fill the catalog of a new desk with the items that ship with the program."""
    names = _Names(connection)
    for plain in read_catalog(file or paths.resources() / "catalog.toml"):
        catalog.publish(connection, names.item(plain, None), datetime.now(UTC), None)


class _Names:
    """People, teams, categories and articles by the names that a file has for them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._teams = {row["name"]: row["id"] for row in rows.many(connection, "team")}
        self._categories = {row["name"]: row["id"] for row in rows.many(connection, "category")}
        self._logins = {row["login"]: row["id"] for row in rows.many(connection, "account")}

    def item(self, plain: PlainItem, before: CatalogItem | None) -> CatalogItem:
        """An item of a file as the desk has it; Invalid for a name that the desk does not know."""
        steps = tuple(self._step(one, plain.name) for one in plain.steps)
        return CatalogItem(
            id=before.id if before else 0,
            name=plain.name,
            description=plain.description,
            priority=Priority(plain.priority),
            approvals=sum(step.needed for step in steps),
            team_id=self._team(plain.team, plain.name),
            category_id=self._known(self._categories, "category", plain.category, plain.name),
            tasks=tuple(self._task(one, plain.name) for one in plain.tasks),
            active=plain.active,
            icon=plain.icon,
            edition=before.edition if before else 0,
            edition_id=before.edition_id if before else None,
            fields=plain.fields,
            steps=steps,
            articles=tuple(sorted(self._article(one, plain.name) for one in plain.articles)),
            fulfil_s=plain.fulfil_s,
        )

    def _team(self, name: str, item: str) -> int | None:
        return self._known(self._teams, "team", name, item)

    def _known(self, names: dict[str, int], what: str, name: str, item: str) -> int | None:
        if not name:
            return None
        if name not in names:
            _refuse(item, f"this desk has no {what} “{name}”; make it first.")
        return names[name]

    def _article(self, number: str, item: str) -> int:
        digits = number.upper().removeprefix("KB-")
        row = digits.isdecimal() and rows.one(self._connection, "article", id=int(digits))
        if not row:
            _refuse(item, f"there is no article {number}.")
        return int(row["id"])

    def _step(self, plain: PlainStep, item: str) -> ApprovalStep:
        return ApprovalStep(
            approvers=tuple(self._approver(said, item) for said in plain.ask),
            needed=plain.needed,
            remind_s=plain.remind_hours and plain.remind_hours * HOUR_S,
            expire_s=plain.expire_hours and plain.expire_hours * HOUR_S,
        )

    def _approver(self, said: str, item: str) -> Approver:
        for who, words in _IN_WORDS.items():
            if said == words:
                return Approver(who)
        if said.startswith("team lead of "):
            name = said.removeprefix("team lead of ")
            return Approver(Who.TEAM_LEAD, team_id=self._team(name, item))
        if said.startswith("person "):
            login = said.removeprefix("person ")
            found = self._known(self._logins, "account", login, item)
            return Approver(Who.PERSON, account_id=found)
        return _refuse(item, f"“{said}” is nobody; ask the manager, a team lead or a person.")

    def _task(self, plain: PlainTask, item: str) -> TaskTemplate:
        return TaskTemplate(
            title=plain.title,
            mandatory=plain.mandatory,
            after=plain.after,
            team_id=self._team(plain.team, item),
            assignee_id=self._known(self._logins, "account", plain.assignee, item),
            share=plain.due_percent,
            checklist=plain.checklist,
        )

    def plain(self, item: CatalogItem) -> PlainItem:
        """An item as the file has it."""
        return PlainItem(
            name=item.name,
            description=item.description,
            icon=item.icon,
            category=_name(self._categories, item.category_id),
            team=_name(self._teams, item.team_id),
            priority=int(item.priority),
            active=item.active,
            articles=tuple(f"KB-{one}" for one in item.articles),
            fields=item.fields,
            steps=tuple(self._plain_step(step) for step in item.steps),
            tasks=tuple(self._plain_task(task) for task in item.tasks),
            fulfil_s=item.fulfil_s,
        )

    def _plain_step(self, step: ApprovalStep) -> PlainStep:
        remind, expire = (
            seconds and max(1, seconds // HOUR_S) for seconds in (step.remind_s, step.expire_s)
        )
        ask = tuple(self._asked(approver) for approver in step.approvers)
        return PlainStep(ask, step.needed, remind, expire)

    def _asked(self, approver: Approver) -> str:
        if approver.who is Who.PERSON:
            return f"person {_name(self._logins, approver.account_id)}"
        of = f" of {_name(self._teams, approver.team_id)}" if approver.team_id else ""
        return _IN_WORDS[approver.who] + of

    def _plain_task(self, task: TaskTemplate) -> PlainTask:
        return PlainTask(
            task.title,
            task.mandatory,
            task.after,
            _name(self._teams, task.team_id),
            _name(self._logins, task.assignee_id),
            task.share,
            task.checklist,
        )


def _name(names: dict[str, int], wanted: int | None) -> str:
    return next((name for name, one in names.items() if one == wanted), "")


def _refuse(item: str, problem: str) -> NoReturn:
    raise Invalid(f"{item}: {problem}")
