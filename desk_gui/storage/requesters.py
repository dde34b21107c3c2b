"""Logins of PostgreSQL for requesters: what the server itself lets them read and write.

Such a login is a member of the group `desk_requester` and belongs to one account. Row-level
security compares with `session_user`, which no client can set. Who owns the tables is not held
up by any of it. A login may write submissions and nothing else; a desk that may takes them in.
SQLite has no logins: there the operations alone decide.
"""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Connection, text

from desk_gui.domain.errors import Invalid, NotPossible

GROUP = "desk_requester"
MOST_WAITING = 200
"""Submissions of one account that wait to be taken in; more are refused."""
_NAME = re.compile(r"[a-z][a-z0-9_]{1,30}")

_FUNCTIONS = {
    "desk_is_requester() RETURNS boolean": "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_roles r"
    f" WHERE r.rolname = '{GROUP}' AND pg_has_role(session_user, r.oid, 'MEMBER'))"
    " AND NOT (SELECT pg_has_role(session_user, c.relowner, 'USAGE')"
    " FROM pg_catalog.pg_class c WHERE c.oid = '{schema}.ticket'::regclass)",
    "desk_own_account() RETURNS integer": "SELECT a.id FROM account a WHERE"
    " a.database_login = session_user AND a.active = 1 AND a.role = 'requester'",
    "desk_own_contact(integer) RETURNS boolean": "SELECT EXISTS (SELECT 1 FROM account a"
    " JOIN contact c ON lower(c.email) = lower(a.email)"
    " WHERE a.id = desk_own_account() AND a.email <> '' AND c.id = $1)",
    "desk_own_ticket(integer) RETURNS boolean": "SELECT EXISTS (SELECT 1 FROM ticket t"
    " WHERE t.id = $1 AND (t.opened_by_id = desk_own_account()"
    " OR desk_own_contact(t.requester_id)))",
    "desk_own_order(integer) RETURNS boolean": "SELECT EXISTS (SELECT 1 FROM catalog_order o"
    " WHERE o.edition_id = $1 AND desk_own_ticket(o.ticket_id))",
    "desk_public_article(integer) RETURNS boolean": "SELECT EXISTS (SELECT 1 FROM article a"
    " WHERE a.id = $1 AND a.audience = 'public' AND a.published_edition IS NOT NULL)",
    "desk_author(integer) RETURNS text": "SELECT a.name FROM account a WHERE a.id = $1"
    " AND (NOT desk_is_requester() OR EXISTS (SELECT 1 FROM comment c WHERE c.account_id = a.id"
    " AND c.public = 1 AND desk_own_ticket(c.ticket_id)))",
}
_KNOWN = "(SELECT desk_own_account()) IS NOT NULL"
_ROWS = {
    "account": "id = (SELECT desk_own_account())",
    "contact": "desk_own_contact(id)",
    "team_member": "account_id = (SELECT desk_own_account())",
    "ticket": "opened_by_id = (SELECT desk_own_account()) OR desk_own_contact(requester_id)",
    "comment": "public = 1 AND desk_own_ticket(ticket_id)",
    "catalog_order": "desk_own_ticket(ticket_id)",
    "catalog_item": f"active = 1 AND edition > 0 AND {_KNOWN}",
    "catalog_edition": "desk_own_order(id) OR EXISTS (SELECT 1 FROM catalog_item i"
    " WHERE i.id = item_id AND i.edition = catalog_edition.edition)",
    "article": f"audience = 'public' AND published_edition IS NOT NULL AND {_KNOWN}",
    "article_edition": "EXISTS (SELECT 1 FROM article a WHERE a.id = article_id"
    " AND a.published_edition = article_edition.edition)",
    "published_words": f"desk_public_article(id) AND {_KNOWN}",
    "category": _KNOWN,
    "synonym": _KNOWN,
    "submission": "account_id = (SELECT desk_own_account())",
}
"""Table → the rows that a requester's login reads."""
_COLUMNS = {
    "account": "id, login, name, email, role, active, database_login",
    "contact": "id, name, email",
    "ticket": "id, kind, status, title, text, item_id, requester_id, opened_by_id, opened_at,"
    " hold_reason, resolution_text, rejection_reason, csat, reopenings",
    "comment": "id, ticket_id, account_id, contact_id, public, text, at",
    "catalog_order": "id, ticket_id, edition_id, answers",
    "catalog_item": "id, name, description, icon, priority, active, edition",
    "catalog_edition": "id, item_id, edition, form",
    "article": "id, status, audience, tags, category_id, edition, published_edition, updated_at,"
    " review_on",
    "article_edition": "article_id, edition, title, text",
}
"""Table → the columns; all of those that are not named here."""
_WRITTEN = "key, account_id, said, sent_at"
_NEW = (
    "account_id = (SELECT desk_own_account())"
    " AND ticket_id IS NULL AND refusal IS NULL AND done_at IS NULL"
)
_STAMP = (
    "CREATE OR REPLACE FUNCTION desk_stamp() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
    " SET search_path = {schema}, pg_temp AS $stamp$ BEGIN IF desk_is_requester() THEN"
    " NEW.sent_at := floor(extract(epoch FROM clock_timestamp()));"
    " IF (SELECT count(*) FROM submission s WHERE s.account_id = NEW.account_id"
    f" AND s.done_at IS NULL) >= {MOST_WAITING} THEN RAISE EXCEPTION USING ERRCODE = 'HD001',"
    " MESSAGE = 'too much waits to be taken in; wait until the desk has read it'; END IF; END IF;"
    " RETURN NEW; END $stamp$"
)


def policies(schema: str) -> list[str]:
    """The statements that lay functions and policies; they name no role that might be missing."""
    made = [
        f"CREATE FUNCTION {head} LANGUAGE sql STABLE SECURITY DEFINER"
        f" SET search_path = {schema}, pg_temp AS $own$ {body.replace('{schema}', schema)} $own$"
        for head, body in _FUNCTIONS.items()
    ]
    for table, rows in _ROWS.items():
        made += [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"CREATE POLICY works_here ON {table} USING (NOT (SELECT desk_is_requester()))",
            f"CREATE POLICY own ON {table} FOR SELECT USING ({rows})",
        ]
    return [
        *made,
        f"CREATE POLICY hands_in ON submission FOR INSERT WITH CHECK ({_NEW})",
        _STAMP.format(schema=schema),
        "CREATE TRIGGER desk_stamp BEFORE INSERT ON submission"
        " FOR EACH ROW EXECUTE FUNCTION desk_stamp()",
    ]


def lay(connection: Connection) -> None:
    """Let PostgreSQL keep requesters to their own; SQLite has no logins that could be kept."""
    if connection.dialect.name == "sqlite":
        return
    schema = connection.exec_driver_sql("SELECT quote_ident(current_schema())").scalar_one()
    for statement in policies(schema):
        connection.exec_driver_sql(statement)


def restricted(connection: Connection) -> bool:
    """Whether this connection is a requester's own login; never in SQLite."""
    if connection.dialect.name == "sqlite":
        return False
    return bool(connection.exec_driver_sql("SELECT desk_is_requester()").scalar_one())


def login_of(connection: Connection) -> str:
    """The login of this connection; "" in SQLite, which has none."""
    if connection.dialect.name == "sqlite":
        return ""
    return str(connection.exec_driver_sql("SELECT session_user::text").scalar_one())


def make_login(connection: Connection, login: str, password: str) -> None:
    """Make a login of the server for one requester; its password reaches no log of the server.

    Raises NotPossible on SQLite and where this login may make no others, Invalid for the name.
    """
    if connection.dialect.name == "sqlite":
        raise NotPossible("A local file has no logins; only a shared database has.")
    if not _NAME.fullmatch(login) or login.startswith(("pg_", "desk_")):
        raise Invalid(
            "A login of the database has 2 to 31 small letters, digits and underscores, begins"
            " with a letter, and not with “pg_” or “desk_”."
        )
    _refuse_taken(connection, login)
    _grant(connection)
    raw: Any = connection.connection.driver_connection
    verifier = raw.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256")
    connection.exec_driver_sql(
        f"CREATE ROLE {login} LOGIN INHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION"
        f" NOBYPASSRLS IN ROLE {GROUP} PASSWORD '{verifier.decode()}'"
    )


def _refuse_taken(connection: Connection, login: str) -> None:
    may = "SELECT rolsuper OR rolcreaterole FROM pg_catalog.pg_roles WHERE rolname = session_user"
    if not connection.exec_driver_sql(may).scalar_one():
        raise NotPossible(
            "This database login may make no others (it lacks CREATEROLE); let an administrator"
            " of the server do it, or make the account without a database login."
        )
    there = text("SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = :name")
    if connection.execute(there, {"name": login}).first():
        raise NotPossible(f"The server has a login “{login}” already; choose another name.")
    if not connection.execute(there, {"name": GROUP}).first():
        connection.exec_driver_sql(f"CREATE ROLE {GROUP} NOLOGIN")


def _grant(connection: Connection) -> None:
    """Let the group read what a requester needs, and hand in; nothing else was ever granted."""
    told = "SELECT quote_ident(current_schema()), quote_ident(current_database())"
    schema, database = connection.exec_driver_sql(told).one()
    statements = [
        f"GRANT CONNECT ON DATABASE {database} TO {GROUP}",
        f"GRANT USAGE ON SCHEMA {schema} TO {GROUP}",
        f"GRANT SELECT ON alembic_version TO {GROUP}",
        f"GRANT INSERT ({_WRITTEN}) ON submission TO {GROUP}",
    ]
    for table in _ROWS:
        columns = f" ({_COLUMNS[table]})" if table in _COLUMNS else ""
        statements.append(f"GRANT SELECT{columns} ON {table} TO {GROUP}")
    for statement in statements:
        connection.exec_driver_sql(statement)
