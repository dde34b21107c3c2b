"""Which articles hold which words: as they are worked on, and as readers know them.

`article_words` holds every article as it is worked on, for those who write; `published_words` the
published editions, for readers and for what is offered on tickets. Triggers keep both, and the
list of all words that there are, from which misspelt ones are corrected.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, text

from desk_gui.domain.ranking import Holders
from desk_gui.domain.wording import Term, words_of, written_words
from desk_gui.storage import requesters
from desk_gui.storage.search import weighed

MOST_OTHERS = 8
"""Words of the same meaning that one term also looks for."""
_TOKENS = "tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'"
_EDITION = (
    "SELECT a.id, e.title, e.text, a.tags FROM article a JOIN article_edition e"
    " ON e.article_id = a.id AND e.edition = a.published_edition WHERE a.id = {0}"
)
_INTO = "INSERT INTO published_words (rowid, title, text, tags) "

_SQLITE = [
    f"CREATE VIRTUAL TABLE published_words USING fts5(title, text, tags, {_TOKENS})",
    "CREATE TRIGGER words_edition_insert AFTER INSERT ON article_edition BEGIN"
    f" {_INTO}{_EDITION.format('NEW.article_id')} AND a.published_edition = NEW.edition; END",
    "CREATE TRIGGER words_published_update AFTER UPDATE OF published_edition, tags ON article"
    " WHEN OLD.published_edition IS NOT NULL OR NEW.published_edition IS NOT NULL BEGIN"
    " DELETE FROM published_words WHERE rowid = NEW.id;"
    f" {_INTO}{_EDITION.format('NEW.id')}; END",
    f"{_INTO}{_EDITION.format('a.id')}",
    "CREATE VIRTUAL TABLE known_article_words USING fts5vocab('article_words', 'row')",
    "CREATE VIRTUAL TABLE known_published_words USING fts5vocab('published_words', 'row')",
]

_HEADS = weighed(A="{0}.title", B="{0}.tags")
_ALL = weighed(A="{0}.title", B="{0}.tags", C="{0}.text")
_KNOWN = (
    " INSERT INTO known_words SELECT lexeme FROM unnest({0}) WHERE length(lexeme) <= 64"
    " ON CONFLICT DO NOTHING;"
)
_PUBLISHED = (
    " INSERT INTO published_words (id, heads, words)"
    f" SELECT p.id, {_HEADS.format('p')}, {_ALL.format('p')} FROM ({_EDITION}) p"
    " ON CONFLICT (id) DO UPDATE SET heads = EXCLUDED.heads, words = EXCLUDED.words;"
)
_POSTGRESQL = [
    'CREATE TABLE known_words (word text COLLATE "C" PRIMARY KEY)',
    "ALTER TABLE article_words ADD COLUMN heads tsvector",
    f"UPDATE article_words w SET heads = {_HEADS.format('a')} FROM article a WHERE a.id = w.id",
    "INSERT INTO known_words SELECT word FROM ts_stat('SELECT words FROM article_words')"
    " WHERE length(word) <= 64",
    "ALTER TABLE article_words ALTER COLUMN heads SET NOT NULL",
    "CREATE INDEX ix_article_words_heads ON article_words USING gin (heads)",
    "CREATE OR REPLACE FUNCTION words_article() RETURNS trigger LANGUAGE plpgsql AS $words$"
    " DECLARE made tsvector; BEGIN"
    f" made := {_ALL.format('NEW')};"
    f" INSERT INTO article_words (id, heads, words) VALUES (NEW.id, {_HEADS.format('NEW')}, made)"
    " ON CONFLICT (id) DO UPDATE SET heads = EXCLUDED.heads, words = EXCLUDED.words;"
    f"{_KNOWN.format('made')} RETURN NULL; END $words$",
    "CREATE TABLE published_words (id integer PRIMARY KEY REFERENCES article(id),"
    " heads tsvector NOT NULL, words tsvector NOT NULL)",
    "CREATE INDEX ix_published_words ON published_words USING gin (words)",
    "CREATE INDEX ix_published_words_heads ON published_words USING gin (heads)",
    _PUBLISHED.format("a.id").strip(),
    "CREATE FUNCTION words_edition() RETURNS trigger LANGUAGE plpgsql AS $words$ BEGIN"
    f"{_PUBLISHED.format('NEW.article_id AND a.published_edition = NEW.edition')}"
    " RETURN NULL; END $words$",
    "CREATE TRIGGER words_edition_insert AFTER INSERT ON article_edition"
    " FOR EACH ROW EXECUTE FUNCTION words_edition()",
    "CREATE FUNCTION words_published() RETURNS trigger LANGUAGE plpgsql AS $words$ BEGIN"
    " DELETE FROM published_words WHERE id = NEW.id;"
    f"{_PUBLISHED.format('NEW.id')} RETURN NULL; END $words$",
    "CREATE TRIGGER words_published_update AFTER UPDATE OF published_edition, tags ON article"
    " FOR EACH ROW WHEN (OLD.published_edition IS NOT NULL OR NEW.published_edition IS NOT NULL)"
    " EXECUTE FUNCTION words_published()",
]


INDEXES = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}
"""What makes the indexes of articles, fills them from what there is, and keeps them."""


class Index(StrEnum):
    """Where is looked: in what is worked on, or in what readers see."""

    WORKED_ON = "article_words"
    PUBLISHED = "published_words"


def holders(
    connection: Connection, index: Index, terms: Sequence[Term], *, beginning: bool = False
) -> list[Holders]:
    """For each term the articles that hold it; the last may be only the `beginning` of a word."""
    sqlite = connection.dialect.name == "sqlite"
    ask = _sqlite_parts if sqlite else _postgresql_parts
    parts: list[str] = []
    values: dict[str, str] = {}
    for place, term in enumerate(terms):
        parts += ask(index, place)
        query = _sqlite_query if sqlite else _postgresql_query
        last = beginning and place == len(terms) - 1
        values[f"q{place}"] = query(term, beginning=last)
    if sqlite:
        values |= {f"h{name[1:]}": f"{{title tags}} : ({q})" for name, q in values.items()}
    found = _by_index(connection, " UNION ALL ".join(parts), values)
    ids = {(place, bool(head)): _ids(joined) for place, head, joined in found}
    return [
        Holders(term, ids.get((place, True), frozenset()), ids.get((place, False), frozenset()))
        for place, term in enumerate(terms)
    ]


def _ids(joined: str | None) -> frozenset[int]:
    return frozenset(map(int, joined.split(","))) if joined else frozenset()


def _by_index(connection: Connection, sql: str, values: dict[str, str]) -> list[Any]:
    """The rows of a question for words, never by reading all texts.

    PostgreSQL counts pages and does not know that the words of an article lie outside of them.
    """
    if connection.dialect.name == "sqlite":
        return list(connection.execute(text(sql), values))
    switch = text("SELECT set_config('enable_seqscan', :way, true)")
    connection.execute(switch, {"way": "off"})
    found = list(connection.execute(text(sql), values))
    connection.execute(switch, {"way": "on"})
    return found


def _sqlite_parts(index: Index, place: int) -> list[str]:
    return [
        f"SELECT {place} AS place, {int(head)} AS head, group_concat(rowid) AS ids FROM {index}"
        f" WHERE {index} MATCH :{'h' if head else 'q'}{place}"
        for head in (False, True)
    ]


def _postgresql_parts(index: Index, place: int) -> list[str]:
    return [
        f"SELECT {place} AS place, {int(head)} AS head, string_agg(id::text, ',') AS ids"
        f" FROM {index}"
        f" WHERE {'heads' if head else 'words'} @@ to_tsquery('simple', :q{place})"
        for head in (False, True)
    ]


def _sqlite_query(term: Term, *, beginning: bool) -> str:
    """FTS5 takes accents off Latin letters only, so it has to do that with the query itself."""
    written = " ".join(written_words(term.typed or term.word))
    said = [written, *(" ".join(written_words(other)) for other in term.others[:MOST_OTHERS])]
    begun = [term.stem] * bool(term.stem) + [written] * beginning
    return " OR ".join([*(f'"{one}"' for one in said if one), *(f'"{one}"*' for one in begun)])


def _postgresql_query(term: Term, *, beginning: bool) -> str:
    said = [term.word.split(), *(list(words_of(other)) for other in term.others[:MOST_OTHERS])]
    phrases = [f"({' <-> '.join(words)})" for words in said if words]
    begun = [term.stem] * bool(term.stem) + [term.word.split()[-1]] * beginning
    return " | ".join([*phrases, *(f"{one}:*" for one in begun)])


def _known(connection: Connection) -> str:
    """Where PostgreSQL knows words from; a requester's login only from what it may read."""
    if requesters.restricted(connection):
        return "ts_stat('SELECT words FROM published_words')"
    return "known_words"


def like(connection: Connection, index: Index, letters: Sequence[str]) -> list[str]:
    """The words of an index that begin with one of these letters.

    PostgreSQL keeps every word that any article ever had; who asks looks whether one has it now.
    """
    sqlite = connection.dialect.name == "sqlite"
    column, table = ("term", f"known_{index}") if sqlite else ("word", _known(connection))
    ranges = [f"{column} >= :low{n} AND {column} < :high{n}" for n, _ in enumerate(letters)]
    bounds = {f"low{n}": one for n, one in enumerate(letters)}
    bounds |= {f"high{n}": f"{one}\U0010ffff" for n, one in enumerate(letters)}
    sql = f"SELECT {column} FROM {table} WHERE {' OR '.join(ranges)}"
    return list(connection.execute(text(sql), bounds).scalars())


def tickets_that_say(
    connection: Connection, ticket_ids: Sequence[int], words: Sequence[str]
) -> set[int]:
    """Which of these tickets hold at least one of the words."""
    if not ticket_ids or not words:
        return set()
    numbers = ", ".join(str(int(one)) for one in ticket_ids)
    terms = [Term(word) for word in words]
    if connection.dialect.name == "sqlite":
        sql = f"SELECT rowid FROM ticket_words WHERE ticket_words MATCH :q AND rowid IN ({numbers})"
        query = " OR ".join(_sqlite_query(term, beginning=False) for term in terms)
    else:
        sql = (
            "SELECT id FROM ticket_words WHERE words @@ to_tsquery('simple', :q)"
            f" AND id IN ({numbers})"
        )
        query = " | ".join(_postgresql_query(term, beginning=False) for term in terms)
    return set(connection.execute(text(sql), {"q": query}).scalars())
