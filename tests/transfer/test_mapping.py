"""Import mappings: the ones that ship, people's own, and bad ones."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from desk_gui import paths
from desk_gui.domain.errors import FileTrouble
from desk_gui.domain.workflow import HoldReason, Kind, Status
from desk_gui.transfer.mapping import ImportMapping
from desk_gui.transfer.mapping_file import read_mapping
from desk_gui.transfer.tickets import TicketFormat, ticket_file
from tests.transfer.conftest import Write

GOOD = """
source = "old desk"
title = "Old Desk"
kind = "incident"
delimiter = ";"
missing = ["-", ""]
ignored = ["colour"]
[dates]
format = "%d.%m.%Y %H:%M"
zone = "Europe/Berlin"
[columns]
number = "Nr"
title = "Betreff"
status = "Stand"
opened_at = "Eröffnet"
priority = "Prio"
[statuses]
offen = "new"
wartet = "on_hold supplier"
[priorities]
hoch = 2
[levels]
2 = ["high", "medium"]
"""


def mapping_of(write: Write, text: str = GOOD) -> ImportMapping:
    return read_mapping(write(text, "mine.toml"))


@pytest.mark.parametrize("name", ["servicenow-log.toml", "desk-csv.toml"])
def test_that_the_mappings_that_ship_are_good(name: str) -> None:
    mapping = read_mapping(paths.resources() / "mappings" / name)
    assert mapping.lacking([*mapping.columns.values(), *mapping.details.values()]) == []


def test_that_a_mapping_of_ones_own_reads_a_file_of_ones_own(write: Write) -> None:
    path = write(
        "Nr;Betreff;Stand;Eröffnet;Prio;colour\n7;Kein Netz;wartet;1.7.2016 14:00;hoch;red\n"
    )
    (ticket,) = ticket_file(path, TicketFormat.AUTO, write(GOOD, "mine.toml")).plans()
    assert (ticket.source, ticket.foreign_number, ticket.kind) == ("old desk", "7", Kind.INCIDENT)
    assert (ticket.status, ticket.hold_reason) == (Status.ON_HOLD, HoldReason.SUPPLIER)
    assert ticket.opened_at == datetime(2016, 7, 1, 12, tzinfo=UTC)


def test_that_dates_follow_their_zone_in_summer_and_winter(write: Write) -> None:
    mapping = mapping_of(write)
    assert mapping.instant("1.1.2016 12:00").hour == 11
    assert mapping.instant("1.7.2016 12:00").hour == 10


def test_that_iso_dates_may_state_their_own_zone(write: Write) -> None:
    mapping = mapping_of(write, GOOD.replace('"%d.%m.%Y %H:%M"', '"iso"'))
    assert mapping.instant("2016-07-01T12:00:00+05:30") == datetime(2016, 7, 1, 6, 30, tzinfo=UTC)
    assert mapping.instant("2016-07-01 12:00") == datetime(2016, 7, 1, 10, 0, tzinfo=UTC)


BAD = {
    "source = ": (", line 2, column 10: this is not TOML; correct it (see toml.io)."),
    'source = "old desk"': ": [source] must be there, as a text in quotation marks.",
    'kind = "bug"': ": [kind] is “bug”, which the desk does not know; use one of: incident",
    'missing = "-"': ": [missing] must be a list of texts.",
    'delimiter = "::"': ": [delimiter] must be a comma, a semicolon, a tab (\\t) or a bar (|).",
    'format = "%d"': ": [dates.format] must be “iso” or name day, month and year",
    'zone = "Mars/Base"': ": [dates.zone] is “Mars/Base”, which is no time zone",
    'zone = "../../etc/passwd"': ": [dates.zone] is “../../etc/passwd”, which is no time zone",
    'offen = "open"': ": [statuses.offen] is “open”, which the desk does not know",
    'wartet = "on_hold rain"': ": [statuses.wartet] is “rain”, which the desk does not know",
    'offen = "new supplier"': ": [statuses.offen] may state a hold reason only after “on_hold”.",
    "hoch = 9": ": [priorities.hoch] is “9”, which the desk does not know",
    'number = ""': ": [columns.number] must be a text in quotation marks.",
    'numbre = "Nr"': ": [columns.numbre] is no field of a ticket; use one of: assignee,",
    '2 = ["high"]': ": [levels.2] must be a priority (1 to 5) and a list of impact and urgency.",
    "levels = 3": ": [levels] must be a table of its own.",
}  # fmt: skip
REPLACED = {
    "source = ": 'source = "old desk"',
    'source = "old desk"': 'source = "old desk"',
    'kind = "bug"': 'kind = "incident"',
    'missing = "-"': 'missing = ["-", ""]',
    'delimiter = "::"': 'delimiter = ";"',
    'format = "%d"': 'format = "%d.%m.%Y %H:%M"',
    'zone = "Mars/Base"': 'zone = "Europe/Berlin"',
    'zone = "../../etc/passwd"': 'zone = "Europe/Berlin"',
    'offen = "open"': 'offen = "new"',
    'wartet = "on_hold rain"': 'wartet = "on_hold supplier"',
    'offen = "new supplier"': 'offen = "new"',
    "hoch = 9": "hoch = 2",
    'number = ""': 'number = "Nr"',
    'numbre = "Nr"': 'number = "Nr"',
    '2 = ["high"]': '2 = ["high", "medium"]',
    "levels = 3": '[levels]\n2 = ["high", "medium"]',
}


@pytest.mark.parametrize("bad", BAD)
def test_that_a_bad_mapping_is_refused_with_its_key(write: Write, bad: str) -> None:
    new = "" if bad == REPLACED[bad] else bad
    text = GOOD.replace(REPLACED[bad], new)
    if bad == "levels = 3":
        text = "levels = 3\n" + GOOD.replace(REPLACED[bad], "")
    path = write(text, "mine.toml")
    with pytest.raises(FileTrouble) as caught:
        read_mapping(path)
    assert str(caught.value).startswith(f"{path}{BAD[bad]}")


@pytest.mark.parametrize("key", ["colums = 1", "[columms]\nx = 1", '[dates]\nzones = "UTC"'])
def test_that_a_key_nobody_knows_is_refused(write: Write, key: str) -> None:
    text = GOOD.replace('[dates]\nformat = "%d.%m.%Y %H:%M"\nzone = "Europe/Berlin"\n', "")
    text = f"{text}{key}\n" if key.startswith("[") else f"{key}\n{text}"
    with pytest.raises(FileTrouble, match="no mapping has this key"):
        mapping_of(write, text)


def test_that_a_mapping_needs_the_columns_a_ticket_needs(write: Write) -> None:
    with pytest.raises(FileTrouble, match=r"\[columns.status\] is missing"):
        mapping_of(write, GOOD.replace('status = "Stand"\n', ""))


def test_that_a_mapping_names_at_least_one_status(write: Write) -> None:
    text = GOOD.replace('offen = "new"\nwartet = "on_hold supplier"\n', "")
    with pytest.raises(FileTrouble, match=r"\[statuses\] is missing"):
        mapping_of(write, text)


def test_that_a_mapping_that_is_no_file_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(FileTrouble, match="no such file"):
        read_mapping(tmp_path / "none.toml")


def test_that_a_file_that_lacks_a_named_column_is_refused(write: Write) -> None:
    path = write("Nr;Betreff;Stand;Eröffnet\n")
    with pytest.raises(FileTrouble, match=r"line 1: the column “Prio” is missing"):
        list(ticket_file(path, TicketFormat.AUTO, write(GOOD, "mine.toml")).plans())


def test_that_a_mapping_may_say_which_columns_can_be_missing(write: Write) -> None:
    path = write("Nr;Betreff;Stand;Eröffnet;anything\n")
    text = GOOD.replace('ignored = ["colour"]', 'ignored = ["*"]\nmay_lack = ["Prio"]')
    assert list(ticket_file(path, TicketFormat.AUTO, write(text, "mine.toml")).plans()) == []


def test_that_a_header_that_fits_no_format_names_what_is_missing(write: Write) -> None:
    with pytest.raises(FileTrouble) as caught:
        ticket_file(write("a,b\n1,2\n"), TicketFormat.AUTO)
    said = str(caught.value)
    assert ", line 1: the columns fit no known format" in said
    assert "csv needs number, opened_at, status, title" in said
    assert said.endswith("name a mapping with --mapping.")
