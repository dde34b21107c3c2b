"""Where Desk starts: `python -m desk_gui`, the command `desk`, and the executable."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line, or open the window when it names no command; gives the exit code."""
    from desk_gui.cli.program import run

    return run(sys.argv[1:] if arguments is None else arguments)


if __name__ == "__main__":
    sys.exit(main())
