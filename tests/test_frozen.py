"""The executable that `make package` made, started as on a machine without Python."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import pytest

from tests.test_build import shown_in_readme

pytestmark = pytest.mark.frozen

FOLDER = Path(__file__).resolve().parent.parent / "dist" / "desk"
LARGEST_MB = 330
SLOWEST_START_S = 3.0


@pytest.fixture
def desk(tmp_path: Path) -> dict[str, str]:
    """The environment of a person who has Desk and nothing else: no Python can be found."""
    (tmp_path / "bin").mkdir()
    return {
        "PATH": str(tmp_path / "bin"),
        "HOME": str(tmp_path),
        "DESK_HOME": str(tmp_path / "desk"),
        "LANG": "C.UTF-8",
    }


def _run(environ: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [FOLDER / "desk", *arguments],
        env=environ,
        cwd=environ["HOME"],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def _said(lines: str) -> dict[str, str]:
    """What the self-test says of each part."""
    return dict(line.split(": ", 1) for line in lines.splitlines())


def _files() -> list[Path]:
    return [path for path in FOLDER.rglob("*") if path.is_file() and not path.is_symlink()]


def test_that_the_executable_tests_itself_without_python(desk: dict[str, str]) -> None:
    done = _run(desk, "self-test")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert {"parts", "database", "window", "start", "chart"} <= _said(done.stdout).keys()


def test_that_the_executable_takes_the_tour(desk: dict[str, str], tmp_path: Path) -> None:
    """Also where nobody may write beside the program, and README shows what it saves."""
    done = _run(desk, "tour", str(tmp_path / "shots"))
    assert done.returncode == 0, done.stderr
    assert done.stderr == "There is no screen here; the window is drawn without one.\n"
    pictures = {file.name: file.stat().st_size for file in (tmp_path / "shots").glob("*.png")}
    assert len(pictures) >= 10
    assert min(pictures.values()) > 10_000
    assert shown_in_readme() <= pictures.keys()


def test_that_it_starts_fast_and_is_not_too_large(desk: dict[str, str]) -> None:
    times = []
    for _ in range(3):
        started = time.monotonic()
        assert _run(desk, "--version").returncode == 0
        times.append(time.monotonic() - started)
    megabytes = sum(path.stat().st_size for path in _files()) / 1_000_000
    said = _said(_run(desk, "self-test").stdout)
    print(  # noqa: T201 - the figures are what one wants to see of it
        f"\ndist/desk: {megabytes:.0f} MB in {len(_files())} files; "
        f"desk --version {min(times):.2f} s; parts {said['parts']}; {said['start']}"
    )
    assert megabytes < LARGEST_MB
    assert min(times) < SLOWEST_START_S


def test_that_nothing_of_a_self_test_stays_behind_except_the_log(
    desk: dict[str, str], tmp_path: Path
) -> None:
    """The list of fonts that charts want would otherwise lie in a folder of its own each time."""
    (tmp_path / "scratch").mkdir()
    done = _run(desk | {"TMPDIR": str(tmp_path / "scratch")}, "self-test")
    assert done.returncode == 0, done.stderr
    left = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert {name for name in left if not name.endswith(".log")} == set()


def test_that_nothing_under_the_gpl_alone_is_inside() -> None:
    only_gpl = (
        "Charts",
        "DataVisualization",
        "NetworkAuth",
        "VirtualKeyboard",
        "WaylandCompositor",
    )
    names = [path.name for path in _files()]
    assert [name for name in names if any(f"Qt6{one}" in name for one in only_gpl)] == []
    assert [name for name in names if name.startswith(("libgtk", "libqgtk3"))] == []


def test_that_the_licences_and_their_texts_are_inside() -> None:
    inside = FOLDER / "_internal"
    for name in ("LGPL-3.0.txt", "GPL-3.0.txt", "third-party.md"):
        assert (inside / "resources" / "licences" / name).is_file()
    assert len(list((inside / "licences").iterdir())) > 20
    assert os.access(FOLDER / "desk", os.X_OK)
