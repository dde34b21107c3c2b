from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

import desk_gui
from desk_gui import paths


def test_that_the_resources_of_a_checkout_are_found() -> None:
    assert (paths.resources() / "licences").is_dir()


def test_that_the_executable_looks_beside_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resources() == tmp_path / "resources"


def test_that_an_incomplete_installation_is_named_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    with pytest.raises(FileNotFoundError, match="Desk is incomplete"):
        paths.resources()


def test_that_an_installed_wheel_has_no_project_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "site-packages" / "desk_gui"
    package.mkdir(parents=True)
    (package / "resources").mkdir()
    monkeypatch.setattr(paths, "__file__", str(package / "paths.py"))
    assert paths.project_file() is None
    assert paths.resources() == package / "resources"


def test_that_the_version_is_the_one_of_the_project_file() -> None:
    project = paths.project_file()
    assert project is not None
    assert f'version = "{desk_gui.version()}"' in project.read_text(encoding="utf-8")


def test_that_desk_home_gathers_everything_in_one_folder(tmp_path: Path) -> None:
    places = paths.find(environ={"DESK_HOME": str(tmp_path)})
    kept = (places.database, places.settings, places.log, places.drafts, places.cache)
    assert all(path.is_relative_to(tmp_path) for path in kept)
    assert not any(tmp_path.iterdir())


def test_that_two_profiles_share_no_file(tmp_path: Path) -> None:
    environ = {"DESK_HOME": str(tmp_path)}
    work, home = paths.find("work", environ), paths.find("home", environ)
    assert work.database != home.database
    assert work.settings != home.settings


def test_that_a_profile_has_a_place_of_its_own_without_desk_home() -> None:
    assert paths.find("training", {}).data == paths.find("", {}).data / "training"


@pytest.mark.parametrize("name", ["../other", "a/b", "-x", "a b", "x" * 41, ".hidden"])
def test_that_a_profile_name_cannot_leave_its_folder(name: str) -> None:
    with pytest.raises(ValueError, match="cannot be used"):
        paths.find(name, {})


def test_that_the_font_cache_lies_in_the_cache_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = paths.find(environ={"DESK_HOME": str(tmp_path)})
    monkeypatch.delenv("MPLCONFIGDIR", raising=False)
    paths.keep_font_cache(places)
    assert os.environ["MPLCONFIGDIR"] == str(places.cache / "matplotlib")


def test_that_a_font_cache_chosen_by_the_person_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MPLCONFIGDIR", "chosen")
    paths.keep_font_cache(paths.find(environ={"DESK_HOME": str(tmp_path)}))
    assert os.environ["MPLCONFIGDIR"] == "chosen"


def test_that_the_executable_replaces_the_temporary_font_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MPLCONFIGDIR", "made by the start code")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    places = paths.find(environ={"DESK_HOME": str(tmp_path)})
    paths.keep_font_cache(places)
    assert os.environ["MPLCONFIGDIR"] == str(places.cache / "matplotlib")
