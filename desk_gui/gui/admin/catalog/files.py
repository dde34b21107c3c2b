"""The catalog as one readable file: written, and looked at before it is taken in."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desk_gui.gui import format as words
from desk_gui.gui.dialogs.changing import say
from desk_gui.gui.dialogs.messages import confirm, tell
from desk_gui.gui.page import Context
from desk_gui.operations import catalog_items
from desk_gui.operations.catalog_items import Imported
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects

FILES = "Catalog (*.toml);;All files (*)"


def looked_at(found: Imported) -> str:
    """What an import would do, name by name."""
    parts = (
        ("New", found.added),
        ("Next edition of", found.changed),
        ("The same already", found.same),
    )
    return "\n".join(f"{said}: {', '.join(names)}" for said, names in parts if names)


class CatalogFiles:
    """Export and import for one widget."""

    def __init__(self, context: Context, owner: QWidget) -> None:
        self._context, self._owner = context, owner

    def ask_export(self) -> None:
        """Ask where to, and write the catalog there."""
        chosen, _ = QFileDialog.getSaveFileName(
            self._owner.window(), "Export the catalog", "catalog.toml", FILES
        )
        if chosen:
            self.export(Path(chosen))

    def ask_import(self) -> None:
        """Ask for a file, and look at it."""
        chosen, _ = QFileDialog.getOpenFileName(self._owner.window(), "Import a catalog", "", FILES)
        if chosen:
            self.look_at(Path(chosen))

    def export(self, path: Path) -> None:
        """Write the catalog to a file."""

        def written(many: int) -> None:
            self._context.toasts.say(
                f"{words.count(many, 'item')} saved as “{path.name}” in {path.parent}."
            )

        work = partial(catalog_items.export_catalog, self._context.desk, path)
        self._context.jobs.read(self._owner, work, written, failed=partial(say, self._context))

    def look_at(self, path: Path) -> None:
        """Say what a file would change, and take it in where somebody wants that."""
        work = partial(catalog_items.import_catalog, self._context.desk, path, dry_run=True)
        shown = partial(self._offer, path)
        self._context.jobs.write(self._owner, work, shown, failed=self._refused)

    def _offer(self, path: Path, found: Imported) -> None:
        if not found.added and not found.changed:
            tell(self._owner, f"“{path.name}” changes nothing.", "All its items are the same here.")
            return
        many = words.count(len(found.added) + len(found.changed), "item")
        confirm(
            self._owner,
            f"Import {many} from “{path.name}”?",
            "Import",
            then=partial(self._take_in, path, many),
            detail=looked_at(found),
        )

    def _take_in(self, path: Path, many: str) -> None:
        work = partial(_import, self._context.desk, path)
        said = f"{many} imported from “{path.name}”."
        self._context.do(self._owner, work, said=said, failed=self._refused)

    def _refused(self, error: Exception) -> None:
        """Nothing was taken in: the sentence names file, item and what is wrong."""
        say(self._context, error)


def _import(desk: Desk, path: Path) -> Effects:
    catalog_items.import_catalog(desk, path)
    return Effects(settings=True)
