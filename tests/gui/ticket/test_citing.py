"""What may help while somebody types on a ticket, and using it with a button or one key."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from desk_gui.domain.knowledge import Audience, Use
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import ResolutionCode, Status
from desk_gui.gui.dialogs.article_picker import PickArticle
from desk_gui.gui.dialogs.messages import answered
from desk_gui.gui.dialogs.send_article import SendArticle
from desk_gui.gui.ticket.composer import Mode
from desk_gui.gui.ticket.page import TicketPage
from desk_gui.operations import knowledge, show, tickets
from tests.conftest import Office
from tests.factories import a_published_article, an_incident, in_progress, resolved
from tests.gui.ticket.conftest import Reading, button, settled

TITLE, WORDS = "Blank printer pages", "Clean the drum."


def an_article(office: Office, audience: Audience = Audience.PUBLIC) -> int:
    agent, supervisor = office.agent, office.supervisor
    return a_published_article(agent, supervisor, TITLE, WORDS, audience=audience)


def uses(office: Office, article_id: int) -> int:
    return knowledge.show(office.agent, article_id).around.figures.uses


def has_said(page: TicketPage, words: str) -> bool:
    return any(words in one.words for one in page.context.toasts.log)


def helped(page: TicketPage, qtbot: QtBot) -> TicketPage:
    qtbot.waitUntil(lambda: bool(page.answers.lines()))
    return page


def test_that_an_article_is_inserted_where_one_types_and_counted(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    article = an_article(local_office)
    ticket_id = an_incident(local_office.agent, TITLE)
    page = helped(reading(local_office.agent, ticket_id), qtbot)
    page.composer.text.setPlainText("Hello")
    page.composer.text.moveCursor(page.composer.text.textCursor().MoveOperation.End)
    page.context.actions.do("insert_article")
    qtbot.waitUntil(lambda: page.composer.text.toPlainText() == f"Hello\n\n{WORDS}")
    qtbot.waitUntil(lambda: uses(local_office, article) == 1)
    settled(page, qtbot)


def test_that_an_article_is_linked_by_its_number(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    article = an_article(local_office)
    page = helped(reading(local_office.agent, an_incident(local_office.agent, TITLE)), qtbot)
    page.answers.lines()[0].acts[Use.LINKED].click()
    qtbot.waitUntil(lambda: page.composer.text.toPlainText() == f"KB-{article} {TITLE}")
    settled(page, qtbot)


def test_that_an_article_is_sent_after_a_look(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    article = an_article(local_office)
    ticket_id = an_incident(local_office.agent, TITLE)
    page = helped(reading(local_office.agent, ticket_id), qtbot)
    page.context.actions.do("send_article")
    qtbot.waitUntil(lambda: page.findChild(SendArticle) is not None)
    sheet = page.findChild(SendArticle)
    assert isinstance(sheet, SendArticle)
    assert sheet.text.toPlainText() == f"{TITLE}\n\n{WORDS}"
    sheet.submit()
    qtbot.waitUntil(lambda: has_said(page, f"KB-{article} sent."))
    settled(page, qtbot)
    assert [one.text for one in show.show(local_office.agent, ticket_id).said] == [
        f"{TITLE}\n\n{WORDS}"
    ]
    assert uses(local_office, article) == 1


def test_that_internal_words_go_into_an_answer_only_on_purpose(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    an_article(local_office, Audience.INTERNAL)
    page = helped(reading(local_office.agent, an_incident(local_office.agent, TITLE)), qtbot)
    assert not page.answers.lines()[0].acts[Use.SENT].isEnabled()
    with answered("") as asked:
        page.context.actions.do("insert_article")
        qtbot.waitUntil(lambda: bool(asked))
    assert "is internal" in asked[0].words
    assert page.composer.text.toPlainText() == ""
    page.composer.choose(Mode.NOTE)
    page.context.actions.do("insert_article")
    qtbot.waitUntil(lambda: page.composer.text.toPlainText() == WORDS)
    settled(page, qtbot)


def test_that_one_key_sends_the_best_article_that_may_be_sent(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    internal = an_article(local_office, Audience.INTERNAL)
    public = an_article(local_office)
    page = helped(reading(local_office.agent, an_incident(local_office.agent, TITLE)), qtbot)
    assert [one.thing.id for one in page.answers.lines() if one.thing] == [internal, public]
    page.context.actions.do("send_article")
    qtbot.waitUntil(lambda: page.findChild(SendArticle) is not None)
    sheet = page.findChild(SendArticle)
    assert isinstance(sheet, SendArticle)
    assert f"KB-{public}" in sheet.heading.text()
    sheet.reject()
    page.answers.lines()[0].opens.setFocus()
    page.context.actions.do("send_article")
    qtbot.waitUntil(lambda: has_said(page, "must not read it"))
    settled(page, qtbot)


def test_that_without_a_fitting_article_one_is_asked_which(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    page = reading(local_office.agent, an_incident(local_office.agent, "Something else"))
    page.context.actions.do("link_article")
    picker = page.findChild(PickArticle)
    assert isinstance(picker, PickArticle)
    picker.reject()


def test_that_what_is_typed_finds_more_after_a_pause(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    agent = local_office.agent
    before = in_progress(agent, an_incident(agent, "Sign-in app refuses the new phone"))
    solution = "Its clock was wrong."
    code = ResolutionCode.FIXED
    wish = Wish(Status.RESOLVED, resolution_code=code, resolution_text=solution)
    tickets.move(agent, before, wish)
    page = reading(agent, an_incident(agent, "Sign-in app refuses it"))
    page.composer.text.setPlainText("Is it the new phone?")
    qtbot.waitUntil(lambda: bool(page.answers.solved_lines()))
    line = page.answers.solved_lines()[0]
    assert (line.said.text(), line.because.text()[:11]) == (solution, "same words:")
    page.composer.text.clear()
    button(line, f"Solved-INC-{before}")
    page.answers.solution_wanted.emit(line.thing)
    assert page.composer.text.toPlainText() == solution
    settled(page, qtbot)


def test_that_a_resolved_ticket_begins_an_article(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    agent = local_office.agent
    page = reading(agent, resolved(agent, an_incident(agent, TITLE)))
    with qtbot.waitSignal(page.writing_wanted) as wanted:
        button(page, "WriteArticleAboutIt").click()
    assert wanted.args == [page.shown.ticket.id if page.shown else 0]
    settled(page, qtbot)
