"""Upkeep: what needs care, synonyms and categories."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit

from desk_gui.domain.knowledge import Audience
from desk_gui.gui.dialogs.messages import answered
from desk_gui.gui.knowledge.care_list import CareList
from desk_gui.gui.knowledge.tree import CategorySheet
from desk_gui.operations import knowledge
from desk_gui.operations.articles import care, categories, finding, synonyms, using
from desk_gui.operations.knowledge import Written
from tests.conftest import Office
from tests.factories import a_published_article
from tests.gui.knowledge.conftest import Driver, Open


def opened(open_page: Open, office: Office) -> Driver:
    page = open_page(office.supervisor)
    page.press("Upkeep")
    page.until(page.page.upkeep.isVisible)
    page.until(page.page.context.jobs.idle)
    return page


def rows(shown: CareList) -> list[str]:
    model = shown.model
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def tab(page: Driver, name: str) -> CareList:
    upkeep = page.page.upkeep
    upkeep.tabs.setCurrentWidget(upkeep.lists[name])
    return upkeep.lists[name]


def choose(page: Driver, shown: CareList, place: int) -> None:
    shown.list.setCurrentIndex(shown.model.index(place, 0))


def test_that_stale_articles_broken_links_and_complaints_are_listed_and_open(
    local_office: Office, open_page: Open
) -> None:
    agent, supervisor = local_office.agent, local_office.supervisor
    article = a_published_article(agent, supervisor, "Blank pages", "See KB-99.")
    using.vote(agent, article, helpful=False, comment="Step 3 is wrong.")
    local_office.clock.forward(days=400)
    page = opened(open_page, local_office)
    assert rows(tab(page, "Stale")) == ["Blank pages"]
    assert rows(tab(page, "Did not help")) == [f"KB-{article} Blank pages"]
    broken = tab(page, "Broken links")
    assert rows(broken) == [f"KB-{article} Blank pages"]
    assert [page.page.upkeep.tabs.tabText(place) for place in range(4)] == [
        "Stale (1)",
        "Broken links (1)",
        "Did not help (1)",
        "Not found",
    ]
    broken.opened.emit(article)
    page.until(lambda: page.shown_id() == article)
    assert page.reader.isVisible()


def test_that_words_that_were_not_found_begin_an_article_or_are_forgotten(
    local_office: Office, open_page: Open
) -> None:
    for words in ("badge printer", "badge printer", "fax"):
        care.missed(local_office.agent, words)
    page = opened(open_page, local_office)
    missed = tab(page, "Not found")
    assert rows(missed) == ["“badge printer”", "“fax”"]
    choose(page, missed, 1)
    page.press("ForgetMiss")
    page.until(lambda: rows(missed) == ["“badge printer”"])
    choose(page, missed, 0)
    page.press("WriteAboutMiss")
    page.until(page.editor.isVisible)
    assert page.editor.fields.title.text() == "Badge printer"
    page.until(page.page.context.jobs.idle)
    page.editor.stop()


def test_that_a_search_without_a_hit_is_counted_on_enter(
    local_office: Office, open_page: Open
) -> None:
    a_published_article(local_office.agent, local_office.supervisor)
    page = open_page(local_office.agent)
    page.until(page.titles)
    page.type(page.shelf.search, "zebra")
    page.until(page.shelf.empty.isVisible)
    page.shelf.search.returnPressed.emit()
    page.until(lambda: [one.words for one in care.misses(local_office.agent)] == ["zebra"])
    page.until(page.page.context.jobs.idle)


def test_that_synonyms_are_edited_as_lines_and_found_by(
    local_office: Office, open_page: Open
) -> None:
    article = a_published_article(local_office.agent, local_office.supervisor, "Zeppelin docking")
    page = opened(open_page, local_office)
    words = page.page.upkeep.words
    page.page.upkeep.tabs.setCurrentWidget(words)
    before = words.text.toPlainText()
    words.text.setPlainText(f"{before}\nairship, zeppelin".strip())
    page.press("SaveSynonyms")
    page.until(lambda: "airship, zeppelin" in synonyms.groups(local_office.agent))
    page.until(page.page.context.jobs.idle)
    assert [row.id for row in finding.find(local_office.agent, "airship").rows] == [article]


def test_that_an_agent_reads_synonyms_and_categories_but_changes_neither(
    local_office: Office, open_page: Open
) -> None:
    page = open_page(local_office.agent)
    page.press("Upkeep")
    page.until(page.page.context.jobs.idle)
    upkeep = page.page.upkeep
    upkeep.tabs.setCurrentWidget(upkeep.words)
    assert upkeep.words.text.isReadOnly()
    assert upkeep.words.trouble.text() == "Only a supervisor can change them."
    upkeep.tabs.setCurrentWidget(upkeep.tree)
    assert not page.find("AddCategory").isEnabled()


def test_that_a_category_is_added_moved_and_removed(local_office: Office, open_page: Open) -> None:
    page = opened(open_page, local_office)
    tree = page.page.upkeep.tree
    page.page.upkeep.tabs.setCurrentWidget(tree)
    _fill(page, "AddCategory", "Network › VPN")
    page.until(lambda: "Network › VPN" in _names(local_office))
    page.until(lambda: "VPN" in [one.strip() for one in rows(tree.list)])
    _choose_category(page, "VPN")
    _fill(page, "RenameCategory", "Network › Remote access")
    page.until(lambda: "Network › Remote access" in _names(local_office))
    page.until(lambda: "Remote access" in [one.strip() for one in rows(tree.list)])
    _choose_category(page, "Remote access")
    with answered("Remove") as asked:
        page.press("RemoveCategory")
    assert asked[0].words == "Remove the category “Network › Remote access”?"
    page.until(lambda: "Network › Remote access" not in _names(local_office))
    page.until(page.page.context.jobs.idle)


def _names(office: Office) -> list[str]:
    return [one.name for one in categories.tree(office.supervisor)]


def _choose_category(page: Driver, name: str) -> None:
    shown = page.page.upkeep.tree.list
    place = [one.strip() for one in rows(shown)].index(name)
    choose(page, shown, place)


def _fill(page: Driver, button: str, path: str) -> None:
    page.press(button)
    (sheet,) = [one for one in page.page.findChildren(CategorySheet) if one.isVisible()]
    field: QLineEdit = sheet.path
    field.setText(path)
    sheet.submit()
    page.until(page.page.context.jobs.idle)


@pytest.mark.parametrize("name", ["Stale", "Broken links", "Did not help", "Not found"])
def test_that_an_empty_list_says_that_all_is_well(
    local_office: Office, open_page: Open, name: str
) -> None:
    knowledge.write(local_office.agent, Written("Blank pages", "Text", Audience.PUBLIC))
    page = opened(open_page, local_office)
    shown = tab(page, name)
    assert shown.empty.isVisible()
    assert shown.empty.accessibleName()
