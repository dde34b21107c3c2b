"""Major incidents: who leads, what is at stake, updates, and the review."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Integer, Text

from desk_gui.storage.checks import MAJOR_CHECKS
from desk_gui.storage.tables.making import a_table, its_id, to
from desk_gui.storage.types import Day, Flag, Instant, WholeNumber

major_incident = a_table(
    "major_incident",
    to("ticket", primary_key=True),
    to("account", "proposed_by_id"),
    Column("proposed_at", Instant, nullable=False),
    Column("proposal", Text, nullable=False, server_default=""),
    to("account", "coordinator_id"),
    Column("business_impact", Text, nullable=False, server_default=""),
    Column("stakes", Text, nullable=False, server_default="[]"),
    to("account", "declared_by_id"),
    Column("declared_at", Instant),
    Column("update_every_s", WholeNumber, nullable=False, server_default="1800"),
    Column("next_update_at", Instant, index=True),
    to("account", "ended_by_id"),
    Column("ended_at", Instant),
    Column("ended_because", Text),
    Column("cause", Text),
    Column("went_well", Text),
    Column("went_wrong", Text),
    Column("no_action_because", Text),
    to("account", "reviewed_by_id"),
    Column("reviewed_at", Instant),
    *(CheckConstraint(condition, sentence) for sentence, condition in MAJOR_CHECKS.items()),
)
review_action = a_table(
    "review_action",
    its_id(),
    to("ticket", nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("title", Text, nullable=False),
    to("account"),
    Column("due_on", Day),
    Column("done", Flag, nullable=False, server_default="0"),
    CheckConstraint("length(title) > 0", "an action says what is to be done"),
)
major_update = a_table(
    "major_update",
    its_id(),
    to("ticket", nullable=False, index=True),
    Column("at", Instant, nullable=False),
    to("account"),
    Column("text", Text, nullable=False),
    Column("told", Integer, nullable=False, server_default="0"),
    CheckConstraint("length(text) > 0", "an update of a major incident has words"),
)
update_template = a_table(
    "update_template",
    its_id(),
    Column("name", Text, nullable=False, unique=True),
    Column("text", Text, nullable=False),
)
