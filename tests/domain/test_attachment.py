"""Names that are harmless on every disk, limits that are said before anything is read."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_gui.domain.attachment import (
    LONGEST_NAME,
    MB,
    extension,
    name_by_time,
    numbered,
    safe_name,
    size_words,
    why_not_attach,
    why_not_together,
)

HOSTILE = {
    "../../x": "x",
    "../../../etc/passwd": "passwd",
    "C:\\x": "x",
    "C:\\Users\\me\\report.pdf": "report.pdf",
    "C:x": "C_x",
    "\\\\host\\share\\a.txt": "a.txt",
    "CON.txt": "_CON.txt",
    "con": "_con",
    "nul .tar.gz": "_nul .tar.gz",
    "LPT1": "_LPT1",
    "COM\u00b9.log": "_COM1.log",
    "a\u202egnp.exe": "agnp.exe",
    "re\u200bport\ufeff.pdf": "report.pdf",
    "\u200b.htaccess": "htaccess",
    "a.txt\u200b": "a.txt",
    "file.exe. . .": "file.exe",
    "file.txt:hidden.exe": "file.txt_hidden.exe",
    "\uff0e\uff0e\uff0fsecret": "secret",
    "a\u2215b": "a\u2215b",
    "a\uff0fb": "b",
    "\u2025/\u2025/x": "x",
    "a\x00b\nc\td.txt": "abcd.txt",
    "photo.png                        .exe": "photo.png .exe",
    "": "file",
    ".": "file",
    "..": "file",
    "/": "file",
    "\u3164": "file",
    "\ud800.txt": "txt",
    "x" * 300 + ".pdf": "x" * 116 + ".pdf",
    "\u00e9" * 300 + ".log": "\u00e9" * 58 + ".log",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_that_a_hostile_name_becomes_a_harmless_one(name: str) -> None:
    assert safe_name(name) == HOSTILE[name]


ANYTHING = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from('./\\: \u202e\u200b\u200f\ufeff\uff0e\uff0f\u2025\u00b9\ufdfa|*?"<>\x00'),
        st.sampled_from("CONPRAUXLMTcom1239"),
    ),
    max_size=150,
)


@given(ANYTHING)
def test_that_any_name_becomes_one_part_of_a_path(name: str) -> None:
    safe = safe_name(name)
    assert safe
    assert len(safe.encode()) <= LONGEST_NAME
    for kind in (PurePosixPath, PureWindowsPath):
        assert kind("folder", safe).parent == kind("folder")
        assert kind(safe).parts == (safe,)
    assert not PureWindowsPath(safe).drive
    assert safe == safe.strip(" .")


@given(ANYTHING)
def test_that_a_safe_name_is_the_same_when_asked_again(name: str) -> None:
    assert safe_name(safe_name(name)) == safe_name(name)
    assert unicodedata.is_normalized("NFKC", safe_name(name))


@given(ANYTHING)
def test_that_nothing_invisible_stays_in_a_name(name: str) -> None:
    assert all(not unicodedata.category(sign).startswith("C") for sign in safe_name(name))
    assert safe_name(name).isascii() or not set(safe_name(name)) & set("\u202e\u200b\u2066\ufeff")


RESERVED = [
    *("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"),
    *(f"{port}{n}" for port in ("COM", "LPT") for n in "0123456789\u00b9\u00b2\u00b3"),
]


@given(
    st.sampled_from(RESERVED),
    st.sampled_from([str.lower, str.upper, str.capitalize]),
    st.sampled_from(["", " ", ".", " .", "\u200b", "\u202e."]),
    ANYTHING,
)
def test_that_a_name_is_never_one_that_windows_keeps_for_itself(
    reserved: str, spelled: type[str], between: str, more: str
) -> None:
    safe = safe_name(spelled(reserved) + between + more)
    plain = {unicodedata.normalize("NFKC", one) for one in RESERVED}
    assert safe.split(".")[0].rstrip().upper() not in plain


@given(ANYTHING, st.sampled_from(["pdf", "png", "exe", "tar", "log"]))
def test_that_a_long_name_keeps_its_extension(name: str, ending: str) -> None:
    assert extension(safe_name(f"x{name.replace('.', '')}y.{ending}")) == ending


@given(ANYTHING)
def test_that_a_safe_name_survives_a_disk(
    tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    folder = tmp_path_factory.mktemp("disk", numbered=True)
    (folder / safe_name(name)).write_bytes(b"x")
    assert [one.name for one in folder.iterdir()] == [safe_name(name)]


def test_that_a_second_file_of_a_name_gets_a_number_before_its_extension() -> None:
    assert numbered("report.pdf", 2) == "report (2).pdf"
    assert numbered("README", 3) == "README (3)"


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (1000, "1000 bytes"),
        (1536, "1.5 kB"),
        (999_999, "977 kB"),
        (25 * MB, "25 MB"),
        (2048 * MB, "2 GB"),
    ],
)
def test_that_sizes_are_said_as_people_say_them(size: int, words: str) -> None:
    assert size_words(size) == words


def test_that_the_limit_is_a_sentence_with_both_sizes() -> None:
    assert why_not_attach("a.iso", 25 * MB, 25) is None
    said = why_not_attach("x/\u202ea.iso", 2048 * MB, 25) or ""
    assert said.startswith("“a.iso” has 2 GB; a file can have at most 25 MB.")


def test_that_one_comment_carries_so_many_files_and_so_much() -> None:
    assert why_not_together([1] * 20, 25) is None
    assert "at most 20 files" in (why_not_together([1] * 21, 25) or "")
    assert "at most 100 MB" in (why_not_together([25 * MB] * 5, 25) or "")


def test_that_a_picture_without_a_name_is_called_by_its_time(tmp_path: Path) -> None:
    name = name_by_time("Picture", datetime(2026, 3, 2, 9, 5, 7, tzinfo=UTC), "png")
    assert name == "Picture 2026-03-02 09.05.07.png" == safe_name(name)
