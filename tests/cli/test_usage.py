"""What the command line takes, and what is wrong usage."""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path

import pytest

from desk_gui.cli import parser
from tests.cli.conftest import CommandLine

COMMANDS = [
    ["init"],
    ["import", "tickets", "FILE"],
    ["import", "articles", "FOLDER"],
    ["ticket", "new", "--title", "T"],
    ["ticket", "show", "1"],
    ["ticket", "move", "1", "closed"],
    ["ticket", "reclassify", "1", "request", "--reason", "R"],
    ["ticket", "merge", "1", "2"],
    ["ticket", "unmerge", "1"],
    ["queue"],
    ["search", "words"],
    ["classify"],
    ["report"],
    ["check"],
    ["upgrade"],
    ["doctor"],
    ["bench"],
    ["tour", "FOLDER"],
    ["self-test"],
    [],
]


@pytest.mark.parametrize("arguments", COMMANDS)
def test_that_every_command_has_somebody_who_does_it(arguments: list[str]) -> None:
    room, _, name = parser.read(arguments).run.partition(".")
    assert callable(getattr(import_module(f"desk_gui.cli.{room}"), name))


def test_that_help_names_every_command_and_every_exit_code(desk: CommandLine) -> None:
    said = desk("--help")
    assert said.code == 0
    for command in COMMANDS[:-1]:
        assert command[0] in said.out
    for word in ("DESK_DATABASE", "DESK_PASSWORD_FILE", "DESK_ACCOUNT", "0 done", "130 stopped"):
        assert word in said.out


def test_that_every_command_has_help(desk: CommandLine) -> None:
    for command in COMMANDS[:-1]:
        words = [word for word in command[:2] if word.isalpha() and word.islower()]
        assert desk(*words[: 2 if command[0] in {"import", "ticket"} else 1], "--help").code == 0


def test_that_the_version_is_told(desk: CommandLine) -> None:
    said = desk("--version")
    assert (said.code, said.out.split()[0]) == (0, "desk")


@pytest.mark.parametrize(
    "arguments",
    [
        ["dance"],
        ["ticket"],
        ["import"],
        ["ticket", "show"],
        ["ticket", "new"],
        ["ticket", "new", "--title", "T", "--kind", "problem"],
        ["ticket", "new", "--title", "T", "--impact", "huge"],
        ["ticket", "move", "1", "sleeping"],
        ["ticket", "move", "1", "resolved", "--resolution-code", "magic"],
        ["ticket", "reclassify", "1", "problem", "--reason", "R"],
        ["ticket", "reclassify", "1", "request"],
        ["queue", "--limit", "0"],
        ["queue", "--limit", "many"],
        ["queue", "--colour"],
        ["search"],
        ["report", "--from", "yesterday"],
        ["report", "--by", "year"],
        ["bench", "--tickets", "-1"],
        ["tour"],
        ["import", "tickets", "f", "--format", "pdf"],
        ["--database", "", "queue"],
        ["--database", "postgresql://me:secret@host/desk", "queue"],
        ["--database", "postgresql://host/desk?user=me&password=secret", "queue"],
        ["--profile", "../evil", "queue"],
        ["--prof", "x", "queue"],
    ],
)
def test_that_wrong_usage_is_told_and_nothing_is_done(
    desk: CommandLine, home: Path, arguments: list[str]
) -> None:
    said = desk(*arguments)
    assert (said.code, said.out) == (2, "")
    assert said.err
    assert "secret" not in said.err
    assert not (home / "data").exists()


@pytest.mark.parametrize("kind", ["xlsx", "jsonl"])
def test_that_formats_of_later_versions_are_named(desk: CommandLine, kind: str) -> None:
    said = desk("import", "tickets", "FILE", "--format", kind)
    assert said.code == 2
    assert "csv and servicenow-log" in said.err


def test_that_words_are_taken_however_they_are_typed() -> None:
    options = parser.read(["ticket", "move", "INC-1", "In Progress"])
    assert options.status == "in_progress"
    assert parser.read(["ticket", "new", "--title", "T", "--impact", "HIGH"]).impact == "high"


def test_that_a_value_may_begin_with_a_hyphen() -> None:
    options = parser.read(["queue", "--sort", "-opened", "--where", "-kind:request", "--json"])
    assert (options.sort, options.where, options.json) == ("-opened", "-kind:request", True)
    assert parser.read(["ticket", "new", "--title", "T", "--text", "-"]).text == "-"


def test_that_database_and_profile_may_stand_behind_the_command() -> None:
    before = parser.read(["--database", "a.db", "--profile", "p", "queue"])
    behind = parser.read(["queue", "--database", "a.db", "--profile", "p"])
    for options in (before, behind):
        assert (options.database, options.profile) == ("a.db", "p")


def test_that_commands_of_later_versions_are_not_offered() -> None:
    for later in ("export", "mail", "backup", "restore"):
        with pytest.raises(SystemExit):
            parser.read([later, "FILE"])


def test_that_the_window_is_what_no_command_means() -> None:
    options: argparse.Namespace = parser.read([])
    assert options.run == "window.open_window"
