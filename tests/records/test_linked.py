import datetime as dt

from fourme.accounts.models import Account, Trust
from records import linked, registry
from records.cells import Cell
from records.models import (
    Note,
    Person,
    WorkflowTemplateLink,
    WorkflowTemplateTask,
)
from tests.records.samples import make

TEMPLATES = registry.get("workflow_templates")
STEPS = registry.get("task_templates")


def own(text: str, address: str) -> Cell:
    return Cell(text, url=address)


def test_several_references_are_lines_in_the_order_of_their_names(
    wdc: Account, wna: Account, trust: Trust
) -> None:
    team = make(registry.get("teams"), wdc)
    ada = make(registry.get("people"), wdc, primary_email="ada@wdc.example")
    foreign = make(registry.get("people"), wna, primary_email="abel@wna.example")
    team.members.set([ada, foreign])  # type: ignore[attr-defined] # a Team
    found = linked.links(registry.get("teams").column("members"), team)
    assert found.lines == [
        [Cell("abel@wna.example @wna")],
        [own("ada@wdc.example", ada.get_absolute_url())],
    ]
    assert (found.label, found.more, found.url) == ("Members", False, "")


def test_marked_references_show_their_marks(wdc: Account) -> None:
    template, step = make(TEMPLATES, wdc), make(STEPS, wdc, subject="Install")
    WorkflowTemplateTask.objects.create(
        workflow_template_id=template.pk, task_template_id=step.pk, phase="Build"
    )
    found = linked.links(TEMPLATES.column("task_templates"), template)
    assert found.lines == [[own("Install", step.get_absolute_url()), Cell("Build")]]
    assert found.between == " / "


def test_arrows_show_both_ends(wdc: Account) -> None:
    template = make(TEMPLATES, wdc)
    first, second = (make(STEPS, wdc, subject=subject) for subject in ("Approve", "Install"))
    WorkflowTemplateLink.objects.create(
        workflow_template_id=template.pk, predecessor_id=first.pk, successor_id=second.pk
    )
    found = linked.links(TEMPLATES.column("workflow"), template)
    assert found.lines == [
        [own("Approve", first.get_absolute_url()), own("Install", second.get_absolute_url())]
    ]
    assert found.between == " → "


def test_references_of_other_records_are_lines_with_a_list_of_all(
    wdc: Account, wna: Account, trust: Trust
) -> None:
    problem = make(registry.get("problems"), wdc)
    request = make(registry.get("requests"), wdc, subject="Slow", problem=problem)
    make(registry.get("requests"), wna, problem=problem)
    found = linked.links(registry.get("problems").column("requests"), problem)
    assert found.lines == [[own(f"{request.pk} · Slow", request.get_absolute_url())]]
    assert found.url == f"/records/requests/?problem={problem.pk}"
    effort = make(registry.get("effort_classes"), wdc)
    offering = make(registry.get("service_offerings"), wdc)
    offering.effort_classes.add(effort)  # type: ignore[attr-defined] # a Service Offering
    found = linked.links(registry.get("effort_classes").column("service_offerings"), effort)
    assert [line[0].url for line in found.lines] == [offering.get_absolute_url()]
    assert found.url == f"/records/service_offerings/?effort_classes={effort.pk}"


def test_notes_come_with_author_and_moment_the_latest_first(
    wdc: Account, wna: Account, trust: Trust
) -> None:
    request = make(registry.get("requests"), wdc)
    ada = make(registry.get("people"), wdc, name="Service Desk Analyst")
    abel = make(registry.get("people"), wna, name="Network Specialist")
    moments = [dt.datetime(2026, 1, day, 9, tzinfo=dt.UTC) for day in (1, 2, 3)]
    for moment, person, internal in zip(
        moments, (ada, abel, ada), (False, False, True), strict=True
    ):
        assert isinstance(person, Person)
        values = {"person": person, "internal": internal, "created_at": moment}
        Note.objects.create(
            account=wdc, about="Request", record_id=request.pk, text=f"On {moment.day}", **values
        )
    Note.objects.create(
        account=wdc, about="Problem", record_id=request.pk, text="x", person_id=ada.pk
    )
    found = linked.notes(registry.get("requests").column("note"), request)
    assert [(note.author, note.moment, note.text) for note in found.notes] == [
        (Cell("Network Specialist @wna"), moments[1], "On 2"),
        (own("Service Desk Analyst", ada.get_absolute_url()), moments[0], "On 1"),
    ]
    hidden = linked.notes(registry.get("requests").column("internal_note"), request)
    assert [note.text for note in hidden.notes] == ["On 3"]
    assert (found.more, hidden.label) == (False, "Internal notes")
