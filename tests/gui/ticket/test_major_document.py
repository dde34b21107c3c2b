"""The PDF of a major incident: every word can be found in it, and nothing is read for it."""

from __future__ import annotations

import inspect
import re
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import ResolutionCode, Status
from desk_gui.gui.theme import Theme
from desk_gui.gui.ticket import major_document
from desk_gui.gui.ticket.major_document import Report, as_pdf
from desk_gui.operations import children, major_incidents, major_page, tickets
from desk_gui.operations.major_page import MajorPage
from tests.conftest import START, Office
from tests.factories import a_declaration, a_major, a_review, an_incident, in_progress
from tests.gui.pdf_words import Pdf

PARIS = ZoneInfo("Europe/Paris")
UPDATE = "We are at it, part {}: the seventh disk of the array is being copied to a new one."
LONG = " ".join(["The seventh disk of the array is being copied to a new one."] * 5)


def reviewed(office: Office) -> MajorPage:
    """A major incident with everything that there can be, as its page."""
    agent = office.agent
    parent = a_major(office.supervisor, agent)
    children.link_children(agent, parent, [an_incident(agent, "No mail in Łódź")])
    office.clock.forward(minutes=20)
    major_incidents.post_update(agent, parent, "The disk is full.\nWe make room.")
    office.clock.forward(minutes=25)
    done = Wish(Status.RESOLVED, resolution_code=ResolutionCode.FIXED, resolution_text="More room.")
    tickets.move(agent, parent, done)
    major_incidents.stand_down(agent, parent, "Mail flows again.")
    major_incidents.review(agent, parent, a_review(agent))
    return page_of(office, parent)


def page_of(office: Office, ticket_id: int) -> MajorPage:
    page = major_page.page(office.agent, ticket_id)
    assert page is not None
    return page


def test_that_every_word_of_timeline_and_review_is_in_the_file(
    theme: Theme, local_office: Office
) -> None:
    page = reviewed(local_office)
    said = Pdf(as_pdf(page, START, PARIS)).words
    for sentence in (
        f"{page.ticket.number} Mail is down everywhere",
        "Major incident, stood down and reviewed",
        "Coordinator Amira At stake The service and the reputation",
        "Declared 2 Mar 2026, 10:00 by Sofia",
        "Resolved 2 Mar 2026, 10:45: More room.",
        "Stood down 2 Mar 2026, 10:45 by Amira: Mail flows again. Lasted 45 min",
        "Business impact Nobody can send invoices.",
        "Cause The disk was full. What went well Quick help. What did not go well No alarm.",
        "Alarm at 80 % of the disk Amira open",
        "2 Mar, 10:20 Update: The disk is full.",
        "The disk is full. We make room.",
        "No mail in Łódź New",
        "Written Monday 2 March 2026, 10:00",
        "Page 1 of ",
    ):
        assert sentence in said, sentence


def test_that_words_are_words_and_no_markup_and_nothing_is_read(
    theme: Theme, local_office: Office
) -> None:
    bait = "<img src='file:///etc/hostname'><b>bold</b> <script>x</script> &amp; ![p](/etc/passwd)"
    desk = local_office.agent
    ticket_id = in_progress(desk, an_incident(desk, bait[:80]))
    a_major(local_office.supervisor, desk, ticket_id, business_impact=bait)
    major_incidents.post_update(desk, ticket_id, bait)
    page = page_of(local_office, ticket_id)
    assert Report(page, START, PARIS).document.refused == []
    pdf = Pdf(as_pdf(page, START, PARIS))
    assert pdf.words.count(bait) >= 3
    assert not [body for body in pdf.objects.values() if b"/Subtype /Image" in body]
    assert not [body for body in pdf.objects.values() if re.search(rb"/(URI|Launch|JS)\b", body)]


@pytest.mark.parametrize("many", [0, 1, 7, 8, 9, 10, 11, 12, 30])
def test_that_no_word_is_lost_and_no_headline_stands_alone_however_long_it_is(
    theme: Theme, local_office: Office, many: int
) -> None:
    page = reviewed(local_office)
    more = [replace(page.updates[0], text=UPDATE.format(n)) for n in range(many)]
    page = replace(page, updates=(*page.updates, *more), timeline=page.timeline * (1 + many // 4))
    pdf = Pdf(as_pdf(page, START, PARIS))
    for n in range(many):
        assert pdf.words.count(UPDATE.format(n)) == 1
    assert pdf.words.count("The review was written") == 1 + many // 4
    for heading in ("Timeline", "Updates as they were posted", "Children", "Actions"):
        assert pdf.words.count(f" {heading} ") == 1
    for number, said in enumerate(pdf.pages, 1):
        assert f"Page {number} of {len(pdf.pages)}" in said
        assert not re.search(r"(Timeline|posted|Children|Actions|Cause|Review|:\d\d, Amira)$", said)
        assert not re.search(r"(When What Who|Number Title Status|Until Stands)$", said)


@pytest.mark.parametrize("before", range(8))
def test_that_no_row_of_a_table_is_cut_in_two(
    theme: Theme, local_office: Office, before: int
) -> None:
    page = reviewed(local_office)
    short, long = (replace(page.timeline[0], words=said) for said in ("Seen.", LONG))
    pdf = Pdf(as_pdf(replace(page, timeline=(short,) * before + (long,) * 60), START, PARIS))
    assert len(pdf.pages) > 4
    assert sum(said.count(LONG) for said in pdf.pages) == 60


def test_that_a_row_longer_than_a_page_is_all_there(theme: Theme, local_office: Office) -> None:
    page = reviewed(local_office)
    endless = replace(page.timeline[0], words=" ".join(f"word{n}" for n in range(3_000)))
    said = Pdf(as_pdf(replace(page, timeline=(endless,) * 2), START, PARIS)).words
    for n in (0, 1, 1_500, 2_999):
        assert said.count(f"word{n} ") >= 2


def test_that_an_incident_that_is_led_now_has_a_file_without_review(
    theme: Theme, local_office: Office
) -> None:
    ticket_id = a_major(local_office.supervisor, local_office.agent)
    said = Pdf(as_pdf(page_of(local_office, ticket_id), START + timedelta(minutes=5), PARIS)).words
    assert "Major incident, declared Coordinator Amira" in said
    assert "Review" not in said
    assert "Stood down" not in said
    assert "Children" not in said


def test_that_the_longest_words_stay_on_the_page(theme: Theme, local_office: Office) -> None:
    agent = local_office.agent
    title = "W" * 60
    wanted = a_declaration(agent, business_impact="x" * 400)
    ticket_id = in_progress(agent, an_incident(agent, title))
    major_incidents.declare(local_office.supervisor, ticket_id, wanted)
    report = Report(page_of(local_office, ticket_id), START, PARIS)
    report.document.setTextWidth(500)
    assert report.document.idealWidth() <= 500
    said = Pdf(as_pdf(page_of(local_office, ticket_id), START, PARIS)).words
    assert said.replace(" ", "").count("x" * 400) >= 2


def test_that_the_document_is_never_copied() -> None:
    source = inspect.getsource(major_document)
    assert ".clone(" not in source
    assert ".print_(" not in source
