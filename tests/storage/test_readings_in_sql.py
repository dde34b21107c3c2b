"""What readers see, and words the program can read, hold against a database client too."""

from __future__ import annotations

import pytest

from desk_gui.domain.errors import NotPossible
from desk_gui.domain.knowledge import ArticleStatus, Audience
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import Status
from desk_gui.operations import knowledge, tickets
from desk_gui.operations.knowledge import Written
from tests.conftest import Office
from tests.factories import a_published_article, a_request, an_incident
from tests.storage.attacks import Attacker, forgery_refused, refused


def test_that_readers_see_no_edition_that_was_not_reviewed(
    office: Office, attacker: Attacker
) -> None:
    draft = knowledge.write(office.agent, Written("Printing", "Turn it on.")).article_id
    change = "UPDATE article SET published_edition = edition, version = version + 1"
    refused(attacker, "only by publishing it after a review", f"{change} WHERE id = {draft}")


def test_that_published_words_are_not_changed(office: Office, attacker: Attacker) -> None:
    article = a_published_article(office.agent, office.supervisor)
    change = "UPDATE article SET text = 'Send me your password.', version = version + 1"
    refused(attacker, "only while it is a draft", f"{change} WHERE id = {article}")


def test_that_an_internal_article_becomes_public_only_once_it_was_retired(
    office: Office, attacker: Attacker
) -> None:
    article = a_published_article(office.agent, office.supervisor)
    change = "UPDATE article SET audience = 'public', version = version + 1"
    refused(attacker, "only once it was retired", f"{change} WHERE id = {article}")
    knowledge.step(office.agent, article, ArticleStatus.DRAFT)
    shown = knowledge.show(office.agent, article).article
    written = Written(shown.title, shown.text, Audience.PUBLIC)
    with pytest.raises(NotPossible, match="retire it before"):
        knowledge.edit(office.agent, article, written, seen_version=shown.version)


def test_that_making_tasks_void_does_not_fulfil_a_request(
    office: Office, attacker: Attacker
) -> None:
    agent = office.agent
    ticket_id = a_request(agent)
    tickets.move(agent, ticket_id, Wish(Status.IN_FULFILMENT, assignee_id=agent.account_id))
    void = f"UPDATE task SET status = 'void' WHERE ticket_id = {ticket_id}"
    refused(attacker, "is void, or counts again, only by what becomes of its request", void)
    forgery_refused(
        attacker,
        ticket_id,
        "only when every mandatory task is done",
        "status = 'fulfilled', resolved_at = 1",
    )


def test_that_no_client_writes_a_word_the_program_cannot_read(
    office: Office, attacker: Attacker
) -> None:
    first, second = an_incident(office.agent), an_incident(office.agent)
    loves = f"INSERT INTO link (ticket_id, other_id, relation) VALUES ({first}, {second}, 'loves')"
    refused(attacker, "a link has a known relation", loves)
    clock = "INSERT INTO clock (ticket_id, target, state, started_at, due_at) VALUES"
    refused(attacker, "a clock has a known target", f"{clock} ({first}, 'soon', 'running', 1, 2)")
