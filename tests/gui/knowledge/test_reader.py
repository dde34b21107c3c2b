"""Reading an article and taking it through its life."""

from __future__ import annotations

from desk_gui.domain.knowledge import ArticleStatus
from desk_gui.gui.dialogs.messages import answered
from desk_gui.gui.knowledge.diff import SAME, rows_between, side_by_side
from desk_gui.gui.knowledge.review import SendBack
from desk_gui.operations import knowledge
from desk_gui.operations.desk import Desk
from desk_gui.operations.knowledge import Written
from tests.conftest import Office
from tests.factories import a_published_article
from tests.gui.knowledge.conftest import Driver, Open


def said(page: Driver) -> str:
    return page.reader.text.toPlainText().strip()


def a_draft(desk: Desk, title: str = "Printer is slow", text: str = "Restart it.") -> int:
    return knowledge.write(desk, Written(title, text)).article_id


def in_review(desk: Desk, title: str = "Printer is slow") -> int:
    article_id = a_draft(desk, title)
    knowledge.step(desk, article_id, ArticleStatus.IN_REVIEW)
    return article_id


def with_next_version(office: Office) -> int:
    article_id = a_published_article(office.agent, office.supervisor, "Printers", "Old text.")
    knowledge.step(office.colleague, article_id, ArticleStatus.DRAFT)
    version = knowledge.show(office.colleague, article_id).article.version
    new = Written("Printers, all of them", "New text.")
    knowledge.edit(office.colleague, article_id, new, seen_version=version)
    return article_id


def test_that_markdown_is_shown_rendered_and_html_as_its_words(
    local_office: Office, open_page: Open
) -> None:
    article_id = a_draft(local_office.agent, text="# Head\n\n**Bold** <img src=x>")
    page = open_page(local_office.agent)
    page.read(article_id)
    assert said(page) == "Head\nBold <img src=x>"
    assert page.reader.title.text() == "Printer is slow"


def test_that_the_head_names_author_reviewer_and_review_date(
    local_office: Office, open_page: Open
) -> None:
    article_id = a_published_article(local_office.agent, local_office.supervisor)
    page = open_page(local_office.agent)
    page.read(article_id)
    facts = page.reader._facts.text()
    assert "Written by Amira" in facts
    assert "reviewed by Sofia" in facts
    assert "review due on 2 Mar 2027" in facts


def test_that_an_author_submits_a_draft_for_review(local_office: Office, open_page: Open) -> None:
    article_id = a_draft(local_office.agent)
    page = open_page(local_office.agent)
    page.read(article_id)
    page.press("Step-in_review")
    page.until(lambda: page.status() == "in_review")


def test_that_an_agent_sees_why_publishing_is_not_for_an_agent(
    local_office: Office, open_page: Open
) -> None:
    article_id = in_review(local_office.agent)
    page = open_page(local_office.colleague)
    page.read(article_id)
    assert not page.find("Step-published").isEnabled()
    assert page.reader.steps._why.text() == "Only a supervisor can publish or retire an article."


def test_that_a_supervisor_cannot_publish_an_article_of_his_own(
    local_office: Office, open_page: Open
) -> None:
    article_id = in_review(local_office.supervisor)
    page = open_page(local_office.supervisor)
    page.read(article_id)
    publish = page.find("Step-published")
    assert not publish.isEnabled()
    assert "The reviewer cannot be the author" in publish.toolTip()
    assert "The reviewer cannot be the author" in page.reader.steps._why.text()


def test_that_a_reviewer_publishes_what_somebody_else_wrote(
    local_office: Office, open_page: Open
) -> None:
    article_id = in_review(local_office.agent)
    page = open_page(local_office.supervisor)
    page.read(article_id)
    page.press("Step-published")
    page.until(lambda: page.status() == "published")
    shown = page.reader.page
    assert shown is not None
    assert shown.reviewer == "Sofia"


def test_that_sending_back_asks_for_a_reason_that_stands_in_the_history(
    local_office: Office, open_page: Open
) -> None:
    article_id = in_review(local_office.agent)
    page = open_page(local_office.supervisor)
    page.read(article_id)
    page.press("Step-draft")
    sheet = page.page.findChild(SendBack)
    assert sheet is not None
    sheet.submit()
    assert sheet.isVisible()
    sheet.why.setPlainText("Name the printer.")
    sheet.submit()
    page.until(lambda: page.status() == "draft")
    shown = page.reader.page
    assert shown is not None
    assert shown.history[-1].reason == "Name the printer."


def test_that_retiring_is_asked_about_first(local_office: Office, open_page: Open) -> None:
    article_id = a_published_article(local_office.agent, local_office.supervisor)
    page = open_page(local_office.supervisor)
    page.read(article_id)
    with answered("") as asked:
        page.press("Step-retired")
    assert asked[0].verbs == ("Retire",)
    assert page.status() == "published"
    with answered("Retire"):
        page.press("Step-retired")
    page.until(lambda: page.status() == "retired")


def test_that_readers_keep_the_old_text_while_the_next_version_is_written(
    local_office: Office, open_page: Open
) -> None:
    article_id = with_next_version(local_office)
    page = open_page(local_office.agent)
    page.read(article_id)
    assert said(page) == "Old text."
    assert page.reader._note_words.text() == (
        "Readers see version 1. Version 2 is being written by Tom."
    )
    page.press("SwapTexts")
    assert said(page) == "New text."
    assert page.reader.title.text() == "Printers, all of them"
    page.press("SwapTexts")
    assert said(page) == "Old text."


def test_that_the_next_version_opens_in_the_editor(local_office: Office, open_page: Open) -> None:
    article_id = a_published_article(local_office.agent, local_office.supervisor)
    page = open_page(local_office.agent)
    page.read(article_id)
    page.press("Step-draft")
    page.until(page.editor.isVisible)
    assert page.editor.heading.text() == f"KB-{article_id} · version 2"
    assert page.editor.source.toPlainText() == "Restart it."


def test_that_two_versions_can_be_compared(local_office: Office, open_page: Open) -> None:
    article_id = with_next_version(local_office)
    page = open_page(local_office.agent)
    page.read(article_id)
    page.press("Compare-2-1")
    page.until(page.reader.versions.diff.isVisible)
    lines = page.reader.versions.diff.toPlainText().splitlines()
    assert lines[1:3] == ["Version 1", "Version 2"]
    assert "− Old text." in lines
    assert "+ New text." in lines


def test_that_the_text_of_an_old_version_can_be_used_again(
    local_office: Office, open_page: Open
) -> None:
    article_id = with_next_version(local_office)
    page = open_page(local_office.colleague)
    page.read(article_id)
    with answered("Replace it") as asked:
        page.press("Restore-1")
    assert "by version 1?" in asked[0].words
    page.until(page.editor.isVisible)
    assert page.editor.source.toPlainText() == "Old text."
    assert not page.editor.is_changed()
    assert (
        page.editor.fields.title.text()
        == knowledge.show(local_office.agent, article_id).editions[0].title
    )


def test_that_an_article_that_is_not_there_is_a_sentence(
    local_office: Office, open_page: Open
) -> None:
    page = open_page(local_office.agent)
    page.page.show_article(99)
    page.until(lambda: "There is no article KB-99." in page.reader.empty.accessibleName())


def test_that_a_comparison_leaves_out_what_did_not_change() -> None:
    old = "\n".join(f"line {n}" for n in range(30))
    rows = rows_between(old, old.replace("line 15", "line fifteen"))
    assert [(row.before, row.after, row.left_out) for row in rows] == [
        ("", "", 13),
        ("line 13", "line 13", 0),
        ("line 14", "line 14", 0),
        ("line 15", "line fifteen", 0),
        ("line 16", "line 16", 0),
        ("line 17", "line 17", 0),
        ("", "", 12),
    ]
    assert rows_between(old, old) == []


def test_that_a_comparison_marks_the_words_that_differ_and_trusts_none_of_them() -> None:
    heads = ("Version 1", "Version 2")
    html = side_by_side(heads, "Open <b>the</b> tray now.", "Open <b>the</b> flap now.").html
    assert "<td class='gone'>−&nbsp;Open &lt;b&gt;the&lt;/b&gt; <span class='cut'>tray" in html
    assert "<span class='put'>flap</span> now.</td>" in html
    assert side_by_side(heads, "x", "x").plain == SAME
