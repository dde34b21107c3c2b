"""Widgets that are used again: showing the next ticket builds only what is not there yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

EXPLICIT = Qt.WidgetAttribute.WA_WState_ExplicitShowHide
"""Set on a widget that was shown or hidden by a call."""
W = TypeVar("W", bound=QWidget)
T = TypeVar("T")


class Pool(Generic[W]):
    """Keeps the widgets of one layout; those not needed now are hidden.

    With `upward`, the first thing stands lowest, so that more can be added on top.
    """

    def __init__(self, layout: QBoxLayout, make: Callable[[], W], *, upward: bool = False) -> None:
        self._layout, self._make, self._upward = layout, make, upward
        self.widgets: list[W] = []

    def each(self, things: Iterable[T]) -> Iterator[tuple[W, T]]:
        """A widget for every thing, shown; the others are hidden."""
        used = 0
        for used, thing in enumerate(things, 1):
            if used > len(self.widgets):
                self.widgets.append(self._make())
                self._layout.insertWidget(0 if self._upward else -1, self.widgets[-1])
            widget = self.widgets[used - 1]
            yield widget, thing
            # A new one is shown by its layout, once for all of them: showing it here lays out
            # the whole column for each.
            if widget.isHidden() and widget.testAttribute(EXPLICIT):
                widget.setVisible(True)
        for widget in self.widgets[used:]:
            widget.setVisible(False)

    def shown(self) -> list[W]:
        """The widgets that are not hidden."""
        return [one for one in self.widgets if not (one.isHidden() and one.testAttribute(EXPLICIT))]
