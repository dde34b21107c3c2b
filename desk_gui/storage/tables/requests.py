"""The catalog, approvals and fulfilment tasks."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, Text, UniqueConstraint

from desk_gui.domain.catalog import Decision, TaskStatus, Who
from desk_gui.domain.sla import LONGEST_PROMISE_S
from desk_gui.storage.tables.making import a_table, its_id, to
from desk_gui.storage.types import Flag, Instant, Word, sql_words

catalog_item = a_table(
    "catalog_item",
    its_id(),
    Column("name", Text, nullable=False, unique=True),
    Column("description", Text, nullable=False, server_default=""),
    Column("priority", Integer, nullable=False),
    Column("approvals", Integer, nullable=False, server_default="0"),
    to("team"),
    to("category"),
    Column("active", Flag, nullable=False, server_default="1"),
    Column("icon", Text, nullable=False, server_default=""),
    Column("edition", Integer, nullable=False, server_default="0"),
    CheckConstraint("priority BETWEEN 1 AND 5", "a catalog item has a priority from 1 to 5"),
    CheckConstraint("approvals BETWEEN 0 AND 9", "a catalog item asks for 0 to 9 approvals"),
)
catalog_edition = a_table(
    "catalog_edition",
    its_id(),
    to("catalog_item", "item_id", nullable=False),
    Column("edition", Integer, nullable=False),
    Column("form", Text, nullable=False),
    Column("tasks", Text, nullable=False),
    Column("mandatory_tasks", Integer, nullable=False),
    to("account"),
    Column("at", Instant, nullable=False),
    Column("fulfil_s", Integer),
    CheckConstraint("edition > 0", "editions of a catalog item count from 1"),
    CheckConstraint(
        f"fulfil_s BETWEEN 1 AND {LONGEST_PROMISE_S}", "a catalog item promises at most a year"
    ),
    UniqueConstraint("item_id", "edition"),
)
approval_step = a_table(
    "approval_step",
    to("catalog_edition", "edition_id", primary_key=True),
    Column("step", Integer, primary_key=True),
    Column("needed", Integer, nullable=False),
    Column("remind_s", Integer),
    Column("expire_s", Integer),
    CheckConstraint("needed BETWEEN 1 AND 9", "a step of approval needs 1 to 9 of its approvers"),
    CheckConstraint("remind_s > 0", "a reminder comes after some time"),
    CheckConstraint("expire_s > 0", "an approval expires after some time"),
)
approver = a_table(
    "approver",
    its_id(),
    to("catalog_edition", "edition_id", nullable=False, index=True),
    Column("step", Integer, nullable=False),
    Column("who", Word(Who), nullable=False),
    to("account"),
    to("team"),
    CheckConstraint(f"who IN ({sql_words(Who)})", "an approver is found in a known way"),
    CheckConstraint("who <> 'person' OR account_id IS NOT NULL", "an approver by name has one"),
)
task_template = a_table(
    "task_template",
    to("catalog_edition", "edition_id", primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("mandatory", Flag, nullable=False),
    Column("checklist", Text, nullable=False, server_default="[]"),
    CheckConstraint("position > 0", "tasks of a catalog item count from 1"),
)
task_template_after = a_table(
    "task_template_after",
    to("catalog_edition", "edition_id", primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("after_position", Integer, primary_key=True),
    CheckConstraint("after_position < position", "a task template waits only for those before it"),
)
catalog_order = a_table(
    "catalog_order",
    its_id(),
    to("ticket", nullable=False, index=True),
    to("catalog_edition", "edition_id", nullable=False),
    Column("answers", Text, nullable=False, server_default="{}"),
    Column("at", Instant, nullable=False),
)
catalog_article = a_table(
    "catalog_article",
    to("catalog_item", "item_id", primary_key=True),
    to("article", primary_key=True),
)
absence = a_table(
    "absence",
    to("account", primary_key=True),
    to("account", "delegate_id", nullable=False),
    Column("since", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    CheckConstraint("since < until", "an absence ends after it begins"),
    CheckConstraint("delegate_id <> account_id", "nobody stands in for himself"),
)
approval = a_table(
    "approval",
    its_id(),
    to("ticket", nullable=False, index=True),
    Column("decision", Word(Decision), nullable=False),
    to("account"),
    Column("reason", Text),
    Column("asked_at", Instant, nullable=False),
    Column("decided_at", Instant),
    CheckConstraint(f"decision IN ({sql_words(Decision)})", "an approval has a known decision"),
    to("approver"),
    to("account", "delegate_id"),
    Column("remind_at", Instant),
    Column("expires_at", Instant),
    Index("ix_approval_open", "decision", "ticket_id"),
)
task = a_table(
    "task",
    its_id(),
    to("ticket", nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("mandatory", Flag, nullable=False),
    Column("status", Word(TaskStatus), nullable=False),
    Column("reason", Text),
    to("account", "done_by_id"),
    Column("done_at", Instant),
    to("team"),
    to("account", "assignee_id"),
    Column("due_at", Instant),
    Column("started_at", Instant),
    to("account", "started_by_id"),
    Column("checklist", Text, nullable=False, server_default="[]"),
    CheckConstraint(f"status IN ({sql_words(TaskStatus)})", "a task has a known status"),
    CheckConstraint(
        "status <> 'skipped' OR (mandatory = 0 AND reason IS NOT NULL AND reason <> '')",
        "only an optional task is skipped, and with a reason",
    ),
    Index("ix_task_board", "team_id", "status", "due_at", "id"),
)
task_after = a_table(
    "task_after",
    to("task", primary_key=True),
    to("task", "after_id", primary_key=True),
    CheckConstraint("after_id < task_id", "a task waits only for tasks that were made before it"),
    Index("ix_task_after", "after_id"),
)
