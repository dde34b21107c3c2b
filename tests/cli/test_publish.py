"""`desk publish` on both databases."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desk_gui.domain.knowledge import Audience
from tests.cli.conftest import CommandLine
from tests.conftest import Office
from tests.factories import a_published_article


def test_that_a_site_is_published_and_told(
    desk: CommandLine, office: Office, at: Callable[..., None], tmp_path: Path
) -> None:
    a_published_article(office.agent, office.supervisor, "Reset", audience=Audience.PUBLIC)
    at(office.agent.database.location)
    folder = tmp_path / "site"
    told = desk("publish", str(folder), "--title", "Our help", "--json").json
    assert (told["articles"], told["title"], told["removed"]) == (1, "Our help", 0)
    assert "Our help" in (folder / "index.html").read_text("utf-8")
    again = desk("publish", str(folder))
    assert "1 articles and 0 files are in" in again.out
    assert "0 files were written, 0 removed." in again.out


def test_that_a_folder_of_somebody_else_is_refused_with_its_code(
    desk: CommandLine, office: Office, at: Callable[..., None], tmp_path: Path
) -> None:
    at(office.agent.database.location)
    (tmp_path / "thesis.txt").write_text("mine")
    said = desk("publish", str(tmp_path), "--json")
    assert (said.code, said.json["error"]["code"]) == (4, "file_trouble")
    assert "choose an empty folder" in said.err
    assert (tmp_path / "thesis.txt").read_text() == "mine"
