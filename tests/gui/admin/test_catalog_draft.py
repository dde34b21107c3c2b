"""Catalog items as they are typed."""

from __future__ import annotations

from dataclasses import replace

from desk_gui.domain.catalog import ApprovalStep, Approver, CatalogItem, Part, TaskTemplate, Who
from desk_gui.domain.forms import FieldKind, FormField, ShownIf
from desk_gui.domain.priority import Priority
from desk_gui.gui.admin.catalog.draft import (
    TypedField,
    TypedTask,
    Waits,
    item_of,
    keys_of,
    previewed,
    typed_of,
)
from desk_gui.operations import catalog_items
from tests.conftest import Office

KIND = FormField("kind", "Kind", FieldKind.CHOICE, required=True, choices=("own", "rented"))
COUNT = FormField(
    "count", "Count", FieldKind.NUMBER, least=1, most=5, shown_if=ShownIf("kind", ("rented",))
)
THREE = (Approver(Who.MANAGER), Approver(Who.SUPERVISOR), Approver(Who.PERSON, account_id=3))
ITEM = CatalogItem(
    7,
    "Van",
    "A van for a day.",
    Priority.LOW,
    approvals=2,
    edition=4,
    fields=(KIND, COUNT),
    steps=(ApprovalStep(THREE, 2, 3600 * 4, 3600 * 24),),
    tasks=(
        TaskTemplate("Book", after=(), share=50, checklist=("Keys", "Papers")),
        TaskTemplate("Wash", mandatory=False),
        TaskTemplate("Hand over", after=(1, 2), team_id=2),
    ),
    articles=(3, 9),
    fulfil_s=3600 * 30,
)


def test_that_what_is_typed_and_not_changed_is_the_item_itself(local_office: Office) -> None:
    for item in (ITEM, *catalog_items.all_items(local_office.agent)):
        assert item_of(typed_of(item), item) == (item, ())


def test_that_what_cannot_be_read_is_said_at_its_place_and_stays() -> None:
    typed = typed_of(ITEM)
    fields = (typed.fields[0], replace(typed.fields[1], least="few", label=""))
    tasks = (*typed.tasks[:2], replace(typed.tasks[2], share="later"))
    typed = replace(typed, target="soon", fields=fields, tasks=tasks)
    item, wrong = item_of(typed, ITEM)
    said = {(one.part, one.place): one.sentence for one in wrong}
    assert said == {
        (Part.TARGET, 0): "“soon” is no time; write one such as 4 h.",
        (Part.FORM, 2): "“few” is no number that can stand here.",
        (Part.TASKS, 3): "“later” is no number that can stand here.",
    }
    assert [one.label for one in previewed(item.fields)] == ["Kind", "Field 2"]


def test_that_conditions_and_waits_follow_what_they_name_when_it_moves() -> None:
    typed = typed_of(ITEM)
    moved = replace(typed, tasks=(typed.tasks[1], typed.tasks[0], typed.tasks[2]))
    assert item_of(moved, ITEM)[0].tasks[2].after == (1, 2)
    turned = replace(typed, fields=typed.fields[::-1])
    wrong = item_of(turned, ITEM)[1]
    assert [(one.part, one.place) for one in wrong] == [(Part.FORM, 1)]
    alone = TypedTask(9, "Late", waits=Waits.CHOSEN, after=(99,))
    assert item_of(replace(typed, tasks=(alone,)), ITEM)[0].tasks[0].after == ()


def test_that_a_new_field_gets_a_key_of_its_label_and_keeps_a_published_one() -> None:
    fields = (
        TypedField(1, key="start", label="First day"),
        TypedField(2, label="Größe des Büros"),
        TypedField(3, label="Start"),
        TypedField(4, label="?"),
    )
    assert keys_of(fields) == {1: "start", 2: "grosse_des_buros", 3: "start_2", 4: "field_4"}
