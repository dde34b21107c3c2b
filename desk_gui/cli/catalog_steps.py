"""The step of the tour in the editor of the catalog."""

from __future__ import annotations

from collections.abc import Callable

from desk_gui.cli.driving import Script
from desk_gui.gui.admin.catalog.section import CatalogSection
from desk_gui.gui.shell.desktop import Desktop

ITEM, LABEL = "New starter", "First working day"


def catalog_editor(
    desktop: Desktop, settled: Callable[[], Script], shoot: Callable[[str], Script]
) -> Script:
    """An administrator changes the form of an item, beside what becomes of it; not published."""
    desktop.window.show_page("Administration")
    desktop.administration.show_section(CatalogSection.name)
    yield from settled()
    section = desktop.administration.section(CatalogSection)
    section.choose_named(ITEM)
    section.editor.fields.open_at(1)
    section.editor.field_body.label.setText(LABEL)
    yield from shoot("catalog-editor")
    section.throw_away()
    desktop.window.show_page("Queue")
