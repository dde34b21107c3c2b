"""What makes Desk ready to run and to give away: locks, preparation, licences, the wheel."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "build" / "locks"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


def _pins(lock: str) -> set[tuple[str, str]]:
    return set(PIN.findall((LOCKS / lock).read_text(encoding="utf-8")))


def _asked(lock: str) -> list[Requirement]:
    tools = PROJECT["dependency-groups"]["dev"] if lock == "dev.txt" else []
    return [Requirement(one) for one in [*PROJECT["project"]["dependencies"], *tools]]


@pytest.mark.parametrize("lock", ["run.txt", "dev.txt"])
def test_that_a_lock_answers_every_dependency(lock: str) -> None:
    pins = _pins(lock)
    unanswered = [
        str(asked)
        for asked in _asked(lock)
        if not any(
            name == canonicalize_name(asked.name) and asked.specifier.contains(version)
            for name, version in pins
        )
    ]
    assert unanswered == []


@pytest.mark.parametrize("lock", ["run.txt", "dev.txt"])
def test_that_every_pin_has_a_hash_and_no_host_is_named(lock: str) -> None:
    text = (LOCKS / lock).read_text(encoding="utf-8")
    pinned = [block for block in re.split(r"\n(?=\S)", text) if PIN.match(block)]
    assert len(pinned) == len(PIN.findall(text))
    assert all("--hash=sha256:" in block for block in pinned)
    assert "://" not in text


def test_that_tests_run_with_the_versions_that_people_get() -> None:
    assert _pins("run.txt") <= _pins("dev.txt")


def test_that_every_package_is_listed_with_its_licence() -> None:
    listed = (ROOT / "resources/licences/third-party.md").read_text(encoding="utf-8")
    rows = {
        name.strip(): licence.strip()
        for name, _version, licence in re.findall(
            r"^\|([^|]+)\|([^|]+)\|([^|]+)\|", listed, re.MULTILINE
        )
    }
    assert {name for name, _version in _pins("run.txt")} <= set(rows)
    assert "" not in rows.values()


def test_that_no_package_is_under_the_gpl_alone() -> None:
    listed = (ROOT / "resources/licences/third-party.md").read_text(encoding="utf-8")
    strong = [
        row
        for row in listed.splitlines()
        if re.search(r"\b(GPL|AGPL)|General Public", row) and not re.search(r"LGPL|Lesser", row)
    ]
    assert strong == []


def test_that_the_second_preparation_does_nothing(tmp_path: Path) -> None:
    """A made-up environment with the right stamp is left alone; the same without is not."""
    shutil.copytree(ROOT / "build", tmp_path / "build")
    script = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'build')!r}); import prepare; "
        "lock = prepare.LOCKS / 'run.txt'; "
        "before = prepare.is_current(lock); prepare.VENV.mkdir(); "
        "prepare.stamp(lock).write_text(prepare.content_of_stamp(lock)); "
        "middle = prepare.is_current(lock); lock.write_text('changed'); "
        "print(before, middle, prepare.is_current(lock))"
    )
    assert _python("-c", script).stdout.split() == ["False", "True", "False"]


def test_that_a_missing_library_is_named_with_the_command_for_it(tmp_path: Path) -> None:
    (tmp_path / "apt-get").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    (tmp_path / "apt-get").chmod(0o755)
    script = (
        f"import os, sys; sys.path.insert(0, {str(ROOT / 'build')!r}); import prepare; "
        "os.geteuid = lambda: 1000\n"
        "try: prepare.need_libraries({'libnowhere.so.7': 'libnowhere7'})\n"
        "except prepare.Trouble as trouble: print(trouble)"
    )
    told = _python("-c", script, PATH=str(tmp_path)).stdout.strip()
    assert told == (
        "Desk needs the libraries libnowhere.so.7; "
        "please run this and try again: sudo apt-get install libnowhere7"
    )


def test_that_an_old_python_is_refused_in_one_sentence(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    shell = shutil.which("sh")
    assert shell is not None
    done = subprocess.run(
        [shell, ROOT / "build" / "python.sh", "-V"],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Desk needs Python 3.11 or newer")
    assert done.stderr.count("\n") == 1


def test_that_every_command_is_explained() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE)) - {"dev"}
    explained = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert {name for name in targets if f"`make {name}" not in explained} == set()


def test_that_the_wheel_carries_the_resources(tmp_path: Path) -> None:
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    for name in ("desk_gui", "resources"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    _python("-m", "hatchling", "build", "-t", "wheel", "-d", "out", folder=tmp_path)
    wheel = next((tmp_path / "out").glob("desk-*.whl"))
    names = set(zipfile.ZipFile(wheel).namelist())
    expected = {
        f"desk_gui/{path.relative_to(ROOT).as_posix()}"
        for path in (ROOT / "resources").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert expected <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not any(name.startswith("tests") for name in names)


def _python(
    *arguments: str, folder: Path = ROOT, **environ: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=os.environ | environ,
        capture_output=True,
        text=True,
        check=True,
    )
