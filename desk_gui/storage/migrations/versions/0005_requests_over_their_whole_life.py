"""The catalog has editions with forms, approvals are asked of people, and tasks wait for others."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_INSTANT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _catalog()
    _approvals()
    _tasks()
    op.drop_index("ix_approval_once", table_name="approval")
    op.create_index("ix_approval_open", "approval", ["decision", "ticket_id"])
    op.create_index("ix_task_board", "task", ["team_id", "status", "due_at", "id"])
    first_editions(op.get_bind())
    op.execute("ALTER TABLE catalog_item DROP COLUMN tasks")


def _column(table: str, name: str, to: str = "", kind: str = "INTEGER", more: str = "") -> None:
    """A reference with its constraint has to be written out: SQLite adds it only that way."""
    points = f" CONSTRAINT fk_{table}_{name} REFERENCES {to} (id)" if to else ""
    op.execute(f"ALTER TABLE {table} ADD COLUMN {name} {kind}{more}{points}")


def _instant(table: str, name: str) -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    _column(table, name, kind="INTEGER" if sqlite else "BIGINT")


def _fk(table: str, name: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], [f"{to}.id"], name=op.f(f"fk_{table}_{name}"))


def _catalog() -> None:
    _column("catalog_item", "icon", kind="TEXT", more=" DEFAULT '' NOT NULL")
    _column("catalog_item", "edition", more=" DEFAULT 0 NOT NULL")
    _column("team", "lead_id", "account")
    _column("contact", "manager_id", "account")
    op.create_table(
        "catalog_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("tasks", sa.Text(), nullable=False),
        sa.Column("mandatory_tasks", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("at", _INSTANT, nullable=False),
        sa.CheckConstraint("edition > 0", name="editions of a catalog item count from 1"),
        _fk("catalog_edition", "item_id", "catalog_item"),
        _fk("catalog_edition", "account_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalog_edition")),
        sa.UniqueConstraint("item_id", "edition", name=op.f("uq_catalog_edition_item_id_edition")),
        sqlite_strict=True,
    )
    op.create_table(
        "catalog_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Text(), server_default="{}", nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        _fk("catalog_order", "ticket_id", "ticket"),
        _fk("catalog_order", "edition_id", "catalog_edition"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalog_order")),
        sqlite_strict=True,
    )
    op.create_index("ix_catalog_order_ticket_id", "catalog_order", ["ticket_id"])
    op.create_table(
        "catalog_article",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        _fk("catalog_article", "item_id", "catalog_item"),
        _fk("catalog_article", "article_id", "article"),
        sa.PrimaryKeyConstraint("item_id", "article_id", name=op.f("pk_catalog_article")),
        sqlite_strict=True,
    )


def _approvals() -> None:
    op.create_table(
        "approval_step",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("remind_s", sa.Integer(), nullable=True),
        sa.Column("expire_s", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "needed BETWEEN 1 AND 9", name="a step of approval needs 1 to 9 of its approvers"
        ),
        sa.CheckConstraint("remind_s > 0", name="a reminder comes after some time"),
        sa.CheckConstraint("expire_s > 0", name="an approval expires after some time"),
        _fk("approval_step", "edition_id", "catalog_edition"),
        sa.PrimaryKeyConstraint("edition_id", "step", name=op.f("pk_approval_step")),
        sqlite_strict=True,
    )
    op.create_table(
        "approver",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "who IN ('person', 'team_lead', 'manager', 'supervisor')",
            name="an approver is found in a known way",
        ),
        sa.CheckConstraint(
            "who <> 'person' OR account_id IS NOT NULL", name="an approver by name has one"
        ),
        _fk("approver", "edition_id", "catalog_edition"),
        _fk("approver", "account_id", "account"),
        _fk("approver", "team_id", "team"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approver")),
        sqlite_strict=True,
    )
    op.create_index("ix_approver_edition_id", "approver", ["edition_id"])
    op.create_table(
        "absence",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("delegate_id", sa.Integer(), nullable=False),
        sa.Column("since", _INSTANT, nullable=False),
        sa.Column("until", _INSTANT, nullable=False),
        sa.CheckConstraint("since < until", name="an absence ends after it begins"),
        sa.CheckConstraint("delegate_id <> account_id", name="nobody stands in for himself"),
        _fk("absence", "account_id", "account"),
        _fk("absence", "delegate_id", "account"),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_absence")),
        sqlite_strict=True,
    )
    _column("approval", "approver_id", "approver")
    _column("approval", "delegate_id", "account")
    _instant("approval", "remind_at")
    _instant("approval", "expires_at")


def _tasks() -> None:
    _column("task", "team_id", "team")
    _column("task", "assignee_id", "account")
    _instant("task", "due_at")
    _instant("task", "started_at")
    _column("task", "started_by_id", "account")
    _column("task", "checklist", kind="TEXT", more=" DEFAULT '[]' NOT NULL")
    op.create_table(
        "task_after",
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("after_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "after_id < task_id", name="a task waits only for tasks that were made before it"
        ),
        _fk("task_after", "task_id", "task"),
        _fk("task_after", "after_id", "task"),
        sa.PrimaryKeyConstraint("task_id", "after_id", name=op.f("pk_task_after")),
        sqlite_strict=True,
    )
    op.create_index("ix_task_after", "task_after", ["after_id"])


def first_editions(connection: sa.Connection) -> None:
    """Every item gets its first edition, and what was ordered was ordered with that one."""
    at = connection.execute(sa.text("SELECT coalesce(max(at), 0) FROM journal")).scalar_one()
    items = connection.execute(sa.text("SELECT id, approvals, tasks FROM catalog_item")).all()
    for item_id, approvals, tasks in items:
        mandatory = sum(bool(task["mandatory"]) for task in json.loads(tasks))
        edition_id = _insert(
            connection,
            "catalog_edition",
            item_id=item_id,
            edition=1,
            form="[]",
            tasks=tasks,
            mandatory_tasks=mandatory,
            at=at,
        )
        if approvals:
            _insert(connection, "approval_step", edition_id=edition_id, step=1, needed=approvals)
        for _ in range(approvals):
            _insert(connection, "approver", edition_id=edition_id, step=1, who="supervisor")
    connection.execute(sa.text("UPDATE catalog_item SET edition = 1"))
    connection.execute(
        sa.text(
            "INSERT INTO catalog_order (ticket_id, edition_id, at)"
            " SELECT t.id, e.id, t.opened_at FROM ticket t"
            " JOIN catalog_edition e ON e.item_id = t.item_id WHERE t.kind = 'request'"
        )
    )
    _whom_approvals_ask(connection)
    connection.execute(
        sa.text(
            "INSERT INTO task_after (task_id, after_id)"
            " SELECT t.id, max(b.id) FROM task t JOIN task b ON b.ticket_id = t.ticket_id"
            " AND b.mandatory = 1 AND b.position < t.position AND b.id < t.id"
            " AND (b.status = 'void') = (t.status = 'void') GROUP BY t.id"
        )
    )


def _whom_approvals_ask(connection: sa.Connection) -> None:
    """The approvals of a request ask the approvers of its edition, each another one."""
    connection.execute(
        sa.text(
            "UPDATE approval SET approver_id = (SELECT r.id FROM approver r"
            " JOIN catalog_order o ON o.edition_id = r.edition_id"
            " WHERE o.ticket_id = approval.ticket_id AND (SELECT count(*) FROM approver q"
            " WHERE q.edition_id = r.edition_id AND q.id < r.id) = (SELECT count(*)"
            " FROM approval b WHERE b.ticket_id = approval.ticket_id AND b.id < approval.id"
            " AND b.decision <> 'void') LIMIT 1) WHERE decision <> 'void'"
        )
    )


def _insert(connection: sa.Connection, table: str, **values: Any) -> int:
    names, places = ", ".join(values), ", ".join(f":{name}" for name in values)
    connection.execute(sa.text(f"INSERT INTO {table} ({names}) VALUES ({places})"), values)
    if table != "catalog_edition":
        return 0
    newest = sa.text("SELECT max(id) FROM catalog_edition")
    return int(connection.execute(newest).scalar_one())
