"""A folder of texts with pictures becomes articles that point to each other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desk_gui.domain.errors import NotFound
from desk_gui.domain.knowledge import ArticleStatus
from desk_gui.operations import databases, knowledge, transfer
from desk_gui.operations.articles import care, files, finding
from desk_gui.operations.knowledge import ArticlePage
from tests.conftest import Office

PNG = b"\x89PNG\r\n\x1a\n" + b"picture" * 3


@pytest.fixture
def handbook(tmp_path: Path) -> Path:
    """Texts that point to each other, to pictures, and where they should not."""
    folder = tmp_path / "handbook"
    (folder / "network" / "media").mkdir(parents=True)
    (folder / "network" / "media" / "plug in.png").write_bytes(PNG)
    (folder / "form.pdf").write_bytes(b"%PDF-1.7 form")
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "leak.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "network" / "a-cable.md").write_text(
        "---\ncategory: Network/Cables\npublished: true\naudience: public\n---\n# The cable\n\n"
        "![Plug](media/plug%20in.png) See [the wireless page](../z-wireless.html#top), the"
        " [form](../form.pdf), [nothing](gone.md), [up](../../secret.txt), [leak](../leak.txt)"
        " and ![far](/etc/passwd) and [web](https://example.org/a.md).\n"
    )
    (folder / "z-wireless.html").write_text(
        "<html><head><title>Wireless at home</title><meta name='keywords' content='wlan, home'>"
        "</head><body><nav>Menu</nav><p>First the <a href='network/a-cable.md'>cable</a>.</p>"
        "<script>alert(1)</script><img src='network/media/plug in.png' alt='Plug again'></body>"
    )
    return folder


def imported(office: Office, path: Path, *, publish: bool = False) -> dict[str, ArticlePage]:
    transfer.import_articles(office.administrator, path, publish=publish)
    found = finding.find(office.agent).rows
    return {row.title: knowledge.show(office.agent, row.id) for row in found}


def test_that_links_and_pictures_of_a_folder_are_led_to_articles_and_files(
    office: Office, handbook: Path
) -> None:
    told = transfer.import_articles(office.administrator, handbook)
    assert (told.imported, told.files, told.lost_links) == (2, 3, 4)
    rows = finding.find(office.agent).rows
    cable, wireless = (knowledge.show(office.agent, row.id) for row in rows)
    plug, form = cable.around.files
    assert (plug.name, plug.media_type, form.name) == ("plug in.png", "image/png", "form.pdf")
    assert cable.shown.text == (
        f"![Plug](desk://file/{plug.id}) See [the wireless page](desk://article/"
        f"{wireless.article.number}), the [form](desk://file/{form.id}), nothing, up, leak"
        " and \\[picture: far\\] and [web](https://example.org/a.md)."
    )
    (again,) = wireless.around.files
    assert wireless.shown.text == (
        f"First the [cable](desk://article/{cable.article.number}).\n\n"
        f"![Plug again](desk://file/{again.id})"
    )
    assert wireless.article.tags == ("home", "wlan")
    assert cable.category == "Network › Cables"
    (broken,) = care.broken_links(office.agent)
    assert broken.why == f"{wireless.article.number} is not published yet"
    assert databases.check(office.administrator) == []


def test_that_pictures_of_what_is_published_are_for_its_readers(
    office: Office, handbook: Path
) -> None:
    cable = imported(office, handbook)["The cable"]
    assert cable.article.status is ArticleStatus.PUBLISHED
    page = knowledge.show(office.requester, cable.article.id)
    shown = files.shown(office.requester, page.around.files, 1, page.shown.text)
    assert list(shown.pictures.values()) == [PNG]
    assert (
        files.find(office.requester, cable.article.id, page.around.files[1].id).name == "form.pdf"
    )
    with pytest.raises(NotFound):
        files.find(office.requester, cable.article.id, 999)


def test_that_an_import_goes_on_where_it_stopped_and_links_to_what_was_there(
    office: Office, handbook: Path
) -> None:
    page = handbook / "z-wireless.html"
    text = page.read_text()
    page.unlink()
    first = imported(office, handbook)
    assert "See the wireless page" in first["The cable"].shown.text
    page.write_text(text)
    again = imported(office, handbook)
    cable = again["The cable"].article.number
    assert f"[cable](desk://article/{cable})" in again["Wireless at home"].shown.text


def test_that_pictures_lie_beside_a_json_lines_file_too(office: Office, tmp_path: Path) -> None:
    (tmp_path / "docs" / "media").mkdir(parents=True)
    (tmp_path / "docs" / "media" / "a.png").write_bytes(PNG)
    line = {
        "path": "docs/one.md",
        "area": "Office/Client",
        "title": "One",
        "body_markdown": '> [!NOTE]\n\n:::image type="content" source="media/a.png" alt-text="A":::'
        "\n\n[two](./two.md)\n\n```\n[left](alone.md)\n```\n",
    }
    other = {"path": "docs/two.md", "title": "Two", "text": "[one](one.md?view=x)"}
    path = tmp_path / "docs.jsonl"
    path.write_text(json.dumps(line) + "\n" + json.dumps(other) + "\n")
    found = imported(office, path, publish=True)
    (file,) = found["One"].around.files
    assert f"![A](desk://file/{file.id})" in found["One"].shown.text
    assert f"[two](desk://article/{found['Two'].article.number})" in found["One"].shown.text
    assert "[left](alone.md)" in found["One"].shown.text
    assert found["One"].category == "Office › Client"


def test_that_an_imported_text_reaches_no_file_of_another_article(
    office: Office, handbook: Path, tmp_path: Path
) -> None:
    imported(office, handbook)
    path = tmp_path / "x.jsonl"
    text = "![stolen](desk://file/1) ![planned](desk://planned/0) [i](desk://imported/x)"
    path.write_text(json.dumps({"title": "Thief", "text": text}) + "\n")
    thief = imported(office, path)["Thief"]
    assert thief.around.files == ()
    shown = files.shown(office.agent, thief.around.files, 1, thief.shown.text)
    assert (shown.files, shown.pictures) == ({}, {})
    assert "desk://planned" not in thief.shown.text
    assert "desk://imported" not in thief.shown.text
