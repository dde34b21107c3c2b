"""Articles have files, figures and synonyms, and are found as readers know them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desk_gui.storage import article_words
from desk_gui.storage.schema import lay

revision = "0003"
down_revision = "0002"


SYNONYMS = (
    "crash, freeze, hang",
    "e-mail, email, mail",
    "install, set up, setup",
    "laptop, notebook",
    "multi-factor, two-factor, MFA, 2FA, authenticator",
    "password, passphrase, Passwort, Kennwort, mot de passe, contraseña, senha",
    "phone, telephone, Telefon, téléphone, teléfono, telefone",
    "printer, Drucker, imprimante, impresora, impressora",
    "screen, monitor, display",
    "sign in, sign on, signon, log in, log on, login, logon",
    "Wi-Fi, WLAN, wireless",
)


def upgrade() -> None:
    op.create_table(
        "search_miss",
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("last_on", sa.Text(), nullable=False),
        sa.CheckConstraint("length(words) BETWEEN 1 AND 120", name="what was looked for is short"),
        sa.CheckConstraint("times > 0", name="what was not found was looked for"),
        sa.PrimaryKeyConstraint("words", name=op.f("pk_search_miss")),
        sqlite_strict=True,
    )
    op.create_table(
        "synonym",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synonym")),
        sa.UniqueConstraint("words", name=op.f("uq_synonym_words")),
        sqlite_strict=True,
    )
    op.create_table(
        "article_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("since_edition", sa.Integer(), nullable=False),
        sa.Column("until_edition", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "length(name) BETWEEN 1 AND 255", name="a file of an article has a name"
        ),
        sa.CheckConstraint(
            "until_edition >= since_edition", name="a file leaves no edition before it came"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_article_file_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_article_file_article_id")
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["stored_file.sha256"], name=op.f("fk_article_file_sha256")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_file")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_article_file_article_id", "article_file", ["article_id"], unique=False)
    op.create_index("ix_article_file_content", "article_file", ["sha256"], unique=False)

    op.create_table(
        "article_view",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.CheckConstraint("times > 0", name="a day on which an article was read counts it"),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_article_view_article_id")
        ),
        sa.PrimaryKeyConstraint("article_id", "day", name=op.f("pk_article_view")),
        sqlite_strict=True,
    )
    op.create_table(
        "article_vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("helpful", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("helpful IN (0, 1)", name="an article helped or it did not"),
        sa.CheckConstraint(
            "length(comment) <= 2000", name="what is said of an article has its bounds"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_article_vote_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_article_vote_article_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_vote")),
        sa.UniqueConstraint(
            "article_id",
            "edition",
            "account_id",
            name=op.f("uq_article_vote_article_id_edition_account_id"),
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "article_use",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "how IN ('made', 'inserted', 'linked', 'sent', 'resolved')",
            name="an article was used in a known way",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_article_use_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_article_use_article_id")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_article_use_ticket_id")
        ),
        sa.PrimaryKeyConstraint("article_id", "ticket_id", "how", name=op.f("pk_article_use")),
        sqlite_strict=True,
    )
    op.create_index("ix_article_use_ticket", "article_use", ["ticket_id"], unique=False)
    op.execute("ALTER TABLE article DROP COLUMN views")
    op.execute(
        "INSERT INTO article_use (article_id, ticket_id, how, account_id, at)"
        " SELECT resolved_with_article_id, id, 'resolved', assignee_id,"
        " coalesce(resolved_at, updated_at) FROM ticket WHERE resolved_with_article_id IS NOT NULL"
    )
    for words in SYNONYMS:
        op.execute(sa.text("INSERT INTO synonym (words) VALUES (:words)").bindparams(words=words))
    lay(op.get_bind(), article_words.INDEXES)
