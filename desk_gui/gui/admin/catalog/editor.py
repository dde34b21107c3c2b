"""The fields of a catalog item, part by part."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desk_gui.domain.catalog import Mistake, Part
from desk_gui.domain.priority import Priority
from desk_gui.gui import format as words
from desk_gui.gui.admin.catalog.article_list import ArticleList
from desk_gui.gui.admin.catalog.draft import Typed, TypedField, TypedStep, TypedTask
from desk_gui.gui.admin.catalog.field_body import FieldBody
from desk_gui.gui.admin.catalog.rows import Rows
from desk_gui.gui.admin.catalog.step_body import StepBody
from desk_gui.gui.admin.catalog.stored import Stored
from desk_gui.gui.admin.catalog.task_body import TaskBody
from desk_gui.gui.admin.catalog.tiled import TiledForm
from desk_gui.gui.dialogs.choosing import ChoiceBox
from desk_gui.gui.item_icons import ITEM_ICONS, icon_of, icon_words
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.text_editor import TextEditor
from desk_gui.gui.widgets.text_label import TextLabel

NAME, ABOUT, CATEGORY, ICON = "Name", "Description", "Category", "Icon"
PRIORITY, TARGET, TEAM = "Priority", "Fulfilled within", "Team"
TALL = 64


class ItemEditor(QWidget):
    """`changed` says that something was typed or chosen."""

    changed = Signal()

    def __init__(self, context: Context, parent: QWidget, *, may: bool) -> None:
        super().__init__(parent)
        theme = self._theme = context.theme
        self._showing = False
        self.setObjectName("ItemEditor")
        self.setAccessibleName("Catalog item, fields")
        self.name, self.target = QLineEdit(self), QLineEdit(self)
        self.about = TextEditor("Item description", parent=self)
        self.category, self.team = ChoiceBox(parent=self), ChoiceBox(parent=self)
        self.icon = ChoiceBox(parent=self)
        self.priority = ChoiceBox([(one, words.priority_words(one)) for one in Priority], self)
        self.field_body = FieldBody(theme, self)
        steps, tasks = StepBody(theme, self), TaskBody(theme, self)
        self._bodies = (steps, tasks)
        self.fields: Rows[TypedField] = Rows(theme, "field", self.field_body, self, may=may)
        self.steps: Rows[TypedStep] = Rows(theme, "step", steps, self, may=may)
        self.tasks: Rows[TypedTask] = Rows(theme, "task", tasks, self, may=may)
        self.articles = ArticleList(context, self, may=may)
        self._what, self._how = TiledForm(theme, self), TiledForm(theme, self)
        self._arrange()
        self._connect()
        for control in (*self._fixed(), self.about):
            control.setEnabled(may)
        theme.follow(self._dress)

    def show_typed(self, typed: Typed, stored: Stored) -> None:
        """Show another item, without saying that something was typed."""
        self._showing = True
        self.name.setText(typed.name)
        self.about.setPlainText(typed.description)
        self.target.setText(typed.target)
        self.category.offer(stored.known.category_options())
        self.team.offer(stored.known.team_options())
        self._offer_icons(typed.icon)
        for box, value in (
            (self.category, typed.category_id),
            (self.team, typed.team_id),
            (self.priority, typed.priority),
        ):
            box.choose(value)
        for body in self._bodies:
            body.know(stored.known)
        self.fields.show_values(typed.fields)
        self.steps.show_values(typed.steps)
        self.tasks.show_values(typed.tasks)
        self.articles.show_articles(typed.articles, stored.articles)
        self._showing = False

    def typed(self) -> Typed:
        """What stands in the fields."""
        category, team, priority = self.category.value, self.team.value, self.priority.value
        return Typed(
            name=self.name.text(),
            description=self.about.toPlainText(),
            category_id=category if isinstance(category, int) else None,
            icon=str(self.icon.value or ""),
            priority=priority if isinstance(priority, Priority) else Priority.LOW,
            target=self.target.text(),
            team_id=team if isinstance(team, int) else None,
            fields=self.fields.values,
            steps=self.steps.values,
            tasks=self.tasks.values,
            articles=self.articles.ids,
        )

    def show_wrong(self, wrong: Sequence[Mistake]) -> None:
        """Say each mistake at its field."""
        by_part: dict[Part, dict[int, str]] = {part: {} for part in Part}
        for one in wrong:
            by_part[one.part][one.place] = one.sentence
        self._what.mark(NAME, by_part[Part.NAME].get(0, ""))
        self._how.mark(TARGET, by_part[Part.TARGET].get(0, ""))
        self.fields.show_wrong(by_part[Part.FORM])
        self.steps.show_wrong(by_part[Part.APPROVAL])
        self.tasks.show_wrong(by_part[Part.TASKS])

    def _offer_icons(self, chosen: str) -> None:
        offered = [(one.value, icon_words(one)) for one in ITEM_ICONS]
        if chosen not in [value for value, _ in offered]:
            offered.insert(0, (chosen, icon_words(icon_of(chosen))))
        self.icon.offer(offered)
        self.icon.choose(chosen)
        self._draw_icons()

    def _draw_icons(self) -> None:
        for place in range(self.icon.count()):
            self.icon.setItemIcon(place, self._theme.icon(icon_of(str(self.icon.value_at(place)))))

    def _fixed(self) -> tuple[QWidget, ...]:
        return self.name, self.target, self.category, self.team, self.icon, self.priority

    def _arrange(self) -> None:
        theme = self._theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        self._what.add(NAME, self.name)
        self._what.add(CATEGORY, self.category)
        self._what.add_wide(ABOUT, self.about)
        self._what.add(ICON, self.icon)
        hint = "Such as 4 h or 2 d; empty: as the SLA policy says."
        self._how.add(TARGET, self.target, hint)
        self._how.add(PRIORITY, self.priority)
        self._how.add(TEAM, self.team)
        named = zip(
            self._fixed(),
            ("ItemName", "ItemTarget", "ItemCategory", "ItemTeam", "ItemIcon", "ItemPriority"),
            strict=True,
        )
        for control, name in named:
            control.setObjectName(name)
        for heading, part, boxed in (
            ("What it is", self._what, True),
            ("The form", self.fields, False),
            ("How it is fulfilled", self._how, True),
            ("Approvals, one step after another", self.steps, False),
            ("Tasks", self.tasks, False),
            ("Articles that may answer it instead", self.articles, True),
        ):
            column.addWidget(TextLabel(heading, "strong", self))
            column.addWidget(self._boxed(part) if boxed else part)
            column.addSpacing(theme.px(8))
        column.addStretch(1)

    def _boxed(self, part: QWidget) -> Card:
        card = Card(self._theme, parent=self)
        card.add(part)
        return card

    def _connect(self) -> None:
        self.name.textChanged.connect(self._say)
        self.target.textChanged.connect(self._say)
        self.about.textChanged.connect(self._say)
        for box in (self.category, self.team, self.icon, self.priority):
            box.picked.connect(self._say)
        for rows in (self.fields.changed, self.steps.changed, self.tasks.changed):
            rows.connect(self._say)
        self.articles.changed.connect(self._say)

    def _say(self, *_: object) -> None:
        if not self._showing:
            self.changed.emit()

    def _dress(self) -> None:
        self.about.setFixedHeight(self._theme.px(TALL))
        self.icon.setIconSize(QSize(*[self._theme.px(16)] * 2))
        self._draw_icons()
