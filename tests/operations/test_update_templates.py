"""Templates of updates: changed as a whole, and filled in with what is known."""

from __future__ import annotations

from datetime import UTC

import pytest

from desk_gui.domain.errors import Invalid, NotAllowed
from desk_gui.domain.major_incident import DEFAULT_TEMPLATES, UpdateTemplate, placeholders
from desk_gui.operations import major_page, update_templates
from tests.conftest import Office
from tests.factories import a_major


def test_that_a_new_desk_has_templates_and_an_administrator_changes_them(office: Office) -> None:
    assert update_templates.templates(office.agent) == DEFAULT_TEMPLATES
    wanted = (UpdateTemplate(" Two  words ", "Text {number}\n"), UpdateTemplate("B", "Text"))
    with pytest.raises(NotAllowed):
        update_templates.change_templates(office.supervisor, wanted)
    with pytest.raises(Invalid, match="at least one"):
        update_templates.change_templates(office.administrator, ())
    assert update_templates.change_templates(office.administrator, wanted).settings
    assert update_templates.templates(office.agent) == (
        UpdateTemplate("Two words", "Text {number}"),
        UpdateTemplate("B", "Text"),
    )
    assert not update_templates.change_templates(office.administrator, wanted).settings


def test_that_a_template_says_what_is_known_of_the_incident(office: Office) -> None:
    ticket_id = a_major(office.supervisor, office.agent)
    page = major_page.page(office.agent, ticket_id)
    assert page is not None
    started, _, workaround, _ = DEFAULT_TEMPLATES
    assert update_templates.filled(started, page, office.clock.now, UTC) == (
        f"Mail is down everywhere (INC-{ticket_id}): we have been working on it since 09:00 UTC."
        "\n\nWhat it means: Nobody can send invoices.\n\n"
        "Amira coordinates. The next update comes at 09:30 UTC."
    )
    text = update_templates.filled(workaround, page, office.clock.forward(hours=15), UTC)
    assert "The next update comes at 3 Mar, 00:30 UTC." not in text
    assert "The next update comes at 00:30 UTC." in text
    assert placeholders(text) == ("{workaround}",)
