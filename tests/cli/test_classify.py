"""`desk classify`, with a database and without one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import CommandLine
from tests.conftest import Office
from tests.factories import a_published_article

PROMISED_KEYS = {
    "kind", "confidence", "abstained", "because", "impact", "urgency", "priority", "articles",
}  # fmt: skip


def test_that_a_text_is_classified_without_any_database(desk: CommandLine, home: Path) -> None:
    said = desk("classify", "The printer is broken", "--json")
    assert said.code == 0
    assert said.json.keys() >= PROMISED_KEYS
    assert (said.json["kind"], said.json["abstained"]) == ("incident", False)
    assert said.json["priority"] == 3
    assert {"words", "says", "weight"} <= said.json["because"][0].keys()
    assert not (home / "data").exists()


def test_that_a_text_that_says_nothing_is_left_undecided(desk: CommandLine) -> None:
    told = desk("classify", "Hello", "--json").json
    assert (told["kind"], told["abstained"], told["priority"]) == (None, True, None)
    assert "Undecided" in desk("classify", "Hello").out


def test_that_standard_input_is_read(desk: CommandLine) -> None:
    told = desk("classify", "-", "--json", stdin=b"Please give me access to the share").json
    assert told["kind"] == "request"
    assert desk("classify", "--json", stdin=b"The mail server is down").json["kind"] == "incident"


def test_that_each_line_gives_one_object(desk: CommandLine) -> None:
    said = desk("classify", "--lines", stdin=b"The mail server is down\n\nNew laptop, please\n")
    assert [one["kind"] for one in said.lines] == ["incident", None, "request"]


def test_that_a_line_that_is_no_text_is_named(desk: CommandLine) -> None:
    said = desk("classify", "--lines", stdin=b"fine\nZ\xfcrich\n")
    assert said.code == 4
    assert "line 2, byte 2" in said.err


def test_that_endless_input_is_refused(desk: CommandLine) -> None:
    assert desk("classify", stdin=b"x" * 900_000).code == 4
    assert desk("classify", "--lines", stdin=b"x" * 1_100_000).code == 4


def test_that_articles_that_may_help_are_named(
    desk: CommandLine, office: Office, at: Callable[..., None]
) -> None:
    a_published_article(office.agent, office.supervisor, "Clear a paper jam in the printer")
    at(office.agent.database.location)
    told = desk("classify", "Paper jam, printer does not print", "--json").json
    (article,) = told["articles"]
    assert (article["number"], article["title"]) == ("KB-1", "Clear a paper jam in the printer")
    assert article["because"] == "shares: Paper, jam, printer"


def test_that_a_named_database_must_be_there(desk: CommandLine, tmp_path: Path) -> None:
    said = desk("--database", str(tmp_path / "none.db"), "classify", "The printer is broken")
    assert said.code == 3
