"""What the palette finds: tickets and articles, as lines that open them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context
from desk_gui.gui.shell.quick_open import Line
from desk_gui.operations import search
from desk_gui.operations.articles import finding
from desk_gui.operations.desk import Desk
from desk_gui.operations.search import Hit

TICKETS, ARTICLES = 6, 4
Open = Callable[[int], object]


class Finder:
    """Asks in a job; `open_ticket` and `open_article` are what a chosen line does."""

    def __init__(self, context: Context, open_ticket: Open, open_article: Open) -> None:
        self._context = context
        self._open_ticket, self._open_article = open_ticket, open_article

    def find(self, words: str, done: Callable[[Sequence[Line]], None]) -> None:
        """Look for words; a newer question replaces one that is not answered yet."""
        jobs = self._context.jobs
        work = partial(_hits, self._context.desk, words)
        jobs.read(jobs, work, lambda hits: done(self._lines(*hits)), key="find")

    def _lines(self, tickets: list[Hit], articles: list[Hit]) -> list[Line]:
        found = [("ticket", hit, self._open_ticket, Icon.INBOX) for hit in tickets]
        found += [("article", hit, self._open_article, Icon.BOOK_OPEN) for hit in articles]
        return [
            Line(f"{kind}:{hit.id}", hit.title, partial(show, hit.id), hit.number, icon)
            for kind, hit, show, icon in found
        ]


def _hits(desk: Desk, words: str) -> tuple[list[Hit], list[Hit]]:
    return search.find_tickets(desk, words, TICKETS), finding.find_hits(desk, words, ARTICLES)
