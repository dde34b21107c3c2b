"""What reports are read from: facts of tickets in packs, and which tickets changed since."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary

from desk_gui.storage.tables.making import a_table
from desk_gui.storage.types import Flag, WholeNumber

fact_pack = a_table(
    "fact_pack",
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("ended", Flag, primary_key=True),
    Column("last_at", WholeNumber, nullable=False),
    Column("tickets", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Index("ix_fact_pack_last", "ended", "last_at"),
)
fact_stale = a_table(
    "fact_stale",
    Column("ticket_id", Integer, primary_key=True, autoincrement=False),
)
