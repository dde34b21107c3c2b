"""Bad files: each is one sentence with its place, and none costs memory."""

from __future__ import annotations

import gzip
import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_gui.domain.errors import Cancelled, FileTrouble
from desk_gui.transfer.source import MAX_LINE, Source, shown
from desk_gui.transfer.tickets import TicketFormat, ticket_file
from tests.transfer.conftest import Write
from tests.transfer.logs import HEADER, row

A_LOG = f"{HEADER}\n{row()}\n".encode()


def complaint(path: Path) -> str:
    """What is said when the file is imported as a log."""
    with pytest.raises(FileTrouble) as caught:
        list(ticket_file(path, TicketFormat.SERVICENOW_LOG).plans())
    sentence = str(caught.value)
    assert sentence.startswith(str(path))
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence.removeprefix(str(path))


def test_that_a_missing_file_is_named(tmp_path: Path) -> None:
    assert complaint(tmp_path / "none.csv") == ": there is no such file; check the name."


def test_that_a_folder_is_not_a_file(tmp_path: Path) -> None:
    assert complaint(tmp_path) == ": this is a folder; choose a file in it."


def test_that_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "not a regular file" in complaint(tmp_path / "pipe")


def test_that_a_name_with_a_nul_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileTrouble, match="cannot be opened"):
        list(Source(tmp_path / "a\0b").lines())


def test_that_a_file_without_permission_says_whom_to_ask(write: Write) -> None:
    path = write(A_LOG)
    path.chmod(0)
    # Nobody may not read Desk's own files either, where they lie in a folder of root.
    was = os.geteuid()
    if was == 0:
        os.seteuid(65534)
    try:
        with pytest.raises(FileTrouble) as caught:
            list(Source(path).lines())
    finally:
        os.seteuid(was)
    assert str(caught.value) == (
        f"{path}: there is no permission to read it; ask its owner, or copy it to your folder."
    )


@pytest.mark.parametrize("content", [b"", gzip.compress(b"", mtime=0)])
def test_that_an_empty_file_is_said_to_be_empty(write: Write, content: bytes) -> None:
    assert complaint(write(content)) == (
        ": the file is empty; choose the file that holds the data."
    )


@pytest.mark.parametrize("cut", [11, 60, -1])
def test_that_a_truncated_gzip_is_not_imported(write: Write, cut: int) -> None:
    packed = gzip.compress(A_LOG)
    sentence = complaint(write(packed[:cut], "log.csv.gz"))
    assert "ends too early or is damaged; get a whole copy" in sentence
    assert ", line " in sentence


def test_that_a_damaged_gzip_is_not_imported(write: Write) -> None:
    packed = bytearray(gzip.compress(A_LOG))
    packed[-6] ^= 0xFF
    assert "damaged" in complaint(write(bytes(packed)))


def test_that_plain_text_named_gz_is_noticed(write: Write) -> None:
    assert "is not a gzip file" in complaint(write(A_LOG, "log.csv.gz"))


def test_that_gzip_is_known_by_its_content_and_not_by_its_name(write: Write) -> None:
    path = write(gzip.compress(A_LOG), "log.csv")
    assert len(list(ticket_file(path, TicketFormat.AUTO).plans())) == 1


@pytest.mark.parametrize("text", ["Ärger mit dem Drucker", "€ 1.000"])
def test_that_another_encoding_is_refused_with_line_and_column(write: Write, text: str) -> None:
    rows = f"{HEADER}\n{row()}\n{row(category=text)}\n".encode("cp1252")
    column = row(category=text).index(text[0]) + 1
    said = complaint(write(rows))
    assert said.startswith(f", line 3, column {column}: byte 0x")
    assert said.endswith("is not UTF-8; save the file as UTF-8.")


def test_that_utf_16_is_refused(write: Write) -> None:
    path = write(A_LOG.decode().encode("utf-16"))
    assert complaint(path).startswith(", line 1, column 1: byte 0xff is not UTF-8")


def test_that_a_byte_order_mark_does_no_harm(write: Write) -> None:
    path = write(b"\xef\xbb\xbf" + A_LOG)
    assert len(list(ticket_file(path, TicketFormat.AUTO).plans())) == 1


def test_that_a_nul_character_is_refused_with_its_column(write: Write) -> None:
    said = complaint(write(f"{HEADER}\nab\0c\n"))
    assert (
        said == ", line 2, column 3: there is a NUL character; save the file as plain UTF-8 text."
    )


def test_that_a_line_of_two_gigabytes_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.write(A_LOG)
        file.truncate(2 << 30)
    tracemalloc.start()
    try:
        said = complaint(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert said == (
        f", line 3, column {MAX_LINE + 1}: the line is longer than 1 MiB; "
        "this is not a file of this kind."
    )
    assert peak < 8 << 20


def test_that_a_huge_line_inside_gzip_is_refused_without_being_unpacked(write: Write) -> None:
    path = write(gzip.compress(A_LOG + b"x" * (64 << 20), compresslevel=1), "log.csv.gz")
    tracemalloc.start()
    try:
        said = complaint(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert "line 3" in said
    assert peak < 8 << 20


def test_that_a_quotation_mark_that_is_never_closed_is_noticed(write: Write) -> None:
    path = write(f'{HEADER}\n"{"a line of text" * 9}\n' + ("another line" * 9 + "\n") * 50_000)
    said = complaint(path)
    assert "quotation mark" in said
    assert ", line " in said


def test_that_a_quotation_mark_open_at_the_end_is_noticed(write: Write) -> None:
    said = complaint(write(f'{HEADER}\n{row()}\n"INC2,New\n'))
    assert said.startswith(", line 3: the record is not well formed")


def test_that_reading_can_be_stopped(write: Write) -> None:
    path = write(f"{HEADER}\n" + f"{row()}\n" * 2000)
    asked = []

    def stop() -> bool:
        asked.append(True)
        return len(asked) > 1

    with pytest.raises(Cancelled, match="was stopped"):
        list(ticket_file(path, TicketFormat.SERVICENOW_LOG).plans(cancelled=stop))
    assert len(asked) == 2


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_that_progress_grows_to_the_size_of_the_file(
    write: Write, pack: Callable[[bytes], bytes]
) -> None:
    path = write(pack(f"{HEADER}\n".encode() + f"{row()}\n".encode() * 3000))
    told: list[tuple[int, int]] = []
    list(
        ticket_file(path, TicketFormat.SERVICENOW_LOG).plans(
            progress=lambda done, total: told.append((done, total))
        )
    )
    size = path.stat().st_size
    assert told == sorted(told)
    assert told[-1] == (size, size)
    assert len(told) > 3


def test_that_a_foreign_value_is_shown_short_and_printable() -> None:
    assert shown("a\x1b[31mred") == "“a�[31mred”"
    assert len(shown("x" * 1000)) < 70


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(content=st.binary(max_size=400))
def test_that_no_bytes_whatsoever_cause_more_than_a_sentence(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "any"
    path.write_bytes(content)
    with pytest.raises(FileTrouble):
        list(ticket_file(path, TicketFormat.AUTO).plans())


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(at=st.integers(0, len(A_LOG) - 1), byte=st.integers(0, 255))
def test_that_a_log_with_one_wrong_byte_is_read_or_refused_with_its_line(
    tmp_path: Path, at: int, byte: int
) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(A_LOG[:at] + bytes([byte]) + A_LOG[at + 1 :])
    said = f"{path}, line "
    try:
        list(ticket_file(path, TicketFormat.SERVICENOW_LOG).plans())
    except FileTrouble as trouble:
        said = str(trouble)
    assert said.startswith(f"{path}, line ")
