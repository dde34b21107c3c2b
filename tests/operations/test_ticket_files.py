"""The tickets behind a figure as a file, on both databases."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from zipfile import ZipFile

import pytest

from desk_gui.domain.errors import Cancelled
from desk_gui.operations import search
from desk_gui.operations.ticket_files import AT_ONCE, HEADS, tickets_file
from desk_gui.operations.transfer import import_tickets
from tests.conftest import Office
from tests.factories import a_request, an_incident
from tests.operations.asked import asked


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_that_tickets_are_written_one_a_row_in_the_order_asked_for(office: Office) -> None:
    ids = [an_incident(office.agent, "Mail is down"), a_request(office.agent)]
    told = read(tickets_file(office.agent, ids[::-1], "csv"))
    assert told[0] == list(HEADS)
    assert [row[0] for row in told[1:]] == [f"REQ-{ids[1]}", f"INC-{ids[0]}"]
    assert told[2][1:4] == ["incident", "new", "Mail is down"]
    assert told[2][9].endswith("Z")


@pytest.mark.parametrize("title", ["=1+1", "+SUM(A1)", "-2+3", "@cmd"])
def test_that_no_title_becomes_a_formula(office: Office, title: str) -> None:
    ids = [an_incident(office.agent, title)]
    assert read(tickets_file(office.agent, ids, "csv"))[1][3] == f"'{title}"
    with ZipFile(io.BytesIO(tickets_file(office.agent, ids, "xlsx"))) as file:
        sheet = file.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert f'<c t="inlineStr"><is><t xml:space="preserve">{title}</t>' in sheet


def test_that_a_file_of_tickets_can_be_read_in_again(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "tickets.csv"
    path.write_bytes(tickets_file(office.agent, [an_incident(office.agent, "Tür klemmt")], "csv"))
    told = import_tickets(office.administrator, path)
    assert (told.imported, told.refused) == (1, ())
    assert len(search.find_tickets(office.agent, "Tür klemmt")) == 2


def test_that_writing_ends_when_it_is_stopped(office: Office) -> None:
    ids = [an_incident(office.agent)] * (AT_ONCE + 1)
    asked: list[bool] = []

    def stopped() -> bool:
        asked.append(True)
        return len(asked) == 2

    with pytest.raises(Cancelled):
        tickets_file(office.agent, ids, "csv", stopped=stopped)


def test_that_what_may_not_be_seen_is_left_out(office: Office) -> None:
    ids = [an_incident(office.agent), an_incident(office.agent, confidential=True)]
    everything = read(tickets_file(office.supervisor, ids, "csv"))
    assert [row[0] for row in everything[1:]] == [f"INC-{one}" for one in ids]
    mine = read(tickets_file(office.agent, ids, "csv"))
    assert [row[0] for row in mine[1:]] == [f"INC-{ids[0]}"]


def test_that_the_tickets_of_a_part_are_asked_for_once(office: Office) -> None:
    ids = [an_incident(office.agent) for _ in range(3)]
    with asked(office.agent) as statements:
        tickets_file(office.agent, ids, "csv")
    assert sum("FROM ticket" in one for one in statements) == 1
