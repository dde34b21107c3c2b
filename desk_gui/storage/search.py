"""Full text over tickets with their comments, and over articles: FTS5 and tsvector.

Both cut text into the same words (letters and digits, no accents, no case), weigh the title above
the rest, and rank only the newest `BOUND` matches, so that a common word stays fast.
"""

from __future__ import annotations

import re
import unicodedata

from sqlalchemy import Connection, text

BOUND = 2000
"""How many of the newest matches are ranked."""

_WORD = re.compile(r"[^\W_]+")

SQLITE_INDEXES = [
    "CREATE VIRTUAL TABLE ticket_words USING fts5(title, text, talk,"
    " tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')",
    "CREATE TRIGGER words_ticket_insert AFTER INSERT ON ticket BEGIN"
    " INSERT INTO ticket_words (rowid, title, text, talk) VALUES"
    " (NEW.id, NEW.title, NEW.text, ''); END",
    "CREATE TRIGGER words_ticket_update AFTER UPDATE OF title, text ON ticket"
    " WHEN NEW.title <> OLD.title OR NEW.text <> OLD.text BEGIN"
    " UPDATE ticket_words SET title = NEW.title, text = NEW.text WHERE rowid = NEW.id; END",
    "CREATE TRIGGER words_comment_insert AFTER INSERT ON comment BEGIN"
    " UPDATE ticket_words SET talk = talk || char(10) || NEW.text WHERE rowid = NEW.ticket_id;"
    " END",
    "CREATE VIRTUAL TABLE article_words USING fts5(title, text, tags,"
    " tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')",
    "CREATE TRIGGER words_article_insert AFTER INSERT ON article BEGIN"
    " INSERT INTO article_words (rowid, title, text, tags) VALUES"
    " (NEW.id, NEW.title, NEW.text, NEW.tags); END",
    "CREATE TRIGGER words_article_update AFTER UPDATE OF title, text, tags ON article BEGIN"
    " UPDATE article_words SET title = NEW.title, text = NEW.text, tags = NEW.tags"
    " WHERE rowid = NEW.id; END",
]

_PLAIN = (
    "to_tsvector('simple', regexp_replace(regexp_replace(normalize(left({0}, 200000), NFD),"
    " '[\u0300-\u036f]', '', 'g'), '[^[:alnum:]]+', ' ', 'g'))"
)


def weighed(**columns: str) -> str:
    """SQL of PostgreSQL for the words of some expressions, each with its weight."""
    return " || ".join(
        f"setweight({_PLAIN.format(column)}, '{weight}')" for weight, column in columns.items()
    )


_ARTICLE = weighed(A="NEW.title", B="NEW.tags", C="NEW.text")
POSTGRESQL_INDEXES = [
    "CREATE TABLE ticket_words (id integer PRIMARY KEY REFERENCES ticket(id),"
    " said tsvector NOT NULL, talk tsvector NOT NULL DEFAULT '',"
    " words tsvector NOT NULL GENERATED ALWAYS AS (said || talk) STORED)",
    "CREATE INDEX ix_ticket_words ON ticket_words USING gin (words)",
    "CREATE FUNCTION words_ticket() RETURNS trigger LANGUAGE plpgsql AS $words$ BEGIN"
    f" INSERT INTO ticket_words (id, said) VALUES (NEW.id, {weighed(A='NEW.title', C='NEW.text')})"
    " ON CONFLICT (id) DO UPDATE SET said = EXCLUDED.said; RETURN NULL; END $words$",
    "CREATE TRIGGER words_ticket_insert AFTER INSERT ON ticket"
    " FOR EACH ROW EXECUTE FUNCTION words_ticket()",
    "CREATE TRIGGER words_ticket_update AFTER UPDATE OF title, text ON ticket FOR EACH ROW"
    " WHEN (NEW.title <> OLD.title OR NEW.text <> OLD.text) EXECUTE FUNCTION words_ticket()",
    "CREATE FUNCTION words_comment() RETURNS trigger LANGUAGE plpgsql AS $words$ BEGIN"
    f" UPDATE ticket_words SET talk = talk || {weighed(D='NEW.text')}"
    " WHERE id = NEW.ticket_id; RETURN NULL; END $words$",
    "CREATE TRIGGER words_comment_insert AFTER INSERT ON comment"
    " FOR EACH ROW EXECUTE FUNCTION words_comment()",
    "CREATE TABLE article_words (id integer PRIMARY KEY REFERENCES article(id),"
    " words tsvector NOT NULL)",
    "CREATE INDEX ix_article_words ON article_words USING gin (words)",
    "CREATE FUNCTION words_article() RETURNS trigger LANGUAGE plpgsql AS $words$ BEGIN"
    f" INSERT INTO article_words (id, words) VALUES (NEW.id, {_ARTICLE})"
    " ON CONFLICT (id) DO UPDATE SET words = EXCLUDED.words; RETURN NULL; END $words$",
    "CREATE TRIGGER words_article_insert AFTER INSERT OR UPDATE OF title, text, tags ON article"
    " FOR EACH ROW EXECUTE FUNCTION words_article()",
]
ATTACHMENT_NAMES = {
    "sqlite": [
        "CREATE TRIGGER words_attachment_insert AFTER INSERT ON attachment BEGIN"
        " UPDATE ticket_words SET talk = talk || char(10) || NEW.name WHERE rowid = NEW.ticket_id;"
        " END",
    ],
    "postgresql": [
        "CREATE FUNCTION words_attachment() RETURNS trigger LANGUAGE plpgsql AS $words$ BEGIN"
        f" UPDATE ticket_words SET talk = talk || {weighed(D='NEW.name')}"
        " WHERE id = NEW.ticket_id; RETURN NULL; END $words$",
        "CREATE TRIGGER words_attachment_insert AFTER INSERT ON attachment"
        " FOR EACH ROW EXECUTE FUNCTION words_attachment()",
    ],
}
"""A ticket is also found by the names of its attachments."""

_SQLITE_QUERY = {
    "ticket": "SELECT rowid AS id, bm25(ticket_words, 8.0, 2.0, 1.0) AS rank FROM ticket_words"
    " WHERE ticket_words MATCH :words ORDER BY rowid DESC LIMIT :bound",
    "article": "SELECT rowid AS id, bm25(article_words, 8.0, 2.0, 4.0) AS rank FROM article_words"
    " WHERE article_words MATCH :words ORDER BY rowid DESC LIMIT :bound",
}
_POSTGRESQL_QUERY = (
    "SELECT id, -ts_rank('{{0.1, 0.2, 0.4, 1.0}}', words, q) AS rank FROM"
    " (SELECT id, words, q FROM {subject}_words, to_tsquery('simple', :words) q"
    " WHERE words @@ q ORDER BY id DESC LIMIT :bound) newest"
)


def words_of(typed: str) -> list[str]:
    """The words of what somebody typed, without accents or case; at most 32 of 64 characters."""
    plain = unicodedata.normalize("NFD", typed[:4000].lower())
    return _words("".join(ch for ch in plain if not unicodedata.combining(ch)))


def _words(text: str) -> list[str]:
    return [word[:64] for word in _WORD.findall(text)[:32]]


def matching_sql(connection: Connection, subject: str, typed: str) -> tuple[str, dict[str, object]]:
    """A sub-select of (id, rank), best rank lowest, for text typed so far; words must exist.

    Every word must occur; the last one may be only the beginning of a word. `subject` is
    "ticket" or "article".
    """
    if connection.dialect.name == "sqlite":
        # FTS5 takes accents off Latin letters only, so it has to do that with the query itself.
        words = _words(unicodedata.normalize("NFC", typed[:4000])) or words_of(typed)
        query = " ".join(f'"{word}"' for word in words[:-1]) + f' "{words[-1]}"*'
        return _SQLITE_QUERY[subject], {"words": query.strip(), "bound": BOUND}
    words = words_of(typed)
    query = " & ".join([*words[:-1], f"{words[-1]}:*"])
    return _POSTGRESQL_QUERY.format(subject=subject), {"words": query, "bound": BOUND}


def search(connection: Connection, subject: str, typed: str, limit: int) -> list[int]:
    """Ids of the best matches, best first; empty when nothing searchable was typed."""
    if not words_of(typed):
        return []
    matching, values = matching_sql(connection, subject, typed)
    best = text(f"SELECT id FROM ({matching}) m ORDER BY rank, id DESC LIMIT :limit")
    return list(connection.execute(best, {**values, "limit": limit}).scalars())
