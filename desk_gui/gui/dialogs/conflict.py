"""Two people changed the same fields: both versions side by side, and one is kept of each."""

from __future__ import annotations

from collections.abc import Callable
from difflib import SequenceMatcher
from functools import partial

from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from desk_gui.domain.errors import Conflict
from desk_gui.gui.dialogs.choosing import Known
from desk_gui.gui.dialogs.field_words import field_order, field_words, is_long, whole_words
from desk_gui.gui.dialogs.sheet import Sheet, rows
from desk_gui.gui.format import short_moment
from desk_gui.gui.page import Context
from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.flow import TileLayout
from desk_gui.gui.widgets.text_editor import TextEditor
from desk_gui.gui.widgets.text_label import TextLabel

WIDE, COLUMN, ROWS = 640, 220, 5
MOST_LINES = 500
THEIRS, MINE = "Theirs", "Mine"
Decide = Callable[[frozenset[str]], object]


class FieldCard(Card):
    """One field: who changed it and when, their value and mine, and which of them is kept."""

    def __init__(
        self, context: Context, field: str, error: Conflict, known: Known, *, choose: bool
    ) -> None:
        by = error.changed.get(field)
        said = f"{by.who}, {short_moment(by.at, context.desk.clock())}" if by else " "
        super().__init__(context.theme, head=field_words(field), aside=said)
        self.field = field
        self.setObjectName(f"Field-{field}")
        self.setAccessibleName(f"{field_words(field)}, changed by {said}")
        self._kept = QButtonGroup(self)
        px = context.theme.px
        tiles = TileLayout(px(16), partial(px, COLUMN), 2)
        theirs, mine = (
            whole_words(field, values.get(field), known) for values in (error.theirs, error.mine)
        )
        for place, (whose, words) in enumerate(((THEIRS, theirs), (MINE, mine))):
            other = mine if whose is THEIRS else theirs
            value = _value(context.theme, words, other, self)
            value.setObjectName(f"{whose}-{field}")
            tiles.addWidget(self._side(whose, words, value, choose=choose, place=place))
        self.column.addLayout(tiles)

    @property
    def keeps_theirs(self) -> bool:
        """Whether their value stays."""
        return self._kept.checkedId() == 0

    def keep(self, whose: str) -> None:
        """Choose a side, as by a press."""
        self._kept.button((THEIRS, MINE).index(whose)).setChecked(True)

    def _side(self, whose: str, words: str, value: QWidget, *, choose: bool, place: int) -> QWidget:
        side = QWidget(self)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        if choose:
            button = QRadioButton(f"Keep {whose.lower()}", side)
            button.setObjectName(f"Keep-{whose}-{self.field}")
            button.setAccessibleName(f"{field_words(self.field)}: keep {whose.lower()}, {words}")
            button.setChecked(whose == MINE)
            self._kept.addButton(button, place)
            column.addWidget(button)
        else:
            column.addWidget(TextLabel(whose, "section", side))
        column.addWidget(value)
        column.addStretch(1)
        return side


class ConflictDialog(Sheet):
    """Shows theirs and mine, field by field; `decide` is given the fields that stay theirs.

    It runs only when a person says so. Without `by_field` all of mine is taken, or nothing.
    """

    def __init__(
        self,
        context: Context,
        error: Conflict,
        known: Known,
        decide: Decide,
        parent: QWidget | None = None,
        *,
        by_field: bool,
        leave: str = "Keep theirs",
    ) -> None:
        verb = "Save what is chosen" if by_field else "Use mine"
        super().__init__(context, "Somebody else changed this too", verb, parent)
        self._decide = decide
        self._by_field = by_field
        self.explain(error.message)
        self.leave.setText(leave)
        self.leave.setAccessibleName(leave)
        self.form.hide()
        self.resize(context.theme.px(WIDE), self.height())
        self.fields = {
            field: FieldCard(context, field, error, known, choose=by_field)
            for field in sorted(error.theirs, key=field_order)
        }
        for card in self.fields.values():
            self.below(card)

    def submit(self) -> None:
        """Make our change once more, on top of theirs, but for what is to stay theirs."""
        cards = self.fields.values() if self._by_field else ()
        theirs = frozenset(card.field for card in cards if card.keeps_theirs)
        self.accept()
        self._decide(theirs)


def _value(theme: Theme, words: str, other: str, parent: QWidget) -> QWidget:
    """A value that can be read whole and copied; in a long one, what differs stands out."""
    if not is_long(words):
        return TextLabel(words, "", parent).wrapping().selectable()
    editor = TextEditor("Value", "", parent)
    editor.setPlainText(words)
    editor.setReadOnly(True)
    rows(editor, ROWS)
    differing = differing_lines(words, other)
    LineMarker(editor, theme, frozenset(differing))
    if differing:
        editor.setTextCursor(QTextCursor(editor.document().findBlockByNumber(differing[0])))
    return editor


class LineMarker(QSyntaxHighlighter):
    """Tints some lines of an editor, by their number from 0."""

    def __init__(self, editor: TextEditor, theme: Theme, lines: frozenset[int]) -> None:
        super().__init__(editor.document())
        self._theme, self.lines = theme, lines

    def highlightBlock(self, line: str) -> None:  # noqa: N802 - Qt calls it
        """Tint a whole line."""
        if self.currentBlock().blockNumber() in self.lines:
            tint = QTextCharFormat()
            tint.setBackground(self._theme.colour("warn_tint"))
            self.setFormat(0, len(line), tint)


def differing_lines(words: str, other: str) -> list[int]:
    """The lines, from 0, of a text that the other one has not; of a very long text none."""
    lines, others = words.split("\n"), other.split("\n")
    if max(len(lines), len(others)) > MOST_LINES:
        return []
    same = SequenceMatcher(None, lines, others, autojunk=False).get_matching_blocks()
    kept = {block.a + n for block in same for n in range(block.size)}
    return [number for number in range(len(lines)) if number not in kept]
