"""How a command ends; scripts rely on these numbers."""

from __future__ import annotations

DONE = 0
REFUSED = 1
"""A rule says no."""
USAGE = 2
"""The command line cannot be understood."""
DATABASE = 3
"""Database or network not reachable, damaged, locked or too new."""
FILE = 4
"""A file cannot be read or written, or is malformed."""
FAULT = 70
"""A fault of the program itself; it is in the log."""
STOPPED = 130
"""Stopped by the person at the keyboard."""
