"""The published site: public articles only, readable, harmless, and nothing else is touched."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from desk_gui.domain.attachment import NewFile, Upload
from desk_gui.domain.errors import Cancelled, FileTrouble, Invalid, NotAllowed
from desk_gui.domain.knowledge import ArticleStatus, Audience
from desk_gui.operations import knowledge
from desk_gui.operations.articles import categories, files, publishing
from desk_gui.operations.articles.publishing import Published
from desk_gui.operations.knowledge import Written
from tests.conftest import Office
from tests.operations.articles.site import faults_of, pages_of, read

PNG = b"\x89PNG\r\n\x1a\n" + b"picture" * 3
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1)) [y](data:text/html,<script>alert(1)</script>) [z](file:///etc/passwd)",
    "![p](http://evil.example/x.png) ![q](file:///etc/passwd) ![r](//evil.example/y.png)",
    "[up](../../etc/passwd) [abs](/etc/passwd) [site](style.css) [desk](desk://ticket/INC-1)",
    "<iframe src='https://evil.example'></iframe><style>@import 'https://evil.example'</style>",
    "`<b onclick=alert(1)>` &lt;script&gt; \u202e\u2028",
    "[a]: javascript:alert(1)\n\n[a]",
]


def publish(
    office: Office,
    title: str,
    text: str = "Text.",
    *,
    audience: Audience = Audience.PUBLIC,
    category_id: int | None = None,
    tags: tuple[str, ...] = (),
) -> int:
    written = Written(title, text, audience, category_id, tags)
    article_id = knowledge.write(office.agent, written).article_id
    return through_review(office, article_id)


def through_review(office: Office, article_id: int) -> int:
    knowledge.step(office.agent, article_id, ArticleStatus.IN_REVIEW)
    knowledge.step(office.supervisor, article_id, ArticleStatus.PUBLISHED)
    return article_id


def with_files(office: Office, title: str, *new: NewFile) -> int:
    written = Written(title, "Look.", Audience.PUBLIC)
    article_id = knowledge.write(office.agent, written).article_id
    files.add(office.agent, article_id, Upload(new))
    return article_id


def site(office: Office, folder: Path, title: str = "") -> Published:
    return publishing.publish(office.supervisor, folder, title=title)


def names(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "site"


def test_that_only_published_public_articles_are_on_the_site(office: Office, folder: Path) -> None:
    public = publish(office, "Reset your password", "Use the page.")
    publish(office, "For the desk only", "Zebra.", audience=Audience.INTERNAL)
    knowledge.write(office.agent, Written("Only a draft", "Zebra.", Audience.PUBLIC))
    retired = publish(office, "Old modem", "Zebra.")
    knowledge.step(office.supervisor, retired, ArticleStatus.RETIRED)
    knowledge.step(office.agent, public, ArticleStatus.DRAFT)
    version = knowledge.show(office.agent, public).article.version
    draft = Written("Zebra title", "Zebra.", Audience.PUBLIC)
    knowledge.edit(office.agent, public, draft, seen_version=version)
    done = site(office, folder, "Help of the office")
    assert (done.articles, done.title) == (1, "Help of the office")
    assert faults_of(folder) == []
    everything = "".join(path.read_text("utf-8") for path in folder.iterdir() if path.is_file())
    assert "Reset your password" in everything
    for word in ("Zebra", "zebra", "desk only", "Old modem"):
        assert word not in everything
    assert "Use the page." in read(folder / f"kb-{public}.html").text


def test_that_articles_stand_in_their_topics_and_point_to_each_other(
    office: Office, folder: Path
) -> None:
    categories.add(office.supervisor, "Network › VPN")
    ids = {one.name: one.id for one in categories.tree(office.agent)}
    vpn = publish(office, "Connect the VPN", category_id=ids["Network › VPN"], tags=("home",))
    inside = publish(office, "Inside", audience=Audience.INTERNAL)
    text = f"See KB-{vpn} or KB-{inside}, [this](desk://article/KB-{inside})."
    other = publish(office, "Wireless at home", text, category_id=ids["Network"])
    loose = publish(office, "Anything else")
    site(office, folder)
    assert faults_of(folder) == []
    pages = pages_of(folder)
    index = pages["index.html"]
    topics = [link for link in index.links if link.startswith("topic-")]
    assert len(topics) == 2
    network = pages[topics[0]]
    assert f"kb-{other}.html" in network.links
    below = [link for link in network.links if link.startswith("topic-network-vpn")]
    assert f"kb-{vpn}.html" in pages[below[0]].links
    assert f"kb-{loose}.html" in pages[topics[1]].links
    page = pages[f"kb-{other}.html"]
    assert f"kb-{vpn}.html" in page.links
    assert f"See KB-{vpn} Connect the VPN or KB-{inside}, this." in page.text
    assert "Inside" not in page.text
    assert {f"kb-{one}.html" for one in (vpn, other, loose)} <= set(pages["search.html"].links)


def test_that_hostile_texts_titles_tags_and_names_stay_words(office: Office, folder: Path) -> None:
    categories.add(office.supervisor, '"<img src=x onerror=alert(1)')
    ids = {one.name: one.id for one in categories.tree(office.agent)}
    where = next(i for name, i in ids.items() if "onerror" in name)
    for number, text in enumerate(HOSTILE):
        publish(office, f"</title><script>{number}", text, category_id=where, tags=("<b>x",))
    site(office, folder, "<i>Help</i>")
    assert faults_of(folder) == []
    for name in names(folder):
        if not name.endswith(".html"):
            continue
        source = (folder / name).read_text("utf-8")
        assert "<script>" not in source
        links = read(folder / name).links
        assert not [one for one in links if one.startswith(("javascript", "data", "file", "desk"))]
        assert not [one for one in links if "passwd" in one]
    index = (folder / "search-index.js").read_text("utf-8")
    assert index.startswith("window.deskSearch={")
    assert "<" not in index
    json.loads(index.removeprefix("window.deskSearch=").rstrip().rstrip(";"))


def test_that_pictures_and_harmless_files_go_along_and_others_are_named(
    office: Office, folder: Path
) -> None:
    article_id = with_files(
        office,
        "Plan",
        NewFile("Plan B.png", PNG),
        NewFile("form.pdf", b"%PDF-1.7 form"),
        NewFile("page.html", b"<html><script>alert(1)</script></html>"),
        NewFile("setup.exe", b"MZ\x90\x00"),
    )
    plan, form, page, setup = knowledge.show(office.agent, article_id).around.files
    version = knowledge.show(office.agent, article_id).article.version
    text = f"![The plan](desk://file/{plan.id}) [Start](desk://file/{setup.id})"
    written = Written("Plan", text, Audience.PUBLIC)
    knowledge.edit(office.agent, article_id, written, seen_version=version)
    through_review(office, article_id)
    done = site(office, folder)
    assert faults_of(folder) == []
    assert {name for name in names(folder) if name.startswith("files/")} == {
        f"files/{plan.sha256[:16]}-plan-b.png",
        f"files/{form.sha256[:16]}-form.pdf",
    }
    shown = read(folder / f"kb-{article_id}.html")
    assert f"files/{plan.sha256[:16]}-plan-b.png" in shown.fetched
    assert f"files/{form.sha256[:16]}-form.pdf" in shown.links
    assert f"{page.name} (web page" in shown.text
    assert "not published: it is a program" in shown.text
    assert len(done.left_out) == 2
    assert (folder / f"files/{plan.sha256[:16]}-plan-b.png").read_bytes() == PNG


def test_that_publishing_again_writes_what_changed_and_removes_what_is_gone(
    office: Office, folder: Path
) -> None:
    publish(office, "Stays")
    picture = with_files(office, "Goes", NewFile("a.png", PNG))
    through_review(office, picture)
    before = site(office, folder, "Our help")
    assert before.removed == 0
    again = site(office, folder)
    assert (again.written, again.removed, again.title) == (0, 0, "Our help")
    stamps = {name: (folder / name).stat().st_mtime_ns for name in names(folder)}
    (folder / "notes.txt").write_text("mine")
    knowledge.step(office.supervisor, picture, ArticleStatus.RETIRED)
    later = site(office, folder)
    assert later.removed == 2
    assert not (folder / "files").exists()
    assert not (folder / f"kb-{picture}.html").exists()
    assert (folder / "notes.txt").read_text() == "mine"
    assert (folder / "style.css").stat().st_mtime_ns == stamps["style.css"]
    assert faults_of(folder) == []


def test_that_a_page_that_was_changed_by_hand_is_written_again(
    office: Office, folder: Path
) -> None:
    article_id = publish(office, "Stays")
    site(office, folder)
    page = folder / f"kb-{article_id}.html"
    text = page.read_text()
    page.write_text("defaced")
    assert site(office, folder).written == 1
    assert page.read_text() == text


@pytest.mark.parametrize("marker", ["", "{", "[]", '{"made_by":"x"}', "[" * 100_000])
def test_that_a_folder_with_other_files_is_refused(
    office: Office, folder: Path, marker: str
) -> None:
    publish(office, "Anything")
    folder.mkdir()
    (folder / "thesis.txt").write_text("years of work")
    if marker:
        (folder / ".desk-site.json").write_text(marker)
    with pytest.raises(FileTrouble, match=r"choose an empty folder|nothing is replaced"):
        site(office, folder)
    assert (folder / "thesis.txt").read_text() == "years of work"
    assert not (folder / "index.html").exists()


def test_that_a_marker_that_was_tampered_with_removes_nothing(
    office: Office, folder: Path, tmp_path: Path
) -> None:
    publish(office, "Anything")
    site(office, folder)
    precious = tmp_path / "precious.txt"
    precious.write_text("keep")
    marker = folder / ".desk-site.json"
    told = json.loads(marker.read_text())
    for name in ("../precious.txt", "/etc/passwd", str(precious), "files/../../precious.txt"):
        marker.write_text(json.dumps({**told, "files": {**told["files"], name: ""}}))
        with pytest.raises(FileTrouble, match="nothing is replaced"):
            site(office, folder)
        assert precious.read_text() == "keep"


def test_that_a_file_of_somebody_else_is_not_written_over(office: Office, folder: Path) -> None:
    publish(office, "Anything")
    site(office, folder)
    second = publish(office, "Another")
    (folder / f"kb-{second}.html").write_text("mine")
    with pytest.raises(FileTrouble, match="did not write"):
        site(office, folder)
    assert (folder / f"kb-{second}.html").read_text() == "mine"


def test_that_nothing_is_written_through_a_link(
    office: Office, folder: Path, tmp_path: Path
) -> None:
    article_id = with_files(office, "Picture", NewFile("a.png", PNG))
    through_review(office, article_id)
    site(office, folder)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.rmtree(folder / "files")
    (folder / "files").symlink_to(elsewhere)
    with pytest.raises(FileTrouble, match="link to another folder"):
        site(office, folder)
    assert list(elsewhere.iterdir()) == []


def test_that_a_stopped_run_leaves_whole_pages_and_goes_on(office: Office, folder: Path) -> None:
    for number in range(5):
        publish(office, f"Article {number}")
    asked: list[int] = []

    def enough() -> bool:
        asked.append(1)
        return len(asked) > 4

    with pytest.raises(Cancelled):
        publishing.publish(office.supervisor, folder, cancelled=enough)
    assert not [name for name in names(folder) if name.endswith(".part")]
    site(office, folder)
    assert faults_of(folder) == []


def test_that_only_a_supervisor_publishes_and_a_title_has_its_bounds(
    office: Office, folder: Path
) -> None:
    with pytest.raises(NotAllowed):
        publishing.publish(office.agent, folder)
    with pytest.raises(Invalid):
        site(office, folder, "x" * 81)
    assert not folder.exists()


def test_that_a_site_without_articles_is_a_site(office: Office, folder: Path) -> None:
    assert site(office, folder).articles == 0
    assert faults_of(folder) == []


BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.mark.slow
def test_that_a_browser_finds_articles_with_its_own_search(
    local_office: Office, tmp_path: Path
) -> None:
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        pytest.skip("no Chromium here; `make slow` installs it")
    publish(local_office, "Renew the certificate of the mail host", "Use the **console**.")
    publish(local_office, "Unjam the printer", "Open the tray.", tags=("toner",))
    publish(local_office, "Log in from home", "Start the tunnel.")
    folder = tmp_path / "site"
    site(local_office, folder)

    def seen(address: str) -> str:
        """The page as it stands after its scripts have run."""
        fixed = ("--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=5000")
        profile = f"--user-data-dir={tmp_path / 'profile'}"
        command = [browser, *fixed, profile, "--dump-dom", f"{folder.as_uri()}/{address}"]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
        return done.stdout

    def found(words: str) -> list[str]:
        listed = seen(f"search.html?q={words}").partition('<ol id="found"')[2].partition("</ol>")[0]
        return [part.partition('"')[0] for part in listed.split('<a href="')[1:]]

    assert found("certifcate%20mail")[0] == "kb-1.html"
    assert found("drucker") == ["kb-2.html"]
    assert found("toner") == ["kb-2.html"]
    assert found("sign%20in") == ["kb-3.html"]
    assert found("zzzzzz") == []
    assert found("%3Cimg%20src=x%20onerror=alert(1)%3E") == []
    assert "Use the <strong>console</strong>." in seen("kb-1.html")
