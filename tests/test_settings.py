from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from desk_gui import settings
from desk_gui.settings import Density, Loaded, Settings, Theme

CHANGED = Settings(
    theme=Theme.DARK,
    density=Density.COMPACT,
    font_scale=150,
    last_database="postgresql+psycopg://ana@db.example/desk",
    window_geometry="AdnQywADAAA=",
    splitters={"queue": (300, 700), "ticket": (640, 320)},
    queue_columns=("number", "title", "due"),
    queue_sort="-due",
    board_team="Workplace",
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


def _write(file: Path, content: str | bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())


def test_that_a_first_start_has_the_usual_preferences_and_nothing_to_say(file: Path) -> None:
    assert settings.load(file) == Loaded(Settings())
    assert not file.parent.exists()


def test_that_what_was_saved_comes_back(file: Path) -> None:
    settings.save(CHANGED, file)
    assert settings.load(file) == Loaded(CHANGED)


def test_that_saving_leaves_one_file_that_others_cannot_read(file: Path) -> None:
    settings.save(CHANGED, file)
    settings.save(Settings(), file)
    assert [path.name for path in file.parent.iterdir()] == ["settings.json"]
    assert file.stat().st_mode & 0o077 == 0


def test_that_a_save_that_fails_keeps_the_old_preferences(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.save(CHANGED, file)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        settings.save(Settings(), file)
    assert settings.load(file) == Loaded(CHANGED)
    assert [path.name for path in file.parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[1, 2]",
        '"text"',
        '{"format": "1"}',
        "{}",
        b"\xff\xfe\x00",
        '{"format": 1, "theme": "dark"',
        "[" * 100_000,
    ],
)
def test_that_a_damaged_file_gives_the_usual_ones_and_is_kept(
    file: Path, content: str | bytes
) -> None:
    _write(file, content)
    loaded = settings.load(file)
    assert loaded.settings == Settings()
    assert loaded.remark.endswith("kept as settings-old-1.json.")
    kept = file.with_name("settings-old-1.json")
    assert kept.read_bytes() == (content if isinstance(content, bytes) else content.encode())
    assert settings.load(file) == Loaded(Settings())


def test_that_a_newer_file_is_kept_for_the_newer_desk(file: Path) -> None:
    _write(file, '{"format": 99, "theme": {"new": "shape"}}')
    loaded = settings.load(file)
    assert loaded.settings == Settings()
    assert "written by a newer Desk" in loaded.remark
    assert file.with_name("settings-old-1.json").exists()


def test_that_a_second_damaged_file_does_not_replace_the_first(file: Path) -> None:
    for content in ("first", "second"):
        _write(file, content)
        settings.load(file)
    assert file.with_name("settings-old-1.json").read_text(encoding="utf-8") == "first"
    assert file.with_name("settings-old-2.json").read_text(encoding="utf-8") == "second"


def test_that_a_folder_in_the_way_is_no_reason_to_stop(file: Path) -> None:
    file.mkdir(parents=True)
    assert settings.load(file).settings == Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("theme", "purple"),
        ("density", 3),
        ("font_scale", 99),
        ("font_scale", 201),
        ("font_scale", True),
        ("font_scale", 120.5),
        ("last_database", None),
        ("splitters", {"queue": ["wide"]}),
        ("splitters", []),
        ("queue_columns", "number"),
        ("queue_columns", [1]),
    ],
)
def test_that_one_unusable_value_does_not_lose_the_others(
    file: Path, name: str, value: object
) -> None:
    settings.save(CHANGED, file)
    written = json.loads(file.read_text(encoding="utf-8")) | {name: value}
    _write(file, json.dumps(written))
    loaded = settings.load(file)
    assert loaded.settings == replace(CHANGED, **{name: getattr(Settings(), name)})
    assert name.replace("_", " ") in loaded.remark
    assert file.with_name("settings-old-1.json").exists()


def test_that_an_unknown_key_of_a_later_version_is_passed_over(file: Path) -> None:
    _write(file, '{"format": 1, "theme": "light", "sparkles": true}')
    assert settings.load(file) == Loaded(Settings(theme=Theme.LIGHT))


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("postgresql://ana:s3cret@db:5432/desk", "postgresql://ana@db:5432/desk"),
        ("postgresql://:s3cret@db/desk", "postgresql://db/desk"),
        ("postgresql://ana@db/desk", "postgresql://ana@db/desk"),
        ("C:\\desk\\desk.db", "C:\\desk\\desk.db"),
        ("desk files/desk.db", "desk files/desk.db"),
        ("postgresql://[bad:s3cret@db", ""),
    ],
)
def test_that_a_password_is_never_saved(file: Path, address: str, kept: str) -> None:
    settings.save(replace(CHANGED, last_database=address), file)
    assert "s3cret" not in file.read_text(encoding="utf-8")
    assert settings.load(file).settings.last_database == kept
