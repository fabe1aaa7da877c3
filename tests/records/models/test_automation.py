"""Apps have versions of one reference; rules belong to a type, a template or an app."""

import csv
import io
from collections.abc import Callable

import pytest

from fourme.accounts.models import Account
from imports.models import ImportRun
from records import registry
from records.models import (
    AppOffering,
    AppOfferingAutomationRule,
    AppOfferingScope,
    GenericRequestAutomationRule,
    TaskTemplateAutomationRule,
    WorkflowTemplateAutomationRule,
)
from tests.imports.importing import counters, messages
from tests.records.samples import make

Importing = Callable[..., ImportRun]
Exported = Callable[..., str]
APPS = "Source,Source ID,Name,Reference,Service Instance,Webhook URI,Policy JWT Algorithm\n"
RULE = "on create,true"


def rows(text: str) -> list[dict[str, str]]:
    """Return the rows of an export."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture
def versions(importing: Importing, wdc: Account) -> tuple[int, int]:
    """Two versions of an app, by their IDs."""
    instance = make(registry.get("service_instances"), wdc)
    address = "https://apps.wdc.example/{account}/hook"
    run = importing(
        "app_offerings",
        f"{APPS}s,1,Status Page,,{instance},{address},rs256\n"
        f"s,2,Status Page 2,wdc_status_page,{instance},{address},es256\n",
    )
    assert counters(run) == {"created": 2}
    first, second = AppOffering.objects.order_by("id").values_list("pk", flat=True)
    return first, second


def test_versions_share_a_reference(versions: tuple[int, int], exported: Exported) -> None:
    shown = [
        (row["Name"], row["Reference"], row["Published"], row["Latest"])
        for row in rows(exported("app_offerings"))
    ]
    assert shown == [
        ("Status Page", "wdc_status_page", "1", "0"),
        ("Status Page 2", "wdc_status_page", "0", "1"),
    ]


def test_a_scope_names_its_version_by_the_id(
    importing: Importing, versions: tuple[int, int], exported: Exported
) -> None:
    first, second = versions
    head = "App Offering,App Offering ID,Effect,Actions\n"
    scopes = (
        f'wdc_status_page,{first},allow,"[""request:Read""]"\n'
        f',{second},deny,"[""request:Update""]"\n'
    )
    assert counters(importing("app_offering_scopes", head + scopes)) == {"created": 2}
    stored = AppOfferingScope.objects.order_by("id").values_list("app_offering_id", "effect")
    assert list(stored) == [(first, "allow"), (second, "deny")]
    run = importing("app_offering_scopes", f'{head}wdc_status_page,,allow,"[]"\n,,allow,"[]"\n')
    assert counters(run) == {"failures": 2}
    assert "There are 2 app offerings" in messages(run)[0][2]
    written = exported("app_offering_scopes")
    assert [row["App Offering ID"] for row in rows(written)] == [str(first), str(second)]
    assert counters(importing("app_offering_scopes", written)) == {"unchanged": 2}


def test_a_rule_of_an_app_reads_the_older_word_for_requests(
    importing: Importing, versions: tuple[int, int]
) -> None:
    run = importing(
        "app_offering_automation_rules",
        "App Offering ID,Model,Name,Trigger,Condition\n"
        f"{versions[1]},Req,Tell,{RULE}\n{versions[1]},Ci,Count,{RULE}\n"
        f"{versions[1]},Person,Greet,{RULE}\n",
    )
    assert counters(run) == {"created": 2, "failures": 1}
    found = AppOfferingAutomationRule.objects.order_by("id").values_list("rulable_type", flat=True)
    assert list(found) == ["Request", "Ci"]


def test_expressions_and_actions_have_names(importing: Importing, exported: Exported) -> None:
    head = "Source,Source ID,Name,Position,Trigger,Condition,Expressions,Actions,Generic\n"
    good = f's,1,Thank,1,{RULE},"mail: request.source = mail\n\nlate: true",a1: add note,task\n'
    run = importing(
        "generic_request_automation_rules",
        f"{head}{good}s,2,Thank,0,{RULE},request.source = mail,,\ns,3,Thank,1,on create,,,,\n",
    )
    assert counters(run) == {"created": 1, "failures": 2}
    assert [told[:2] for told in messages(run)] == [
        (3, "Position"),
        (3, "Expressions"),
        (4, "Condition"),
    ]
    rule = GenericRequestAutomationRule.objects.get()
    assert rule.expressions == "mail: request.source = mail\nlate: true"
    assert rows(exported("generic_request_automation_rules"))[0]["Generic"] == "request"


def test_a_rule_names_its_template(importing: Importing, wdc: Account) -> None:
    make(registry.get("task_templates"), wdc, subject="Install")
    twins = [
        make(registry.get("workflow_templates"), wdc, subject="New server").pk for _ in range(2)
    ]
    run = importing(
        "task_template_automation_rules",
        f"Task Template,Name,Trigger,Condition\nInstall,Warn,{RULE}\nRemove,Warn,{RULE}\n",
    )
    assert counters(run) == {"created": 1, "failures": 1}
    assert TaskTemplateAutomationRule.objects.get().task_template.subject == "Install"
    head = "Workflow Template,Workflow Template ID,Name,Trigger,Condition\n"
    run = importing(
        "workflow_template_automation_rules",
        f"{head}New server,{twins[1]},Greet,{RULE}\nNew server,,Greet,{RULE}\n",
    )
    assert counters(run) == {"created": 1, "failures": 1}
    assert "There are 2 workflow templates" in messages(run)[0][2]
    assert WorkflowTemplateAutomationRule.objects.get().workflow_template_id == twins[1]
