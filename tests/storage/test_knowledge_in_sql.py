"""The rules of the knowledge base hold against anybody with a database client."""

from __future__ import annotations

from desk_gui.domain.attachment import NewFile, Upload
from desk_gui.domain.knowledge import ArticleStatus, Audience, Use
from desk_gui.operations import knowledge
from desk_gui.operations.articles import files, using
from desk_gui.operations.knowledge import Written
from tests.conftest import Office
from tests.factories import a_published_article, an_incident
from tests.storage.attacks import Attacker, refused

CHANGE = "UPDATE article SET version = version + 1"


def test_that_no_article_begins_published(office: Office, attacker: Attacker) -> None:
    columns = "(status, audience, title, text, edition, published_edition, updated_at, reviewer_id)"
    values = "('published', 'public', 'Free beer', 'x', 1, 1, 1, 1)"
    refused(attacker, "begins as a draft", f"INSERT INTO article {columns} VALUES {values}")


def test_that_publishing_needs_a_reviewer_who_wrote_none_of_it(
    office: Office, attacker: Attacker
) -> None:
    article_id = knowledge.write(office.supervisor, Written("Mine", "Text.")).article_id
    knowledge.edit(office.agent, article_id, Written("Mine", "Text!"), seen_version=1)
    knowledge.step(office.agent, article_id, ArticleStatus.IN_REVIEW)
    publish = f"{CHANGE}, status = 'published', published_edition = 1"
    writer, author = office.supervisor.account_id, office.agent.account_id
    for reviewer, sentence in (
        (writer, "wrote none of what is reviewed"),
        (author, "reviewer of an article is not its author"),
        ("NULL", "reviewer of an article is not its author"),
    ):
        attack = f"{publish}, reviewer_id = {reviewer} WHERE id = {article_id}"
        refused(attacker, sentence, attack)
    other = office.colleague.account_id
    forged = f"{publish}, reviewer_id = {author}, author_id = {other} WHERE id = {article_id}"
    refused(attacker, "reviewer of an article", forged)


def test_that_an_imported_article_is_reviewed_from_its_second_version_on(
    office: Office, attacker: Attacker
) -> None:
    columns = "(status, audience, title, text, edition, updated_at, source, foreign_number)"
    values = "('draft', 'internal', 'T', 'x', 1, 1, 'elsewhere', '1')"
    assert attacker.run(f"INSERT INTO article {columns} VALUES {values}") == ""
    edition = "INSERT INTO article_edition (article_id, edition, title, text, at) VALUES"
    assert attacker.run(f"{edition} (1, 1, 'T', 'x', 1)") == ""
    knowledge.edit(office.agent, 1, Written("T", "changed"), seen_version=1)
    knowledge.step(office.agent, 1, ArticleStatus.IN_REVIEW)
    publish = f"{CHANGE}, status = 'published', published_edition = 1 WHERE id = 1"
    refused(attacker, "the reviewer of an article is not its author", publish)


def test_that_what_is_published_is_what_was_reviewed(office: Office, attacker: Attacker) -> None:
    article_id = knowledge.write(office.agent, Written("Title", "Good.")).article_id
    swap = f"UPDATE article_edition SET text = 'Evil.' WHERE article_id = {article_id}"
    knowledge.step(office.agent, article_id, ArticleStatus.IN_REVIEW)
    refused(attacker, "changed only while it is a draft", swap)
    knowledge.step(office.supervisor, article_id, ArticleStatus.DRAFT)
    assert attacker.run(swap) == ""
    knowledge.step(office.agent, article_id, ArticleStatus.IN_REVIEW)
    reviewer = office.supervisor.account_id
    publish = f"{CHANGE}, status = 'published', published_edition = 1, reviewer_id = {reviewer}"
    sentence = "what is published is the edition that was reviewed"
    refused(attacker, sentence, f"{publish} WHERE id = {article_id}")
    edition = f"INSERT INTO article_edition VALUES ({article_id}, 2, 'T', 'x', 1, 1)"
    refused(attacker, "an edition is of the version that is written now", edition)


def test_that_votes_and_uses_are_what_they_are(office: Office, attacker: Attacker) -> None:
    public = a_published_article(
        office.agent, office.supervisor, "Public", audience=Audience.PUBLIC
    )
    inside = a_published_article(office.agent, office.supervisor, "Inside")
    ticket_id = an_incident(office.agent)
    using.use(office.agent, public, ticket_id, Use.SENT)
    using.vote(office.agent, public, helpful=False, comment="No.")
    use = "INSERT INTO article_use (article_id, ticket_id, how, at) VALUES"
    refused(attacker, "for everybody is sent", f"{use} ({inside}, {ticket_id}, 'sent', 1)")
    refused(attacker, "is there already", f"{use} ({public}, {ticket_id}, 'sent', 1)")
    for statement in ("DELETE FROM article_use", "UPDATE article_use SET how = 'linked'"):
        refused(attacker, "stays recorded", statement)
    vote = "INSERT INTO article_vote (article_id, edition, account_id, helpful, at) VALUES"
    refused(attacker, "the edition that readers see", f"{vote} ({public}, 2, 1, 1, 1)")
    refused(attacker, "helped or it did not", f"{vote} ({public}, 1, 1, 7, 1)")
    refused(attacker, "stays recorded", "DELETE FROM article_vote")
    knowledge.step(office.supervisor, public, ArticleStatus.RETIRED)
    refused(attacker, "the edition that readers see", "UPDATE article_vote SET helpful = 1")


def test_that_a_category_has_a_whole_name(office: Office, attacker: Attacker) -> None:
    for name in ("", " x", "Network › ", "› VPN", "a › › b", "x" * 201):
        sentence = "a category has a name"
        refused(attacker, sentence, f"INSERT INTO category (name) VALUES ('{name}')")
        refused(attacker, sentence, f"UPDATE category SET name = '{name}' WHERE id = 1")


def test_that_no_client_slips_a_file_to_readers(office: Office, attacker: Attacker) -> None:
    article_id = knowledge.write(office.agent, Written("Plan", "Look.")).article_id
    files.add(office.agent, article_id, Upload((NewFile("plan.png", b"content"),)))
    (file,) = knowledge.show(office.agent, article_id).around.files
    knowledge.step(office.agent, article_id, ArticleStatus.IN_REVIEW)
    knowledge.step(office.supervisor, article_id, ArticleStatus.PUBLISHED)
    insert = (
        "INSERT INTO article_file (article_id, sha256, name, media_type, since_edition, at) VALUES"
        f" ({article_id}, '{{}}', 'x.png', 'image/png', {{}}, 1)"
    )
    draft = "only while it is a draft"
    refused(attacker, draft, insert.format(file.sha256, 1))
    refused(attacker, draft, f"UPDATE article_file SET until_edition = 1 WHERE id = {file.id}")
    refused(attacker, "never deleted", "DELETE FROM article_file")
    knowledge.step(office.agent, article_id, ArticleStatus.DRAFT)
    refused(attacker, draft, insert.format(file.sha256, 1))
    refused(attacker, "whole content", insert.format("0" * 64, 2))
    refused(attacker, "stays as it came", "UPDATE article_file SET name = 'y.png'")
    refused(attacker, draft, "UPDATE article_file SET until_edition = 1")
    byte = "x'78'" if attacker.database.is_sqlite else r"'\x78'"
    part = f"INSERT INTO stored_part VALUES ('{file.sha256}', 1, {byte})"
    refused(attacker, "never grows", part)
