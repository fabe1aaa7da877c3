"""What a file makes other records point to has to be allowed by the rules of those records."""

from typing import Any

from fourme.accounts.models import Account
from records import registry
from records.models import Problem, Workflow
from tests.imports.importing import counters, messages
from tests.records.samples import make


def test_a_problem_of_a_project_gets_no_workflow(importing: Any, wdc: Account) -> None:
    project = make(registry.get("projects"), wdc)
    problem = make(registry.get("problems"), wdc, project=project)
    workflow = make(registry.get("workflows"), wdc)
    run = importing("workflows", f"ID,Problems\n{workflow.pk},{problem.pk}\n")
    assert counters(run) == {"failures": 1}
    ((row, header, reason),) = messages(run)
    assert (row, header) == (2, "Problems")
    assert reason.startswith(f"Project of problem {problem.pk} is filled in beside another.")
    assert Problem.objects.get(pk=problem.pk).workflow_id is None


def test_a_free_problem_is_taken_and_comes_back_unchanged(importing: Any, wdc: Account) -> None:
    problem = make(registry.get("problems"), wdc)
    workflow = make(registry.get("workflows"), wdc)
    content = f"ID,Problems\n{workflow.pk},{problem.pk}\n"
    assert counters(importing("workflows", content)) == {"updated": 1}
    assert counters(importing("workflows", content)) == {"unchanged": 1}
    assert Problem.objects.get(pk=problem.pk).workflow == Workflow.objects.get()
