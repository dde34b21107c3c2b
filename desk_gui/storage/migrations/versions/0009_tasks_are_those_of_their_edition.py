"""The tasks that an edition makes are rows, so that rules can compare a request's tasks with them."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "task_template",
        _edition(),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("mandatory", sa.Integer(), nullable=False),
        sa.Column("checklist", sa.Text(), server_default="[]", nullable=False),
        sa.CheckConstraint("position > 0", name="tasks of a catalog item count from 1"),
        _points("task_template"),
        sa.PrimaryKeyConstraint("edition_id", "position", name=op.f("pk_task_template")),
        sqlite_strict=True,
    )
    op.create_table(
        "task_template_after",
        _edition(),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("after_position", sa.Integer(), autoincrement=False, nullable=False),
        sa.CheckConstraint(
            "after_position < position", name="a task template waits only for those before it"
        ),
        _points("task_template_after"),
        sa.PrimaryKeyConstraint(
            "edition_id", "position", "after_position", name=op.f("pk_task_template_after")
        ),
        sqlite_strict=True,
    )
    _fill(op.get_bind())


def _edition() -> sa.Column[int]:
    return sa.Column("edition_id", sa.Integer(), autoincrement=False, nullable=False)


def _points(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_edition_id")
    return sa.ForeignKeyConstraint(["edition_id"], ["catalog_edition.id"], name=name)


def _fill(connection: sa.Connection) -> None:
    """What the editions so far say of their tasks."""
    for edition_id, raw in connection.execute(
        sa.text("SELECT id, tasks FROM catalog_edition")
    ).all():
        last: list[int] = []
        for position, task in enumerate(json.loads(raw), 1):
            mandatory = bool(task.get("mandatory", True))
            checklist = json.dumps([[line, False] for line in task.get("checklist", ())])
            connection.execute(
                sa.text(
                    "INSERT INTO task_template (edition_id, position, title, mandatory, checklist)"
                    " VALUES (:edition, :position, :title, :mandatory, :checklist)"
                ),
                {
                    "edition": edition_id,
                    "position": position,
                    "title": task["title"],
                    "mandatory": int(mandatory),
                    "checklist": checklist,
                },
            )
            after = task.get("after")
            for other in sorted(set(last if after is None else after)):
                connection.execute(
                    sa.text("INSERT INTO task_template_after VALUES (:edition, :position, :other)"),
                    {"edition": edition_id, "position": position, "other": other},
                )
            last = [position] if mandatory else last
