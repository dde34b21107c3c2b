"""`desk bench`: each operation beside the bare database, and the window with a stop watch."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from desk_gui.cli import exit_codes, output
from desk_gui.cli.desks import opened
from desk_gui.cli.progress import Bar, Wish, bar, stoppable
from desk_gui.cli.tour import prepare_screen
from desk_gui.domain.errors import Refusal
from desk_gui.operations import databases, search
from desk_gui.operations.articles.finding import find as found_articles
from desk_gui.operations.bench import library, measures, stage
from desk_gui.operations.bench.measures import Measured
from desk_gui.operations.desk import Desk

_STOPPED = "Stopped; the scratch database is gone again and nothing was measured."
_NO_WRITES = (
    "create, update and comment: a shared database is not written to; they are measured with"
    " --tickets or on a local file"
)


def bench(options: argparse.Namespace) -> int:
    """Measure on a scratch database, or on a copy of the one that is used."""
    with (
        bar("Measuring", quiet=options.json) as shown,
        stoppable() as wish,
        _desk(options, shown, wish) as (desk, may_write),
    ):
        told = _measured(desk, may_write=may_write, shown=shown, wish=wish)
    output.give(told) if options.json else _say(told)
    return exit_codes.DONE


@contextmanager
def _desk(options: argparse.Namespace, shown: Bar, wish: Wish) -> Iterator[tuple[Desk, bool]]:
    """The desk to measure on, and whether it may be written to."""

    def progress(done: int, total: int) -> None:
        wish.or_stop(_STOPPED)
        shown(done, total)

    cache = options.places.cache
    if options.tickets:
        with stage.scratch(cache, options.tickets, _articles(options), progress) as desk:
            yield desk, True
        return
    with opened(options) as used:
        if not used.database.is_sqlite:
            yield used, False
            return
        with stage.copied(used, cache, progress) as desk:
            yield desk, True


def _articles(options: argparse.Namespace) -> int:
    asked: int | None = options.articles
    return asked or min(library.MOST, int(options.tickets))


def _measured(desk: Desk, *, may_write: bool, shown: Bar, wish: Wish) -> dict[str, Any]:
    tickets = search.count(desk, [""])[0]
    found: dict[str, Measured] = {}
    parts = [measures.reading(desk), measures.finding(desk), measures.reporting(desk)]
    if may_write:
        parts.append(measures.writing(desk))
    for part in parts:
        for one in part:
            wish.or_stop(_STOPPED)
            shown.note(f"Measured {one.name.replace('_', ' ')}")
            found[one.name] = one
    left_out = [] if may_write else [_NO_WRITES]
    shown.note("Measuring the window")
    window = _window(desk, left_out) if tickets else None
    return {
        "tickets": tickets,
        "articles": found_articles(desk, limit=1).every,
        "database": databases.condition(desk).engine,
        "runs": measures.RUNS,
        "statistic": "median",
        "measures": {name: _figures(one) for name, one in found.items()},
        "window": window,
        "left_out": left_out,
    }


def _window(desk: Desk, left_out: list[str]) -> dict[str, Any] | None:
    """What the window takes; None, with the reason among what was left out, without one."""
    prepare_screen()
    try:
        from desk_gui.cli.stopwatch import measure

        return measure(desk)
    except (ImportError, Refusal) as reason:
        left_out.append(f"the window: {reason}")
        return None


def _figures(one: Measured) -> dict[str, float]:
    return {
        "median_s": round(one.seconds, 6),
        "bare_median_s": round(one.bare_seconds, 6),
        "ratio": round(one.ratio, 2),
    }


def _say(told: dict[str, Any]) -> None:
    amount = f"{told['tickets']:,} tickets, {told['articles']:,} articles"
    output.say(f"{amount}, {told['database']}, median of {told['runs']} runs")
    rows = [
        (name.replace("_", " "), _ms(one["median_s"]), _ms(one["bare_median_s"]), one["ratio"])
        for name, one in told["measures"].items()
    ]
    output.table(("Measure", "ms", "bare ms", "ratio"), rows)
    _say_window(told["window"] or {})
    for sentence in told["left_out"]:
        output.say(f"Left out: {sentence}.")


def _say_window(window: dict[str, Any]) -> None:
    rows = [
        (name.replace("_", " "), _ms(one["median_s"]), _ms(one["max_s"]), one["n"])
        for name, one in window.items()
        if isinstance(one, dict)
    ]
    if rows:
        output.say(f"\nThe window ({window['screen']})")
        output.table(("Measure", "ms", "longest", "n"), rows)


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.2f}"
