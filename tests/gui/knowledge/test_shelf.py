"""Finding an article: search, filters, the list."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester

from desk_gui.domain.knowledge import ArticleStatus, Audience
from desk_gui.gui.knowledge.model import ArticleModel
from desk_gui.gui.knowledge.shelf import STALE
from desk_gui.operations import accounts, knowledge
from desk_gui.operations.articles import finding
from desk_gui.operations.knowledge import Written
from tests.conftest import Office
from tests.factories import a_published_article
from tests.gui.knowledge.conftest import Open


def test_that_the_model_keeps_the_promises_of_qt(
    local_office: Office, qtmodeltester: ModelTester
) -> None:
    knowledge.write(local_office.agent, Written("Printer is slow", "Restart it."))
    model = ArticleModel(local_office.clock)
    qtmodeltester.check(model)
    model.show_rows(finding.find(local_office.agent).rows)
    qtmodeltester.check(model)
    model.show_rows(())
    assert model.rowCount() == 0


def test_that_a_row_says_all_it_shows_to_a_screen_reader(local_office: Office) -> None:
    knowledge.write(local_office.agent, Written("Printer is slow", "Restart it.", Audience.PUBLIC))
    model = ArticleModel(local_office.clock)
    model.show_rows(finding.find(local_office.agent).rows)
    spoken = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Printer is slow, Draft, KB-1 · just now, Public"


def test_that_articles_are_found_as_one_types(local_office: Office, open_page: Open) -> None:
    a_published_article(local_office.agent, local_office.supervisor, "Mail host does not start")
    a_published_article(local_office.agent, local_office.supervisor, "Printer is slow")
    page = open_page(local_office.agent)
    page.until(lambda: len(page.titles()) == 2)
    page.type(page.shelf.search, "prin")
    page.until(lambda: page.titles() == ["Printer is slow"])
    assert page.shelf.count.text() == "1"


def test_that_a_search_without_a_hit_offers_to_show_everything(
    local_office: Office, open_page: Open
) -> None:
    a_published_article(local_office.agent, local_office.supervisor)
    page = open_page(local_office.agent)
    page.until(page.titles)
    page.type(page.shelf.search, "zebra")
    page.until(page.shelf.empty.isVisible)
    page.press("EmptyStateAct")
    page.until(lambda: len(page.titles()) == 1)
    assert page.shelf.search.text() == ""


def test_that_an_empty_knowledge_base_offers_the_first_article(
    local_office: Office, open_page: Open
) -> None:
    page = open_page(local_office.agent)
    page.until(page.shelf.empty.isVisible)
    assert "No articles yet" in page.shelf.empty.accessibleName()
    page.press("EmptyStateAct")
    page.until(page.editor.isVisible)


def test_that_articles_can_be_narrowed_by_status_and_category(
    local_office: Office, open_page: Open
) -> None:
    category = accounts.categories(local_office.agent)[1]
    knowledge.write(local_office.agent, Written("A draft", "Text", category_id=category.id))
    a_published_article(local_office.agent, local_office.supervisor, "Published")
    page = open_page(local_office.agent)
    page.until(lambda: len(page.titles()) == 2)
    page.shelf.status.choose(ArticleStatus.DRAFT)
    page.until(lambda: page.titles() == ["A draft"])
    page.shelf.status.choose(None)
    page.until(lambda: len(page.titles()) == 2)
    page.until(lambda: len(page.shelf.category.menu().actions()) > 1)
    page.shelf.category.choose(category.name)
    page.until(lambda: page.titles() == ["A draft"])
    assert page.shelf.category.accessibleName() == f"Category: {category.name}"


def test_that_an_article_is_stale_once_its_review_date_has_passed(
    local_office: Office, open_page: Open
) -> None:
    a_published_article(local_office.agent, local_office.supervisor, "Old wisdom")
    local_office.clock.forward(days=400)
    a_published_article(local_office.agent, local_office.supervisor, "New wisdom")
    page = open_page(local_office.agent)
    page.until(lambda: len(page.titles()) == 2)
    page.shelf.status.choose(STALE)
    page.until(lambda: page.titles() == ["Old wisdom"])
    spoken = page.shelf.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Stale" in spoken


def test_that_an_article_of_somebody_else_appears_by_itself(
    local_office: Office, open_page: Open
) -> None:
    page = open_page(local_office.agent)
    page.until(page.shelf.empty.isVisible)
    effects = knowledge.write(local_office.colleague, Written("From Tom", "Text"))
    page.page.context.live.announce(effects)
    page.until(lambda: page.titles() == ["From Tom"])


def test_that_the_keyboard_reads_one_article_after_the_other(
    local_office: Office, open_page: Open
) -> None:
    first = a_published_article(local_office.agent, local_office.supervisor, "A first")
    second = a_published_article(local_office.agent, local_office.supervisor, "B second")
    page = open_page(local_office.agent)
    page.until(lambda: len(page.titles()) == 2)
    page.shelf.list.setFocus()
    QTest.keyClick(page.shelf.list, Qt.Key.Key_Home)
    page.shelf.step(1) if page.shelf.list.currentIndex().row() < 0 else None
    page.until(lambda: page.shown_id() == first)
    QTest.keyClick(page.shelf.list, Qt.Key.Key_Down)
    page.until(lambda: page.shown_id() == second)


def test_that_a_narrow_page_shows_either_the_list_or_the_article(
    local_office: Office, open_page: Open
) -> None:
    article_id = a_published_article(local_office.agent, local_office.supervisor)
    page = open_page(local_office.agent)
    page.page.resize(500, 700)
    page.until(page.titles)
    assert page.shelf.isVisible()
    assert not page.reader.isVisible()
    page.read(article_id)
    assert page.reader.isVisible()
    assert not page.shelf.isVisible()
    QTest.keyClick(page.page.panes, Qt.Key.Key_Escape)
    assert page.shelf.isVisible()


def test_that_a_review_date_of_today_is_not_stale_yet(
    local_office: Office, open_page: Open
) -> None:
    today = local_office.clock.now.date()
    knowledge.write(local_office.agent, Written("Due today", "Text", review_on=today))
    late = today - timedelta(days=1)
    knowledge.write(local_office.agent, Written("Due before", "Text", review_on=late))
    page = open_page(local_office.agent)
    page.until(lambda: len(page.titles()) == 2)
    page.shelf.status.choose(STALE)
    page.until(lambda: page.titles() == ["Due before"])
