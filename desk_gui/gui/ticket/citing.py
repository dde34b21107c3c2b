"""Articles in what is written on a ticket: inserted, linked or sent, by a button or one key."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from desk_gui.domain.knowledge import Use
from desk_gui.gui.dialogs.article_picker import PickArticle
from desk_gui.gui.dialogs.changing import say
from desk_gui.gui.dialogs.messages import confirm
from desk_gui.gui.dialogs.send_article import SendArticle
from desk_gui.gui.page import Context
from desk_gui.gui.ticket.answers import ACTS, Answers
from desk_gui.gui.ticket.composer import Composer, Mode
from desk_gui.gui.widgets.person_picker import Choice
from desk_gui.operations.articles import citing, using
from desk_gui.operations.articles.answering import Answer
from desk_gui.operations.articles.citing import Quote
from desk_gui.operations.helping import Solved
from desk_gui.operations.show import TicketPage

VERBS = {Use.INSERTED: "Insert", Use.LINKED: "Link", Use.SENT: "Send"}


class Citing(QObject):
    """Uses articles and solutions in the composer; each use of an article is recorded."""

    def __init__(
        self, context: Context, composer: Composer, answers: Answers, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self._composer, self._answers = context, composer, answers
        self._shown: TicketPage | None = None
        composer.changed.connect(answers.typed)
        answers.cite_wanted.connect(self._cite)
        answers.solution_wanted.connect(self._insert_solution)
        for use, (command, _, _) in ACTS.items():
            context.actions.on(command, partial(self.cite_best, use))

    def show_ticket(self, shown: TicketPage | None) -> None:
        """Use them on this ticket from now on."""
        self._shown = shown
        hidden = shown is None or self._composer.isHidden()
        for command, _, _ in ACTS.values():
            because = "Nobody can write on this ticket." if shown else "Choose a ticket first."
            self._context.actions.allow(command, not hidden, because)

    def cite_best(self, use: Use) -> None:
        """Use the article that fits best; where none does, ask which one."""
        best = self._answers.best(use)
        if self._shown is None or self._composer.isHidden():
            return
        if best is not None:
            self._cite(best, use)
            return
        verb = VERBS[use]
        picker = PickArticle(self._context, f"{verb} an article", verb, self._composer.window())
        picker.picked.connect(partial(self._picked, use))
        picker.open()

    def _picked(self, use: Use, choice: Choice) -> None:
        self._read(choice.id, use)

    def _cite(self, answer: Answer, use: Use) -> None:
        self._read(answer.id, use)

    def _read(self, article_id: int, use: Use) -> None:
        if self._shown is None:
            return
        work = partial(citing.quote, self._context.desk, article_id)
        done = partial(self._use, self._shown.ticket.id, use)
        self._context.jobs.read(self, work, done, failed=partial(say, self._context))

    def _use(self, ticket_id: int, use: Use, quote: Quote) -> None:
        shown = self._shown
        if shown is None or shown.ticket.id != ticket_id:
            return
        if use is Use.SENT:
            if quote.why_not:
                self._context.toasts.say(quote.why_not)
            else:
                SendArticle(self._context, shown.ticket, quote, self._composer.window()).open()
            return
        put = partial(self._put, ticket_id, use, quote)
        if use is Use.INSERTED and quote.why_not and self._composer.mode is Mode.ANSWER:
            confirm(
                self._composer.window(),
                f"{quote.number} is internal. Put its words into an answer?",
                "Insert",
                then=put,
                detail="The requester will read them once you send it.",
                dangerous=True,
            )
        else:
            put()

    def _put(self, ticket_id: int, use: Use, quote: Quote) -> None:
        self._composer.insert(quote.words if use is Use.INSERTED else quote.reference)
        desk, article_id = self._context.desk, quote.article_id
        self._context.do(self, partial(using.use, desk, article_id, ticket_id, use))

    def _insert_solution(self, solved: Solved) -> None:
        self._composer.insert(solved.solution)
