"""Automation rules: what happens by itself to the records of a type, or of a template."""

from django.db.models import TextField, Value

from records import columns
from records.keys import ID_KEY, RecordKey
from records.kinds import Enumeration, NamedLines
from records.models.record import Disableable, Record, Sourced

FAMILY = "Automation"


class _Rule(Record):
    name = columns.String("Name", max_length=128, required=True)
    position = columns.Integer(
        "Position", minimum=1, help="The order in which rules of a trigger run."
    )
    description = columns.Text("Description", help="What the rule is for.")
    trigger = columns.String(
        "Trigger",
        max_length=128,
        example="on create",
        required=True,
        help="When the rule runs, in words such as on status update or on note added.",
    )
    expressions = columns.Text(
        "Expressions",
        kind=NamedLines(),
        help="Values with a name, one per line, that Condition and Actions use.",
    )
    condition = columns.Text(
        "Condition",
        required=True,
        example="urgent",
        help="The names of expressions joined by and, or and !, or true for always.",
    )
    actions = columns.Text(
        "Actions", kind=NamedLines(), help="What the rule does, one action with its name a line."
    )

    class Meta(Record.Meta):
        abstract = True


class _OwnedRule(Sourced, Disableable, _Rule):
    class Meta(Sourced.Meta):
        abstract = True


def _constant(value: str) -> columns.Derived:
    """Return the column that says of which type the records are."""
    return columns.Derived(
        "Generic",
        Enumeration((value,)),
        lambda: Value(value, output_field=TextField()),
        help="The type of record that the rule is about; the same in each row of this file.",
    )


class GenericRequestAutomationRule(_OwnedRule):
    """What happens by itself to a request."""

    generic = _constant("request")

    class Type:
        slug, label, singular, family = (
            "generic_request_automation_rules",
            "Request Automation Rules",
            "Request Automation Rule",
            FAMILY,
        )
        parent = "requests"
        key = ID_KEY
        list_columns = ("name", "trigger", "position", "updated_at")
        search_columns = ("name", "description")


class GenericTaskAutomationRule(_OwnedRule):
    """What happens by itself to a task."""

    generic = _constant("task")

    class Type:
        slug, label, singular, family = (
            "generic_task_automation_rules",
            "Task Automation Rules",
            "Task Automation Rule",
            FAMILY,
        )
        parent = "tasks"
        key = ID_KEY
        list_columns = ("name", "trigger", "position", "updated_at")
        search_columns = ("name", "description")


class GenericWorkflowAutomationRule(_OwnedRule):
    """What happens by itself to a workflow."""

    generic = _constant("workflow")

    class Type:
        slug, label, singular, family = (
            "generic_workflow_automation_rules",
            "Workflow Automation Rules",
            "Workflow Automation Rule",
            FAMILY,
        )
        parent = "workflows"
        key = ID_KEY
        list_columns = ("name", "trigger", "position", "updated_at")
        search_columns = ("name", "description")


class GenericProjectTaskAutomationRule(_OwnedRule):
    """What happens by itself to a project task."""

    generic = _constant("project_task")

    class Type:
        slug, label, singular, family = (
            "generic_project_task_automation_rules",
            "Project Task Automation Rules",
            "Project Task Automation Rule",
            FAMILY,
        )
        parent = "project_tasks"
        key = ID_KEY
        list_columns = ("name", "trigger", "position", "updated_at")
        search_columns = ("name", "description")


class GenericRiskAutomationRule(_OwnedRule):
    """What happens by itself to a risk."""

    generic = _constant("risk")

    class Type:
        slug, label, singular, family = (
            "generic_risk_automation_rules",
            "Risk Automation Rules",
            "Risk Automation Rule",
            FAMILY,
        )
        parent = "risks"
        key = ID_KEY
        list_columns = ("name", "trigger", "position", "updated_at")
        search_columns = ("name", "description")


class GenericCiAutomationRule(_OwnedRule):
    """What happens by itself to a configuration item."""

    generic = _constant("ci")

    class Type:
        slug, label, singular, family = (
            "generic_ci_automation_rules",
            "Configuration Item Automation Rules",
            "Configuration Item Automation Rule",
            FAMILY,
        )
        parent = "cis"
        key = ID_KEY
        list_columns = ("name", "trigger", "position", "updated_at")
        search_columns = ("name", "description")


class RequestTemplateAutomationRule(_OwnedRule):
    """What happens by itself to the records made from a request template."""

    request_template = columns.Ref("Request Template", to="RequestTemplate", required=True)

    class Type:
        slug, label, singular, family = (
            "request_template_automation_rules",
            "Request Template Automation Rules",
            "Request Template Automation Rule",
            FAMILY,
        )
        parent = "request_templates"
        key = ID_KEY
        historical = ("created_at",)
        list_columns = ("name", "request_template", "trigger", "position", "updated_at")
        search_columns = ("name", "description")


class TaskTemplateAutomationRule(_OwnedRule):
    """What happens by itself to the records made from a task template."""

    task_template = columns.Ref("Task Template", to="TaskTemplate", required=True)

    class Type:
        slug, label, singular, family = (
            "task_template_automation_rules",
            "Task Template Automation Rules",
            "Task Template Automation Rule",
            FAMILY,
        )
        parent = "task_templates"
        key = ID_KEY
        list_columns = ("name", "task_template", "trigger", "position", "updated_at")
        search_columns = ("name", "description")


class WorkflowTemplateAutomationRule(_OwnedRule):
    """What happens by itself to the records made from a workflow template."""

    workflow_template = columns.Ref(
        "Workflow Template",
        to="WorkflowTemplate",
        key=RecordKey(("subject",), by="subject"),
        required=True,
    )
    workflow_template_by_number = columns.Alternate(
        "Workflow Template ID",
        of="workflow_template",
        by="id",
        help="It counts before the subject, which need not be unique.",
    )

    class Type:
        slug, label, singular, family = (
            "workflow_template_automation_rules",
            "Workflow Template Automation Rules",
            "Workflow Template Automation Rule",
            FAMILY,
        )
        parent = "workflow_templates"
        key = ID_KEY
        list_columns = ("name", "workflow_template", "trigger", "position", "updated_at")
        search_columns = ("name", "description")


class ProjectTemplateAutomationRule(_OwnedRule):
    """What happens by itself to the records made from a project template."""

    project_template = columns.Ref("Project Template", to="ProjectTemplate", required=True)

    class Type:
        slug, label, singular, family = (
            "project_template_automation_rules",
            "Project Template Automation Rules",
            "Project Template Automation Rule",
            FAMILY,
        )
        parent = "project_templates"
        key = ID_KEY
        historical = ("created_at",)
        list_columns = ("name", "project_template", "trigger", "position", "updated_at")
        search_columns = ("name", "description")


class ProjectTaskTemplateAutomationRule(_OwnedRule):
    """What happens by itself to the records made from a project task template."""

    project_task_template = columns.Ref(
        "Project Task Template", to="ProjectTaskTemplate", required=True
    )
    project_task_template_by_number = columns.Alternate(
        "Project Task Template ID",
        of="project_task_template",
        by="id",
        help="It counts before the subject.",
    )

    class Type:
        slug, label, singular, family = (
            "project_task_template_automation_rules",
            "Project Task Template Automation Rules",
            "Project Task Template Automation Rule",
            FAMILY,
        )
        parent = "project_task_templates"
        key = ID_KEY
        list_columns = ("name", "project_task_template", "trigger", "position", "updated_at")
        search_columns = ("name", "description")


class ScimUserAutomationRule(_OwnedRule):
    """What happens by itself to a user that SCIM brings."""

    class Type:
        slug, label, singular, family = (
            "scim_user_automation_rules",
            "SCIM User Automation Rules",
            "SCIM User Automation Rule",
            FAMILY,
        )
        key = ID_KEY
        historical = ("created_at",)
        list_columns = ("name", "trigger", "position", "updated_at")
        search_columns = ("name", "description")


class ScimGroupAutomationRule(_OwnedRule):
    """What happens by itself to a group that SCIM brings."""

    class Type:
        slug, label, singular, family = (
            "scim_group_automation_rules",
            "SCIM Group Automation Rules",
            "SCIM Group Automation Rule",
            FAMILY,
        )
        key = ID_KEY
        historical = ("created_at",)
        list_columns = ("name", "trigger", "position", "updated_at")
        search_columns = ("name", "description")


class AppOfferingAutomationRule(_Rule):
    """What an app does by itself to the records of the accounts that installed it."""

    app_offering = columns.Ref("App Offering", to="AppOffering", required=True)
    app_offering_by_number = columns.Alternate(
        "App Offering ID",
        of="app_offering",
        by="id",
        help="Tells versions with the same Reference apart; it counts before App Offering.",
    )
    rulable_type = columns.Enum(
        "Model",
        ("Request", "Task", "Ci", "Problem"),
        aliases=(("Req", "Request"),),
        required=True,
        help="The type of record that the rule is about; Req means Request.",
    )
    condition = columns.Text(
        "Condition", help="The names of expressions joined by and, or and !, or true for always."
    )

    class Type:
        slug, label, singular, family = (
            "app_offering_automation_rules",
            "App Offering Automation Rules",
            "App Offering Automation Rule",
            FAMILY,
        )
        parent = "app_offerings"
        key = ID_KEY
        list_columns = ("name", "app_offering", "rulable_type", "trigger", "updated_at")
        search_columns = ("name", "description")
