"""What people save by hand beside plain values: links, notes, references within others."""

import pytest

from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from records import registry
from records.forms import RecordForm, editable
from records.kinds import Key, NoteText
from records.models import (
    Note,
    Record,
    Request,
    Sla,
    SlaServiceInstance,
    WorkflowTemplateLink,
    WorkflowTemplateTask,
)
from records.services import Refused, save_record
from tests.records.samples import make

REQUESTS, TASKS = registry.get("requests"), registry.get("tasks")
TEMPLATES, SLAS = registry.get("workflow_templates"), registry.get("slas")
WHO = "account.administrator@wdc.example"


@pytest.fixture
def request_of(administrator: Actor, wdc: Account) -> Request:
    """A request on an agile board whose columns are called as those of another one."""
    for name in ("Desk", "Network"):
        board = make(registry.get("agile_boards"), wdc, name=name)
        make(registry.get("agile_board_columns"), wdc, agile_board=board, name="Done")
    record = save_record(
        administrator,
        REQUESTS,
        {
            "requested_by": Key(WHO),
            "requested_for": Key(WHO),
            "subject": "Printer",
            "agile_board": Key("Desk"),
            "agile_board_column": Key("Done"),
        },
    )
    assert isinstance(record, Request)
    return record


def test_a_column_is_looked_for_on_its_board(administrator: Actor, request_of: Request) -> None:
    assert request_of.agile_board_column
    assert request_of.agile_board_column.agile_board.name == "Desk"
    with pytest.raises(Refused) as refused:
        save_record(administrator, REQUESTS, {"agile_board_column": Key("None")}, record=request_of)
    assert refused.value.all() == ["There is no agile board column named “None”."]
    values = {"agile_board": None, "agile_board_column": Key("Done")}
    with pytest.raises(Refused) as refused:
        save_record(administrator, REQUESTS, values, record=request_of)
    assert refused.value.all() == [
        "Agile Board Column is only clear with a value of Agile Board. Fill in Agile Board."
    ]


def test_a_form_looks_on_the_new_board(administrator: Actor, request_of: Request) -> None:
    shown = RecordForm(REQUESTS, administrator, request_of).initial
    data = {**shown, "agile_board": "Network"}
    form = RecordForm(REQUESTS, administrator, request_of, data=data)
    assert form.is_valid()
    assert set(form.values()) == {"agile_board", "agile_board_column"}
    save_record(administrator, REQUESTS, form.values(), record=request_of)
    stored = Request.objects.get().agile_board_column
    assert stored
    assert stored.agile_board.name == "Network"


def test_a_note_is_added_and_stays(administrator: Actor, request_of: Request) -> None:
    shown = RecordForm(REQUESTS, administrator, request_of)
    assert shown.initial["note"] == ""
    assert shown.fields["note"].label == "Add to notes"
    text = f"{WHO} 2026-01-31T09:00:00Z\nlooks like another note"
    form = RecordForm(REQUESTS, administrator, request_of, data={**shown.initial, "note": text})
    assert form.is_valid()
    assert form.values() == {"note": (NoteText(None, None, text),)}
    before = Request.objects.get().updated_at
    save_record(administrator, REQUESTS, form.values(), record=request_of)
    note = Note.objects.get()
    assert (note.text, note.internal, note.record_id) == (text, False, request_of.pk)
    assert note.person == administrator.user.person
    after = Request.objects.get().updated_at
    assert after > before
    save_record(administrator, REQUESTS, form.values(), record=request_of)
    assert Note.objects.count() == 1
    assert Request.objects.get().updated_at == after


def test_links_of_several_parts(administrator: Actor, wdc: Account) -> None:
    first, second = (
        make(registry.get("task_templates"), wdc, subject=subject)
        for subject in ("Approve", "Install")
    )
    values = {
        "subject": "Rollout",
        "phases": "Plan\nDo",
        "task_templates": ((Key("Approve"), "Plan"), (Key("Install"), "Do")),
        "workflow": ((Key("Approve"), Key("Install")),),
    }
    template = save_record(administrator, TEMPLATES, values)
    tasks = WorkflowTemplateTask.objects.order_by("pk")
    assert list(tasks.values_list("task_template", "phase")) == [
        (first.pk, "Plan"),
        (second.pk, "Do"),
    ]
    link = WorkflowTemplateLink.objects.get()
    assert (link.predecessor_id, link.successor_id) == (first.pk, second.pk)
    kept = list(tasks.values_list("pk", flat=True))
    save_record(administrator, TEMPLATES, {**values, "subject": "Rollout 2"}, record=template)
    assert list(tasks.values_list("pk", flat=True)) == kept
    twice = ((Key("Approve"), "Plan"), (Key("Approve"), "Do"))
    with pytest.raises(Refused) as refused:
        save_record(administrator, TEMPLATES, {"task_templates": twice}, record=template)
    assert "twice" in refused.value.all()[0]
    assert tasks.count() == 2


def test_rules_see_the_stored_links(administrator: Actor, wdc: Account) -> None:
    make(registry.get("task_templates"), wdc, subject="Approve")
    values = {
        "subject": "Rollout",
        "phases": "Plan",
        "task_templates": ((Key("Approve"), "Plan"),),
    }
    template = save_record(administrator, TEMPLATES, values)
    with pytest.raises(Refused) as refused:
        save_record(administrator, TEMPLATES, {"phases": "Other"}, record=template)
    assert "Plan" in refused.value.all()[0]


def test_marks_of_service_instances(administrator: Actor, wdc: Account) -> None:
    instance = make(registry.get("service_instances"), wdc, name="Mail")
    sla = make(SLAS, wdc)
    values = {"service_instances": ((Key("Mail"), "down"),)}
    save_record(administrator, SLAS, values, record=sla)
    assert SlaServiceInstance.objects.get().impact == "down"
    assert list(Sla.objects.get(pk=sla.pk).service_instances.all()) == [instance]
    shown = RecordForm(SLAS, administrator, sla).initial
    assert shown["service_instances"] == "Mail / down"
    save_record(administrator, SLAS, {"service_instances": ()}, record=sla)
    assert not SlaServiceInstance.objects.exists()


def test_a_blank_generated_value_stays(administrator: Actor, wdc: Account) -> None:
    categories = registry.get("product_categories")
    values = {"name": "Laptop PC", "rule_set": "physical_asset", "reference": ""}
    category = save_record(administrator, categories, values)
    assert getattr(category, "reference") == "laptop_pc"  # noqa: B009 -- a ProductCategory
    before = category.updated_at
    save_record(administrator, categories, {"reference": ""}, record=category)
    category.refresh_from_db()
    assert (getattr(category, "reference"), category.updated_at) == ("laptop_pc", before)  # noqa: B009


@pytest.mark.parametrize("record_type", registry.types(), ids=str)
def test_what_others_hold_is_not_edited(record_type: object) -> None:
    names = {column.name for column in editable(record_type)}  # type: ignore[arg-type] # a RecordType
    assert names.isdisjoint({"remove", "deleted", "requests", "problems", "permalink", "ci_source"})


def test_predecessors_are_of_the_same_workflow(administrator: Actor, wdc: Account) -> None:
    first = make(TASKS, wdc, subject="Approve")
    workflow: Record = getattr(first, "workflow")  # noqa: B009 -- a Task
    second = make(TASKS, wdc, workflow=workflow, subject="Install")
    other = make(TASKS, wdc, subject="Elsewhere")
    change = {"predecessors": (Key("Approve"),)}
    save_record(administrator, TASKS, change, record=second)
    assert list(second.predecessors.all()) == [first]  # type: ignore[attr-defined] # a Task
    with pytest.raises(Refused):
        save_record(administrator, TASKS, change, record=other)
