"""The parts of the card of a major incident: facts, updates, children, timeline, review."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desk_gui.domain.family import concerns
from desk_gui.domain.workflow import Status, is_final
from desk_gui.gui import format as words
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context
from desk_gui.gui.theme import Theme, look
from desk_gui.gui.ticket.words import Words
from desk_gui.gui.widgets.badge import Badge
from desk_gui.gui.widgets.flow import FlowLayout
from desk_gui.gui.widgets.pool import Pool
from desk_gui.gui.widgets.row_button import RowButton
from desk_gui.gui.widgets.text_label import TextLabel, plain_tip
from desk_gui.operations.children import Child
from desk_gui.operations.major_page import ActionShown, MajorPage, Posted
from desk_gui.operations.major_timeline import Moment, MomentKind

FIRST_UPDATES, FIRST_CHILDREN = 2, 5
NAME_WIDE = 96
FOLLOW = {
    Status.ON_HOLD: "Put them on hold too…",
    Status.RESOLVED: "Resolve them too…",
    Status.IN_PROGRESS: "Resume them too…",
}


class FactLines(QWidget):
    """Names at the left, values at the right."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines: list[tuple[TextLabel, TextLabel]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(4))
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(0, theme.px(NAME_WIDE))

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show these and no others."""
        while len(self._lines) < len(facts):
            pair = (
                TextLabel("", "small", self),
                TextLabel("", "", self).wrapping().selectable(),
            )
            for column, label in enumerate(pair):
                self._grid.addWidget(label, len(self._lines), column, Qt.AlignmentFlag.AlignTop)
            self._lines.append(pair)
        for place, (name, value) in enumerate(self._lines):
            shown = place < len(facts)
            name.setVisible(shown)
            value.setVisible(shown)
            if shown:
                name.setText(facts[place][0])
                value.setText(facts[place][1])
                value.setObjectName(f"Major{facts[place][0].title().replace(' ', '')}")
                value.setAccessibleName(": ".join(facts[place]))


class Opening(QWidget):
    """A headline that opens what stands below it; the first lines are shown always."""

    def __init__(self, context: Context, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._more = context, False
        self._page: MajorPage | None = None
        self.setObjectName(name)
        self.opener = QPushButton("", self)
        self.opener.setObjectName(f"Open{name}")
        self.opener.setCheckable(True)
        look(self.opener, "part")
        self.body = QVBoxLayout()
        self.body.setSpacing(context.theme.px(8))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(context.theme.px(6))
        column.addWidget(self.opener)
        column.addLayout(self.body)
        self.opener.toggled.connect(self._open_or_close)
        context.theme.follow(self.dress)

    def show_page(self, page: MajorPage) -> None:
        """Show this part of an incident."""
        self._page = page
        self.fill(page)

    def fill(self, page: MajorPage) -> None:
        """Show what is wanted now."""
        raise NotImplementedError

    def _open_or_close(self) -> None:
        if self._page is not None:
            self.fill(self._page)

    def head(self, said: str, *, more: bool) -> None:
        """Write the headline; without `more` there is nothing to open."""
        self.opener.setText(said)
        self.opener.setAccessibleName(said)
        self.opener.setEnabled(more)
        self._more = more
        self.dress()

    def dress(self) -> None:
        """An arrow that says whether it is open."""
        name = Icon.CHEVRON_DOWN if self.opener.isChecked() else Icon.CHEVRON_RIGHT
        self.opener.setIcon(self._context.theme.icon(name) if self._more else QIcon())


class UpdateLine(QWidget):
    """Who, when, and what was said."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._who = TextLabel("", "small", self).wrapping()
        self._text = Words(context, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(context.theme.px(2))
        column.addWidget(self._who)
        column.addWidget(self._text)

    def show_update(self, update: Posted) -> None:
        """Show an update."""
        said = f"{update.who}, {words.short_moment(update.at, self._context.desk.clock())}"
        if update.told:
            said += f" · read by {words.count(update.told, 'requester')} too"
        self._who.setText(said)
        self._who.setToolTip(plain_tip(words.moment(update.at)))
        self._text.show_words(update.text)
        self.setAccessibleName(f"{said}: {update.text}")


class UpdatesPart(Opening):
    """The newest updates, and the earlier ones on demand."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, "Updates", parent)
        self.body.setSpacing(context.theme.px(12))
        self.lines = Pool(self.body, lambda: UpdateLine(context, self))

    def fill(self, page: MajorPage) -> None:
        """The newest first."""
        posted = page.updates
        self.setVisible(bool(posted))
        self.head(f"Updates · {len(posted):,}", more=len(posted) > FIRST_UPDATES)
        newest = posted[::-1] if self.opener.isChecked() else posted[: -FIRST_UPDATES - 1 : -1]
        for line, update in self.lines.each(newest):
            line.show_update(update)


class ChildLine(QWidget):
    """A child that opens, with where it stands."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.child: Child | None = None
        self.opens = RowButton(self)
        self.opens.setObjectName("ChildTicket")
        self.standing = Badge(parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.opens, 1)
        row.addWidget(self.standing)

    def show_child(self, child: Child) -> None:
        """Show a child."""
        self.child = child
        self.opens.show_words(f"{child.number} {child.title}")
        self.standing.show_chip(words.status_chip(child.status))


class ChildrenPart(Opening):
    """`opened` carries a child's id, `follow_wanted` lets them follow their parent."""

    opened = Signal(int)
    more_wanted = Signal()
    follow_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, "Children", parent)
        self.lines = Pool(self.body, self._line)
        self.link = self._act("Link children…", "LinkChildren")
        self.follow = self._act("", "FollowParent")
        self.link.clicked.connect(lambda: self.more_wanted.emit())  # noqa: PLW0108 - `checked`
        self.follow.clicked.connect(lambda: self.follow_wanted.emit())  # noqa: PLW0108 - the same
        acts = FlowLayout(context.theme.px(4))
        for button in (self.link, self.follow):
            acts.addWidget(button)
        whole = self.layout()
        assert isinstance(whole, QVBoxLayout)  # noqa: S101 - made above
        whole.addLayout(acts)

    def fill(self, page: MajorPage) -> None:
        """Open ones first."""
        family = sorted(page.children, key=lambda child: (not child.is_open, child.id))
        still = sum(child.is_open for child in family)
        of_them = f"{still:,} of them open" if still else "none of them open"
        head = f"Children · {len(family):,}, {of_them}" if family else "No children yet"
        self.head(head, more=len(family) > FIRST_CHILDREN)
        shown = family if self.opener.isChecked() else family[:FIRST_CHILDREN]
        for line, child in self.lines.each(shown):
            line.show_child(child)
        self.link.setVisible(not is_final(page.ticket.status))
        to = page.ticket.status
        said = FOLLOW.get(to, "")
        self.follow.setText(said)
        self.follow.setAccessibleName(said.rstrip("…"))
        self.follow.setVisible(bool(said) and any(concerns(one.status, to) for one in family))

    def _line(self) -> ChildLine:
        line = ChildLine(self)
        line.opens.clicked.connect(partial(self._open, line))
        return line

    def _open(self, line: ChildLine, *_: object) -> None:
        if line.child is not None:
            self.opened.emit(line.child.id)

    def _act(self, said: str, name: str) -> QPushButton:
        button = QPushButton(said, self)
        button.setObjectName(name)
        button.setAccessibleName(said.rstrip("…"))
        look(button, "link")
        return button


class MomentLine(QWidget):
    """When and who at the left, what at the right."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._when = TextLabel("", "small", self).wrapping()
        self._when.setFixedWidth(context.theme.px(NAME_WIDE))
        self._what = TextLabel("", "", self).wrapping().selectable()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(context.theme.px(12))
        row.addWidget(self._when, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._what, 1, Qt.AlignmentFlag.AlignTop)

    def show_moment(self, moment: Moment) -> None:
        """Show a moment."""
        at = words.short_moment(moment.at, self._context.desk.clock())
        self._when.setText("\n".join(filter(None, (at, moment.who))))
        self._when.setToolTip(plain_tip(words.moment(moment.at)))
        look(self._what, "soft" if moment.kind is MomentKind.CLOCK else "")
        said = f"Update: {moment.words}" if moment.kind is MomentKind.UPDATE else moment.words
        self._what.setText(said)
        self.setAccessibleName(f"{words.moment(moment.at)}, {moment.who}: {said}")


class TimelinePart(Opening):
    """All that happened, oldest first; closed until it is asked for."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, "Timeline", parent)
        self.lines = Pool(self.body, lambda: MomentLine(context, self))

    def fill(self, page: MajorPage) -> None:
        """Every moment, or none."""
        told = page.timeline
        self.head(f"Timeline · {words.count(len(told), 'moment')}", more=True)
        for line, moment in self.lines.each(told if self.opener.isChecked() else ()):
            line.show_moment(moment)


class ReviewPart(QWidget):
    """What was learned; `done_wanted` carries an action and whether it is done."""

    done_wanted = Signal(int, bool)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setObjectName("Review")
        self.head = TextLabel("", "strong", self).wrapping()
        self.said = FactLines(context.theme, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(context.theme.px(6))
        column.addWidget(self.head)
        column.addWidget(self.said)
        actions = QVBoxLayout()
        column.addLayout(actions)
        self.boxes = Pool(actions, self._line)

    def show_page(self, page: MajorPage) -> None:
        """Show the review of an incident, if it is written."""
        review = page.review
        self.setVisible(review is not None)
        if review is None:
            return
        now = self._context.desk.clock()
        self.head.setText(f"Review · {review.who}, {words.short_moment(review.at, now)}")
        facts = [
            ("The cause", review.cause),
            ("Went well", review.went_well),
            ("Went wrong", review.went_wrong),
            ("No action", review.no_action_because),
        ]
        self.said.show_facts([(name, value) for name, value in facts if value])
        for box, action in self.boxes.each(review.actions):
            box.show_action(action, words.day(action.due_on, now) if action.due_on else "")

    def _line(self) -> ActionBox:
        box = ActionBox(self)
        box.done_wanted.connect(self.done_wanted)
        return box


class ActionBox(QWidget):
    """An action with a tick box."""

    done_wanted = Signal(int, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action_id = 0
        self.box = QCheckBox(self)
        self._words = TextLabel("", "", self).wrapping()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.box)
        row.addWidget(self._words, 1)
        self.box.clicked.connect(lambda done: self.done_wanted.emit(self._action_id, done))

    def show_action(self, action: ActionShown, due: str) -> None:
        """Show an action."""
        self._action_id = action.id
        until = f", until {due}" if due and not action.done else ""
        said = f"{action.title} ({action.assignee}{until})"
        self.box.setObjectName(f"Action-{action.id}")
        self.box.setChecked(action.done)
        self.box.setAccessibleName(f"Done: {said}")
        self._words.setText(said)
        look(self._words, "soft" if action.done else "")
