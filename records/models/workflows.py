"""Work in several steps: workflows with their templates, and the releases that bundle them."""

from typing import ClassVar

from django.db import models

from records import columns
from records.keys import ID_KEY
from records.kinds import (
    Arrows,
    Enumeration,
    MarkedReferences,
    NumberList,
    Phases,
    Text,
    Timestamp,
    TimeZone,
)
from records.models import planning, recurrence
from records.models.record import Disableable, Record, Sourced
from records.template_rules import linked_inside, phases_named

FAMILY = "Workflows"

CATEGORIES = ("standard", "non_standard", "emergency", "order")
STATUSES = ("being_created", "registered", "in_progress", "progress_halted", "completed")
REASONS = ("withdrawn", "rejected", "rolled_back", "failed", "partial", "disruptive", "complete")
JUSTIFICATIONS = (
    "compliance",
    "correction",
    "expansion",
    "improvement",
    "maintenance",
    "move",
    "removal",
    "replacement",
    "purchase",
)
#: Statuses of older files, all of them kinds of being at work.
_OLD_STATUS = tuple(
    (old, "in_progress") for old in ("risk_and_impact", "approval", "implementation")
)


class Workflow(Sourced, Record):
    """Work that several tasks do together, such as a change of the infrastructure."""

    template = columns.Ref(
        "Template", to="WorkflowTemplate", help="What the workflow was made from."
    )
    subject = columns.String("Subject", max_length=255, required=True)
    manager = columns.Ref("Manager", to="Person", help="Sees to it that the tasks are done.")
    category = columns.Enum("Category", CATEGORIES, required=True)
    impact = columns.Derived(
        "Impact",
        Enumeration(planning.IMPACTS),
        planning.highest_impact,
        origins=(planning.IMPACT_OF_TASKS,),
        help="The highest impact of the tasks.",
    )
    service = columns.Ref("Service", to="Service", required=True)
    project = columns.Ref("Project", to="Project", help="The project that it is a part of.")
    release = columns.Ref("Release", to="Release", help="The release that it is a part of.")
    workflow_type = columns.String(
        "Change Type",
        max_length=255,
        required=True,
        help="The reference of a type of workflow, such as infrastructure_change.",
        example="infrastructure_change",
    )
    justification = columns.Enum("Justification", JUSTIFICATIONS, required=True)
    start_at = columns.Timestamp("Start At", help="No task starts before.")
    completion_target_at = columns.Derived(
        "Completion Target At",
        Timestamp(),
        planning.latest_target,
        origins=(planning.PLAN_OF_TASKS, planning.ORDER_OF_TASKS),
        help="The latest completion target that the tasks have so far.",
    )
    status = columns.Enum(
        "Status",
        STATUSES,
        default="registered",
        aliases=_OLD_STATUS,
        help="Files may still say risk_and_impact, approval or implementation for in_progress.",
    )
    completion_reason = columns.Enum("Completion Reason", REASONS)
    completed_at = columns.Derived(
        "Completed At",
        Timestamp(),
        planning.last_finished,
        origins=(planning.END_OF_TASKS,),
        help="When the last task of the completed workflow was finished.",
    )
    notes = columns.Notes("Notes", about="Workflow")
    requests = columns.ReverseRefs(
        "Requests",
        to="Request",
        via="workflow",
        help="The requests that the workflow is done for. Those left out lose it.",
    )
    problems = columns.ReverseRefs(
        "Problems",
        to="Problem",
        via="workflow",
        help="The problems that the workflow is to solve. Those left out lose it.",
    )
    custom_fields = columns.CustomFields()
    phases = columns.Text(
        "Phases", kind=Phases(), help="Tasks name their phase by one of these names."
    )

    class Type:
        slug, label, singular, family = "workflows", "Workflows", "Workflow", FAMILY
        key = ID_KEY
        list_columns = ("subject", "status", "category", "service", "manager", "updated_at")
        search_columns = ("subject",)
        notes = (
            "Import services, projects, releases and workflow templates first, tasks at last.",
            "A task names its workflow; the workflow does not list its tasks.",
        )

    class Meta(Sourced.Meta):
        pass


class Release(Sourced, Record):
    """Workflows that go live together."""

    subject = columns.String("Subject", max_length=255, required=True)
    manager = columns.Ref("Manager", to="Person", required=True)
    impact = columns.Enum(
        "Impact", planning.IMPACTS, help="The highest impact of the workflows; kept as imported."
    )
    completion_target_at = columns.Timestamp(
        "Completion Target At", help="When the last workflow is to be completed; kept as imported."
    )
    status = columns.Enum("Status", STATUSES, aliases=_OLD_STATUS)
    completion_reason = columns.Enum("Completion Reason", REASONS)
    completed_at = columns.Timestamp("Completed At")
    note = columns.Notes("Notes", about="Release")
    workflows = columns.ReverseRefs(
        "Workflows",
        to="Workflow",
        via="release",
        help="The workflows of the release. Those left out no longer belong to it.",
    )

    class Type:
        slug, label, singular, family = "releases", "Releases", "Release", FAMILY
        key = ID_KEY
        historical = ("created_at",)
        list_columns = ("subject", "status", "manager", "completion_target_at", "updated_at")
        search_columns = ("subject",)
        notes = (
            "Import releases before workflows that name their release.",
            "Later the column Workflows says which workflows belong to a release.",
        )

    class Meta(Sourced.Meta):
        pass


class WorkflowTemplate(Sourced, Disableable, Record):
    """What workflows are made from, on demand or again and again: task templates in their order."""

    subject = columns.String("Subject", max_length=255, required=True)
    instructions = columns.Text("Instructions", help="What to bear in mind when it is applied.")
    note = columns.Text("Note", help="Becomes the first note of each workflow.")
    service = columns.Ref("Service", to="Service")
    category = columns.Enum("Category", CATEGORIES)
    workflow_type = columns.String(
        "Type",
        max_length=255,
        help="The reference of a type of workflow, such as infrastructure_change.",
        example="infrastructure_change",
    )
    justification = columns.Enum(
        "Justification",
        JUSTIFICATIONS,
        help="Needed when request templates use the workflow template.",
    )
    ui_extension = columns.Ref("UI Extension", to="UiExtension")
    phases = columns.Text(
        "Phases", kind=Phases(), help="The phases of the workflows; Task Templates name them."
    )
    task_templates = columns.Refs(
        "Task Templates",
        to="TaskTemplate",
        through="WorkflowTemplateTask",
        through_fields=("workflow_template", "task_template"),
        also="phase",
        kind=MarkedReferences(what="phase"),
        help="The steps. The phase behind the slash must be one of Phases.",
    )
    workflow = columns.Refs(
        "Workflow",
        to="TaskTemplate",
        through="WorkflowTemplateLink",
        through_fields=("workflow_template", "predecessor"),
        also="successor",
        kind=Arrows(),
        help="Which step comes before which. Both must be among Task Templates, and no step may "
        "come before itself.",
    )
    recurrence_disabled = columns.Boolean("Recurrence - Disabled")
    recurrence_time_zone = columns.Choice(
        "Recurrence - Time Zone", TimeZone(), help="The zone of the dates and of the time of day."
    )
    recurrence_time_of_day = columns.TimeOfDay("Recurrence - Time Of Day")
    recurrence_start_date = columns.Date("Recurrence - Start Date")
    recurrence_end_date = columns.Date("Recurrence - End Date", help="Empty for no end.")
    recurrence_frequency = columns.Enum("Recurrence - Frequency", recurrence.FREQUENCIES)
    recurrence_interval = columns.Integer(
        "Recurrence - Interval", minimum=1, help="2 for every other day, week, month or year."
    )
    recurrence_day = columns.Choice(
        "Recurrence - Day",
        NumberList(0, 6),
        max_length=255,
        help="For weekly: the weekdays, from 0 (Sunday) to 6 (Saturday).",
    )
    recurrence_day_of_month = columns.Choice(
        "Recurrence - Day Of Month",
        NumberList(1, 31, also=(-1,)),
        max_length=255,
        help="For monthly and yearly: days of the month; -1 is the last one.",
    )
    recurrence_day_of_week = columns.Boolean(
        "Recurrence - Day Of Week",
        help="For monthly and yearly: the two fields that follow say when, not Day Of Month.",
    )
    recurrence_day_of_week_index = columns.Enum(
        "Recurrence - Day Of Week Index", recurrence.NUMBERED
    )
    recurrence_day_of_week_day = columns.Enum("Recurrence - Day of Week Day", recurrence.WEEKDAYS)
    recurrence_month_of_year = columns.Choice(
        "Recurrence - Month Of Year",
        NumberList(1, 12),
        max_length=255,
        help="For yearly: the months.",
    )
    recurrence_ical = columns.Derived(
        "Recurrence - iCal",
        Text(),
        recurrence.ical,
        help="The recurrence in the words of iCalendar, made from the other columns.",
    )
    workflow_manager = columns.Ref(
        "Recurrence - Workflow Manager",
        to="Person",
        help="Becomes the manager of the workflows that the recurrence makes.",
    )

    class Type:
        slug, label, singular, family = (
            "workflow_templates",
            "Workflow Templates",
            "Workflow Template",
            FAMILY,
        )
        key = ID_KEY
        list_columns = ("subject", "category", "service", "updated_at")
        search_columns = ("subject",)
        rules = (
            phases_named("task_templates", "Task Templates", "phases"),
            linked_inside("workflow", "task_templates", of="TaskTemplate"),
            *recurrence.rules(),
        )
        notes = (
            "Import the task templates first.",
            "A row with Task Templates or Workflow replaces the steps, or the links, as a whole.",
        )

    class Meta(Sourced.Meta):
        pass


class WorkflowTemplateTask(models.Model):
    """A task template of a workflow template, with its phase."""

    workflow_template = models.ForeignKey(WorkflowTemplate, models.CASCADE, related_name="+")
    task_template = models.ForeignKey("TaskTemplate", models.PROTECT, related_name="+")
    phase = models.CharField(max_length=255, blank=True)

    class Meta:
        ordering = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workflow_template", "task_template"], name="workflowtemplatetask_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.task_template} / {self.phase}"


class WorkflowTemplateLink(models.Model):
    """Which task template of a workflow template comes before which."""

    workflow_template = models.ForeignKey(WorkflowTemplate, models.CASCADE, related_name="+")
    predecessor = models.ForeignKey("TaskTemplate", models.PROTECT, related_name="+")
    successor = models.ForeignKey("TaskTemplate", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workflow_template", "predecessor", "successor"],
                name="workflowtemplatelink_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} => {self.successor}"
