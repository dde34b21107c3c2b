"""Merging duplicates: the ticket that stays, and which go into it or cannot and why."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from desk_gui.gui.dialogs.outcomes import tell
from desk_gui.gui.dialogs.sheet import Sheet
from desk_gui.gui.dialogs.ticket_picker import ticket_picker
from desk_gui.gui.format import count
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.check_list import MOST, CheckList, CheckRow
from desk_gui.gui.widgets.person_picker import Choice
from desk_gui.operations import bulk, merging
from desk_gui.operations.bulk import Outcome
from desk_gui.operations.merging import Part, Preview

STAYS = "The ticket that stays"
HINT = "Its number, or words of its title."
WHAT = (
    "What is merged is cancelled as a duplicate and its clocks stop. All that was said and attached"
    " is shown together on the ticket that stays. It can be taken apart again."
)


class MergeSheet(Sheet):
    """For one ticket or several; of several the oldest is proposed to stay."""

    def __init__(
        self,
        context: Context,
        wanted: Sequence[int],
        parent: QWidget | None = None,
        *,
        name: str = "",
        into: Choice | None = None,
    ) -> None:
        what = name or count(len(wanted), "ticket")
        super().__init__(context, f"Merge {what} into…", "Merge", parent)
        self._wanted, self._name = list(wanted), name
        self._preview: Preview | None = None
        self.explain(WHAT)
        alone = self._wanted[0] if len(self._wanted) == 1 else None
        self.stays = ticket_picker(context, self, STAYS, without=alone)
        self.form.add(STAYS, self.stays, HINT)
        self.list = CheckList(context.theme, "What is merged", self)
        self.list.changed.connect(self._count)
        self.list.setHidden(alone is not None)
        self.below(self.list)
        self.go.setEnabled(False)
        self.stays.picked.connect(self._picked)
        if into is not None:
            self.stays.choose(into)
        elif alone is None:
            self._look(min(self._wanted))

    def submit(self) -> None:
        """Merge what is ticked; each on its own, with one way back for all."""
        wanted, preview = self.list.checked(), self._preview
        if preview is None or not wanted or self.busy:
            return
        self.set_busy(busy=True)
        work = partial(bulk.merge, self.context.desk, wanted, preview.staying_id)
        self.context.jobs.write(self, work, self._merged, failed=self.refused)

    def set_busy(self, *, busy: bool) -> None:
        """Let nothing be ticked while it is under way."""
        super().set_busy(busy=busy)
        self.list.setEnabled(not busy)
        self._count()

    def _picked(self, choice: Choice | None) -> None:
        if choice is None:
            self._show(None)
        elif self._preview is None or choice.id != self._preview.staying_id:
            self._look(choice.id)

    def _look(self, into_id: int) -> None:
        work = partial(merging.preview, self.context.desk, self._wanted, into_id)
        self.context.jobs.read(self, work, self._show, failed=self._unseen, key="preview")

    def _unseen(self, error: Exception) -> None:
        self._show(None)
        self.refused(error)

    def _show(self, preview: Preview | None) -> None:
        self._preview = preview
        parts = preview.parts if preview else ()
        first = len(parts) > MOST
        ordered = sorted(parts, key=lambda part: (part.why_not is None) is first)
        self.list.show_rows([_row(part) for part in ordered])
        self.form.hint(STAYS, preview.note if preview and preview.note else HINT)
        alone = parts[0] if len(self._wanted) == 1 and parts else None
        self.show_trouble(alone.why_not or "" if alone else "")
        if preview is not None:
            stays = Choice(preview.staying_id, f"{preview.staying} {preview.title}")
            if self.stays.chosen != stays:
                self.stays.choose(stays)

    def _count(self) -> None:
        many = len(self.list.checked())
        several = len(self._wanted) > 1 and many
        self.go.setText(f"Merge {count(many, 'ticket')}" if several else "Merge")
        self.go.setAccessibleName(self.go.text())
        self.go.setEnabled(many > 0 and not self.busy)

    def _merged(self, outcome: Outcome) -> None:
        self.set_busy(busy=False)
        if not outcome.done:
            self.show_trouble(outcome.words)
            return
        stays = self._preview.staying if self._preview else ""
        self.accept()
        many = count(len(outcome.done), "ticket")
        tell(self.context, outcome, f"{self._name or many} merged into {stays}.")


def _row(part: Part) -> CheckRow:
    return CheckRow(part.id, f"{part.number} {part.title}", because=part.why_not or "")


def ask(context: Context, wanted: Sequence[int], parent: QWidget) -> None:
    """Ask into which ticket these are merged; no more of them than can be looked through."""
    if len(wanted) > bulk.AT_ONCE:
        context.toasts.say(f"Mark at most {bulk.AT_ONCE} tickets to merge them.")
    else:
        MergeSheet(context, wanted, parent).open()
