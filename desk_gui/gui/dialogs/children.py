"""The children of an incident: linking several at once, and letting them follow their parent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from desk_gui.domain.ticket import Ticket
from desk_gui.domain.workflow import Status
from desk_gui.gui import format as words
from desk_gui.gui.dialogs.changing import say
from desk_gui.gui.dialogs.outcomes import tell
from desk_gui.gui.dialogs.sheet import Sheet
from desk_gui.gui.dialogs.ticket_picker import ticket_picker
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.check_list import CheckList, CheckRow
from desk_gui.gui.widgets.person_picker import Choice
from desk_gui.operations import children, major_suggestions
from desk_gui.operations.bulk import Outcome
from desk_gui.operations.children import Child, Preview
from desk_gui.operations.major_suggestions import Alike

OTHER, ADDED = "Another incident", "It is added to the list below."
NONE_ALIKE = "No open incident looks like it; name those that belong to it."
VERBS = {
    Status.ON_HOLD: ("put on hold", "Put {} on hold"),
    Status.RESOLVED: ("resolved", "Resolve {}"),
    Status.IN_PROGRESS: ("back in progress", "Resume {}"),
}


class ManySheet(Sheet):
    """A sheet whose verb is for the lines that are ticked."""

    def __init__(
        self,
        context: Context,
        heading: str,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, heading, "", parent)
        self.list = CheckList(context.theme, name, self)
        self.list.changed.connect(self._count)
        self.below(self.list)

    def verb(self, many: str) -> str:
        """What the button says for so many lines, such as “3 incidents”."""
        raise NotImplementedError

    def run(
        self,
        work: Callable[[], Outcome],
        said: str,
        undo: Callable[[], Outcome] | None = None,
    ) -> None:
        """Do it to all that are ticked; close when it is done, or say why not."""
        if self.busy:
            return
        self.set_busy(busy=True)
        self.list.setEnabled(False)

        def ran(outcome: Outcome) -> None:
            self.set_busy(busy=False)
            tell(self.context, outcome, said, undo)
            self.accept()

        self.context.jobs.write(self, work, ran, failed=self._not_run)

    def _not_run(self, error: Exception) -> None:
        self.list.setEnabled(True)
        self.refused(error)

    def _count(self) -> None:
        many = len(self.list.checked())
        self.go.setText(self.verb(words.count(many, "incident")))
        self.go.setAccessibleName(self.go.text())
        self.go.setEnabled(many > 0 and not self.busy)


class CascadeSheet(ManySheet):
    """Who would follow a move of the parent and who cannot and why, before anything is done."""

    def __init__(
        self, context: Context, parent_ticket: Ticket, preview: Preview, parent: QWidget | None
    ) -> None:
        self._ticket, self._preview = parent_ticket, preview
        self._done, self._verb = VERBS[preview.wish.to]
        super().__init__(context, f"{parent_ticket.number} is {self._done}", "Children", parent)
        self.leave.setText("Leave them")
        self.leave.setAccessibleName("Leave them as they are")
        many = words.count(len(preview.follow), "child", "children")
        said = f"{many} can follow, in one step that can be undone."
        if preview.hidden:
            said += f" {words.count(preview.hidden, 'more')} you may not see."
        self.explain(said)
        self.list.show_rows([*map(self._able, preview.follow), *map(_unable, preview.refused)])

    def verb(self, many: str) -> str:
        """Such as “Resolve 3 incidents”."""
        return self._verb.format(many)

    def submit(self) -> None:
        """Let them follow."""
        wanted, wish = self.list.checked(), self._preview.wish
        if wanted:
            desk, parent_id = self.context.desk, self._ticket.id
            said = f"{words.count(len(wanted), 'child', 'children')} {self._done}."
            self.run(lambda: children.cascade(desk, parent_id, wanted, wish), said)

    def _able(self, child: Child) -> CheckRow:
        now, to = words.STATUSES[child.status], words.STATUSES[self._preview.wish.to]
        who = child.assignee or "nobody yet"
        if child.id not in self._preview.unbegun:
            said = f"{now} → {to} · {who}"
        elif child.assignee:
            said = f"{now} → {to}, taken up first · {who}"
        else:
            said = f"{now} → {to}, assigned like {self._ticket.number} first"
        return CheckRow(child.id, _titled(child), said)


def _unable(refused: tuple[Child, str]) -> CheckRow:
    child, why = refused
    return CheckRow(child.id, _titled(child), because=why)


def _titled(child: Child | Alike) -> str:
    return f"{child.number} {child.title}"


def offer_following(context: Context, ticket: Ticket, owner: QWidget) -> None:
    """Ask whether the children follow their parent to where it stands now, if any could."""

    def found(preview: Preview | None) -> None:
        if preview is not None and not preview.is_empty:
            CascadeSheet(context, ticket, preview, owner).open()

    work = partial(children.following, context.desk, ticket.id)
    context.jobs.read(owner, work, found, failed=partial(say, context), key="following")


class LinkChildrenSheet(ManySheet):
    """Open incidents that look alike, to be ticked, and any other by its number or title."""

    def __init__(self, context: Context, ticket: Ticket, parent: QWidget | None = None) -> None:
        self._ticket = ticket
        self._rows: list[CheckRow] = []
        super().__init__(context, f"Children of {ticket.number}", "Similar incidents", parent)
        self.explain(
            "What is linked hears the updates, and can be put on hold and resolved together with"
            f" {ticket.number}."
        )
        self.other = ticket_picker(context, self, OTHER, without=ticket.id)
        self.other.picked.connect(self._picked)
        self.form.add(OTHER, self.other, ADDED)
        self.list.show_rows(())
        work = partial(major_suggestions.alike, context.desk, ticket.id)
        context.jobs.read(self, work, self._found, failed=self.refused)

    def verb(self, many: str) -> str:
        """Such as “Link 3 incidents”."""
        return f"Link {many}" if self.list.checked() else "Link incidents"

    def submit(self) -> None:
        """Link those that are ticked."""
        wanted = self.list.checked()
        if wanted:
            desk, parent_id = self.context.desk, self._ticket.id
            self.run(
                lambda: children.link_children(desk, parent_id, wanted),
                f"{words.count(len(wanted), 'incident')} linked to {self._ticket.number}.",
                lambda: children.unlink_children(desk, parent_id, wanted),
            )

    def _found(self, alike: Sequence[Alike]) -> None:
        now = self.context.desk.clock()
        found = [CheckRow(one.id, _titled(one), words.ago(one.opened_at, now)) for one in alike]
        self.form.hint(OTHER, ADDED if found else NONE_ALIKE)
        self._show([*self._rows, *found])

    def _picked(self, choice: Choice | None) -> None:
        if choice is None:
            return
        ticked = set(self.list.checked())
        kept = [row for row in self._rows if row.id != choice.id]
        rows = [CheckRow(row.id, row.title, row.detail, checked=row.id in ticked) for row in kept]
        self._show([CheckRow(choice.id, choice.name, "added by you"), *rows])
        self.other.choose(None)

    def _show(self, rows: list[CheckRow]) -> None:
        self._rows = rows
        self.list.show_rows(rows)
        self.fit()
