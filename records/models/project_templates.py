"""TODO."""

from typing import ClassVar

from django.db import models

from records import columns
from records.keys import ID_KEY, RecordKey
from records.kinds import Arrows, MarkedReferences, Phases
from records.models.record import Disableable, Record, Sourced, unique_name
from records.types import By


class ProjectTemplate(Sourced, Disableable, Record):
    """TODO Project Template."""

    subject = columns.String("Subject", max_length=255, required=True)
    phases = columns.Text("Phases", kind=Phases(), required=True)
    task_templates = columns.Refs(
        "Task Templates",
        to="ProjectTaskTemplate",
        through="ProjectTemplateTask",
        through_fields=("project_template", "task_template"),
        also="phase",
        kind=MarkedReferences(what="phase", optional=False),
    )
    workflow = columns.Refs(
        "Workflow",
        to="ProjectTaskTemplate",
        through="ProjectTemplateLink",
        through_fields=("project_template", "predecessor"),
        also="successor",
        kind=Arrows(),
    )

    class Type:
        slug, label, singular, family = (
            "project_templates",
            "Project Templates",
            "Project Template",
            "Projects",
        )
        key = RecordKey(("subject",), by="subject", alternatives=("id",))
        historical = ("created_at",)
        list_columns = ("subject", "updated_at")
        search_columns = ("subject",)

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name("subject")]


class ProjectTaskTemplate(Sourced, Disableable, Record):
    """TODO Project Task Template."""

    subject = columns.String("Subject", max_length=190, required=True)
    instructions = columns.Text("Instructions")
    note = columns.Text("Note")
    copy_notes_to_project = columns.Boolean("Copy notes to project")
    category = columns.Enum("Category", ("activity", "approval", "milestone"), required=True)
    required_approvals = columns.Integer("Required Approvals", default=1)
    assign_to_project_manager = columns.Boolean("Assign to Project Manager")
    planned_effort_project_manager = columns.Duration("Planned Effort Project Manager")
    assign_to_service_owner = columns.Boolean("Assign to Service Owner")
    planned_effort_service_owner = columns.Duration("Planned Effort Service Owner")
    assign_to_requester = columns.Boolean("Assign to Requester")
    planned_effort_requester = columns.Duration("Planned Effort Requester")
    assign_to_requester_manager = columns.Boolean("Assign to Requester Manager")
    planned_effort_requester_manager = columns.Duration("Planned Effort Requester Manager")
    assign_to_requester_business_unit_manager = columns.Boolean(
        "Assign to Requester Business Unit Manager"
    )
    planned_effort_requester_business_unit_manager = columns.Duration(
        "Planned Effort Requester Business Unit Manager"
    )
    supplier = columns.Ref("Supplier", to="Organization")
    planned_duration = columns.Duration("Planned Duration", required=True)
    team = columns.Ref("Team", to="Team")
    planned_effort = columns.Duration("Planned Effort")
    pdf_design = columns.Ref("PDF Design", to="PdfDesign")
    effort_class = columns.Ref("Default Effort Class", to="EffortClass")

    class Type:
        slug, label, singular, family = (
            "project_task_templates",
            "Project Task Templates",
            "Project Task Template",
            "Projects",
        )
        key = RecordKey(("subject",), by="subject", alternatives=("id",))
        list_columns = ("subject", "category", "updated_at")
        search_columns = ("subject",)

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name("subject")]


class ProjectTaskTemplateAssignment(Record):
    """TODO Project Task Template Assignment."""

    project_task_template = columns.Ref(
        "Project Task Template", to="ProjectTaskTemplate", required=True
    )
    assignee = columns.Ref("Assignee", to="Person", required=True)
    planned_effort = columns.Duration("Planned Effort")

    class Type:
        slug, label, singular, family = (
            "project_task_template_assignments",
            "Project Task Template Assignments",
            "Project Task Template Assignment",
            "Projects",
        )
        parent = "project_task_templates"
        key = ID_KEY
        match = (By(("project_task_template", "assignee")),)
        omit = ("id", "created_at", "updated_at")
        list_columns = ("project_task_template", "assignee", "updated_at")

    class Meta(Record.Meta):
        constraints: ClassVar = [unique_name("project_task_template", "assignee")]


class ProjectTemplateTask(models.Model):
    """A task template of a project template, with its phase."""

    project_template = models.ForeignKey(ProjectTemplate, models.CASCADE, related_name="+")
    task_template = models.ForeignKey(ProjectTaskTemplate, models.PROTECT, related_name="+")
    phase = models.CharField(max_length=255, blank=True)

    class Meta:
        ordering = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project_template", "task_template"], name="projecttemplatetask_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.task_template} / {self.phase}"


class ProjectTemplateLink(models.Model):
    """Which task template of a project template comes before which."""

    project_template = models.ForeignKey(ProjectTemplate, models.CASCADE, related_name="+")
    predecessor = models.ForeignKey(ProjectTaskTemplate, models.PROTECT, related_name="+")
    successor = models.ForeignKey(ProjectTaskTemplate, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project_template", "predecessor", "successor"],
                name="projecttemplatelink_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} => {self.successor}"
