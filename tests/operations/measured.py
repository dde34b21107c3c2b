"""A process that imports a log and says what it took: seconds, and megabytes at its highest.

python -m tests.operations.measured LOCATION FILE
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from desk_gui.operations import databases, transfer


def highest() -> float:
    """The most memory this process held, in megabytes.

    On Linux from the process itself: getrusage there begins with what the process held that
    started this one.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)


location, file = sys.argv[1:]
desk = databases.acting_for_administrator(databases.open_database(location))
told = transfer.import_tickets(desk, Path(file)).to_json()
desk.database.close()
sys.stdout.write(json.dumps({**told, "megabytes": highest()}) + "\n")
