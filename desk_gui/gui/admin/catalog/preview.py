"""What an item means while it is typed: its form as requesters see it, who is asked, its tasks."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desk_gui.domain.catalog import ApprovalStep, CatalogItem, TaskTemplate, waits_for
from desk_gui.domain.durations import written
from desk_gui.gui import format as words
from desk_gui.gui.admin.catalog.draft import previewed
from desk_gui.gui.admin.catalog.step_body import approver_words, rule_words
from desk_gui.gui.admin.catalog.stored import Stored
from desk_gui.gui.dialogs.choosing import Known
from desk_gui.gui.dialogs.order_form import OrderForm, what_follows
from desk_gui.gui.item_icons import icon_of
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.icon_label import IconLabel
from desk_gui.gui.widgets.scrolled import scrolled
from desk_gui.gui.widgets.text_label import TextLabel

FINE = "With these answers it could be ordered."
NO_FORM = "Nothing is asked but a title."


def steps_words(steps: tuple[ApprovalStep, ...], known: Known) -> list[str]:
    """Who is asked, a line a step, in their order."""
    lines = []
    for place, step in enumerate(steps, 1):
        names = ", ".join(approver_words(one, known) for one in step.approvers) or "nobody"
        rule = rule_words(len(step.approvers), step.needed)
        lines.append(f"{place}. {names}{f' – {rule}' if rule else ''}")
    return lines


def tasks_words(tasks: tuple[TaskTemplate, ...], known: Known) -> list[str]:
    """The tasks in their order: by whom, after what, until when."""
    lines = []
    for place, task in enumerate(tasks, 1):
        after = waits_for(tasks, place)
        said = [known.name("team_id", task.team_id), known.name("assignee_id", task.assignee_id)]
        said.append(f"after {words_of(after)}" if after else "at once")
        said += [f"due at {task.share} %"] if task.share else []
        said += [] if task.mandatory else ["optional"]
        said += [words.count(len(task.checklist), "check")] if task.checklist else []
        told = " · ".join(one for one in said if one)
        lines.append(f"{place}. {task.title or 'New task'} – {told}")
    return lines


def words_of(places: tuple[int, ...]) -> str:
    """Places of tasks in words."""
    return " and ".join(str(one) for one in places)


class ItemPreview(QWidget):
    """The real form of an order, and what follows once it is ordered; nothing is sent."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        theme = context.theme
        self._context = context
        self.setObjectName("ItemPreview")
        self.setAccessibleName("Preview of the item")
        card = Card(theme, head=" ", parent=self)
        self.name = card.head
        self.icon = IconLabel(theme, icon_of(""), "accent", size=20, parent=card)
        self.icon.setObjectName("PreviewIcon")
        card.line.insertWidget(0, self.icon)
        self.about = TextLabel("", "soft", card).wrapping()
        self.articles = TextLabel("", "small", card).wrapping()
        self.empty = TextLabel(NO_FORM, "soft", card).wrapping()
        self.form = OrderForm(theme, card)
        self.check = QPushButton("Check the answers", card)
        self.check.setObjectName("CheckAnswers")
        self.check.setAccessibleName(self.check.text())
        self.result = TextLabel("", "small", card).wrapping()
        for part in (self.about, self.articles, self.empty, self.form, self.check, self.result):
            card.add(part)
        self.asked, self.tasks = TextLabel("", "", self).wrapping(), TextLabel("", "", self)
        self.tasks.wrapping()
        self.promise = TextLabel("", "small", self).wrapping()
        self._arrange(card)
        self.check.clicked.connect(self.check_answers)
        self.form.changed.connect(lambda: self.result.setText(""))

    def show_item(self, item: CatalogItem, stored: Stored) -> None:
        """Show an item as it is typed; what is tried out in its form stays."""
        known = stored.known
        self.name.setText(item.name or "New item")
        self.icon.show_icon(icon_of(item.icon), "accent")
        self.about.setText(f"{item.description} {what_follows(item)}".strip())
        named = [stored.articles.get(one, f"KB-{one}") for one in item.articles]
        self.articles.setText(f"This may already answer it: {', '.join(named)}" if named else "")
        self.articles.setVisible(bool(named))
        self.form.ask(previewed(item.fields))
        self.empty.setVisible(not item.fields)
        self.check.setVisible(bool(item.fields))
        self.asked.setText("\n".join(steps_words(item.steps, known)) or "Nobody: it is approved.")
        self.tasks.setText("\n".join(tasks_words(item.tasks, known)) or "No tasks are made.")
        within = f"within {written(item.fulfil_s)}" if item.fulfil_s else "as the SLA policy says"
        priority = words.priority_words(item.priority)
        self.promise.setText(f"Priority {priority}; fulfilled {within}.")

    def check_answers(self) -> None:
        """Say at each field what an order would be refused for."""
        today: date = self._context.desk.clock().date()
        wrong = self.form.show_wrong(today)
        self.result.setText("" if wrong else FINE)

    def _arrange(self, card: Card) -> None:
        theme = self._context.theme
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(*[theme.px(16)] * 4)
        column.setSpacing(theme.px(8))
        column.addWidget(TextLabel("As a requester sees it", "section", self))
        column.addWidget(card)
        for heading, part in (("Who is asked", self.asked), ("Tasks in their order", self.tasks)):
            column.addSpacing(theme.px(8))
            column.addWidget(TextLabel(heading, "section", self))
            column.addWidget(part)
        column.addSpacing(theme.px(8))
        column.addWidget(self.promise)
        column.addStretch(1)
        look(self, "page")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inside, "Preview area", self))
