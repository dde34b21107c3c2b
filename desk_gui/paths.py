"""The only file that knows where things are: in a checkout, an installed wheel and the executable.

Everything a person's Desk writes lies in the four folders of `Places`. `DESK_HOME` puts them all
into one folder (a USB stick, a test); a profile keeps several desks of one person apart.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

HOME_VARIABLE = "DESK_HOME"
_PROFILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


@dataclass(frozen=True)
class Places:
    """Where one person's Desk keeps its things; nothing is created by knowing them."""

    data: Path
    cache: Path
    config: Path
    state: Path

    @property
    def database(self) -> Path:
        """The local database file that a first run proposes."""
        return self.data / "desk.db"

    @property
    def sample(self) -> Path:
        """The database file with the sample office."""
        return self.data / "sample.db"

    @property
    def settings(self) -> Path:
        """The file with this person's preferences."""
        return self.config / "settings.json"

    @property
    def log(self) -> Path:
        """The log file."""
        return self.state / "desk.log"

    @property
    def drafts(self) -> Path:
        """The folder with texts that were typed and not yet sent."""
        return self.state / "drafts"


def find(profile: str = "", environ: Mapping[str, str] = os.environ) -> Places:
    """The places of one profile; raises ValueError with a sentence for an unusable name."""
    if profile and not _PROFILE.fullmatch(profile):
        raise ValueError(
            f"The profile name {profile!r} cannot be used: "
            "take up to 40 letters, digits, hyphens and underscores."
        )
    home = environ.get(HOME_VARIABLE, "").strip()
    if home:
        return _under(Path(home).expanduser().absolute() / profile)
    dirs = platformdirs.PlatformDirs("desk", appauthor=False)
    return Places(
        data=dirs.user_data_path / profile,
        cache=dirs.user_cache_path / profile,
        config=dirs.user_config_path / profile,
        state=dirs.user_state_path / profile,
    )


def _under(folder: Path) -> Places:
    return Places(
        data=folder / "data",
        cache=folder / "cache",
        config=folder / "config",
        state=folder / "state",
    )


def is_frozen() -> bool:
    """Whether this is the executable and not a Python program."""
    return bool(getattr(sys, "frozen", False))


def resources() -> Path:
    """The folder with icons, themes, fonts, sample data and licences."""
    for parent in _parents():
        if (parent / "resources").is_dir():
            return parent / "resources"
    raise FileNotFoundError(
        "Desk is incomplete: its folder 'resources' is missing; please install it again."
    )


def project_file() -> Path | None:
    """The pyproject.toml of this program, or None in an installed wheel."""
    for parent in _parents():
        if (parent / "desk_gui").is_dir() and (parent / "pyproject.toml").is_file():
            return parent / "pyproject.toml"
    return None


def _parents() -> tuple[Path, ...]:
    if is_frozen():
        return (Path(str(getattr(sys, "_MEIPASS", Path(sys.executable).parent))),)
    package = Path(__file__).resolve().parent
    return (package, package.parent)


def keep_font_cache(places: Places) -> None:
    """Let matplotlib remember its fonts between starts; call it before matplotlib is imported.

    The executable's own start code would give it a new temporary folder each time.
    """
    if is_frozen() or "MPLCONFIGDIR" not in os.environ:
        os.environ["MPLCONFIGDIR"] = str(places.cache / "matplotlib")
