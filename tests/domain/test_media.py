"""What a file is, what opening it could do, and text that is harmless to show."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_gui.domain.media import (
    DANGEROUS,
    PROGRAM,
    UNKNOWN,
    WIDEST_LINE,
    Preview,
    harmless_text,
    media_type,
    media_words,
    preview_of,
    readable,
    why_dangerous,
)

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00"
KINDS = [
    ("a.png", PNG, "image/png"),
    ("a.exe", PNG, "image/png"),
    ("a.png", PE, PROGRAM),
    ("a.png", b"<svg onload='x()'>", "image/svg+xml"),
    ("a.txt", b'<?xml version="1.0"?>\n<!-- --><svg xmlns="x">', "image/svg+xml"),
    ("a.txt", b"  <!DOCTYPE html><title>x", "text/html"),
    ("a.log", b"\xef\xbb\xbf<html>", "text/html"),
    ("a.log", b"09:00 <html> in a line", "text/plain"),
    ("a.xml", b"<config/>", "application/xml"),
    ("a.docx", b"PK\x03\x04rest", WORD),
    ("a.zip", b"PK\x03\x04rest", "application/zip"),
    ("a.png", b"PK\x03\x04rest", "application/zip"),
    ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
    ("bmw.txt", b"BMW, MZ and #", "text/plain"),
    ("a.bmp", b"BM\x36\x00\x00\x00\x00\x00", "image/bmp"),
    ("run", b"#!/bin/sh\nrm -rf /", "text/x-script"),
    ("a.csv", "Stück;Preis\n".encode("cp1252"), "text/csv"),
    ("a.txt", "hello there".encode("utf-16"), "text/plain"),
    ("a.txt", "hello there".encode("utf-16-le"), "text/plain"),
    ("a.dat", bytes(range(256)), UNKNOWN),
    ("a.txt", b"", "text/plain"),
    ("a", b"\x7fELF\x02\x01", PROGRAM),
]  # fmt: skip


@pytest.mark.parametrize(("name", "head", "media"), KINDS)
def test_that_content_says_what_a_file_is_before_its_name_does(
    name: str, head: bytes, media: str
) -> None:
    assert media_type(name, head) == media
    assert media_words(media)


@given(st.text(max_size=30), st.binary(max_size=300))
def test_that_anything_has_some_type_and_words_for_it(name: str, head: bytes) -> None:
    media = media_type(name, head)
    assert media_words(media)
    assert preview_of(media) in Preview


ENDINGS = [ending for endings in DANGEROUS.values() for ending in endings.split()]


def test_that_no_dangerous_extension_stands_in_two_groups() -> None:
    assert len(ENDINGS) == len(set(ENDINGS))


@pytest.mark.parametrize("ending", ENDINGS)
def test_that_every_dangerous_extension_is_told_however_it_is_spelled(ending: str) -> None:
    for name in (
        f"a.{ending}",
        f"A.{ending.upper()}",
        f"a.pdf.{ending}",
        f"a.{ending}. ",
        f"a\u202e.{ending}\u200b",
    ):
        assert why_dangerous(name, UNKNOWN), name


KNOWN = (
    "exe msi bat cmd ps1 vbs js jar scr lnk desktop sh app dmg docm xlsm html svg hta url command"
)


def test_that_the_list_has_what_everybody_knows() -> None:
    assert set(KNOWN.split()) <= set(ENDINGS)


@pytest.mark.parametrize("head", [PE, b"\x7fELF\x02", b"#!/bin/sh\n", b"<html><script>", b"<svg>"])
def test_that_dangerous_content_is_told_whatever_it_is_called(head: bytes) -> None:
    for name in ("holiday.png", "report.pdf", "noname"):
        assert why_dangerous(name, media_type(name, head))


@pytest.mark.parametrize("name", ["a.png", "a.pdf", "a.docx", "a.log", "a.csv", "exe", "sh.txt"])
def test_that_what_is_merely_looked_at_asks_nothing(name: str) -> None:
    assert why_dangerous(name, media_type(name, b"plain words")) is None


@pytest.mark.parametrize("media", ["image/svg+xml", "text/html"])
def test_that_web_pages_and_drawings_are_only_read_as_text(media: str) -> None:
    assert preview_of(media) is Preview.TEXT


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_that_the_encoding_of_western_text_is_guessed(encoding: str) -> None:
    text = "Der Drucker im 2. Stock druckt für Zoë nur leere Seiten.\nSeit heute früh."
    assert readable(text.encode(encoding), whole=True) == text


def test_that_a_cut_text_loses_at_most_its_last_character() -> None:
    assert readable("Straße".encode()[:5], whole=False) == "Stra"
    assert readable("Straße".encode()[:5], whole=True) == "Stra�"


@given(st.binary(max_size=400))
def test_that_any_bytes_are_a_text_or_none(content: bytes) -> None:
    text = readable(content, whole=True)
    assert text is None or isinstance(harmless_text(text), str)


@given(st.text(max_size=600))
def test_that_a_shown_text_steers_nothing_and_has_no_endless_line(text: str) -> None:
    shown = harmless_text(text)
    assert max(map(len, shown.split("\n"))) <= WIDEST_LINE
    hidden = {unicodedata.category(sign) for sign in shown if sign not in "\n\t\u200c\u200d"}
    assert not hidden & {"Cc", "Cf", "Cs", "Zl", "Zp"}


def test_that_ordinary_text_is_shown_as_it_is() -> None:
    text = "Für Zoë: 1 < 2\n\tرسالة با\u200cهم 👍\n"
    assert harmless_text(text) == text
    assert harmless_text("a\r\nb\rc") == "a\nb\nc"
    assert harmless_text("gnp\u202eexe.") == "gnp�exe."


def test_that_an_endless_line_is_ready_at_once() -> None:
    for letter in ("x", "ж", "\u202e", "<"):
        began = time.thread_time()
        assert harmless_text(letter * 200_000).count("\n") == 200_000 // WIDEST_LINE - 1
        assert time.thread_time() - began < 0.3
