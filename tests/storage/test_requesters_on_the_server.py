"""A requester's own login of PostgreSQL, past the program: what the server shows and takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from desk_gui.cli import own
from desk_gui.cli.desks import acting
from desk_gui.domain.accounts import Role
from desk_gui.domain.asking import Asking, Submission
from desk_gui.domain.errors import Invalid, NotAllowed, NotFound, NotPossible
from desk_gui.domain.knowledge import Audience
from desk_gui.operations import accounts, databases, tickets
from desk_gui.operations.accounts import NewAccount
from desk_gui.operations.articles import finding
from desk_gui.operations.desk import Desk, new_key
from desk_gui.operations.own import reading
from desk_gui.operations.own.handing_in import hand_in, take_in
from desk_gui.operations.tickets import Edit
from desk_gui.storage import requesters, rows
from desk_gui.storage.tables import metadata
from tests.conftest import Clock, Office, Places, an_office
from tests.factories import a_catalog_item, a_published_article, an_incident
from tests.storage.test_upgrading import first_schema

pytestmark = pytest.mark.postgres

PASSWORD = "a-long-enough-sentence"
READ = {
    "account", "alembic_version", "article", "article_edition", "catalog_edition", "catalog_item",
    "catalog_order", "category", "comment", "contact", "published_words", "submission", "synonym",
    "team_member", "ticket",
}  # fmt: skip


@dataclass
class Guest:
    """An office on PostgreSQL, one requester's login of it, and a colleague's ticket."""

    office: Office
    desk: Desk
    url: str
    own: int
    foreign: int

    def run(self, statement: str) -> list[tuple[object, ...]]:
        """The rows, straight from the server."""
        with psycopg.connect(self.url) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def refused(self, statement: str) -> bool:
        """Whether the server does not do it."""
        try:
            self.run(statement)
        except psycopg.Error as error:
            return error.sqlstate is not None
        return False


@pytest.fixture
def guest(places: Places, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guest]:
    """Rita signs in to the server itself; Omar asked for something, too."""
    folder = tmp_path_factory.mktemp("guest")
    login = f"rita_{new_key()[:8]}"
    for office in an_office("postgres", places, folder, tmp_path_factory):
        new = NewAccount(login, "Rita Own", Role.REQUESTER, "rita@example.org", PASSWORD)
        accounts.add_account(office.administrator, replace(new, database_login=True))
        location = make_url(office.agent.database.location)
        url = location.set(username=login, password=PASSWORD)
        address = url.render_as_string(hide_password=False)
        desk = replace(databases.open_database(address), clock=Clock())
        me = reading.me(desk)
        assert me is not None
        rita = accounts.add_contact(office.agent, "Rita Own", "Rita@example.org")
        omar = accounts.add_contact(office.agent, "Omar", "omar@example.org")
        own, foreign = (an_incident(office.agent, requester_id=one) for one in (rita, omar))
        for ticket_id in (own, foreign):
            tickets.comment(office.agent, ticket_id, "We look at it.")
            tickets.work_note(office.agent, ticket_id, "Between ourselves.")
        yield Guest(office, desk.signed_in_as(me.id), address, own, foreign)
        desk.database.close()
        with office.administrator.aside() as session:
            session.connection.exec_driver_sql(f"DROP OWNED BY {login}")
            session.connection.exec_driver_sql(f"DROP ROLE {login}")


def test_that_only_ones_own_is_read(guest: Guest) -> None:
    assert guest.run("SELECT id FROM ticket") == [(guest.own,)]
    assert guest.run("SELECT ticket_id, text FROM comment") == [(guest.own, "We look at it.")]
    assert guest.run("SELECT name FROM account") == [("Rita Own",)]
    assert guest.run("SELECT email FROM contact") == [("rita@example.org",)]
    assert guest.run(f"SELECT desk_author({guest.office.agent_id})") == [("Amira",)]
    other = guest.office.supervisor.account_id
    assert guest.run(f"SELECT desk_author({other})") == [(None,)]
    page = reading.ticket(guest.desk, guest.own)
    assert [(one.who, one.text) for one in page.said] == [("Amira", "We look at it.")]
    assert [one.id for one in reading.tickets(guest.desk).tickets] == [guest.own]


def test_that_only_public_articles_and_the_published_catalog_are_read(guest: Guest) -> None:
    office = guest.office
    public, internal = (
        a_published_article(office.agent, office.supervisor, title, audience=audience)
        for title, audience in (
            ("Reset your password", Audience.PUBLIC),
            ("Reset the safe", Audience.INTERNAL),
        )
    )
    item = a_catalog_item(office.administrator, "A second screen", approvals=1)
    assert guest.run("SELECT id FROM article") == [(public,)]
    assert guest.run("SELECT article_id FROM article_edition") == [(public,)]
    assert guest.run("SELECT id FROM published_words") == [(public,)]
    assert [row.id for row in finding.find(guest.desk, "reset pasword").rows] == [public]
    assert reading.article(guest.desk, public)[0] == "Reset your password"
    assert item in {one.id for one in reading.catalog(guest.desk)}
    with office.administrator.writing() as session:
        rows.change(session.connection, "catalog_item", {"active": False}, id=item)
    assert guest.run(f"SELECT id FROM catalog_item WHERE id = {item}") == []
    assert guest.run(f"SELECT id FROM catalog_edition WHERE item_id = {item}") == []
    assert internal not in {row[0] for row in guest.run("SELECT id FROM article")}


def test_that_every_other_table_is_closed(guest: Guest) -> None:
    found = guest.run(
        "SELECT c.relname FROM pg_class c WHERE c.relkind IN ('r', 'v', 'm')"
        " AND c.relnamespace = current_schema()::regnamespace"
    )
    tables = {str(row[0]) for row in found}
    assert metadata.tables.keys() <= tables
    for table in sorted(tables - READ):
        assert guest.refused(f"SELECT 1 FROM {table}"), table
    for column in ("account.password_hash", "article.text", "article.title", "ticket.parked",
                   "catalog_edition.tasks", "ticket.assignee_id"):  # fmt: skip
        table, name = column.split(".")
        assert guest.refused(f"SELECT {name} FROM {table}"), column


def test_that_nothing_is_written_but_what_is_handed_in(guest: Guest) -> None:
    found = guest.run(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = current_schema()"
    )
    for table, column in found:
        assert guest.refused(f"UPDATE {table} SET {column} = {column}"), (table, column)
    for table in sorted({str(row[0]) for row in found}):
        assert guest.refused(f"DELETE FROM {table}"), table
        assert guest.refused(f"TRUNCATE {table}"), table
        assert table == "submission" or guest.refused(f"INSERT INTO {table} DEFAULT VALUES"), table
        assert guest.refused(f"LOCK TABLE {table} IN EXCLUSIVE MODE"), table


HAND_IN = (
    "INSERT INTO submission (key, account_id, said, sent_at)"
    " VALUES ('{key}', {account}, '{said}', 7)"
)


def test_that_nobody_else_is_spoken_for(guest: Guest) -> None:
    other = guest.office.agent.account_id
    for account in (other, guest.office.requester.account_id, 999):
        assert guest.refused(HAND_IN.format(key=new_key(), account=account, said="{}"))
    key = new_key()
    guest.run(HAND_IN.format(key=key, account=guest.desk.account_id, said="{}"))
    ((sent_at, done_at),) = guest.run("SELECT sent_at, done_at FROM submission")
    assert done_at is None
    assert isinstance(sent_at, int)
    assert sent_at > 1_000_000_000
    done = HAND_IN.replace("sent_at)", "sent_at, done_at)").replace(", 7)", ", 7, 7)")
    assert guest.refused(done.format(key=new_key(), account=guest.desk.account_id, said="{}"))


@pytest.mark.parametrize(
    "trick",
    [
        "SET ROLE postgres; SELECT 1 FROM journal",
        "SET SESSION AUTHORIZATION postgres; SELECT 1 FROM journal",
        "SET row_security = off; SELECT id FROM ticket",
        "CREATE ROLE mallory",
        "GRANT desk_requester TO postgres",
        "ALTER TABLE ticket DISABLE ROW LEVEL SECURITY",
        "DROP POLICY own ON ticket",
        "SELECT desk_stamp()",
        "SELECT last_value FROM ticket_id_seq",
        "SELECT nextval('ticket_id_seq')",
        "COPY journal TO STDOUT",
        "COPY ticket TO PROGRAM 'cat'",
        "COPY ticket FROM STDIN",
        "COPY account TO STDOUT",
        "SELECT * FROM ticket FOR UPDATE",
        "CREATE TRIGGER spy BEFORE INSERT ON submission EXECUTE FUNCTION desk_stamp()",
        "CREATE VIEW spy AS SELECT * FROM journal",
        "CREATE RULE spy AS ON INSERT TO submission DO NOTHING",
        "SELECT pg_read_file('pg_hba.conf')",
        "SELECT lo_import('/etc/passwd')",
        "SELECT * FROM pg_authid",
        "SELECT * FROM pg_statistic",
        "ALTER ROLE desk_requester BYPASSRLS",
        "MERGE INTO submission s USING ticket t ON false WHEN MATCHED THEN DELETE",
        "CREATE FUNCTION lower(text) RETURNS text LANGUAGE sql AS 'SELECT ''omar@example.org'''",
    ],
)
def test_that_tricks_are_refused(guest: Guest, trick: str) -> None:
    assert guest.refused(trick)


LEAKS = (
    "SELECT id FROM {table} WHERE pg_temp.spy(id::text)",
    "SELECT id FROM {table} WHERE 1 / (id - {hidden}) = 7",
    "SELECT id FROM {table} WHERE id = {hidden}",
    "SELECT id FROM {table} ORDER BY pg_temp.spy(id::text)",
)


@pytest.mark.parametrize("question", LEAKS)
def test_that_what_is_hidden_reaches_no_function_and_no_error(guest: Guest, question: str) -> None:
    """A function that is said to cost nothing is not asked before the rows are chosen."""
    told: list[str] = []
    with psycopg.connect(guest.url) as connection:
        connection.add_notice_handler(lambda notice: told.append(str(notice.message_primary)))
        connection.execute(
            "CREATE FUNCTION pg_temp.spy(said text) RETURNS boolean LANGUAGE plpgsql COST 0.0001"
            " AS $$ BEGIN RAISE NOTICE '%', said; RETURN true; END $$"
        )
        asked = question.format(table="ticket", hidden=guest.foreign)
        found = connection.execute(asked.encode()).fetchall()
        plan = connection.execute(f"EXPLAIN ANALYZE {asked}".encode()).fetchall()
    assert set(found) <= {(guest.own,)}
    assert set(told) <= {str(guest.own)}
    assert "Omar" not in str(plan)


def test_that_statistics_tell_nothing_of_others(guest: Guest) -> None:
    with guest.office.administrator.aside() as session:
        session.connection.exec_driver_sql("ANALYZE")
    asked = (
        "SELECT tablename FROM pg_stats WHERE schemaname = current_schema()"
        " AND tablename IN ('ticket', 'comment', 'contact', 'account', 'journal')"
    )
    assert guest.run(asked) == []


def test_that_confidential_and_internal_things_stay_hidden(guest: Guest) -> None:
    office = guest.office
    tickets.edit(office.supervisor, guest.own, Edit(confidential=True))
    assert guest.run("SELECT id FROM ticket") == []
    assert guest.run("SELECT id FROM comment") == []
    assert reading.tickets(guest.desk).tickets == ()


def test_that_the_rules_hold_for_the_group_only(guest: Guest) -> None:
    """Others who own nothing see all that they were granted, by the same indexes as before."""
    name = f"agent_{new_key()[:8]}"
    with guest.office.administrator.aside() as session:
        run = session.connection.exec_driver_sql
        run(f"CREATE ROLE {name} LOGIN")
        run(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {name}")
    url = make_url(guest.url).set(username=name).render_as_string(hide_password=False)
    asked = "SELECT id FROM published_words WHERE words @@ to_tsquery('simple', 'reset')"
    with psycopg.connect(url) as connection:
        connection.execute("SET enable_seqscan = off")
        plan = str(connection.execute(f"EXPLAIN {asked}".encode()).fetchall())
        found = connection.execute("SELECT id FROM ticket ORDER BY id").fetchall()
    assert found == [(guest.own,), (guest.foreign,)]
    assert "Index Cond" in plan
    assert "SubPlan" not in plan
    assert "InitPlan" not in plan
    with guest.office.administrator.aside() as session:
        session.connection.exec_driver_sql(f"DROP OWNED BY {name}")
        session.connection.exec_driver_sql(f"DROP ROLE {name}")


def test_that_own_tickets_are_found_by_an_index(guest: Guest) -> None:
    with psycopg.connect(guest.url) as connection:
        connection.execute("SET enable_seqscan = off")
        plan = str(connection.execute("EXPLAIN SELECT id FROM ticket").fetchall())
    assert "requester_id = ANY" in plan
    assert "Seq Scan on ticket" not in plan


def test_that_a_server_that_is_open_to_everybody_is_told(guest: Guest) -> None:
    administrator = guest.office.administrator
    with administrator.aside() as session:
        session.connection.exec_driver_sql("GRANT SELECT ON journal TO PUBLIC")
    kept, remarks = accounts.how_requesters_are_kept(administrator)
    assert kept == "by the server for 1 of 2, who have a login of it"
    assert len(remarks) == 1
    assert "REVOKE ALL" in remarks[0]
    new = NewAccount(f"n{new_key()[:8]}", "Nina", Role.REQUESTER, "n@example.org", PASSWORD)
    with pytest.raises(NotPossible, match="REVOKE ALL"):
        accounts.add_account(administrator, replace(new, database_login=True))


def test_that_the_server_is_told_what_to_do_where_desk_may_not(guest: Guest) -> None:
    """A login that owns the tables but lacks CREATEROLE says the SQL, and takes what it made."""
    owner, login = f"o{new_key()[:8]}", f"n{new_key()[:8]}"
    with guest.office.administrator.aside() as session:
        run = session.connection.exec_driver_sql
        database = run("SELECT quote_ident(current_database())").scalar_one()
        run(f"CREATE ROLE {owner} LOGIN")
        run(f"ALTER DATABASE {database} OWNER TO {owner}")
        for kind, of in (("TABLE", "'r'"), ("SEQUENCE", "'S'"), ("FUNCTION", None)):
            found = run(
                f"SELECT oid::regclass::text FROM pg_class WHERE relkind = {of}"
                " AND relnamespace = 'public'::regnamespace"
                if of
                else "SELECT oid::regprocedure::text FROM pg_proc"
                " WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'"
            ).scalars()
            for name in list(found):
                if kind != "SEQUENCE":
                    run(f"ALTER {kind} {name} OWNER TO {owner}")
    url = make_url(guest.office.agent.database.location).set(username=owner)
    desk = replace(
        databases.open_database(url.render_as_string(hide_password=False)), clock=Clock()
    )
    desk = desk.signed_in_as(guest.office.administrator.account_id or 0)
    new = NewAccount(login, "Nina", Role.REQUESTER, "n@example.org", PASSWORD, database_login=True)
    with pytest.raises(NotPossible, match=f"CREATE ROLE {login} LOGIN IN ROLE desk_requester"):
        accounts.add_account(desk, new)
    with guest.office.administrator.aside() as session:
        session.connection.exec_driver_sql(f"CREATE ROLE {login} LOGIN IN ROLE desk_requester")
    accounts.add_account(desk, replace(new, password=None))
    nina = url.set(username=login).render_as_string(hide_password=False)
    with psycopg.connect(nina) as connection:
        assert connection.execute("SELECT name FROM account").fetchall() == [("Nina",)]
    desk.database.close()
    with guest.office.administrator.aside() as session:
        run = session.connection.exec_driver_sql
        run(f"REASSIGN OWNED BY {owner} TO CURRENT_USER")
        for name in (owner, login):
            run(f"DROP OWNED BY {name}")
            run(f"DROP ROLE {name}")


def test_that_an_older_database_is_brought_to_keep_requesters(guest: Guest, places: Places) -> None:
    """The group is of the whole server, so it may be there before this database knows of it."""
    assert guest.run("SELECT 1") == [(1,)]
    location = places.new("postgres", Path())
    first_schema(location)
    databases.upgrade(location)
    desk = databases.open_database(location)
    with desk.reading() as session:
        assert requesters.missing(session.connection) == []
        assert len(rows.many(session.connection, "ticket")) == 3
    desk.database.close()
    old = make_url(guest.url).set(database=make_url(location).database)
    with psycopg.connect(old.render_as_string(hide_password=False)) as connection:
        assert connection.execute("SELECT id FROM ticket").fetchall() == []


def test_that_the_command_line_acts_as_whoever_the_login_is(
    guest: Guest, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DESK_ACCOUNT", "sofia")
    desk = acting(guest.desk)
    assert desk.account_id == guest.desk.account_id
    assert reading.asks(desk)
    own.show(desk, f"INC-{guest.own}", as_json=False)
    assert "Amira: We look at it." in capsys.readouterr().out
    with pytest.raises(NotFound):
        own.show(desk, f"INC-{guest.foreign}", as_json=False)
    accounts.change_account(guest.office.administrator, desk.account_id or 0, role=Role.AGENT)
    with pytest.raises(NotAllowed, match="switched off"):
        acting(guest.desk)


def test_that_temporary_tables_do_not_stand_in(guest: Guest) -> None:
    with psycopg.connect(guest.url) as connection:
        connection.execute("CREATE TEMP TABLE account AS SELECT 1 AS id")
        connection.execute("SET search_path = pg_temp, public")
        assert connection.execute("SELECT id FROM public.ticket").fetchall() == [(guest.own,)]


def test_that_who_is_switched_off_sees_nothing(guest: Guest) -> None:
    administrator, rita = guest.office.administrator, guest.desk.account_id or 0
    with psycopg.connect(guest.url) as connection:
        accounts.change_account(administrator, rita, active=False)
        for table in sorted(READ - {"alembic_version"}):
            found = connection.execute(f"SELECT count(*) FROM {table}".encode()).fetchall()
            assert found == [(0,)], table
    with pytest.raises(psycopg.OperationalError, match="not permitted to log in"):
        psycopg.connect(guest.url)
    accounts.change_account(administrator, rita, active=True, password="Another long sentence")
    assert guest.run("SELECT name FROM account") == [("Rita Own",)]


def test_that_the_desk_does_what_was_handed_in(guest: Guest) -> None:
    report = Submission(Asking.REPORT, title="Printer jams")
    key = new_key()
    for _ in range(2):
        assert hand_in(guest.desk, report, key=key).tickets == frozenset()
    assert [one.submission for one in reading.tickets(guest.desk).on_their_way] == [report]
    answer = Submission(Asking.ANSWER, ticket_id=guest.foreign, text="Let me in")
    hand_in(guest.desk, answer, key=new_key())
    (ticket_id,) = take_in(guest.office.agent).tickets
    found = reading.tickets(guest.desk)
    assert [one.id for one in found.tickets] == [ticket_id, guest.own]
    assert [one.refusal for one in found.on_their_way] == ["There is no such ticket of yours."]
    assert databases.check(guest.office.administrator) == []


def test_that_a_database_login_is_made_with_care(guest: Guest) -> None:
    administrator = guest.office.administrator
    good = NewAccount("nina", "Nina", Role.REQUESTER, "n@example.org", PASSWORD)
    for changed in (
        replace(good, role=Role.AGENT),
        replace(good, email=""),
        replace(good, password=None),
        replace(good, login='x";drop'),
        replace(good, login="pg_nina"),
    ):
        with pytest.raises(Invalid):
            accounts.add_account(administrator, replace(changed, database_login=True))
    taken = make_url(guest.url).username or ""
    with pytest.raises(NotPossible):
        accounts.add_account(administrator, replace(good, login=taken, database_login=True))


def test_that_a_local_file_has_no_logins(local_office: Office) -> None:
    new = NewAccount("nina", "Nina", Role.REQUESTER, "n@example.org", PASSWORD)
    with pytest.raises(NotPossible, match="only a shared database"):
        accounts.add_account(local_office.administrator, replace(new, database_login=True))
