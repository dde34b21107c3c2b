"""Alembic's environment: it runs on the connection that `schema.upgrade` hands over."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy.types import TypeDecorator

from desk_gui.storage.tables import metadata

_WHOLE = 'sa.BigInteger().with_variant(sa.Integer(), "sqlite")'
_TEXT = "sa.Text()"
_STORED_AS = {
    "Instant": _WHOLE,
    "Flag": "sa.Integer()",
    "Day": _TEXT,
    "Word": _TEXT,
    "Stretches": _TEXT,
}


def _as_stored(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Write a column's type as the database knows it, so that migrations never change."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return _STORED_AS[type(item).__name__]
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=_as_stored,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
