"""Notices left before approvals had a kind of their own are there after the upgrade."""

from __future__ import annotations

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from desk_gui.operations import databases, notices
from desk_gui.storage.database import engine_for
from tests.storage.test_upgrading import RUNNING, first_schema

LEFT = (
    "INSERT INTO notice (account_id, ticket_id, what, text, at) VALUES (1, :ticket, :what, 'x', 5)"
)


def test_that_notices_are_kept_and_only_known_kinds_are_taken(location: str) -> None:
    first_schema(location)
    _up_to(location, "0006")
    databases.upgrade(location)
    desk = databases.acting_for_administrator(databases.open_database(location))
    assert [(one.what, one.text, one.ticket_id) for one in notices.notices(desk)] == [
        ("assigned", "x", RUNNING)
    ]
    with desk.database.engine.connect().execution_options(writing=True) as connection:
        connection.execute(text(LEFT), {"ticket": RUNNING, "what": "approval"})
        with pytest.raises(IntegrityError, match="a notice is of a known kind"):
            connection.execute(text(LEFT), {"ticket": RUNNING, "what": "gossip"})
    desk.database.close()


def _up_to(location: str, revision: str) -> None:
    """Bring the schema up to a revision, where a notice is left."""
    engine = engine_for(location)
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        config = Config()
        config.set_main_option("script_location", "desk_gui.storage:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.execute(text(LEFT), {"ticket": RUNNING, "what": "assigned"})
    engine.dispose()
