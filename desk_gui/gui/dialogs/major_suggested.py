"""Similar incidents that may be one major incident: looked at, proposed or dismissed."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QPushButton, QWidget

from desk_gui.gui import format as words
from desk_gui.gui.dialogs.children import ManySheet
from desk_gui.gui.dialogs.sheet import rows
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.check_list import CheckRow
from desk_gui.gui.widgets.text_editor import TextEditor
from desk_gui.operations import major_suggestions
from desk_gui.operations.major_suggestions import Alike, Suggestion

REASON = "Why it should be a major incident"
ROWS = 3


class SuggestionSheet(ManySheet):
    """The first one is proposed, the others that are ticked become its children."""

    def __init__(self, context: Context, found: Suggestion, parent: QWidget | None = None) -> None:
        self._found = found
        many = words.count(len(found.incidents), "incident")
        super().__init__(context, f"{many} look alike", "Similar incidents", parent)
        self.explain(found.common.sentence)
        self.reason = TextEditor(REASON, "", self)
        rows(self.reason, ROWS)
        self.reason.setPlainText(f"{similar_words(found)}. {found.common.sentence}")
        self.reason.submitted.connect(self.submit)
        self.form.add(
            REASON,
            self.reason,
            f"{found.parent.number} is proposed, the others become its children. Supervisors are"
            " told; one of them declares it.",
        )
        self.away = QPushButton("No major incident", self)
        self.away.setObjectName("Dismiss")
        self.away.setAccessibleName("No major incident: do not suggest these again")
        self.away.setAutoDefault(False)
        self.away.clicked.connect(self._dismiss)
        self.buttons.insertWidget(0, self.away)
        now = context.desk.clock()
        self.list.show_rows([_row(one, words.ago(one.opened_at, now)) for one in found.incidents])
        self.list.lines[0].box.setEnabled(False)

    def verb(self, many: str) -> str:
        """It is one proposal, however many are ticked."""
        return "Propose it"

    def submit(self) -> None:
        """Propose the first with the others that are ticked."""
        reason = self.reason.toPlainText().strip()
        missing = "Say why it should be a major incident."
        self.form.show_wrong({} if reason else {REASON: missing})
        self.fit()
        if not reason:
            return
        desk, parent = self.context.desk, self._found.parent
        others = [one for one in self.list.checked() if one != parent.id]
        propose = major_suggestions.propose_with_children
        said = f"{parent.number} is proposed, with {words.count(len(others), 'child', 'children')}."
        self.run(partial(propose, desk, parent.id, others, reason), said)

    def _dismiss(self) -> None:
        work = partial(major_suggestions.dismiss, self.context.desk, self._found.ids)
        self.send(work, "Noted: these are no major incident.")


def _row(one: Alike, ago: str) -> CheckRow:
    return CheckRow(one.id, f"{one.number} {one.title}", ago)


def similar_words(found: Suggestion) -> str:
    """How many, and within which time."""
    spread = (found.newest.opened_at - found.parent.opened_at).total_seconds()
    within = "at once" if spread < words.MINUTE else f"within {words.duration(spread)}"
    return f"{words.count(len(found.incidents), 'similar incident')} {within}"
