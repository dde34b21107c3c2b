"""Logins of PostgreSQL for requesters: what the server itself lets them read and write.

Such a login is a member of the group `desk_requester` and belongs to one account. Row-level
security names that group only, so that for everybody else no question gets slower; it asks
`session_user`, which no client can set. A login may write submissions and nothing else; a desk
that may takes them in. SQLite has no logins: there the operations alone decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from desk_gui.domain.errors import Invalid, NotPossible

GROUP = "desk_requester"
MOST_WAITING = 200
"""Submissions of one account that wait to be taken in; more are refused."""
_NAME = re.compile(r"[a-z][a-z0-9_]{1,30}")
_LACKING = "42501"
"""SQLSTATE: this login lacks the privilege."""

_CONTACTS = "ANY ((SELECT desk_own_contacts())::integer[])"
_ACCOUNT = "(SELECT desk_own_account())"
_KNOWN = f"{_ACCOUNT} IS NOT NULL"
_FUNCTIONS = {
    "desk_own_account() RETURNS integer": "SELECT a.id FROM account a WHERE"
    " a.database_login = session_user AND a.active = 1 AND a.role = 'requester'",
    "desk_own_contacts() RETURNS integer[]": "SELECT array_agg(c.id) FROM account a"
    " JOIN contact c ON lower(c.email) = lower(a.email)"
    " WHERE a.id = desk_own_account() AND a.email <> ''",
    "desk_author(integer) RETURNS text": "SELECT a.name FROM account a WHERE a.id = $1"
    " AND EXISTS (SELECT 1 FROM comment c JOIN ticket t ON t.id = c.ticket_id"
    " WHERE c.account_id = a.id AND c.public = 1 AND t.confidential = 0"
    f" AND t.requester_id = {_CONTACTS})",
}
_ROWS = {
    "account": f"id = {_ACCOUNT}",
    "contact": f"id = {_CONTACTS}",
    "team_member": f"account_id = {_ACCOUNT}",
    "ticket": f"requester_id = {_CONTACTS} AND confidential = 0",
    "comment": "public = 1 AND ticket_id IN (SELECT id FROM ticket)",
    "catalog_order": "ticket_id IN (SELECT id FROM ticket)",
    "catalog_item": f"active = 1 AND edition > 0 AND {_KNOWN}",
    "catalog_edition": "id IN (SELECT edition_id FROM catalog_order)"
    " OR (item_id, edition) IN (SELECT id, edition FROM catalog_item)",
    "article": f"audience = 'public' AND published_edition IS NOT NULL AND {_KNOWN}",
    "article_edition": "(article_id, edition) IN (SELECT id, published_edition FROM article)",
    "published_words": "id IN (SELECT id FROM article)",
    "category": _KNOWN,
    "synonym": _KNOWN,
    "submission": f"account_id = {_ACCOUNT}",
}
"""Table → the rows that a requester's login reads; a question in it is under the same rules."""
_COLUMNS = {
    "account": "id, login, name, email, role, active, database_login",
    "contact": "id, name, email",
    "ticket": "id, kind, status, title, text, item_id, requester_id, opened_at, confidential,"
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
_NEW = f"account_id = {_ACCOUNT} AND ticket_id IS NULL AND refusal IS NULL AND done_at IS NULL"
_STAMP = (
    "CREATE OR REPLACE FUNCTION desk_stamp() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
    " SET search_path = {schema}, pg_temp AS $stamp$ BEGIN IF desk_own_account() IS NOT NULL THEN"
    " NEW.sent_at := floor(extract(epoch FROM clock_timestamp()));"
    " IF (SELECT count(*) FROM submission s WHERE s.account_id = NEW.account_id"
    f" AND s.done_at IS NULL) >= {MOST_WAITING} THEN RAISE EXCEPTION USING ERRCODE = 'HD001',"
    " MESSAGE = 'too much waits to be taken in; wait until the desk has read it'; END IF; END IF;"
    " RETURN NEW; END $stamp$"
)


def lay(connection: Connection) -> None:
    """Let PostgreSQL keep the group to its own, in place of what an earlier version laid.

    Where there is no group there is nobody to be kept; SQLite has no logins at all.
    """
    if connection.dialect.name == "sqlite" or not _there(connection, GROUP):
        return
    told = "SELECT quote_ident(current_schema()), quote_ident(current_database())"
    schema, database = connection.exec_driver_sql(told).one()
    for statement in (*_functions(schema), *_policies(), *_grants(schema, database)):
        connection.exec_driver_sql(statement)


def _functions(schema: str) -> Iterator[str]:
    for head, body in _FUNCTIONS.items():
        yield (
            f"CREATE OR REPLACE FUNCTION {head} LANGUAGE sql STABLE SECURITY DEFINER"
            f" SET search_path = {schema}, pg_temp AS $own$ {body} $own$"
        )
        name = head.partition(" ")[0]
        yield f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC"
        yield f"GRANT EXECUTE ON FUNCTION {name} TO {GROUP}"
    yield _STAMP.format(schema=schema)
    yield "DROP TRIGGER IF EXISTS desk_stamp ON submission"
    yield (
        "CREATE TRIGGER desk_stamp BEFORE INSERT ON submission"
        " FOR EACH ROW EXECUTE FUNCTION desk_stamp()"
    )


def _policies() -> Iterator[str]:
    for table, rows in _ROWS.items():
        written = _NEW if table == "submission" else "false"
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        yield f"DROP POLICY IF EXISTS everybody ON {table}"
        yield f"DROP POLICY IF EXISTS own ON {table}"
        yield f"CREATE POLICY everybody ON {table} USING (true)"
        yield (
            f"CREATE POLICY own ON {table} AS RESTRICTIVE TO {GROUP}"
            f" USING ({rows}) WITH CHECK ({written})"
        )


def _grants(schema: str, database: str) -> Iterator[str]:
    """Let the group read what a requester needs, and hand in; nothing else."""
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {GROUP}"
    yield f"GRANT CONNECT ON DATABASE {database} TO {GROUP}"
    yield f"GRANT USAGE ON SCHEMA {schema} TO {GROUP}"
    yield f"GRANT SELECT ON alembic_version TO {GROUP}"
    yield f"GRANT INSERT ({_WRITTEN}) ON submission TO {GROUP}"
    for table in _ROWS:
        columns = f" ({_COLUMNS[table]})" if table in _COLUMNS else ""
        yield f"GRANT SELECT{columns} ON {table} TO {GROUP}"


def missing(connection: Connection) -> list[str]:
    """The tables that PostgreSQL does not keep requesters' logins from, though it should."""
    kept = (
        "SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_policy p"
        " ON p.polrelid = c.oid AND p.polname = 'own' AND NOT p.polpermissive"
        " WHERE c.relrowsecurity AND c.relnamespace = current_schema()::regnamespace"
    )
    found = set(connection.exec_driver_sql(kept).scalars())
    return sorted(_ROWS.keys() - found)


def open_to_all(connection: Connection) -> list[str]:
    """The tables that somebody opened to every login of the server, so to requesters' too."""
    granted = (
        "SELECT DISTINCT c.relname FROM pg_catalog.pg_class c, pg_catalog.aclexplode(c.relacl) a"
        " WHERE c.relnamespace = current_schema()::regnamespace AND a.grantee = 0"
        " ORDER BY c.relname"
    )
    return list(connection.exec_driver_sql(granted).scalars())


def restricted(connection: Connection) -> bool:
    """Whether this connection is a requester's own login; never in SQLite. Asked once of each."""
    if connection.dialect.name == "sqlite":
        return False
    known = connection.info
    if GROUP not in known:
        member = (
            "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_roles r WHERE r.rolname = :name"
            " AND pg_has_role(session_user, r.oid, 'USAGE'))"
        )
        of_it = connection.execute(text(member), {"name": GROUP}).scalar_one()
        known[GROUP] = bool(of_it) and not _owns(connection)
    return bool(known[GROUP])


def _owns(connection: Connection) -> bool:
    query = (
        "SELECT pg_has_role(session_user, c.relowner, 'USAGE') FROM pg_catalog.pg_class c"
        " WHERE c.oid = 'ticket'::regclass"
    )
    return bool(connection.exec_driver_sql(query).scalar_one())


def login_of(connection: Connection) -> str:
    """The login of this connection; "" in SQLite, which has none."""
    if connection.dialect.name == "sqlite":
        return ""
    return str(connection.exec_driver_sql("SELECT session_user::text").scalar_one())


def _there(connection: Connection, role: str) -> bool:
    query = text("SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = :name")
    return connection.execute(query, {"name": role}).first() is not None


def give_login(connection: Connection, login: str, password: str | None) -> None:
    """Make a login of the server for one requester, or take the one that was made for him there.

    Raises NotPossible on SQLite and where this login may make no others, with what is to be run
    on the server; Invalid for the name or a missing password.
    """
    _refuse_local(connection)
    if not _NAME.fullmatch(login) or login.startswith(("pg_", "desk_")):
        raise Invalid(
            "A login of the database has 2 to 31 small letters, digits and underscores, begins"
            " with a letter, and not with “pg_” or “desk_”."
        )
    if not _owns(connection):
        raise NotPossible(
            "This login of the database does not own its tables; make the account while signed in"
            " to the server with the login that made the database."
        )
    made = _there(connection, login)
    if made:
        _refuse_unfit(connection, login)
    elif password is None:
        raise Invalid("A login of the database needs its first password.")
    with _or_say(_to_run(connection, login)), connection.begin_nested():
        if not _there(connection, GROUP):
            connection.exec_driver_sql(f"CREATE ROLE {GROUP} NOLOGIN")
        if not made:
            connection.exec_driver_sql(f"CREATE ROLE {login} LOGIN INHERIT IN ROLE {GROUP}")
    lay(connection)
    _refuse_open(connection)
    if password is not None:
        set_password(connection, login, password)


def _refuse_local(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        raise NotPossible("A local file has no logins; only a shared database has.")


def _to_run(connection: Connection, login: str) -> str:
    group = "" if _there(connection, GROUP) else f"CREATE ROLE {GROUP} NOLOGIN; "
    return (
        "Your login of the database may make no others; let an administrator of the server run"
        f" “{group}CREATE ROLE {login} LOGIN IN ROLE {GROUP};” and “\\password {login}” in psql,"
        " then add the account again with its password left empty."
    )


def _refuse_unfit(connection: Connection, login: str) -> None:
    """A login that is there already is taken only where it can do what requesters can."""
    plain = text(
        "SELECT NOT (r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolbypassrls"
        " OR r.rolreplication) AND array_agg(g.rolname::text) = ARRAY[:name]"
        " FROM pg_catalog.pg_roles r JOIN pg_catalog.pg_auth_members m ON m.member = r.oid"
        " JOIN pg_catalog.pg_roles g ON g.oid = m.roleid WHERE r.rolname = :login GROUP BY r.oid,"
        " r.rolsuper, r.rolcreaterole, r.rolcreatedb, r.rolbypassrls, r.rolreplication"
    )
    if not connection.execute(plain, {"login": login, "name": GROUP}).scalar():
        raise NotPossible(
            f"The server has a login “{login}” that may do more than requesters; choose another."
        )


def _refuse_open(connection: Connection) -> None:
    if found := open_to_all(connection):
        raise NotPossible(
            f"Every login of the server may use {len(found)} tables of Desk, so requesters could"
            " read them too; run “REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC;” first."
        )


@contextmanager
def _or_say(sentence: str) -> Iterator[None]:
    """NotPossible with the sentence where this login of the server lacks the privilege."""
    try:
        yield
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == _LACKING:
            raise NotPossible(sentence) from None
        raise


def set_password(connection: Connection, login: str, password: str) -> None:
    """Another password for a requester's login; as it was typed it reaches no log of the server."""
    raw: Any = connection.connection.driver_connection
    verifier = raw.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256")
    lacking = (
        f"Your login of the database may not set the password of “{login}”; let an administrator"
        f" of the server run “\\password {login}” in psql, and leave the password here empty."
    )
    with _or_say(lacking), connection.begin_nested():
        connection.exec_driver_sql(f"ALTER ROLE {login} PASSWORD '{verifier.decode()}'")


def switch(connection: Connection, login: str, *, on: bool) -> None:
    """Let a login sign in to the server, or not any more.

    Where this login may not do that, the account alone decides: one that is switched off is
    shown nothing by the server either.
    """
    way = "LOGIN" if on else "NOLOGIN"
    try:
        with connection.begin_nested():
            connection.exec_driver_sql(f"ALTER ROLE {login} {way}")
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) not in {_LACKING, "42704"}:
            raise
