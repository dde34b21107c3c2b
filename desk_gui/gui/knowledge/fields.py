"""What an article has besides its text: title, category, audience, tags, review date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desk_gui.domain.knowledge import Audience
from desk_gui.gui import format as words
from desk_gui.gui.dialogs.choosing import ChoiceBox, Option
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.flow import TileLayout
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.operations.accounts import Choice
from desk_gui.operations.knowledge import Written

NARROWEST = 180
LATER = ((91, "In 3 months"), (182, "In 6 months"), (365, "In a year"), (730, "In 2 years"))
USUAL = "A year after publishing"


class Fields(QWidget):
    """Filled from a Written and read back as one; `changed` after every keystroke."""

    changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._category_id: int | None = None
        self.title = QLineEdit(self)
        self.title.setPlaceholderText("What a person would look for")
        self.category = ChoiceBox(((None, "No category"),), self)
        self.audience = ChoiceBox(
            (
                (Audience.INTERNAL, "Internal: agents only"),
                (Audience.PUBLIC, "Public: everybody"),
            ),
            self,
        )
        self.tags = QLineEdit(self)
        self.tags.setPlaceholderText("mail, outlook")
        self.review = ChoiceBox(((None, USUAL),), self)
        self._arrange()
        for field in (self.title, self.tags):
            field.textChanged.connect(self.changed)
        for box in (self.category, self.audience, self.review):
            box.currentIndexChanged.connect(self.changed)

    def show_written(self, written: Written) -> None:
        """Fill the fields."""
        self.title.setText(written.title)
        self.tags.setText(", ".join(written.tags))
        self.review.offer(self._dates(written.review_on))
        self.review.choose(written.review_on)
        self.audience.choose(written.audience)
        self._category_id = written.category_id
        self.category.choose(written.category_id)

    def offer_categories(self, categories: Sequence[Choice]) -> None:
        """Offer these categories; the one the article has stays chosen."""
        chosen = self.category.value if self.category.count() > 1 else self._category_id
        self.category.offer([(None, "No category"), *((one.id, one.name) for one in categories)])
        self.category.choose(chosen)

    def written(self, text: str) -> Written:
        """What the fields hold now, with this text."""
        category, due = self.category.value, self.review.value
        known = self.category.count() > 1
        return Written(
            title=self.title.text().strip(),
            text=text,
            audience=Audience(str(self.audience.value)),
            category_id=(category if isinstance(category, int) else None)
            if known
            else self._category_id,
            tags=_tags(self.tags.text()),
            review_on=due if isinstance(due, date) else None,
        )

    def _arrange(self) -> None:
        px = self._context.theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self._named("Title", self.title))
        tiles = TileLayout(px(12), partial(px, NARROWEST), 4)
        for name, field in (
            ("Category", self.category),
            ("Audience", self.audience),
            ("Tags", self.tags),
            ("Review", self.review),
        ):
            tiles.addWidget(self._named(name, field))
        column.addLayout(tiles)

    def _named(self, name: str, field: QWidget) -> QWidget:
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._context.theme.px(4))
        label = TextLabel(name, "small", box)
        label.setBuddy(field)
        field.setObjectName(f"Article{name}")
        field.setAccessibleName(name)
        column.addWidget(label)
        column.addWidget(field)
        return box

    def _dates(self, chosen: date | None) -> list[Option]:
        now = self._context.desk.clock()
        offered = {now.date() + timedelta(days=days): said for days, said in LATER}
        listed: list[Option] = [(None, USUAL)]
        if chosen is not None and chosen not in offered:
            listed.append((chosen, f"On {words.day(chosen, now)}"))
        listed += [(on, f"{said} ({words.day(on, now)})") for on, said in offered.items()]
        return listed


def _tags(typed: str) -> tuple[str, ...]:
    return tuple(sorted({tag.strip().lower() for tag in typed.split(",") if tag.strip()}))
