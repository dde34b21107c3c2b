"""What makes Desk ready to run and to give away: locks, preparation, licences, the wheel."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
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


def shown_in_readme() -> set[str]:
    """The pictures that README shows, by the names the tour gives them."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return set(re.findall(r"!\[[^]]+\]\(docs/tour/([^)]+)\)", text))


def test_that_readme_shows_pictures_of_the_tour() -> None:
    """The frozen test compares with what a tour really saved; this one is quick."""
    parts = ("walk", "catalog_steps", "own_walk")
    walk = [(ROOT / "desk_gui" / "cli" / f"{part}.py").read_text("utf-8") for part in parts]
    steps = re.findall(r'shoot\("([a-z-]+)"\)', "".join(walk))
    assert len(shown_in_readme()) >= 5
    assert shown_in_readme() <= {f"{n:02}-{step}.png" for n, step in enumerate(steps, 1)}


def _stated_licence(name: str) -> str:
    """What the installed package says of its licence, in all the places where it may."""
    about = metadata.metadata(name)
    classified = [one for one in about.get_all("Classifier", []) if one.startswith("License")]
    stated = about.get_all("License-Expression", []) + about.get_all("License", [])
    return "; ".join([*(one.splitlines()[0] for one in stated if one), *classified])


def _installed() -> list[str]:
    """What people get on this system: the run lock, as far as it is installed here."""
    here = {canonicalize_name(one.metadata["Name"]) for one in metadata.distributions()}
    return sorted({name for name, _version in _pins("run.txt")} & here)


def test_that_no_installed_package_is_under_the_gpl_alone() -> None:
    strong = re.compile(r"\bA?GPL|(?<!Lesser )General Public", re.IGNORECASE)
    weak = re.compile(r"LGPL|Lesser General Public|\bMPL\b", re.IGNORECASE)
    stated = {name: _stated_licence(name) for name in _installed()}
    assert len(stated) > 20
    assert {n: said for n, said in stated.items() if strong.search(said)} == {
        name: said for name, said in stated.items() if strong.search(said) and weak.search(said)
    }


def test_that_the_list_of_licences_is_made_from_what_is_installed() -> None:
    listed = (ROOT / "resources/licences/third-party.md").read_text(encoding="utf-8")
    rows = {row.split("|")[1].strip(): row for row in listed.splitlines() if row.count("|") > 4}
    untold = {
        f"{name} {version}"
        for name, version in _pins("run.txt")
        if version not in rows.get(name, "")
    }
    assert untold == set()
    wrong = {
        name: rows[name]
        for name in _installed()
        if re.search("LGPL|Lesser", _stated_licence(name)) and "LGPL" not in rows[name]
    }
    assert wrong == {}


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
