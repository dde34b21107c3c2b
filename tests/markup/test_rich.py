from __future__ import annotations

import pytest

from desk_gui.markup.rich import LARGEST, from_html, from_markdown


def test_that_markdown_becomes_markup() -> None:
    assert from_markdown("**now** and `then`").html == (
        "<p><strong>now</strong> and <code>then</code></p>\n"
    )


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src='file:///etc/passwd'>",
        "<iframe src='http://example.org'></iframe>",
        "<style>@import url(http://example.org)</style>",
    ],
)
def test_that_raw_html_in_markdown_stays_text(hostile: str) -> None:
    shown = from_markdown(f"before {hostile} after")
    assert "<script" not in shown.html
    assert "<img" not in shown.html
    assert "<iframe" not in shown.html
    assert "<style" not in shown.html
    assert "&lt;" in shown.html


@pytest.mark.parametrize("address", ["//host/share/x.png", "http://example.org/x.png", "/etc/x"])
def test_that_a_picture_from_elsewhere_is_only_named(address: str) -> None:
    assert from_markdown(f"![a plan]({address})").html == "<p>[picture: a plan]</p>\n"


def test_that_a_picture_by_a_file_address_is_no_picture() -> None:
    assert "<img" not in from_markdown("![a plan](file:///etc/passwd)").html


def test_that_a_picture_of_ours_is_kept() -> None:
    assert 'src="cid:7"' in from_markdown("![a plan](cid:7)").html


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "smb://h/x"])
def test_that_a_link_to_anything_but_web_and_mail_leads_nowhere(address: str) -> None:
    assert "href" not in from_markdown(f"[here]({address})").html
    assert "href" not in from_html(f'<a href="{address}">here</a>', instead="").html


def test_that_an_address_in_the_text_becomes_a_link_without_its_full_stop() -> None:
    html = from_markdown("See https://example.org/a?b=1.").html
    assert '<a href="https://example.org/a?b=1">https://example.org/a?b=1</a>.' in html


def test_that_an_address_inside_a_link_or_code_is_left_alone() -> None:
    assert from_markdown("[https://a.example](https://b.example)").html.count("<a ") == 1
    assert "<a " not in from_markdown("`https://example.org`").html


def test_that_deep_nesting_is_shown_as_plain_text_with_the_reason() -> None:
    nested = "<table><tr><td>" * 30 + "x" + "</td></tr></table>" * 30
    shown = from_html(nested, instead="x")
    assert shown.html == ""
    assert shown.plain == "x"
    assert "nested" in shown.note


def test_that_a_word_without_end_is_broken_up() -> None:
    shown = from_markdown("a" * 100_000)
    assert shown.html == ""
    assert max(map(len, shown.plain.split())) <= 100
    assert "never ends" in shown.note


def test_that_a_text_without_end_is_cut_and_says_so() -> None:
    shown = from_markdown("word " * 100_000)
    assert len(shown.plain) == LARGEST
    assert "500,000 characters" in shown.note


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "hostile",
    ["[" * 50_000, "> " * 50_000, "*a " * 40_000, "![" * 50_000, "`" * 900 + " ", "- " * 50_000],
)
def test_that_hostile_markdown_is_read_in_a_moment(hostile: str) -> None:
    """What grows with the square takes minutes, and is stopped as a test that hangs."""
    shown = from_markdown(hostile)
    assert shown.html or shown.plain
