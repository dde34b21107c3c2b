"""Write the next numbered migration: what the tables have and the migrations so far do not."""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.operations.ops import DropTableOp, MigrationScript

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from desk_gui.storage import database, schema  # noqa: E402 - found through the line above

VERSIONS = ROOT / "desk_gui" / "storage" / "migrations" / "versions"


def main(reason: str) -> int:
    """Make versions/NNNN_reason.py to be read and completed; 1 after a sentence when it cannot."""
    if " " not in reason.strip():
        print('Say in a few words what changes: make migrate WHY="tickets have a colour".')
        return 1
    number = f"{schema.CURRENT + 1:04d}"
    words = "_".join(re.findall(r"[a-z0-9]+", reason.lower()))[:40]
    with tempfile.TemporaryDirectory() as folder:
        made = database.create(str(Path(folder) / "scratch.db"))
        config = Config()
        config.set_main_option("script_location", str(VERSIONS.parent))
        config.set_main_option("file_template", f"{number}_{words}")
        with made.engine.connect() as connection:
            config.attributes["connection"] = connection
            command.revision(
                config,
                message=f"{reason}.",
                autogenerate=True,
                rev_id=number,
                process_revision_directives=_keep_full_text,
            )
        made.close()
    print(f"Read and complete {number}_{words}.py, then set CURRENT in storage/schema.py.")
    return 0


def _keep_full_text(_context: object, _revision: object, scripts: list[MigrationScript]) -> None:
    """The tables of the full-text index are not ours to describe, so they look superfluous."""
    for script in scripts:
        for upgrade in script.upgrade_ops_list:
            upgrade.ops = [
                one
                for one in upgrade.ops
                if not (isinstance(one, DropTableOp) and "_words" in one.table_name)
            ]


if __name__ == "__main__":
    sys.exit(main(" ".join(sys.argv[1:])))
