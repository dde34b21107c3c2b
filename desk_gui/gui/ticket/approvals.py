"""Who agreed to a request, who is still asked, and how far that is."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk_gui.domain.catalog import Decision
from desk_gui.gui import format as words
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.icon_label import IconLabel
from desk_gui.gui.widgets.pool import Pool
from desk_gui.gui.widgets.text_label import TextLabel, plain_tip
from desk_gui.operations.show import ApprovalShown, TicketPage

ICONS = {
    Decision.OPEN: (Icon.HOURGLASS, "soft"),
    Decision.APPROVED: (Icon.CIRCLE_CHECK, "ok"),
    Decision.REJECTED: (Icon.X, "bad"),
    Decision.VOID: (Icon.X, "soft"),
}


class ApprovalLine(QWidget):
    """One approval."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._icon = IconLabel(context.theme, Icon.HOURGLASS, parent=self)
        self._words = TextLabel("", "", self).wrapping()
        self._at = TextLabel("", "small", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(context.theme.px(8))
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        row.addWidget(self._at)

    def show_approval(self, approval: ApprovalShown) -> None:
        """Show how an approval stands."""
        self._icon.show_icon(*ICONS[approval.decision])
        said = approval_words(approval)
        self._words.setText(said)
        self.setAccessibleName(said)
        at = approval.decided_at or approval.asked_at
        self._at.setText(words.ago(at, self._context.desk.clock()))
        self._at.setToolTip(plain_tip(words.moment(at)))


class Approvals(Card):
    """The approvals of a request; hidden where none are asked."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, head="Approvals", aside=" ", parent=parent)
        self.setObjectName("Approvals")
        self.setAccessibleName("Approvals")
        self._lines = Pool(self.column, lambda: ApprovalLine(context, self))

    def show_ticket(self, shown: TicketPage) -> None:
        """Show the approvals of a ticket."""
        self.setVisible(bool(shown.approvals))
        standing = shown.standing
        self.aside.setText(f"{standing.approvals_given} of {standing.approvals_needed} given")
        for line, approval in self._lines.each(shown.approvals):
            line.show_approval(approval)


def approval_words(approval: ApprovalShown) -> str:
    """An approval in words."""
    place = f"Step {approval.step}: " if approval.steps > 1 else ""
    if approval.decision is Decision.OPEN:
        if approval.because:
            return f"{place}Waits for a supervisor. {approval.because}"
        away = ", who is away" if approval.instead else ""
        others = [*approval.instead, *filter(None, (approval.delegate,))]
        instead = f", or {' or '.join(others)} instead" if others else ""
        return f"{place}Waits for {approval.asked or 'a supervisor'}{away}{instead}"
    said = f"{place}{approval.who or 'Somebody'} {approval.decision.value} it"
    return f"{said}: {approval.reason}" if approval.reason else said
