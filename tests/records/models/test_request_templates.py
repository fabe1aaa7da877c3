"""Request templates: what imports of them check."""

from collections.abc import Callable

from fourme.accounts.models import Account
from imports.models import ImportRun
from records import registry
from records.models import RequestTemplate
from tests.imports.importing import counters, messages
from tests.records.samples import make

Importing = Callable[..., ImportRun]


def test_a_template_that_starts_a_workflow_needs_one(importing: Importing, wdc: Account) -> None:
    workflow = make(registry.get("workflow_templates"), wdc)
    header = "Source,Source ID,Subject,Status,Workflow Template\n"
    run = importing("request_templates", f"{header}s,1,Server,workflow_pending,\n")
    assert [column for _, column, _ in messages(run)] == ["Workflow Template"]
    run = importing("request_templates", f"{header}s,1,Server,workflow_pending,{workflow.pk}\n")
    assert counters(run) == {"created": 1}
    run = importing("request_templates", f"{header}s,1,Server,assigned,\n")
    assert counters(run) == {"updated": 1}


def test_the_desired_completion_is_a_duration(importing: Importing) -> None:
    importing("request_templates", "Subject,Desired Completion\nA,90\nB,1:30\nC,\n")
    found = RequestTemplate.objects.order_by("subject").values_list("desired_completion", flat=True)
    assert list(found) == [90, 90, None]


def test_templates_are_named_by_their_id(importing: Importing) -> None:
    importing("request_templates", "Subject\nServer\n")
    template = RequestTemplate.objects.get()
    header = "Requested By,Requested For,Subject,Template\n"
    row = "account.administrator@wdc.example,account.administrator@wdc.example,Help"
    run = importing("requests", f"{header}{row},{template.pk}\n{row},Server\n{row},999999\n")
    assert counters(run) == {"created": 1, "failures": 2}
    assert [(place, column) for place, column, _ in messages(run)] == [
        (3, "Template"),
        (4, "Template"),
    ]
