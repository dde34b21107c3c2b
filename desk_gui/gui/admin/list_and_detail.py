"""A section with a list at the left, what narrows it above, and one of its rows at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_gui.gui.admin.list_pane import ListPane
from desk_gui.gui.admin.section import Section
from desk_gui.gui.icons import Icon
from desk_gui.gui.widgets.empty_state import EmptyState
from desk_gui.gui.widgets.two_panes import TwoPanes


def nobody_fits(empty: EmptyState, show_everybody: Callable[[], object]) -> None:
    """Say that what is looked for finds nobody, and offer everybody."""
    empty.show_words(Icon.SEARCH, "Nobody fits", "Try other words, or look at everybody.").offer(
        "Show everybody", show_everybody
    )


def lay_out(
    section: Section,
    name: str,
    *,
    head: tuple[QWidget, QWidget],
    above: Sequence[QWidget],
    listed: QWidget,
    right: QWidget,
) -> TwoPanes:
    """Fill a section; `head` stands at both ends of the first line, `above` between it and rows."""
    pane = ListPane(section)
    pane.fill(head=head, above=above, listed=listed)
    back = f"All {section.name.lower()}"
    panes = TwoPanes(section.context.theme, name, panes=(pane, right), back=back)
    whole = QVBoxLayout(section)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(panes)
    return panes
