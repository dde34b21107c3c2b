"""Set Desk up and start it; without a display it takes its tour instead."""

from __future__ import annotations

import os
import sys

import prepare

PICTURES = "shots/"


def main(arguments: list[str]) -> int:
    """Become Desk, with the arguments of the command line; returns only when that failed."""
    code = prepare.main(["run"])
    if code != 0:
        return code
    environment = dict(os.environ)
    if not arguments and not prepare.has_display():
        prepare.say(f"There is no display, so Desk takes its tour and saves it in {PICTURES}.")
        arguments = ["tour", PICTURES]
        environment["QT_QPA_PLATFORM"] = "offscreen"
    os.chdir(prepare.ROOT)
    command = [str(prepare.PYTHON), "-m", "desk_gui", *arguments]
    return os.execve(command[0], command, environment)  # noqa: S606 - there is no shell to start


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
