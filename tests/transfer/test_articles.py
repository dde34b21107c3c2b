"""Articles from a folder of Markdown files and from JSON Lines."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_gui.domain.errors import Cancelled, FileTrouble
from desk_gui.transfer.articles import planned_articles
from desk_gui.transfer.plan import PlannedArticle
from tests.transfer.conftest import Write
from tests.transfer.logs import SHARED


def the_only(path: Path) -> PlannedArticle:
    (article,) = planned_articles(path)
    return article


def test_that_front_matter_says_what_an_article_is(tmp_path: Path, write: Write) -> None:
    write(
        '---\ntitle: "Reset a password: how"\ncategory: Accounts and access\naudience: public\n'
        "tags:\n  - password\n  - sign-in\npublished: true\nms.date: 2024-01-01\n---\n"
        "# Steps\n\nDo.\n",
        "reset.md",
    )
    assert the_only(tmp_path) == PlannedArticle(
        foreign_id="reset.md",
        title="Reset a password: how",
        text="# Steps\n\nDo.",
        category="Accounts and access",
        tags=("password", "sign-in"),
        published=True,
        public=True,
    )


def test_that_the_first_heading_is_the_title_when_no_front_matter_says_it(
    tmp_path: Path, write: Write
) -> None:
    write("\n# Print on both sides #\n\nChoose “duplex”.\n", "a.md")
    article = the_only(tmp_path)
    assert (article.title, article.text) == ("Print on both sides", "Choose “duplex”.")


def test_that_the_file_name_is_the_title_when_nothing_says_it(tmp_path: Path, write: Write) -> None:
    write("Just text.\n", "vpn-on_a-phone.md")
    assert the_only(tmp_path).title == "vpn on a phone"


def test_that_tags_may_stand_on_one_line(tmp_path: Path, write: Write) -> None:
    write("---\ntags: [a, 'b c', a]\n---\nText\n", "x.md")
    assert the_only(tmp_path).tags == ("a", "b c")


def test_that_dashes_without_an_end_are_text(tmp_path: Path, write: Write) -> None:
    write("---\nnot front matter\n", "x.md")
    assert the_only(tmp_path).text == "---\nnot front matter"


def test_that_a_folder_is_read_to_its_depth_in_the_order_of_names(
    tmp_path: Path, write: Write
) -> None:
    (tmp_path / "b").mkdir()
    for name in ("b/one.md", "a.markdown", "c.MD", "picture.png"):
        write("Text", name)
    assert [a.foreign_id for a in planned_articles(tmp_path)] == ["a.markdown", "b/one.md", "c.MD"]


def test_that_a_link_out_of_the_folder_is_not_followed(tmp_path: Path, write: Write) -> None:
    write("secret", "elsewhere.txt")
    (tmp_path / "link.md").symlink_to(tmp_path / "elsewhere.txt")
    with pytest.raises(FileTrouble, match="this is a link to another file"):
        list(planned_articles(tmp_path))


def test_that_a_folder_without_articles_is_said_to_have_none(tmp_path: Path) -> None:
    with pytest.raises(
        FileTrouble, match=r"no Markdown or HTML file \(\.md, \.html\) in this folder"
    ):
        list(planned_articles(tmp_path))


def test_that_json_lines_carry_articles(write: Write) -> None:
    path = write(
        json.dumps({"path": "a/b.md", "area": "Mail", "title": "T", "body_markdown": "Text\r\n"})
        + "\n\n"
        + json.dumps({"id": 7, "title": "U", "text": "More", "tags": "x, y", "published": True})
    )
    first, second = planned_articles(path)
    assert first == PlannedArticle("a/b.md", "T", "Text\n", category="Mail", line=1)
    assert second == PlannedArticle("7", "U", "More", tags=("x", "y"), published=True, line=3)


BAD_LINES = {
    "{": ", line 2, column 2: the line is not JSON; write one object on each line.",
    "[1]": ", line 2: the line is not an object with a title and a text",
    "[" * 100_000: ", line 2: the line is JSON that no article needs",
    '{"text": "x"}': ", line 2: the article has no title",
    '{"title": "x"}': ", line 2: the article has no text",
    '{"title": ["x"], "text": "y"}': ", line 2: the title is not a text",
    '{"title": "x\\u0000", "text": "y"}': ", line 2: the title holds a character that no text has",
    '{"title": "x", "text": "\\ud800"}': ", line 2: the text holds a character that no text has",
    '{"title": "x", "text": "y", "tags": 3}': ", line 2: the tags are not a list of words",
    '{"title": "x", "text": "y", "tags": [[1]]}': ", line 2: the tag is not a text",
    '{"title": "x", "text": "y", "audience": "me"}': ", line 2: the audience “me” is neither",
    '{"title": "First", "text": "again"}': ", line 2: the article “First” is there twice",
    json.dumps({"title": "x" * 251, "text": "y"}): ", line 2: the title is longer than 250",
    json.dumps({"title": "x", "text": "y" * 200_001}): ", line 2: the text is longer than 200,000",
}


@pytest.mark.parametrize("line", BAD_LINES, ids=lambda line: line[:24])
def test_that_a_bad_line_is_refused_with_its_number(write: Write, line: str) -> None:
    path = write('{"title": "First", "text": "y"}\n' + line + "\n")
    with pytest.raises(FileTrouble) as caught:
        list(planned_articles(path))
    assert str(caught.value).startswith(f"{path}{BAD_LINES[line]}")


@pytest.mark.parametrize("content", [b"", b"\n\n"])
def test_that_a_file_without_articles_is_said_to_have_none(write: Write, content: bytes) -> None:
    with pytest.raises(FileTrouble, match=r"empty|no article"):
        list(planned_articles(write(content)))


def test_that_an_article_in_another_encoding_is_refused(tmp_path: Path, write: Write) -> None:
    write("Ärger".encode("latin-1"), "x.md")
    with pytest.raises(FileTrouble, match=r"x\.md, line 1, column 1: byte 0xc4 is not UTF-8"):
        list(planned_articles(tmp_path))


def test_that_reading_articles_tells_its_progress_and_can_be_stopped(
    tmp_path: Path, write: Write
) -> None:
    for number in range(5):
        write("Text", f"{number}.md")
    told: list[tuple[int, int]] = []
    with pytest.raises(Cancelled):
        list(
            planned_articles(
                tmp_path, lambda done, total: told.append((done, total)), lambda: len(told) == 3
            )
        )
    assert told == [(0, 20), (4, 20), (8, 20)]


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_that_any_text_is_an_article_or_a_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "any.md").write_text(text, "utf-8")
    (tmp_path / "any.jsonl").write_text(text, "utf-8")
    for path in (tmp_path, tmp_path / "any.jsonl"):
        articles: list[PlannedArticle] = []
        with suppress(FileTrouble):
            articles = list(planned_articles(path))
        assert all(article.title and article.text for article in articles)


def test_that_the_real_articles_are_all_read() -> None:
    path = SHARED / "knowledge" / "officedocs_sample.jsonl"
    if not path.exists():
        pytest.skip("the real articles are not there (../shared/data/knowledge)")
    articles = list(planned_articles(path))
    assert len(articles) == 420
    assert len({article.foreign_id for article in articles}) == 420
    assert all(article.category for article in articles)
