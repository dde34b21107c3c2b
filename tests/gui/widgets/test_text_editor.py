"""Where people type: plain words, and never more than can be laid out at once."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QMimeData
from pytestqt.qtbot import QtBot

from desk_gui.domain.ticket import MAX_TEXT
from desk_gui.gui.widgets.text_editor import LONGEST_WORD, TextEditor, is_pasteable, pasteable


@pytest.mark.parametrize("text", ["x" * 1_000_000, "a " * MAX_TEXT, "short " + "ж" * 300_000])
def test_that_an_editor_without_files_takes_what_it_can_show(qtbot: QtBot, text: str) -> None:
    editor = TextEditor("Why")
    qtbot.addWidget(editor)
    editor.show()
    data = QMimeData()
    data.setText(text)
    began = time.thread_time()
    editor.insertFromMimeData(data)
    editor.grab()
    assert time.thread_time() - began < 1
    kept = editor.toPlainText()
    assert text.startswith(kept)
    assert LONGEST_WORD <= len(kept) <= MAX_TEXT + 1
    assert is_pasteable(kept) or len(kept) == MAX_TEXT + 1


def test_that_ordinary_text_is_pasted_whole() -> None:
    text = "Nobody can open mail.\n" * 1_000
    assert is_pasteable(text)
    assert pasteable(text) == text
    assert not is_pasteable("x" * (LONGEST_WORD + 1))
    assert is_pasteable("x" * LONGEST_WORD)
