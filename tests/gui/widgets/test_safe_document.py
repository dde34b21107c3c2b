from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QColor, QImage, QTextDocument
from pytestqt.qtbot import QtBot

from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.safe_document import SafeDocument, SafeView
from desk_gui.gui.widgets.text_editor import TextEditor
from desk_gui.markup.rich import Rich

RED = QColor("#ff0000")


@pytest.fixture
def red_file(tmp_path: Path) -> Path:
    picture = QImage(40, 40, QImage.Format.Format_RGB32)
    picture.fill(RED)
    file = tmp_path / "red.png"
    assert picture.save(str(file))
    return file


@pytest.fixture
def view(theme: Theme, qtbot: QtBot) -> SafeView:
    made = SafeView(theme, lambda _: None)
    qtbot.addWidget(made)
    made.resize(300, 200)
    return made


def has_red(view: SafeView) -> bool:
    view.show()
    shot = view.grab().toImage()
    return any(
        shot.pixelColor(x, y) == RED for x in range(shot.width()) for y in range(shot.height())
    )


@pytest.mark.parametrize(
    "html",
    [
        '<img src="{path}">',
        '<img src="{url}">',
        '<table background="{path}"><tr><td>x<br>x<br>x</td></tr></table>',
        '<div style="background-image: url({path})">x<br>x</div>',
        '<body background="{url}">x</body>',
    ],
)
def test_that_no_picture_is_read_from_a_file(view: SafeView, red_file: Path, html: str) -> None:
    url = QUrl.fromLocalFile(str(red_file)).toString()
    view.show_rich(Rich(html=html.format(path=red_file, url=url)))
    assert not has_red(view)


def test_that_an_unsafe_document_would_have_read_it(
    view: SafeView, red_file: Path, qtbot: QtBot
) -> None:
    """Shows that the test above looks at the right thing."""
    unsafe = QTextDocument(view)
    unsafe.setHtml(f'<img src="{red_file}">')
    view.setDocument(unsafe)
    assert has_red(view)


def test_that_a_picture_we_were_given_is_shown(view: SafeView) -> None:
    picture = QImage(40, 40, QImage.Format.Format_RGB32)
    picture.fill(RED)
    view.show_rich(Rich(html='<img src="cid:7">'), {"cid:7": picture})
    assert has_red(view)


def test_that_a_refused_picture_is_one_transparent_pixel() -> None:
    document = SafeDocument()
    answer = document.loadResource(
        QTextDocument.ResourceType.ImageResource.value, QUrl("//host/share/x.png")
    )
    assert isinstance(answer, QImage)
    assert (answer.width(), answer.height()) == (1, 1)
    assert document.refused == ["//host/share/x.png"]


def test_that_a_style_sheet_is_never_fetched() -> None:
    kind = QTextDocument.ResourceType.StyleSheetResource.value
    assert SafeDocument().loadResource(kind, QUrl("file:///etc/passwd")) == ""


def test_that_links_are_handed_on_and_not_followed(theme: Theme, qtbot: QtBot) -> None:
    opened: list[str] = []
    made = SafeView(theme, opened.append)
    qtbot.addWidget(made)
    made.show_markdown("[here](https://example.org)")
    made.anchorClicked.emit(QUrl("https://example.org"))
    assert opened == ["https://example.org"]
    assert not made.openLinks()
    assert "here" in made.toPlainText()


def test_that_a_view_that_fits_is_as_tall_as_its_text(theme: Theme, qtbot: QtBot) -> None:
    made = SafeView(theme, lambda _: None, fits=True)
    qtbot.addWidget(made)
    made.resize(200, 50)
    made.show()
    made.show_markdown("one")
    short = made.height()
    made.show_markdown("one\n\n" * 12)
    qtbot.waitUntil(lambda: bool(made.height() > 6 * short))


def test_that_the_reason_is_shown_with_the_plain_text(view: SafeView) -> None:
    view.show_markdown("a" * 5000)
    assert view.toPlainText().startswith("Shown as plain text because")


def test_that_pasting_brings_words_and_nothing_else(qtbot: QtBot) -> None:
    editor = TextEditor("Comment")
    qtbot.addWidget(editor)
    source = QMimeData()
    source.setHtml("<b>bold</b> <img src='file:///etc/passwd'>")
    source.setText("bold")
    editor.insertFromMimeData(source)
    assert editor.toPlainText() == "bold"
    only_picture = QMimeData()
    only_picture.setImageData(QImage(2, 2, QImage.Format.Format_RGB32))
    assert not editor.canInsertFromMimeData(only_picture)
