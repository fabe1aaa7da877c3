"""Risks and their severities: references, and what goes together."""

from collections.abc import Callable

from fourme.accounts.models import Account, Trust
from imports.models import ImportRun
from records import registry
from records.models import Organization, Risk, RiskSeverity
from tests.imports.importing import counters, messages
from tests.records.samples import make

Importing = Callable[..., ImportRun]


def test_a_reference_is_made_of_the_name_once(importing: Importing) -> None:
    importing("risk_severities", "Source,Source ID,Name\ns,1,Very High\n")
    assert RiskSeverity.objects.get().reference == "very_high"
    text = "Source,Source ID,Name,Reference\ns,1,Extreme,\n"
    assert counters(importing("risk_severities", text)) == {"updated": 1}
    assert RiskSeverity.objects.get().reference == "very_high"
    assert counters(importing("risk_severities", text)) == {"unchanged": 1}


def test_the_reference_finds_a_severity_and_empty_sources_are_cleared(importing: Importing) -> None:
    importing("risk_severities", "Source,Source ID,Name,Reference\ns,1,High,high\n")
    run = importing("risk_severities", "Name,Reference\nHigher,high\n")
    assert counters(run) == {"updated": 1}
    severity = RiskSeverity.objects.get()
    assert (severity.name, severity.source, severity.source_id) == ("Higher", "s", "1")
    importing("risk_severities", "Source,Source ID,Name,Reference\n,,Higher,high\n")
    severity.refresh_from_db()
    assert (severity.source, severity.source_id) == ("", "")


def test_a_reference_is_unique(importing: Importing) -> None:
    importing("risk_severities", "Name\nHigh\n")
    header = "Source,Source ID,Name,Reference\n"
    run = importing("risk_severities", f"{header}s,2,High,high\ns,3,High,\ns,4,Low,\n")
    assert counters(run) == {"created": 1, "failures": 2}
    assert [row for row, _, _ in messages(run)] == [2, 3]


def test_a_risk_names_its_severity_by_reference_or_name(importing: Importing) -> None:
    importing("risk_severities", "Name,Reference\nVery High,critical\nHigh,\n")
    run = importing("risks", "Subject,Severity\nA,critical\nB,Very High\nC,High\nD,high\nE,none\n")
    assert counters(run) == {"created": 4, "failures": 1}
    found = Risk.objects.order_by("subject").values_list("severity__reference", flat=True)
    assert list(found) == ["critical", "critical", "high", "high"]


def test_a_reason_of_closure_needs_a_closed_risk(importing: Importing) -> None:
    text = "Source,Source ID,Subject,Status,Closure Reason\ns,1,Fire,{},accepted\n"
    run = importing("risks", text.format("anticipated"))
    assert [column for _, column, _ in messages(run)] == ["Closure Reason"]
    assert counters(importing("risks", text.format("closed"))) == {"created": 1}


def test_a_risk_is_about_projects_services_and_organizations(
    importing: Importing, wdc: Account, wna: Account, trust: Trust
) -> None:
    projects = [make(registry.get("projects"), wdc) for _ in range(2)]
    Organization.objects.create(account=wna, name="Widget North America")
    make(registry.get("services"), wdc, name="E-mail")
    lines = "\n".join(str(each.pk) for each in projects)
    header = "Source,Source ID,Subject,Projects,Services,Organizations\n"
    text = f'{header}s,1,Fire,"{lines}",E-mail,Widget North America @wna\n'
    assert counters(importing("risks", text)) == {"created": 1}
    risk = Risk.objects.get()
    assert {each.pk for each in risk.projects.all()} == {each.pk for each in projects}
    assert [each.account_id for each in risk.organizations.all()] == ["wna"]
    assert counters(importing("risks", text)) == {"unchanged": 1}
