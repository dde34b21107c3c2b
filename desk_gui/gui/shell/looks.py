"""The commands that change how the window looks: palette, size of the text, height of the rows."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from desk_gui.gui.page import Context
from desk_gui.settings import LARGEST_FONT, SMALLEST_FONT, Density, Settings
from desk_gui.settings import Theme as Scheme

STEP_PERCENT = 10


class Looks:
    """Binds the commands, and knows the preferences that follow from them."""

    def __init__(self, context: Context, scheme: Scheme) -> None:
        self._theme, self._scheme = context.theme, scheme
        on = context.actions.on
        for word in Scheme:
            on(f"look_{word.value}", partial(self.show_scheme, word))
        for density in Density:
            on(f"rows_{density.value}", partial(self.pack, density))
        on("text_larger", partial(self.scale, STEP_PERCENT))
        on("text_smaller", partial(self.scale, -STEP_PERCENT))
        on("text_normal", partial(self.scale, 0))

    def show_scheme(self, word: Scheme) -> None:
        """Light, dark, high contrast, or as the system."""
        self._scheme = word
        self._theme.set(word)

    def scale(self, step: int) -> None:
        """Make the text larger or smaller by so many percent; 0 makes it normal."""
        percent = self._theme.percent + step if step else SMALLEST_FONT
        percent = min(max(percent, SMALLEST_FONT), LARGEST_FONT)
        self._theme.set(self._scheme, percent=percent)

    def pack(self, density: Density) -> None:
        """Give rows more or less room."""
        self._theme.set(self._scheme, density=density)

    def kept(self, settings: Settings) -> Settings:
        """The preferences with the look as it is now."""
        return replace(
            settings,
            theme=self._scheme,
            font_scale=self._theme.percent,
            density=self._theme.density,
        )
