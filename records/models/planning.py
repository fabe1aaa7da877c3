"""What follows from the plan of a task, and for a workflow from all its tasks."""

import datetime as dt
from typing import Any

from django.apps import apps
from django.db.models import (
    Case,
    DateTimeField,
    DurationField,
    Exists,
    Expression,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    Max,
    OuterRef,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest

from records.kinds import Duration
from records.types import Origin

#: From the lowest to the highest.
IMPACTS = ("none", "low", "medium", "high", "top")
#: The statuses in which nothing is left to do.
FINAL = ("declined", "failed", "rejected", "completed", "approved", "canceled")
#: A duration or an effort that may be planned.
PLANNED = Duration(maximum=600_000)

_NOW = "date_trunc('second', clock_timestamp())"
#: SQL that fills in when a task was assigned, and when it was finished.
ASSIGNED_AT = f"CASE WHEN NEW.status = 'assigned' THEN {_NOW} END"
FINISHED_AT = f"CASE WHEN NEW.status IN {FINAL} THEN {_NOW} END"


_OF_WORKFLOW = "SELECT {row}.workflow_id"
#: What the values below follow from, beside the columns of the task or workflow itself.
START = Origin(
    "Workflow",
    ("start_at",),
    "SELECT t.id FROM records_task t WHERE t.workflow_id = {row}.id AND t.assigned_at IS NULL",
)
IMPACT_OF_TASKS = Origin("Task", ("workflow", "impact"), _OF_WORKFLOW)
PLAN_OF_TASKS = Origin(
    "Task", ("workflow", "planned_duration", "assigned_at", "start_at"), _OF_WORKFLOW
)
ORDER_OF_TASKS = Origin(
    "Task_predecessors",
    ("from_task",),
    "SELECT t.workflow_id FROM records_task t WHERE t.id = {row}.from_task_id",
)
END_OF_TASKS = Origin("Task", ("workflow", "finished_at"), _OF_WORKFLOW)


def anticipated() -> Expression:
    """Return when a task without assignment and predecessors starts: as early as it may."""
    earliest = Greatest(F("start_at"), F("workflow__start_at"))
    links: Any = apps.get_model("records", "Task")._meta.get_field("predecessors").remote_field
    waits = links.through._default_manager.filter(from_task=OuterRef("pk"))
    first = When(~Exists(waits), assigned_at=None, then=earliest)
    return Case(first, default=None, output_field=DateTimeField())


def target() -> Expression:
    """Return when a task is to be completed: its duration after its assignment."""
    minutes = ExpressionWrapper(
        F("planned_duration") * Value(dt.timedelta(minutes=1)), output_field=DurationField()
    )
    begin = Coalesce(F("assigned_at"), anticipated())
    return ExpressionWrapper(begin + minutes, output_field=DateTimeField())


def highest_impact() -> Expression:
    """Return the highest impact of the tasks of a workflow; the lowest one without tasks."""
    ranks = [When(impact=name, then=Value(rank)) for rank, name in enumerate(IMPACTS, 1)]
    highest = _of_tasks(Case(*ranks, default=Value(1), output_field=IntegerField()))
    names = ", ".join(f"'{name}'" for name in IMPACTS)
    return Func(
        Coalesce(highest, Value(1)),
        template=f"(ARRAY[{names}])[%(expressions)s]",
        output_field=TextField(),
    )


def latest_target() -> Expression:
    """Return the latest completion target of the tasks of a workflow."""
    return _of_tasks(target())


def last_finished() -> Expression:
    """Return when the last task of a completed workflow was finished."""
    last = _of_tasks(F("finished_at"))
    return Case(When(status="completed", then=last), default=None, output_field=DateTimeField())


def _of_tasks(value: Expression | F) -> Expression:
    tasks = apps.get_model("records", "Task")._default_manager.filter(workflow=OuterRef("pk"))
    most = tasks.order_by().values("workflow").annotate(most=Max(value)).values("most")
    return Subquery(most)  # type: ignore[return-value] # an expression, which its stubs do not say
