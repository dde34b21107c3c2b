"""One command from its arguments to its exit code: nothing gets past here as a traceback."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from importlib import import_module
from typing import TYPE_CHECKING

from desk_gui import paths
from desk_gui.cli import exit_codes, output, parser
from desk_gui.cli.usage import WrongUsage
from desk_gui.domain.errors import Cancelled, DatabaseTrouble, FileTrouble, Refusal

if TYPE_CHECKING:
    from desk_gui.log import Log


def run(arguments: Sequence[str]) -> int:
    """Do what the arguments say and give the exit code."""
    output.prepare()
    try:
        options = parser.read(arguments)
        options.places = paths.find(options.profile)
        paths.keep_font_cache(options.places)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else exit_codes.USAGE
    except ValueError as unusable:
        output.tell(str(unusable))
        return exit_codes.USAGE
    if options.command == parser.WINDOW:
        return _ended(options)
    with _log(options) as log:
        return _ended(options, log)


def _log(options: argparse.Namespace) -> Log:
    from desk_gui.log import Log

    return Log(options.places.log)


def _ended(options: argparse.Namespace, log: Log | None = None) -> int:
    """The exit code of the command, whatever happens; the window keeps a log of its own."""
    try:
        return _worked(options)
    except KeyboardInterrupt:
        output.tell("Stopped; nothing is half done.")
        return exit_codes.STOPPED
    except output.ReaderLeft:
        return exit_codes.DONE
    except Exception as fault:  # noqa: BLE001 - the last place; it goes into the log
        output.drop()
        with nullcontext(log) if log else _log(options) as kept:
            kept.crashed(fault, f"in “desk {options.command}”")
        return exit_codes.FAULT


def _worked(options: argparse.Namespace) -> int:
    """The exit code of the command; what it may refuse is told."""
    try:
        code: int = _command(options)
        output.finish()
    except Refusal as refusal:
        return _told(options, exit_codes.REFUSED, refusal.code, refusal.message)
    except DatabaseTrouble as trouble:
        return _told(options, exit_codes.DATABASE, "database_trouble", str(trouble))
    except FileTrouble as trouble:
        return _told(options, exit_codes.FILE, "file_trouble", str(trouble))
    except WrongUsage as usage:
        output.tell(f"desk {options.command}: {usage}")
        return exit_codes.USAGE
    except Cancelled as stopped:
        output.tell(str(stopped))
        return exit_codes.STOPPED
    return code


def _command(options: argparse.Namespace) -> int:
    room, _, name = options.run.partition(".")
    code: int = getattr(import_module(f"desk_gui.cli.{room}"), name)(options)
    return code


def _told(options: argparse.Namespace, exit_code: int, code: str, sentence: str) -> int:
    output.tell(sentence)
    if options.json:
        with suppress(output.ReaderLeft, FileTrouble):
            output.give({"error": {"code": code, "message": sentence}})
            output.finish()
    return exit_code
