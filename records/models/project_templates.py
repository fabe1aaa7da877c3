"""What projects are made from: templates of projects and of their tasks."""

from typing import ClassVar

from django.db import models

from records import columns
from records.keys import ID_KEY, RecordKey
from records.kinds import Arrows, MarkedReferences, Phases
from records.models.assigning import AssignedByPosition
from records.models.planning import PLANNED
from records.models.projects import FAMILY, TASK_CATEGORIES
from records.models.record import Disableable, Record, Sourced, unique_name
from records.template_rules import linked_inside, phases_named
from records.types import By


class ProjectTemplate(Sourced, Disableable, Record):
    """What projects are made from: phases, and task templates in their order."""

    subject = columns.String(
        "Subject", max_length=255, required=True, help="Unique in the account."
    )
    phases = columns.Text(
        "Phases",
        kind=Phases(),
        required=True,
        help="The phases of the projects, at least one; Task Templates name them.",
    )
    task_templates = columns.Refs(
        "Task Templates",
        to="ProjectTaskTemplate",
        through="ProjectTemplateTask",
        through_fields=("project_template", "task_template"),
        also="phase",
        kind=MarkedReferences(what="phase", optional=False),
        help="The steps. The phase behind the slash must be one of Phases.",
    )
    workflow = columns.Refs(
        "Workflow",
        to="ProjectTaskTemplate",
        through="ProjectTemplateLink",
        through_fields=("project_template", "predecessor"),
        also="successor",
        kind=Arrows(),
        help="Which step comes before which. Both must be among Task Templates, and no step may "
        "come before itself.",
    )

    class Type:
        slug, label, singular, family = (
            "project_templates",
            "Project Templates",
            "Project Template",
            FAMILY,
        )
        key = RecordKey(("subject",), by="subject", alternatives=("id",))
        historical = ("created_at",)
        list_columns = ("subject", "updated_at")
        search_columns = ("subject",)
        rules = (
            phases_named("task_templates", "Task Templates", "phases"),
            linked_inside("workflow", "task_templates", of="ProjectTaskTemplate"),
        )
        notes = (
            "Import the project task templates first.",
            "A row with Task Templates or Workflow replaces the steps, or the links, as a whole.",
        )

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name("subject")]


class ProjectTaskTemplate(AssignedByPosition, Sourced, Disableable, Record):
    """What the tasks of projects are made from."""

    subject = columns.String(
        "Subject",
        max_length=190,
        required=True,
        help="Unique in the account; project templates name the template by it.",
    )
    instructions = columns.Text("Instructions", help="What is to be done in each task.")
    note = columns.Text("Note", help="Becomes the first note of each task.")
    copy_notes_to_project = columns.Boolean(
        "Copy notes to project", help="Notes of a task are added to its project too."
    )
    category = columns.Enum("Category", TASK_CATEGORIES, required=True)
    required_approvals = columns.Integer(
        "Required Approvals",
        minimum=1,
        default=1,
        help="For approvals: how many of the assignees have to agree.",
    )
    assign_to_project_manager = columns.Boolean("Assign to Project Manager")
    planned_effort_project_manager = columns.Duration(
        "Planned Effort Project Manager", kind=PLANNED
    )
    supplier = columns.Ref("Supplier", to="Organization", help="Does the work from outside.")
    planned_duration = columns.Duration(
        "Planned Duration",
        kind=PLANNED,
        required=True,
        help="From the assignment to the completion target; 0 for a milestone, 600,000 at most.",
    )
    team = columns.Ref("Team", to="Team")
    planned_effort = columns.Duration(
        "Planned Effort", kind=PLANNED, help="How long the team works on a task."
    )
    pdf_design = columns.Ref(
        "PDF Design", to="PdfDesign", help="The look of the summary that approvers get."
    )
    effort_class = columns.Ref(
        "Default Effort Class", to="EffortClass", help="Chosen for time spent on the tasks."
    )

    class Type:
        slug, label, singular, family = (
            "project_task_templates",
            "Project Task Templates",
            "Project Task Template",
            FAMILY,
        )
        key = RecordKey(("subject",), by="subject", alternatives=("id",))
        list_columns = ("subject", "category", "team", "planned_duration", "updated_at")
        search_columns = ("subject",)
        notes = ("Import them before the project templates that consist of them.",)

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name("subject")]


class ProjectTaskTemplateAssignment(Record):
    """An assignee of every task that is made from a project task template."""

    project_task_template = columns.Ref(
        "Project Task Template", to="ProjectTaskTemplate", required=True
    )
    assignee = columns.Ref("Assignee", to="Person", required=True)
    planned_effort = columns.Duration(
        "Planned Effort", kind=PLANNED, help="How long the assignee is to work on it."
    )

    class Type:
        slug, label, singular, family = (
            "project_task_template_assignments",
            "Project Task Template Assignments",
            "Project Task Template Assignment",
            FAMILY,
        )
        parent = "project_task_templates"
        key = ID_KEY
        match = (By(("project_task_template", "assignee")),)
        omit = ("id", "created_at", "updated_at")
        list_columns = ("project_task_template", "assignee", "planned_effort", "updated_at")
        notes = ("Import the project task templates first. Assignees that a file leaves out stay.",)

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
