"""Palette, measures, fonts and style sheet of the whole program, switched live.

Colours come from `palettes`, the sheet from resources/themes/desk.qss: `$name` is a colour,
`@8` a measure of 8 px at 100 %. Whoever paints itself asks `palette` and `px` when it paints and
repaints on `changed`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from string import Template
from tempfile import TemporaryDirectory

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QGraphicsDropShadowEffect, QWidget

from desk_gui import paths
from desk_gui.gui import icons
from desk_gui.gui.icons import Icon
from desk_gui.gui.palettes import CONTRAST, DARK, LIGHT, Palette
from desk_gui.settings import LARGEST_FONT, SMALLEST_FONT, Density
from desk_gui.settings import Theme as Scheme

TEXT_PX = 13
LARGEST_SYSTEM_PX = 20
OWN_FONT = "Inter"
DIMMED = "\nQPushButton:disabled, QToolButton:disabled { border-style: dashed; }"
"""In high contrast a dimmed button is told by its edge, because its words are not dimmed."""
MEASURE = re.compile(r"@(\d+)")


class Theme(QObject):
    """The one look of the program; `changed` tells those that paint themselves."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._scheme = Scheme.SYSTEM
        self._percent = 100
        self._drawings = TemporaryDirectory(prefix="desk-look-")
        self.density = Density.COMFORTABLE
        self.palette = LIGHT
        self._family, self._base = _system_font()
        app.setStyle("Fusion")
        app.styleHints().colorSchemeChanged.connect(self._system_changed)
        app.aboutToQuit.connect(self.close)

    @property
    def scheme(self) -> Scheme:
        """What the person chose, not what it became."""
        return self._scheme

    @property
    def percent(self) -> int:
        """Size of the text, 100 to 200."""
        return self._percent

    def set(
        self,
        scheme: Scheme | str,
        *,
        percent: int = 100,
        density: Density | str = Density.COMFORTABLE,
    ) -> None:
        """Put on a scheme, a text size (clamped to 100 to 200 %) and a row density, at once."""
        self._scheme = Scheme(scheme)
        self._percent = min(max(percent, SMALLEST_FONT), LARGEST_FONT)
        self.density = Density(density)
        self._put_on()

    def px(self, measure: float) -> int:
        """A measure of the design (px at 100 %) in logical pixels at the present text size."""
        return round(measure * self._scale)

    def colour(self, ink: str) -> QColor:
        """A colour of the palette by its name."""
        return QColor(getattr(self.palette, ink))

    def font(self, size: int = TEXT_PX, *, bold: bool = False) -> QFont:
        """The font of the program at a size of the design, for those that paint themselves."""
        font = QFont(self._family)
        font.setPixelSize(self.px(size))
        font.setBold(bold)
        return font

    def icon(self, name: Icon, ink: str = "soft", *, on: str = "") -> QIcon:
        """An icon in a colour of the palette, another where selected, dimmed where disabled."""
        colours = self.palette.tokens()
        return icons.icon(name, colours[ink], off=colours["field"], on=colours[on or ink])

    def pixmap(self, name: Icon, ink: str = "soft", size: int = 16) -> QPixmap:
        """A drawing at a size of the design, sharp on the main screen."""
        density = self._app.devicePixelRatio()
        return icons.pixmap(name, self.palette.tokens()[ink], self.px(size), density)

    def follow(self, dress: Callable[[], None]) -> None:
        """Call `dress`, a method of a widget, now and after every change of the look."""
        self.changed.connect(dress)
        dress()

    def close(self) -> None:
        """Remove the recoloured drawings that the style sheet pointed to."""
        self._drawings.cleanup()

    @property
    def _scale(self) -> float:
        return self._base / TEXT_PX * self._percent / 100

    def _put_on(self) -> None:
        self.palette = self._chosen()
        self._ask_platform()
        self._app.setPalette(_qt_palette(self.palette))
        self._app.setFont(self.font())
        self._app.setStyleSheet(self._sheet())
        self.changed.emit()

    def _chosen(self) -> Palette:
        if self._scheme is Scheme.SYSTEM:
            dark = self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
            return DARK if dark else LIGHT
        return {Scheme.LIGHT: LIGHT, Scheme.DARK: DARK, Scheme.CONTRAST: CONTRAST}[self._scheme]

    def _ask_platform(self) -> None:
        """Let title bars and native dialogs follow, where the platform can (many cannot)."""
        hints = self._app.styleHints()
        if self._scheme is Scheme.SYSTEM:
            hints.unsetColorScheme()
        else:
            dark = self.palette.is_dark
            hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)

    def _system_changed(self) -> None:
        if self._scheme is Scheme.SYSTEM and self._chosen() is not self.palette:
            self._put_on()

    def _sheet(self) -> str:
        source = (paths.resources() / "themes" / "desk.qss").read_text(encoding="utf-8")
        sized = MEASURE.sub(lambda found: f"{self.px(int(found[1]))}px", source)
        drawings = {f"icon_{name.name.lower()}_{ink}": url for name, ink, url in self._images()}
        sheet = Template(sized).substitute(self.palette.tokens() | drawings | self._circles())
        return sheet + DIMMED if self.palette is CONTRAST else sheet

    def _circles(self) -> dict[str, str]:
        """Radii of what is to be round: Qt draws a square where one is more than half a side."""
        sides = {"radio": self.px(14) + 2, "chosen": self.px(6) + 2 * self.px(5)}
        return {f"{name}_radius": str(side // 2) for name, side in sides.items()}

    def _images(self) -> list[tuple[Icon, str, str]]:
        wanted = (
            *((one, "soft") for one in (Icon.CHEVRON_DOWN, Icon.CHEVRON_LEFT, Icon.CHEVRON_RIGHT)),
            (Icon.X, "soft"),
            (Icon.CHECK, "accent_text"),
        )
        made = []
        for name, ink in wanted:
            file = f"{self._drawings.name}/{name}-{self.palette.name}-{ink}.svg"
            icons.write(name, self.palette.tokens()[ink], file)
            made.append((name, ink, file.replace("\\", "/")))
        return made


def look(widget: QWidget, word: str) -> None:
    """Give a widget one of the looks that the style sheet knows, and dress it again."""
    if widget.property("look") != word:
        widget.setProperty("look", word)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        QApplication.sendEvent(widget, QEvent(QEvent.Type.StyleChange))


def shadow(theme: Theme, owner: QObject) -> QGraphicsDropShadowEffect:
    """The one shadow there is, for what floats over the window."""
    made = QGraphicsDropShadowEffect(owner)
    made.setBlurRadius(theme.px(24))
    made.setOffset(0, theme.px(4))
    made.setColor(QColor(0, 0, 0, 70))
    return made


def _system_font() -> tuple[str, int]:
    """Family and pixel size: the system's on Windows and macOS, ours where any may be missing."""
    info = QFontInfo(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont))
    size = min(max(info.pixelSize(), TEXT_PX), LARGEST_SYSTEM_PX)
    if sys.platform in {"win32", "darwin"}:
        return info.family(), size
    for file in sorted((paths.resources() / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(file))
    return OWN_FONT, size


def _qt_palette(palette: Palette) -> QPalette:
    role = QPalette.ColorRole
    colours = {
        role.Window: palette.bg,
        role.WindowText: palette.text,
        role.Base: palette.surface,
        role.AlternateBase: palette.bg,
        role.Text: palette.text,
        role.PlaceholderText: palette.soft,
        role.Button: palette.surface,
        role.ButtonText: palette.text,
        role.BrightText: palette.bad,
        role.Highlight: palette.sel,
        role.HighlightedText: palette.text,
        role.Accent: palette.accent,
        role.Link: palette.accent,
        role.LinkVisited: palette.accent,
        role.ToolTipBase: palette.raised,
        role.ToolTipText: palette.text,
        role.Light: palette.raised,
        role.Midlight: palette.hover,
        role.Mid: palette.line,
        role.Dark: palette.field,
        role.Shadow: palette.line,
    }
    made = QPalette()
    for which, colour in colours.items():
        made.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(palette.soft))
    return made
