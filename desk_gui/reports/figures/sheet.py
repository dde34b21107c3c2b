"""A figure as a sheet of logical pixels, with the few things that charts are drawn of.

Nothing here touches matplotlib's global settings, so figures can be drawn in any thread, one
figure to a thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10
from typing import Literal, cast

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle
from matplotlib.patheffects import PathEffectRenderer, Stroke
from matplotlib.transforms import Affine2D

from desk_gui.reports.figures import fonts
from desk_gui.reports.look import Look
from desk_gui.reports.marks import Mark

mpl.rcParams["text.hinting"] = "no_hinting"  # once, for the whole program
DPI = 100
POINTS = 72 / DPI
HALF_A_LETTER = 0.36
"""Half the height of a capital letter, as a share of the size of text."""
BEFORE = {"left": 0.0, "center": 0.5, "right": 1.0}
"""Which share of words lies before the point they are written at."""


@dataclass(frozen=True)
class Spot:
    """A part of the drawing that can be clicked; sides are shares of width and height, top left 0.

    `words` say what it shows; `value` is how many tickets the mark opens.
    """

    left: float
    top: float
    right: float
    bottom: float
    mark: Mark
    words: str
    value: int

    def holds(self, x: float, y: float) -> bool:
        """Whether a point, in shares of width and height, is on it."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom


@dataclass(frozen=True)
class Box:
    """A part of the sheet in logical pixels from the top left."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Pixels across."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Pixels down."""
        return self.bottom - self.top


@dataclass(frozen=True)
class Scale:
    """From values to pixels, straight or logarithmic; values outside stay on the edge."""

    low: float
    high: float
    start: float
    stop: float
    log: bool = False

    def __call__(self, value: float) -> float:
        """The pixel of a value."""
        low, high, at = (
            (log10(max(v, 1e-9)) for v in (self.low, self.high, value))
            if self.log
            else (self.low, self.high, value)
        )
        share = (at - low) / (high - low) if high > low else 0.0
        return self.start + (self.stop - self.start) * min(1.0, max(0.0, share))


class _Window:
    """A part of a page that a chart takes for its whole figure."""

    def __init__(self, page: Figure, box: Box) -> None:
        self.add_artist = page.add_artist
        self._size = box.width / DPI, box.height / DPI
        below = float(page.get_size_inches()[1]) - box.bottom / DPI
        self.dpi_scale_trans = Affine2D().translate(box.left / DPI, below) + page.dpi_scale_trans

    def get_size_inches(self) -> tuple[float, float]:
        """The size of the part."""
        return self._size

    def set_facecolor(self, _ink: str) -> None:
        """The page has its colour."""


def window(page: Figure, box: Box) -> Figure:
    """A part of a page as a figure to draw one chart on."""
    return cast("Figure", _Window(page, box))


class Words(Artist):
    """One line of words that begins at a point: no formula, and nothing to lay out."""

    zorder = 5

    def __init__(
        self,
        place: tuple[float, float],
        words: str,
        font: FontProperties,
        ink: str,
        halo: Stroke | None,
    ) -> None:
        super().__init__()
        self.place, self.words, self.font = place, words, font
        self._ink, self._halo = ink, halo

    def draw(self, renderer: RendererBase) -> None:
        """The words in one stroke, on top of their halo."""
        x, y = self.get_transform().transform(self.place)
        if renderer.flipy():
            y = renderer.get_canvas_width_height()[1] - y
        gc = renderer.new_gc()
        gc.set_foreground(self._ink)
        if self._halo:
            behind = PathEffectRenderer([self._halo], renderer)
            behind.draw_text(gc, x, y, self.words, self.font, 0)
        renderer.draw_text(gc, x, y, self.words, self.font, 0)
        gc.restore()


class Sheet:
    """Draws text, lines and bars at logical pixels of one figure, in one look."""

    def __init__(self, figure: Figure, look: Look) -> None:
        self.look, self.figure = look, figure
        width, height = figure.get_size_inches()
        self.width, self.height = float(width) * DPI, float(height) * DPI
        figure.set_facecolor(look.ground)
        from_top_left = Affine2D().scale(1 / DPI, -1 / DPI).translate(0, float(height))
        self._transform = from_top_left + figure.dpi_scale_trans
        self.spots: list[Spot] = []

    def _add(self, artist: Artist) -> None:
        artist.set_transform(self._transform)
        self.figure.add_artist(artist)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        ink: str = "",
        size: float = 12,
        bold: bool = False,
        across: Literal["left", "center", "right"] = "left",
        halo: bool = False,
    ) -> None:
        """Words as they are, in the middle of a height: no formula, however many $ are in them.

        A halo keeps them apart from lines that they lie on.
        """
        shown = fonts.drawable(words)
        if not shown:
            return
        look, high = self.look, self.look.px(size)
        left = x - BEFORE[across] * self.wide(shown, size, bold=bold)
        self._add(
            Words(
                (left, y + high * HALF_A_LETTER),
                shown,
                fonts.font(look.family, bold=bold, points=high * POINTS),
                look.readable(ink or look.text),
                Stroke(linewidth=look.px(3) * POINTS, foreground=look.ground) if halo else None,
            )
        )

    def wide(self, words: str, size: float = 12, *, bold: bool = False) -> float:
        """How many pixels words take."""
        return fonts.wide(self.look, words, size, bold=bold)

    def fitting(self, words: str, room: float, size: float = 12) -> str:
        """As much of words as fits into so many pixels, with an ellipsis where some is left out."""
        return fonts.fitting(self.look, words, room, size)

    def bar(self, box: Box, ink: str, *, hatched: bool = False) -> None:
        """A filled bar; hatched where its time is not over, or not whole."""
        self._add(
            Rectangle(
                (box.left, box.top),
                box.width,
                box.height,
                facecolor=ink,
                edgecolor=self.look.ground if hatched else "none",
                hatch="////" if hatched else None,
                linewidth=0,
            )
        )

    def line(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        ink: str,
        *,
        width: float = 1,
        above: int = 2,
    ) -> None:
        """A line through points; gaps where a point is NaN."""
        thick = self.look.px(width) * POINTS
        self._add(
            Line2D(
                xs,
                ys,
                color=ink,
                linewidth=thick,
                zorder=above,
                solid_capstyle="round",
                solid_joinstyle="round",
            )
        )

    def area(self, xs: Sequence[float], ys: Sequence[float], floor: float, ink: str) -> None:
        """The ground under a line, faintly filled."""
        points = [(xs[0], floor), *zip(xs, ys, strict=True), (xs[-1], floor)]
        self._add(Polygon(points, facecolor=ink, alpha=0.14, edgecolor="none"))

    def dot(
        self,
        x: float,
        y: float,
        ink: str,
        *,
        size: float = 8,
        hollow: bool = False,
        shape: str = "o",
    ) -> None:
        """A point; hollow ones stand for few tickets, or for the second of two values."""
        self._add(
            Line2D(
                [x],
                [y],
                marker=shape,
                markersize=self.look.px(size) * POINTS,
                linestyle="none",
                markerfacecolor=self.look.ground if hollow else ink,
                markeredgecolor=ink,
                markeredgewidth=self.look.px(1.6) * POINTS,
                zorder=4,
            )
        )

    def spot(self, box: Box, mark: Mark, words: str, value: int) -> None:
        """Let a part of the drawing be clicked, as far as it lies on the sheet."""
        if value:
            across = (min(max(x / self.width, 0.0), 1.0) for x in (box.left, box.right))
            down = (min(max(y / self.height, 0.0), 1.0) for y in (box.top, box.bottom))
            (left, right), (top, bottom) = across, down
            self.spots.append(Spot(left, top, right, bottom, mark, words, value))

    def nothing(self, words: str) -> None:
        """Say why there is nothing to see, in as many lines as it takes."""
        lines = fonts.wrapped(self.look, words, self.width - self.look.px(24))
        for place, line in enumerate(lines):
            y = self.height / 2 + self.look.px(18) * (place - (len(lines) - 1) / 2)
            self.text(self.width / 2, y, line, ink=self.look.soft, across="center")

    def frame(self, below: float = 28) -> Box:
        """The part of the sheet left for drawing."""
        px = self.look.px
        return Box(px(12), px(12), self.width - px(12), self.height - px(below))

    def key(self, x: float, y: float, entries: Sequence[tuple[str, str]]) -> float:
        """Colours (none: hatched) and their words in rows; returns how far down they reach."""
        px, start = self.look.px, x
        for ink, words in entries:
            if x > start and x + px(15) + self.wide(words) > self.width:
                x, y = start, y + px(20)
            box = Box(x, y - px(5), x + px(10), y + px(5))
            self.bar(box, ink or self.look.soft, hatched=not ink)
            self.text(x + px(15), y, words, ink=self.look.soft)
            x += px(31) + self.wide(words)
        return y + px(12)
