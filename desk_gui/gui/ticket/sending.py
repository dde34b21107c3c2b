"""Sending what is typed, after a look at what others did meanwhile; until then it is kept.

A draft is kept a moment after the first new letter, so that little is lost whatever happens to the
program. Keeping and sending are jobs of one lane: what was sent is never kept again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from desk_gui.domain.collaboration import Activity, Writing
from desk_gui.domain.errors import Conflict, DatabaseTrouble, Told, sentence
from desk_gui.gui.dialogs.changing import say
from desk_gui.gui.dialogs.messages import Question, ask
from desk_gui.gui.format import clock_time, short_moment
from desk_gui.gui.page import Context
from desk_gui.gui.ticket.composer import Composer, Draft, Mode
from desk_gui.gui.ticket.meanwhile import question
from desk_gui.operations import drafts, presence, tickets
from desk_gui.operations.drafts import Left
from desk_gui.operations.effects import Effects
from desk_gui.operations.presence import Meanwhile
from desk_gui.operations.show import TicketPage

KEEP_MS, AGAIN_MS = 800, 10_000
RESTS_MS = 180_000
"""Who typed nothing for so long is not answering any more."""


@dataclass(frozen=True)
class _Begun:
    """Since which comment somebody has been writing, and who is known to be writing too."""

    after: int = 0
    known: frozenset[str] = frozenset()


class Sending(QObject):
    """Keeps and sends what is typed on the ticket that is shown.

    `activity_changed` says that somebody began or stopped answering, `look_wanted` that he wants
    to see what was said meanwhile before he sends.
    """

    activity_changed = Signal()
    look_wanted = Signal()

    def __init__(self, context: Context, composer: Composer, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._composer = context, composer
        self._shown: TicketPage | None = None
        self._begun: dict[int, _Begun] = {}
        self._unsaved: set[int] = set()
        self._kept: set[int] = set()
        self._taken: dict[int, int] = {}
        self._saving = 0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._keep_unless_busy)
        self._rest = QTimer(self, singleShot=True, interval=RESTS_MS)
        self._rest.timeout.connect(self.activity_changed)
        composer.typed.connect(self._typed)
        composer.send_wanted.connect(self._look_first)
        composer.left.used.connect(self._use)
        composer.left.forgotten.connect(lambda left: self._forget(left.ticket_id))

    @property
    def activity(self) -> Activity:
        """What is done with the ticket that is shown."""
        shown = self._shown
        draft = self._composer.draft(shown.ticket.id) if shown else None
        answers = draft is not None and draft.mode is Mode.ANSWER and self._rest.isActive()
        return Activity.ANSWERING if answers else Activity.VIEWING

    def show_ticket(self, shown: TicketPage) -> None:
        """Go on with what is unsent on a ticket."""
        ticket_id, unsent = shown.ticket.id, shown.draft
        if self._shown is None or self._shown.ticket.id != ticket_id:
            self._rest.stop()
        self._shown = shown
        self._composer.left.show_left(
            [one for one in shown.drafts if one.ticket_id not in self._taken]
        )
        kept = Draft(unsent.text, Mode(unsent.mode.value)) if unsent else None
        elsewhere = shown.family.staying
        if self._composer.show_ticket(ticket_id, kept, elsewhere=elsewhere) and unsent:
            self._kept.add(ticket_id)
            before = (said.id for said in shown.said if said.at <= unsent.at)
            self._begun[ticket_id] = _Begun(max(before, default=0))
            since = short_moment(unsent.at, self._context.desk.clock())
            self._composer.show_kept(f"Not sent yet; kept since {since}.")

    def keep(self) -> None:
        """Keep now what is typed and not kept yet, also where the program closes at once."""
        self._timer.stop()
        for ticket_id in self._unsaved:
            draft = self._composer.draft(ticket_id) or Draft()
            work = partial(
                drafts.keep, self._context.desk, ticket_id, draft.text, Writing(draft.mode.value)
            )
            self._saving += 1
            self._context.jobs.write(
                self,
                work,
                partial(self._is_kept, ticket_id, bool(draft.text)),
                failed=partial(self._not_kept, ticket_id),
                last_words=True,
            )
        self._unsaved.clear()

    def _typed(self, ticket_id: int) -> None:
        before = self.activity
        if self._composer.draft(ticket_id) is None:
            self._begun.pop(ticket_id, None)
        elif ticket_id not in self._begun and self._shown is not None:
            self._begun[ticket_id] = _Begun(max((s.id for s in self._shown.said), default=0))
        self._rest.start()
        self._unsaved.add(ticket_id)
        if not self._timer.isActive():
            self._timer.start(KEEP_MS)
        if self.activity is not before:
            self.activity_changed.emit()

    def _use(self, left: Left) -> None:
        """Take over what was left on a merged ticket; there it goes once it is kept here."""
        if self._shown is not None:
            self._taken[left.ticket_id] = self._shown.ticket.id
            self._composer.add_words(left.text, Mode(left.mode.value))
            self.show_ticket(self._shown)
            self.keep()

    def _forget(self, ticket_id: int) -> None:
        """Forget what was left on a merged ticket."""
        work = partial(drafts.take, self._context.desk, ticket_id)
        self._context.jobs.write(
            self, work, partial(self._is_gone, ticket_id), failed=partial(say, self._context)
        )

    def _is_gone(self, ticket_id: int, _: object) -> None:
        self._taken.pop(ticket_id, None)
        self._context.live.announce(Effects(tickets=frozenset({ticket_id})))

    def _keep_unless_busy(self) -> None:
        if self._saving:
            self._timer.start(KEEP_MS)
        else:
            self.keep()

    def _is_kept(self, ticket_id: int, there: bool, _: object) -> None:  # noqa: FBT001 - a fact
        self._saving -= 1
        now: datetime = self._context.desk.clock()
        self._say_kept(ticket_id, f"Kept {clock_time(now)}." if there else "")
        for left in [left for left, into in self._taken.items() if into == ticket_id and there]:
            self._forget(left)
        if there != (ticket_id in self._kept):
            (self._kept.add if there else self._kept.discard)(ticket_id)
            self._context.live.announce(Effects(tickets=frozenset({ticket_id})))

    def _not_kept(self, ticket_id: int, error: Exception) -> None:
        self._saving -= 1
        self._say_kept(ticket_id, f"Not kept: {sentence(error)}")
        if isinstance(error, DatabaseTrouble):
            self._unsaved.add(ticket_id)
            self._timer.start(AGAIN_MS)

    def _say_kept(self, ticket_id: int, words: str) -> None:
        if self._shown is not None and self._shown.ticket.id == ticket_id:
            self._composer.show_kept(words)

    def _look_first(self, ticket_id: int, draft: Draft) -> None:
        """Look what others did since one began to write, then ask, once, or send at once."""
        self.keep()
        after = self._begun.get(ticket_id, _Begun()).after
        work = partial(presence.meanwhile, self._context.desk, ticket_id, draft.text, after=after)
        self._context.jobs.read(
            self,
            work,
            partial(self._looked, ticket_id, draft),
            failed=partial(self._not_sent, ticket_id),
        )

    def _looked(self, ticket_id: int, draft: Draft, found: Meanwhile) -> None:
        begun = self._begun.get(ticket_id, _Begun())
        asked = question(self._number(ticket_id), draft.mode, found, begun.known)
        if asked is None:
            self._send(ticket_id, draft)
            return
        newest = max((one.id for one in found.added), default=begun.after)
        self._begun[ticket_id] = _Begun(newest, begun.known | set(found.answering))
        ask(self._composer.window(), asked, partial(self._decided, ticket_id, draft, asked))

    def _decided(self, ticket_id: int, draft: Draft, asked: Question, answer: str) -> None:
        if answer in asked.verbs:
            self._send(ticket_id, draft)
        else:
            self._composer.not_sent(ticket_id, "")
            self.look_wanted.emit()

    def _send(self, ticket_id: int, draft: Draft) -> None:
        answer = draft.mode is Mode.ANSWER
        operation = tickets.comment if answer else tickets.work_note
        upload = self._composer.files.upload(ticket_id)
        self._context.do(
            self,
            partial(
                operation, self._context.desk, ticket_id, draft.text, key=draft.key, files=upload
            ),
            said="Answer sent." if answer else "Work note saved.",
            done=lambda _: self._sent(ticket_id),
            failed=partial(self._not_sent, ticket_id),
        )

    def _sent(self, ticket_id: int) -> None:
        self._begun.pop(ticket_id, None)
        self._kept.discard(ticket_id)
        self._composer.sent(ticket_id)
        self._say_kept(ticket_id, "")
        self.activity_changed.emit()

    def _not_sent(self, ticket_id: int, error: Exception) -> None:
        foreseen = isinstance(error, Told) and not isinstance(error, Conflict)
        why = str(error) if foreseen else "It was not stored; try again."
        self._composer.not_sent(ticket_id, why)
        if not foreseen:
            say(self._context, error)

    def _number(self, ticket_id: int) -> str:
        shown = self._shown
        return shown.ticket.number if shown and shown.ticket.id == ticket_id else "the ticket"
