"""Writing an article, and never losing what was written."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desk_gui.domain.knowledge import ArticleStatus, Audience
from desk_gui.gui.dialogs.messages import answered
from desk_gui.gui.knowledge.conflict import ArticleConflict
from desk_gui.operations import accounts, knowledge
from desk_gui.operations.articles import finding
from desk_gui.operations.knowledge import Written
from tests.conftest import Office
from tests.factories import a_published_article
from tests.gui.knowledge.conftest import Driver, Open


def writing_anew(page: Driver, title: str = "", text: str = "") -> None:
    page.press("NewArticle")
    page.until(page.editor.isVisible)
    page.until(lambda: page.editor.fields.category.count() > 1)
    page.type(page.editor.fields.title, title)
    page.type(page.editor.source, text)


def editing(page: Driver, office: Office, text: str = "Restart it.") -> int:
    article_id = knowledge.write(office.agent, Written("Printer is slow", text)).article_id
    page.read(article_id)
    page.press("EditArticle")
    page.until(page.editor.isVisible)
    page.until(lambda: page.editor.fields.category.count() > 1)
    return article_id


def test_that_a_new_article_is_kept_with_all_its_fields(
    local_office: Office, open_page: Open
) -> None:
    category = accounts.categories(local_office.agent)[2]
    page = open_page(local_office.agent)
    writing_anew(page, "Printer is slow", "Restart it.")
    fields = page.editor.fields
    fields.category.choose(category.id)
    fields.audience.choose(Audience.PUBLIC)
    page.type(fields.tags, "Print, queue")
    fields.review.setCurrentIndex(1)
    page.press("SaveDraft")
    page.until(lambda: page.editor.state.text() == "Saved")
    article = knowledge.show(local_office.agent, 1).article
    assert (article.title, article.text) == ("Printer is slow", "Restart it.")
    assert (article.category_id, article.audience) == (category.id, Audience.PUBLIC)
    assert article.tags == ("print", "queue")
    assert (article.review_on or local_office.clock.now.date()).isoformat() == "2026-06-01"


def test_that_saving_twice_goes_on_with_the_same_article(
    local_office: Office, open_page: Open
) -> None:
    page = open_page(local_office.agent)
    writing_anew(page, "Printer is slow", "Restart it.")
    page.press("SaveDraft")
    page.until(lambda: page.editor.state.text() == "Saved")
    page.type(page.editor.source, " Twice.")
    assert page.editor.state.text() == "Not saved"
    page.press("SaveDraft")
    page.until(lambda: page.editor.state.text() == "Saved")
    rows = finding.find(local_office.agent).rows
    assert len(rows) == 1
    assert "Twice." in knowledge.show(local_office.agent, rows[0].id).article.text


def test_that_submitting_saves_and_shows_the_article_in_review(
    local_office: Office, open_page: Open
) -> None:
    page = open_page(local_office.agent)
    writing_anew(page, "Printer is slow", "Restart it.")
    page.press("SubmitArticle")
    page.until(lambda: page.status() == "in_review")
    assert not page.page.is_writing


def test_that_what_is_missing_is_said_and_nothing_is_lost(
    local_office: Office, open_page: Open
) -> None:
    page = open_page(local_office.agent)
    writing_anew(page, "", "Restart it.")
    page.press("SaveDraft")
    page.until(page.editor.trouble.isVisible)
    assert page.editor.trouble.text()
    assert page.editor.source.toPlainText() == "Restart it."
    assert page.editor.save_button.isEnabled()
    page.editor.stop()


def test_that_the_preview_follows_what_is_typed(local_office: Office, open_page: Open) -> None:
    page = open_page(local_office.agent)
    writing_anew(page, "Printer")
    page.editor.source.insertPlainText("# Head\n**bold**")
    page.until(lambda: page.editor.preview.toPlainText().strip() == "Head\nbold")
    page.editor.stop()


@pytest.mark.parametrize(
    ("button", "marked"),
    [
        ("Bold", "**Restart it.**"),
        ("Italic", "*Restart it.*"),
        ("Heading", "## Restart it."),
        ("List", "- Restart it."),
        ("Steps", "1. Restart it."),
        ("Quote", "> Restart it."),
        ("Code", "`Restart it.`"),
        ("Link", "[Restart it.](https://)"),
    ],
)
def test_that_a_button_marks_what_is_selected(
    local_office: Office, open_page: Open, button: str, marked: str
) -> None:
    page = open_page(local_office.agent)
    editing(page, local_office)
    page.editor.source.selectAll()
    page.press(button)
    assert page.editor.source.toPlainText() == marked
    page.editor.stop()


def test_that_several_lines_become_a_numbered_list_or_a_block_of_code(
    local_office: Office, open_page: Open
) -> None:
    page = open_page(local_office.agent)
    editing(page, local_office, "one\ntwo")
    page.editor.source.selectAll()
    page.press("Steps")
    assert page.editor.source.toPlainText() == "1. one\n2. two"
    page.editor.source.selectAll()
    page.press("Code")
    assert page.editor.source.toPlainText() == "```\n1. one\n2. two\n```"
    page.editor.stop()


def test_that_keys_make_bold_and_italic_and_save(local_office: Office, open_page: Open) -> None:
    page = open_page(local_office.agent)
    article_id = editing(page, local_office, "now")
    page.editor.source.selectAll()
    QTest.keyClick(page.editor.source, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert page.editor.source.toPlainText() == "**now**"
    page.editor.source.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClick(page.editor.source, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert page.editor.source.toPlainText() == "**now***words*"
    page.editor.save()
    page.until(lambda: page.editor.state.text() == "Saved")
    assert knowledge.show(local_office.agent, article_id).article.text == "**now***words*"


def test_that_an_article_opened_and_closed_unchanged_is_not_asked_about(
    local_office: Office, open_page: Open
) -> None:
    page = open_page(local_office.agent)
    article_id = editing(page, local_office)
    with answered("") as asked:
        page.press("CloseEditor")
    assert asked == []
    page.until(lambda: page.shown_id() == article_id)
    assert not page.page.is_writing


def test_that_leaving_with_unsaved_words_asks_first(local_office: Office, open_page: Open) -> None:
    page = open_page(local_office.agent)
    other = a_published_article(local_office.colleague, local_office.supervisor, "Another")
    editing(page, local_office)
    page.type(page.editor.source, "More. ")
    with answered("") as asked:
        page.page.show_article(other)
        page.press("CloseEditor")
    assert asked[0].words == "“Printer is slow” has words that are not saved."
    assert asked[0].verbs == ("Save draft", "Throw away")
    assert page.page.is_writing
    with answered("Throw away"):
        page.page.show_article(other)
    page.until(lambda: page.shown_id() == other)


def test_that_leaving_can_save_what_was_written(local_office: Office, open_page: Open) -> None:
    page = open_page(local_office.agent)
    article_id = editing(page, local_office)
    page.type(page.editor.source, "More. ")
    with answered("Save draft"):
        page.press("CloseEditor")
    page.until(lambda: not page.page.is_writing)
    assert knowledge.show(local_office.agent, article_id).article.text == "More. Restart it."


def test_that_the_window_does_not_close_over_unsaved_words(
    local_office: Office, open_page: Open
) -> None:
    page = open_page(local_office.agent)
    editing(page, local_office)
    page.type(page.editor.source, "More. ")
    with answered("") as asked:
        page.page.close()
    assert len(asked) == 1
    assert page.page.isVisible()
    with answered("Throw away"):
        page.page.close()
    page.until(lambda: not page.page.isVisible())


def test_that_signing_out_waits_for_an_answer_about_unsaved_words(
    local_office: Office, open_page: Open
) -> None:
    page = open_page(local_office.agent)
    left: list[str] = []
    page.page.leave(lambda: left.append("at once"))
    editing(page, local_office)
    page.type(page.editor.source, "More. ")
    with answered(""):
        page.page.leave(lambda: left.append("too early"))
    with answered("Save draft"):
        page.page.leave(lambda: left.append("saved"))
    page.until(lambda: left == ["at once", "saved"])


def test_that_unsaved_words_wait_while_another_page_is_shown(
    local_office: Office, open_page: Open
) -> None:
    page = open_page(local_office.agent)
    editing(page, local_office)
    page.type(page.editor.source, "More. ")
    page.page.hide()
    page.page.show()
    assert page.editor.isVisible()
    assert page.editor.source.toPlainText() == "More. Restart it."
    page.editor.stop()


def conflict(page: Driver, office: Office) -> tuple[int, ArticleConflict]:
    article_id = editing(page, office)
    version = knowledge.show(office.agent, article_id).article.version
    theirs = Written("Printer is slow", "Theirs.")
    knowledge.edit(office.colleague, article_id, theirs, seen_version=version)
    page.type(page.editor.source, "Mine. ")
    page.press("SaveDraft")
    page.until(lambda: page.page.findChild(ArticleConflict))
    dialog = page.page.findChild(ArticleConflict)
    assert isinstance(dialog, ArticleConflict)
    return article_id, dialog


def test_that_a_conflict_shows_both_texts_and_saves_mine_on_demand(
    local_office: Office, open_page: Open
) -> None:
    page = open_page(local_office.agent)
    article_id, dialog = conflict(page, local_office)
    shown = {name: dialog.findChild(QPlainTextEdit, name) for name in ("TheirsText", "MineText")}
    texts = [view.toPlainText() for view in shown.values() if view]
    assert texts == ["Theirs.", "Mine. Restart it."]
    dialog.submit()
    page.until(lambda: page.editor.state.text() == "Saved")
    assert knowledge.show(local_office.agent, article_id).article.text == "Mine. Restart it."


def test_that_theirs_can_be_taken_instead(local_office: Office, open_page: Open) -> None:
    page = open_page(local_office.agent)
    article_id, dialog = conflict(page, local_office)
    dialog.take.click()
    page.until(lambda: page.editor.source.toPlainText() == "Theirs.")
    assert not page.editor.is_changed()
    assert knowledge.show(local_office.agent, article_id).article.text == "Theirs."


def test_that_going_on_writing_keeps_mine_in_the_editor(
    local_office: Office, open_page: Open
) -> None:
    page = open_page(local_office.agent)
    article_id, dialog = conflict(page, local_office)
    dialog.reject()
    assert page.editor.source.toPlainText() == "Mine. Restart it."
    assert knowledge.show(local_office.agent, article_id).article.text == "Theirs."
    page.editor.stop()


def test_that_a_draft_somebody_submitted_meanwhile_keeps_my_words(
    local_office: Office, open_page: Open
) -> None:
    page = open_page(local_office.agent)
    article_id = editing(page, local_office)
    knowledge.step(local_office.colleague, article_id, ArticleStatus.IN_REVIEW)
    page.type(page.editor.source, "Mine. ")
    page.press("SaveDraft")
    page.until(page.editor.trouble.isVisible)
    assert "is no draft" in page.editor.trouble.text()
    assert page.editor.source.toPlainText() == "Mine. Restart it."
    page.editor.stop()


def nameless(page: Driver) -> list[str]:
    return [
        f"{type(control).__name__} {control.objectName()}"
        for control in page.page.findChildren(QWidget)
        if control.focusPolicy() != Qt.FocusPolicy.NoFocus
        and control.isVisible()
        and not control.objectName().startswith("qt_")
        and not (control.accessibleName() and control.objectName())
    ]


def test_that_every_control_has_a_name(local_office: Office, open_page: Open) -> None:
    page = open_page(local_office.agent)
    article_id = knowledge.write(local_office.agent, Written("Printer", "Restart it.")).article_id
    page.read(article_id)
    assert nameless(page) == []
    page.press("EditArticle")
    page.until(page.editor.isVisible)
    assert nameless(page) == []
