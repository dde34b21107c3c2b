"""Set Desk up: the virtual environment from a hashed lock file, and the system libraries of Qt.

Run by the Python of the machine, so it uses the standard library only. A second run sees by a
stamp that nothing is to do. What it cannot do by itself it names with the exact command.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
WORK = ROOT / ".work"
LOCKS = ROOT / "build" / "locks"
OLDEST = (3, 11)

# What the libraries of PySide6-Essentials link to, and the Debian package that has it.
FOR_QT = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libbrotlidec.so.1": "libbrotli1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libstdc++.so.6": "libstdc++6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
FOR_A_WINDOW = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


BROWSERS = ("chromium", "chromium-browser", "google-chrome")


class Trouble(Exception):
    """What is wrong and what to do, as one sentence."""


def has_display() -> bool:
    """Whether a window could be shown here."""
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def prepare(purpose: str) -> None:
    """Make everything ready for `run`, `dev`, `slow` or `package`; raises Trouble."""
    if sys.version_info < OLDEST:
        raise Trouble(f"Desk needs Python 3.11 or newer, not {sys.version.split()[0]}.")
    if sys.platform == "linux":
        libraries = dict(FOR_QT)
        if purpose == "package" or (purpose == "run" and has_display()):
            libraries |= FOR_A_WINDOW
        need_libraries(libraries)
        if purpose == "package":
            need_for_packaging()
        if purpose == "slow" and not any(map(shutil.which, BROWSERS)):
            need_packages(["chromium"], "a browser, for the tests of the published site")
    lock = LOCKS / ("run.txt" if purpose == "run" else "dev.txt")
    if not is_current(lock):
        with alone():
            if not is_current(lock):
                need_environment()
                install(lock)


def need_libraries(libraries: dict[str, str]) -> None:
    """Have these shared libraries on the machine, installed if we may."""
    missing = {name: package for name, package in libraries.items() if not is_loadable(name)}
    if missing:
        need_packages(sorted(set(missing.values())), f"the libraries {', '.join(sorted(missing))}")


def is_loadable(library: str) -> bool:
    """Whether the dynamic loader finds a library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def need_for_packaging() -> None:
    """PyInstaller takes programs apart with binutils and bundles Python's own library."""
    if shutil.which("objcopy") is None:
        need_packages(["binutils"], "the program objcopy")
    shared = sysconfig.get_config_var("Py_ENABLE_SHARED")
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if not shared and not is_loadable(f"libpython{version}.so.1.0"):
        need_packages([f"libpython{version}"], "Python's shared library")


def need_packages(packages: Sequence[str], what: str) -> None:
    """Install Debian packages as root; else say what is missing and the command for it."""
    apt = shutil.which("apt-get")
    if apt is None:
        raise Trouble(f"Desk needs {what}; please install them with this system's package manager.")
    if os.geteuid() != 0:
        command = f"sudo apt-get install {' '.join(packages)}"
        raise Trouble(f"Desk needs {what}; please run this and try again: {command}")
    say(f"Installing {', '.join(packages)} …")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    logged([apt, "update", "-q"], environment)
    if logged([apt, "install", "-y", "-q", "--no-install-recommends", *packages], environment) != 0:
        raise Trouble(
            f"Desk needs {what}, and this failed: apt-get install {' '.join(packages)} "
            f"(its words are in {log_file()})."
        )


def need_environment() -> None:
    """Make the virtual environment, unless there is one whose Python answers."""
    if is_alive():
        return
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        need_packages([f"python{version}-venv"], "Python's venv module")
    say("Making the virtual environment .venv …")
    base = str(getattr(sys, "_base_executable", sys.executable))
    if logged([base, "-m", "venv", "--clear", str(VENV)]) != 0:
        raise Trouble(f"The virtual environment could not be made; see {log_file()}.")


def is_alive() -> bool:
    """Whether the environment's Python starts, is new enough and has pip."""
    question = f"import sys, pip; sys.exit(sys.version_info < {OLDEST})"
    try:
        done = subprocess.run([PYTHON, "-c", question], capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def install(lock: Path) -> None:
    """Install exactly what the lock file names; every file must have a hash that it lists."""
    say("Installing what Desk is built from (up to 220 MB the first time) …")
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--no-input"]
    command = [*pip, "--require-hashes", "--no-deps", "--only-binary=:all:", "-r", str(lock)]
    for _attempt in range(2):
        if logged(command) == 0:
            stamp(lock).write_text(content_of_stamp(lock), encoding="utf-8")
            return
    raise Trouble(
        "The packages that Desk is built from could not be installed: "
        f"{last_error()} (all of it is in {log_file()})."
    )


def stamp(lock: Path) -> Path:
    """The file that says for which lock file the environment was made."""
    return VENV / f".desk-{lock.stem}"


def is_current(lock: Path) -> bool:
    """Whether the environment holds this lock file's packages already."""
    kinds = [lock] if lock.stem == "dev" else [lock, lock.with_name("dev.txt")]
    return any(read(stamp(kind)) == content_of_stamp(kind) for kind in kinds)


def content_of_stamp(lock: Path) -> str:
    """Names the lock file's content, this folder and the Python behind the environment."""
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    return f"{digest}\n{VENV}\n{os.path.realpath(PYTHON)}\n"


def read(file: Path) -> str:
    """A file's text, or nothing."""
    try:
        return file.read_text(encoding="utf-8")
    except OSError:
        return ""


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Wait until nobody else sets this folder up."""
    import fcntl

    WORK.mkdir(exist_ok=True)
    with (WORK / "setup.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def log_file() -> Path:
    """Where the words of pip and apt-get go."""
    return WORK / "setup.log"


def logged(command: Sequence[str | Path], environment: dict[str, str] | None = None) -> int:
    """Run a command, its words appended to the log; the exit code."""
    WORK.mkdir(exist_ok=True)
    with log_file().open("a", encoding="utf-8") as log:
        print("$", *command, file=log, flush=True)
        done = subprocess.run(
            command, stdout=log, stderr=subprocess.STDOUT, env=environment, cwd=ROOT, check=False
        )
        return done.returncode


def last_error() -> str:
    """The last line of the log that names an error."""
    errors = [line for line in read(log_file()).splitlines() if line.startswith("ERROR:")]
    return errors[-1].removeprefix("ERROR:").strip().rstrip(".") if errors else "pip failed"


def say(sentence: str) -> None:
    """Tell the person what takes so long."""
    print(sentence, flush=True)


def main(arguments: Sequence[str]) -> int:
    """Prepare for one purpose; 0, or 1 after one sentence on stderr."""
    try:
        prepare(arguments[0] if arguments else "run")
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"Desk could not be set up in {ROOT}: {error}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
