"""A process that imports a log and says what it took: seconds, and megabytes at its highest.

python -m tests.operations.measured LOCATION FILE
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from desk_gui.operations import databases, transfer

location, file = sys.argv[1:]
desk = databases.acting_for_administrator(databases.open_database(location))
told = transfer.import_tickets(desk, Path(file)).to_json()
desk.database.close()
highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
sys.stdout.write(json.dumps({**told, "megabytes": highest / unit}) + "\n")
