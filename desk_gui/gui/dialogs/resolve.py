"""Ending the work: how an incident was resolved, or what was delivered for a request."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from desk_gui.domain.ticket import Ticket, Wish
from desk_gui.domain.workflow import Kind, ResolutionCode, Status
from desk_gui.gui.dialogs.changing import TicketSheet, say
from desk_gui.gui.dialogs.choosing import ChoiceBox
from desk_gui.gui.dialogs.sheet import rows
from desk_gui.gui.format import RESOLUTIONS
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.person_picker import Choice, PersonPicker
from desk_gui.gui.widgets.text_editor import TextEditor
from desk_gui.operations import tickets
from desk_gui.operations.articles import answering, finding
from desk_gui.operations.search import Hit

CODE, TEXT, ARTICLE = "How it was resolved", "In a sentence or two", "Resolved with article"
ROWS = 4


class ResolveDialog(TicketSheet):
    """Code, text and article for an incident; text and article for a request."""

    def __init__(self, context: Context, ticket: Ticket, parent: QWidget | None = None) -> None:
        self._incident = ticket.kind is Kind.INCIDENT
        verb = "Resolve" if self._incident else "Fulfil"
        super().__init__(context, ticket, f"{verb} {ticket.number}", verb, parent)
        codes = [one for one in ResolutionCode if one is not ResolutionCode.NOT_RECORDED]
        self.code = ChoiceBox([(None, "Choose"), *((one, RESOLUTIONS[one]) for one in codes)], self)
        self.text = TextEditor("Resolution text", "What was wrong, and what helped", self)
        rows(self.text, ROWS)
        self.text.submitted.connect(self.submit)
        self.article = PersonPicker(
            self._find, "Article", "Type words, or press ↓ for what may answer it", self
        )
        self.article.picked.connect(self._article_picked)
        hint = "The requester reads it too."
        if self._incident:
            self.form.add(CODE, self.code)
            self.form.add(TEXT, self.text, hint)
        else:
            self.code.hide()
            self.text.setPlaceholderText("What was delivered, and where to find it")
            self.form.add(TEXT, self.text, f"If there is something to say. {hint}")
        self.form.add(ARTICLE, self.article, "Counted, so that useful articles are known.")

    def submit(self) -> None:
        """Resolve or fulfil, if code and text are there where they must be."""
        text = self.text.toPlainText().strip()
        wrong = {}
        if self._incident and self.code.value is None:
            wrong[CODE] = "Choose how it was resolved."
        if self._incident and not text:
            wrong[TEXT] = "Say in a sentence how; the requester and the next agent read it."
        if self.article.text().strip() and self.article.chosen is None:
            wrong[ARTICLE] = "Pick an article from the list, or empty this field."
        self.form.show_wrong(wrong)
        self.fit()
        if wrong:
            return
        code = self.code.value
        wish = Wish(
            Status.RESOLVED if self._incident else Status.FULFILLED,
            resolution_code=code if isinstance(code, ResolutionCode) else None,
            resolution_text=text,
            article_id=self.article.chosen.id if self.article.chosen else None,
        )
        desk, number = self.context.desk, self.ticket.id
        said = "resolved" if self._incident else "fulfilled"
        self.change(
            lambda seen: tickets.move(desk, number, wish, seen_version=seen),
            f"{self.ticket.number} {said}.",
        )

    def choose_article(self, hit: Hit) -> None:
        """Name the article that helped."""
        self.article.choose(Choice(hit.id, f"{hit.number} {hit.title}"))

    def _article_picked(self, choice: Choice | None) -> None:
        if choice is not None and self._incident and self.code.value is None:
            self.code.choose(ResolutionCode.KNOWN_ARTICLE)

    def _find(self, words: str, show: Callable[[Sequence[Choice]], None]) -> None:
        desk, ticket = self.context.desk, self.ticket

        def work() -> list[Hit]:
            if words:
                return finding.find_hits(desk, words, 8)
            return [one.hit for one in answering.may_answer(desk, ticket.title, ticket.text)]

        def found(hits: list[Hit]) -> None:
            show([Choice(hit.id, f"{hit.number} {hit.title}") for hit in hits])

        self.context.jobs.read(self, work, found, failed=partial(say, self.context), key="find")
