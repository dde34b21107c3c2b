"""Contacts have a department; who stands in, leads or manages can sign in, and nobody himself.

The rules are triggers, which are laid anew after every upgrade; a manager who is the contact
himself, as nothing kept from being named so far, is no manager any more.
"""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.execute("ALTER TABLE contact ADD COLUMN department TEXT DEFAULT '' NOT NULL")
    op.execute(
        "UPDATE contact SET manager_id = NULL WHERE EXISTS (SELECT 1 FROM account a"
        " WHERE a.id = contact.manager_id AND a.email <> '' AND lower(a.email) ="
        " lower(contact.email))"
    )
