"""TODO."""

from typing import ClassVar

from django.db import models

from records import columns
from records.keys import ID_KEY
from records.kinds import Arrows, MarkedReferences, Phases, TimeZone
from records.models.record import Disableable, Record, Sourced

#: Statuses of older files, all of them kinds of being at work.
_OLD_STATUS = tuple(
    (old, "in_progress") for old in ("risk_and_impact", "approval", "implementation")
)


class Workflow(Sourced, Record):
    """TODO Workflow."""

    template = columns.Ref("Template", to="WorkflowTemplate")
    subject = columns.String("Subject", max_length=255, required=True)
    manager = columns.Ref("Manager", to="Person")
    category = columns.Enum(
        "Category", ("standard", "non_standard", "emergency", "order"), required=True
    )
    impact = columns.Enum(
        "Impact", ("none", "low", "medium", "high", "top"), read_only=True, default="none"
    )
    service = columns.Ref("Service", to="Service", required=True)
    project = columns.Ref("Project", to="Project")
    release = columns.Ref("Release", to="Release")
    workflow_type = columns.String("Change Type", max_length=255, required=True)
    justification = columns.Enum(
        "Justification",
        (
            "compliance",
            "correction",
            "expansion",
            "improvement",
            "maintenance",
            "move",
            "removal",
            "replacement",
            "purchase",
        ),
        required=True,
    )
    start_at = columns.Timestamp("Start At")
    completion_target_at = columns.Timestamp("Completion Target At", read_only=True)
    status = columns.Enum(
        "Status",
        ("being_created", "registered", "in_progress", "progress_halted", "completed"),
        default="registered",
        aliases=_OLD_STATUS,
    )
    completion_reason = columns.Enum(
        "Completion Reason",
        ("withdrawn", "rejected", "rolled_back", "failed", "partial", "disruptive", "complete"),
    )
    completed_at = columns.Timestamp("Completed At", read_only=True)
    notes = columns.Notes("Notes", about="Workflow")
    requests = columns.ReverseRefs("Requests", to="Request", via="workflow")
    problems = columns.ReverseRefs("Problems", to="Problem", via="workflow")
    custom_fields = columns.CustomFields()
    phases = columns.Text("Phases", kind=Phases())

    class Type:
        slug, label, singular, family = "workflows", "Workflows", "Workflow", "Workflows"
        key = ID_KEY
        list_columns = ("subject", "status", "category", "service", "updated_at")
        search_columns = ("subject",)

    class Meta(Sourced.Meta):
        pass


class Release(Sourced, Record):
    """TODO Release."""

    subject = columns.String("Subject", max_length=255, required=True)
    manager = columns.Ref("Manager", to="Person", required=True)
    impact = columns.Enum("Impact", ("none", "low", "medium", "high", "top"))
    completion_target_at = columns.Timestamp("Completion Target At")
    status = columns.Enum(
        "Status",
        ("being_created", "registered", "in_progress", "progress_halted", "completed"),
        aliases=_OLD_STATUS,
    )
    completion_reason = columns.Enum(
        "Completion Reason",
        ("withdrawn", "rejected", "rolled_back", "failed", "partial", "disruptive", "complete"),
    )
    completed_at = columns.Timestamp("Completed At")
    note = columns.Notes("Notes", about="Release")
    workflows = columns.ReverseRefs("Workflows", to="Workflow", via="release")

    class Type:
        slug, label, singular, family = "releases", "Releases", "Release", "Workflows"
        key = ID_KEY
        historical = ("created_at",)
        list_columns = ("subject", "status", "manager", "updated_at")
        search_columns = ("subject",)

    class Meta(Sourced.Meta):
        pass


class WorkflowTemplate(Sourced, Disableable, Record):
    """TODO Workflow Template."""

    subject = columns.String("Subject", max_length=255, required=True)
    instructions = columns.Text("Instructions")
    note = columns.Text("Note")
    service = columns.Ref("Service", to="Service")
    category = columns.Enum("Category", ("standard", "non_standard", "emergency", "order"))
    workflow_type = columns.String("Type", max_length=255)
    justification = columns.Enum(
        "Justification",
        (
            "compliance",
            "correction",
            "expansion",
            "improvement",
            "maintenance",
            "move",
            "removal",
            "replacement",
            "purchase",
        ),
    )
    ui_extension = columns.Ref("UI Extension", to="UiExtension")
    phases = columns.Text("Phases", kind=Phases())
    task_templates = columns.Refs(
        "Task Templates",
        to="TaskTemplate",
        through="WorkflowTemplateTask",
        through_fields=("workflow_template", "task_template"),
        also="phase",
        kind=MarkedReferences(what="phase"),
    )
    workflow = columns.Refs(
        "Workflow",
        to="TaskTemplate",
        through="WorkflowTemplateLink",
        through_fields=("workflow_template", "predecessor"),
        also="successor",
        kind=Arrows(),
    )
    recurrence_disabled = columns.Boolean("Recurrence - Disabled")
    recurrence_time_zone = columns.Choice("Recurrence - Time Zone", TimeZone())
    recurrence_time_of_day = columns.TimeOfDay("Recurrence - Time Of Day")
    recurrence_start_date = columns.Date("Recurrence - Start Date")
    recurrence_end_date = columns.Date("Recurrence - End Date")
    recurrence_frequency = columns.Enum(
        "Recurrence - Frequency", ("no_repeat", "daily", "weekly", "monthly", "yearly")
    )
    recurrence_interval = columns.Integer("Recurrence - Interval")
    recurrence_day = columns.String("Recurrence - Day", max_length=255)
    recurrence_day_of_month = columns.String("Recurrence - Day Of Month", max_length=255)
    recurrence_day_of_week = columns.Boolean("Recurrence - Day Of Week")
    recurrence_day_of_week_index = columns.Enum(
        "Recurrence - Day Of Week Index", ("first", "second", "third", "fourth", "last")
    )
    recurrence_day_of_week_day = columns.Enum(
        "Recurrence - Day of Week Day",
        ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"),
    )
    recurrence_month_of_year = columns.String("Recurrence - Month Of Year", max_length=255)
    recurrence_ical = columns.Text("Recurrence - iCal", read_only=True)
    workflow_manager = columns.Ref("Recurrence - Workflow Manager", to="Person")

    class Type:
        slug, label, singular, family = (
            "workflow_templates",
            "Workflow Templates",
            "Workflow Template",
            "Workflows",
        )
        key = ID_KEY
        list_columns = ("subject", "category", "updated_at")
        search_columns = ("subject",)

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
