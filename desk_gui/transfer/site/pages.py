"""The pages of a web site: readable without scripts, nothing of them is fetched from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from desk_gui.domain.attachment import size_words
from desk_gui.domain.categories import parents_of, path_of
from desk_gui.transfer.site.content import (
    Branch,
    Site,
    SiteArticle,
    SiteFile,
    category_page,
)

POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self';"
    " form-action 'self'; base-uri 'none'"
)
NEAR = 6
"""Articles of the same topic that an article names."""
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def index(site: Site) -> str:
    """The first page: search, and all topics."""
    count = f"{len(site.articles):,} article{'' if len(site.articles) == 1 else 's'}"
    body = (
        f"<h1>{escape(site.title)}</h1>"
        f'<p class="lead">Look for an answer, or choose a topic. {count}.</p>'
        f"{_search('main-search', wide=True)}"
        '<h2 id="topics">Topics</h2>'
        f'<ul class="topics" aria-labelledby="topics">{"".join(_cards(site.branches))}</ul>'
    )
    return _page(site, site.title, body, at_start=True)


def _cards(branches: Iterable[Branch]) -> Iterator[str]:
    for branch in branches:
        below = ", ".join(one.label for one in branch.below[:4])
        words = f'<span class="soft">{escape(below)}</span>' if below else ""
        yield (
            f'<li><a class="card" href="{branch.page}"><strong>{escape(branch.label)}</strong>'
            f'<span class="count">{branch.count:,}<span class="hidden"> articles</span></span>'
            f"{words}</a></li>"
        )


def topic(site: Site, branch: Branch) -> str:
    """The page of a category: what lies below it, and its articles."""
    parts = [f"<h1>{escape(branch.label)}</h1>"]
    if branch.below:
        inside = "".join(_cards(branch.below))
        parts.append(f'<ul class="topics" aria-label="Topics in it">{inside}</ul>')
    parts.append(_listed(branch.articles))
    return _page(site, branch.label, _trail(parents_of(branch.name)) + "".join(parts))


def article(site: Site, one: SiteArticle, near: Iterable[SiteArticle]) -> str:
    """The page of an article."""
    above = [*parents_of(one.category), one.category] if one.category else []
    tags = "".join(f"<li>{escape(tag)}</li>" for tag in one.tags)
    day = one.updated_on
    said = f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    parts = [
        _trail(above),
        f"<article><h1>{escape(one.title)}</h1>",
        f'<p class="soft">{one.number} · Changed on <time datetime="{day}">{said}</time></p>',
        f'<div class="text">{one.html}</div>',
        _files(one.files),
        f'<ul class="tags" aria-label="Tags">{tags}</ul>' if tags else "",
        "</article>",
    ]
    others = "".join(_line(other) for other in near)
    if others:
        parts.append(f'<aside><h2>More in this topic</h2><ul class="near">{others}</ul></aside>')
    return _page(site, one.title, "".join(parts))


def everything(site: Site) -> str:
    """The search page; without scripts it lists every article by its title."""
    body = (
        "<h1>Search</h1>"
        f"{_search('main-search', wide=True)}"
        '<p id="told" role="status" class="soft">All articles by title.</p>'
        '<ol id="found" class="list" hidden></ol>'
        f'<div id="all">{_listed(site.articles)}</div>'
        '<script src="search-index.js"></script><script src="search.js"></script>'
    )
    return _page(site, "Search", body, searches=False)


def _files(files: Iterable[SiteFile]) -> str:
    lines = "".join(f"<li>{_file(file)}</li>" for file in files)
    return f"<h2>Files</h2><ul class='files'>{lines}</ul>" if lines else ""


def _file(file: SiteFile) -> str:
    name, about = escape(file.name), f"{escape(file.kind)}, {size_words(file.size)}"
    if file.address is None:
        return f'{name} <span class="soft">({about}; {escape(file.why_not)})</span>'
    link = f'<a href="{escape(file.address)}" download="{escape(file.name)}">{name}</a>'
    return f'{link} <span class="soft">({about})</span>'


def _listed(articles: Iterable[SiteArticle]) -> str:
    lines = "".join(
        f'<li><a href="{one.page}">{escape(one.title)}</a><p class="soft">{escape(one.summary)}</p>'
        "</li>"
        for one in articles
    )
    return f'<ul class="list">{lines}</ul>' if lines else ""


def _line(one: SiteArticle) -> str:
    return f'<li><a href="{one.page}">{escape(one.title)}</a></li>'


def _trail(above: Iterable[str]) -> str:
    links = "".join(
        f'<li><a href="{category_page(name)}">{escape(path_of(name)[-1])}</a></li>'
        for name in above
    )
    start = '<li><a href="index.html">Start</a></li>'
    return f'<nav class="trail" aria-label="Where you are"><ol>{start}{links}</ol></nav>'


def _search(name: str, *, wide: bool = False) -> str:
    return (
        f'<form class="search{" wide" if wide else ""}" action="search.html" role="search">'
        f'<label class="hidden" for="{name}">Search</label>'
        f'<input id="{name}" name="q" type="search" placeholder="Search" autocomplete="off">'
        '<button type="submit">Search</button></form>'
    )


def _page(
    site: Site, title: str, body: str, *, at_start: bool = False, searches: bool = True
) -> str:
    whole = title if at_start else f"{title} – {site.title}"
    home = f'<a class="home" href="index.html">{escape(site.title)}</a>'
    head = "" if at_start or not searches else _search("head-search")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(whole)}</title>\n"
        '<link rel="stylesheet" href="style.css">\n</head>\n<body>\n'
        '<a class="skip" href="#content">Skip to the content</a>\n'
        f"<header>{home}{head}</header>\n"
        f'<main id="content">{body}</main>\n'
        "<footer><p>Written and reviewed by the service desk.</p></footer>\n</body>\n</html>\n"
    )
