"""Make both lock files from pyproject.toml, and the list of licences that goes with them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import licences

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "build" / "locks"
HEADER = "# Made by `make lock` from pyproject.toml; do not change by hand.\n"


def main() -> int:
    """Resolve anew for every Python and system we run on; dev holds exactly what run holds."""
    run, dev = LOCKS / "run.txt", LOCKS / "dev.txt"
    for lock, more in ((run, []), (dev, ["--group", "dev", "--constraints", str(run)])):
        compile_lock(lock, more)
    licences.main()
    return 0


def compile_lock(lock: Path, more: list[str]) -> None:
    """Write one lock file: all versions, all hashes, no host names."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--universal"]
    command += ["--generate-hashes", "--python-version", "3.11", "--no-header", "--upgrade"]
    command += ["--no-config", "--default-index", "https://pypi.org/simple", "--quiet"]
    done = subprocess.run([*command, *more], cwd=ROOT, check=True, capture_output=True, text=True)
    lock.write_text(HEADER + done.stdout, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
