"""Keeping the catalog: editions, what is told of them, and two people at one item."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk_gui.domain.catalog import CatalogItem
from desk_gui.domain.errors import Conflict, NotAllowed
from desk_gui.domain.forms import FormField
from desk_gui.domain.workflow import Kind
from desk_gui.operations import catalog_items, classification, requests
from desk_gui.operations.catalog_items import Kept
from desk_gui.operations.classification import NewTicket
from desk_gui.operations.desk import Desk
from tests.conftest import Office
from tests.factories import a_catalog_item


def kept(desk: Desk, name: str = "Badge") -> Kept:
    return next(one for one in catalog_items.kept_items(desk) if one.item.name == name)


def changed(item: CatalogItem, label: str) -> CatalogItem:
    return replace(item, fields=(FormField("what", label),))


def test_that_it_is_told_how_many_open_requests_keep_an_earlier_edition(office: Office) -> None:
    item_id = a_catalog_item(office.administrator, "Badge")
    for title in ("One", "Two"):
        new = NewTicket(title, kind=Kind.REQUEST, item_id=item_id)
        classification.open_ticket(office.agent, new)
    first = kept(office.administrator)
    assert (first.item.edition, first.earlier) == (1, 0)
    catalog_items.save_item(office.administrator, changed(first.item, "Which door"))
    second = kept(office.administrator)
    assert (second.item.edition, second.earlier) == (2, 2)
    assert second.by == "Root"
    assert second.since == office.administrator.clock()


def test_that_an_edition_that_was_published_meanwhile_is_not_overwritten(office: Office) -> None:
    a_catalog_item(office.administrator, "Badge")
    seen = kept(office.administrator).item
    catalog_items.save_item(office.administrator, changed(seen, "Theirs"))
    with pytest.raises(Conflict, match="Edition 2 of “Badge” was published meanwhile"):
        catalog_items.save_item(office.administrator, changed(seen, "Mine"))
    assert [one.label for one in kept(office.administrator).item.fields] == ["Theirs"]


def test_that_an_item_is_taken_out_of_the_catalog_and_comes_back(office: Office) -> None:
    item_id = a_catalog_item(office.administrator, "Badge")
    catalog_items.offer_item(office.administrator, item_id, active=False)
    assert "Badge" not in [one.name for one in requests.catalog(office.agent)]
    assert kept(office.administrator).item.edition == 1
    catalog_items.offer_item(office.administrator, item_id, active=True)
    assert "Badge" in [one.name for one in requests.catalog(office.agent)]
    with pytest.raises(NotAllowed):
        catalog_items.offer_item(office.supervisor, item_id, active=False)
