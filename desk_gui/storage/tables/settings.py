"""What is set for the whole desk."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Integer, Text

from desk_gui.domain.priority import Level
from desk_gui.storage.tables.making import a_table
from desk_gui.storage.types import Word

priority_matrix = a_table(
    "priority_matrix",
    Column("impact", Word(Level), primary_key=True),
    Column("urgency", Word(Level), primary_key=True),
    Column("priority", Integer, nullable=False),
    CheckConstraint("priority BETWEEN 1 AND 5", "the matrix gives a priority from 1 to 5"),
)
setting = a_table(
    "setting",
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
