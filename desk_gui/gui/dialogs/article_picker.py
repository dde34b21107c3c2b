"""Finding an article by its number or by words of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desk_gui.gui.dialogs.changing import say
from desk_gui.gui.dialogs.sheet import Sheet
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.person_picker import Choice, PersonPicker
from desk_gui.operations.articles import finding
from desk_gui.operations.search import Hit

ARTICLE, MOST = "Article", 8
MISSING = "Pick an article from the list."


class PickArticle(Sheet):
    """`picked` carries the article as a Choice: its id, and number and title as its name."""

    picked = Signal(object)

    def __init__(
        self, context: Context, heading: str, verb: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, heading, verb, parent)
        self.article = PersonPicker(self._find, ARTICLE, "KB-12, or words of it", self)
        self.form.add(ARTICLE, self.article)

    def submit(self) -> None:
        """Say which one it is."""
        chosen = self.article.chosen
        self.form.show_wrong({} if chosen else {ARTICLE: MISSING})
        self.fit()
        if chosen is not None:
            self.accept()
            self.picked.emit(chosen)

    def _find(self, words: str, show: Callable[[Sequence[Choice]], None]) -> None:
        def found(hits: list[Hit]) -> None:
            show([Choice(hit.id, f"{hit.number} {hit.title}") for hit in hits])

        work = partial(finding.find_hits, self.context.desk, words, MOST)
        self.context.jobs.read(self, work, found, failed=partial(say, self.context), key="find")
