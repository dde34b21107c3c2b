"""What stands around an article: votes, files, similar articles, pictures, and publishing it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from desk_gui.domain.attachment import NewFile, Upload
from desk_gui.domain.knowledge import Audience
from desk_gui.gui.knowledge.around import WhatIsMissing
from desk_gui.gui.knowledge.publish import PublishSheet
from desk_gui.operations import knowledge, tickets
from desk_gui.operations.articles import care, files
from desk_gui.operations.knowledge import Written
from tests.conftest import Office
from tests.factories import a_published_article, an_incident, resolved
from tests.gui.knowledge.conftest import Driver, Open


def a_picture(width: int = 40) -> QImage:
    image = QImage(width, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("#2f5fd0"))
    return image


def writing(page: Driver, office: Office, text: str = "Restart it.") -> int:
    article_id = knowledge.write(office.agent, Written("Printer is slow", text)).article_id
    page.read(article_id)
    page.press("EditArticle")
    page.until(page.editor.isVisible)
    page.until(page.page.context.jobs.idle)
    return article_id


def names(office: Office, article_id: int) -> list[str]:
    return [one.name for one in knowledge.show(office.agent, article_id).around.files]


def test_that_it_helped_is_counted_and_can_be_taken_back_for_a_reason(
    local_office: Office, open_page: Open
) -> None:
    article = a_published_article(local_office.agent, local_office.supervisor)
    page = open_page(local_office.colleague)
    page.read(article)
    page.press("Helped")
    page.until(lambda: page.reader.feedback._said.text() == "It helped 1 of 1 person.")
    page.press("DidNotHelp")
    sheet = page.page.findChild(WhatIsMissing)
    assert isinstance(sheet, WhatIsMissing)
    sheet.said.setPlainText("Step 3 is wrong.")
    sheet.submit()
    page.until(lambda: page.reader.feedback._said.text() == "It helped 0 of 1 person.")
    assert page.reader.feedback.no.isChecked()
    assert not page.reader.feedback.yes.isChecked()
    assert [one.said for one in care.care(local_office.agent).complaints] == ["Step 3 is wrong."]
    page.until(page.page.context.jobs.idle)


def test_that_a_similar_article_opens(local_office: Office, open_page: Open) -> None:
    agent, supervisor = local_office.agent, local_office.supervisor
    article = a_published_article(agent, supervisor, "Blank printer pages")
    other = a_published_article(agent, supervisor, "Printer prints blank pages")
    page = open_page(agent)
    page.read(article)
    name = f"Similar-KB-{other}"
    page.until(lambda: [one for one in page.page.findChildren(QWidget, name) if one.isVisible()])
    page.press(name)
    page.until(lambda: page.shown_id() == other)
    page.until(page.page.context.jobs.idle)


def test_that_a_pasted_picture_stands_in_the_text_and_in_the_preview(
    local_office: Office, open_page: Open
) -> None:
    page = open_page(local_office.agent)
    article_id = writing(page, local_office)
    pasted = QMimeData()
    pasted.setImageData(a_picture())
    page.editor.source.moveCursor(page.editor.source.textCursor().MoveOperation.End)
    page.editor.source.insertFromMimeData(pasted)
    page.until(lambda: "![" in page.editor.source.toPlainText())
    page.until(lambda: bool(page.editor._pictures))
    assert names(local_office, article_id)[0].endswith(".png")
    assert page.editor.preview.document().size().width() >= 40
    page.until(page.page.context.jobs.idle)
    page.editor.stop()


def test_that_a_dropped_file_is_named_in_the_text_and_can_be_taken_out(
    local_office: Office, open_page: Open, tmp_path: Path
) -> None:
    manual = tmp_path / "manual.txt"
    manual.write_text("Clean the drum.", "utf-8")
    page = open_page(local_office.agent)
    article_id = writing(page, local_office)
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(manual))])
    page.editor.source.insertFromMimeData(dropped)
    page.until(lambda: "[manual.txt](desk://file/" in page.editor.source.toPlainText())
    page.until(page.editor.files.isVisible)
    page.until(page.find("TakeOut").isVisible)
    page.press("TakeOut")
    page.until(page.editor.files.isHidden)
    page.until(page.page.context.jobs.idle)
    shown = knowledge.show(local_office.agent, article_id)
    assert [one for one in shown.around.files if one.is_in(shown.article.edition)] == []
    page.editor.stop()


def test_that_a_wide_picture_is_no_wider_than_the_text(
    local_office: Office, open_page: Open, tmp_path: Path
) -> None:
    wide = tmp_path / "wide.png"
    assert a_picture(2_000).save(str(wide))
    agent = local_office.agent
    article_id = knowledge.write(agent, Written("Printer", "x")).article_id
    files.add(agent, article_id, Upload((NewFile("wide.png", wide),)))
    (file,) = knowledge.show(agent, article_id).around.files
    version = knowledge.show(agent, article_id).article.version
    shown = Written("Printer", f"![wide](desk://file/{file.id})")
    knowledge.edit(agent, article_id, shown, seen_version=version)
    page = open_page(agent)
    page.read(article_id)
    page.until(page.page.context.jobs.idle)
    view = page.reader.text
    assert 100 < view.document().idealWidth() <= view.viewport().width()
    page.page.resize(900, 700)
    page.until(lambda: view.document().idealWidth() <= view.viewport().width())


def test_that_a_resolved_ticket_begins_with_symptom_cause_and_solution(
    local_office: Office, open_page: Open
) -> None:
    agent = local_office.agent
    ticket_id = resolved(agent, an_incident(agent, "Blank pages"))
    tickets.work_note(agent, ticket_id, "internal")
    page = open_page(agent)
    page.page.write_from_ticket(ticket_id)
    page.until(page.editor.isVisible)
    text = page.editor.source.toPlainText()
    heads = [line for line in text.splitlines() if line.startswith("## ")]
    assert heads == ["## Symptom", "## Cause", "## Solution"]
    assert "Restarted it." in text
    assert "internal" not in text
    page.press("SaveDraft")
    page.until(lambda: page.editor.state.text() == "Saved")
    (row,) = [page.editor.article_id]
    assert knowledge.show(agent, row or 0).around.made_from == ticket_id
    page.until(page.page.context.jobs.idle)
    page.editor.stop()


def test_that_the_public_articles_are_published_from_the_window(
    local_office: Office, open_page: Open, tmp_path: Path
) -> None:
    agent, supervisor = local_office.agent, local_office.supervisor
    public = a_published_article(agent, supervisor, "Blank pages", audience=Audience.PUBLIC)
    internal = a_published_article(agent, supervisor, "Only for us")
    page = open_page(supervisor)
    page.press("PublishAsAWebSite")
    sheet = page.page.findChild(PublishSheet)
    assert isinstance(sheet, PublishSheet)
    sheet.submit()
    assert sheet.isVisible()
    sheet.folder.setText(str(tmp_path / "site"))
    sheet.title.setText("Help yourself")
    sheet.submit()
    page.until(sheet.told.isVisible)
    assert sheet.told.text().startswith("1 article and 0 files are published as “Help yourself”.")
    site = tmp_path / "site"
    assert "Blank pages" in (site / f"kb-{public}.html").read_text("utf-8")
    assert not (site / f"kb-{internal}.html").exists()
    sheet.reject()
