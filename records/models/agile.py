"""TODO."""

from collections.abc import Callable
from typing import ClassVar

from django.db.models import Expression, F, UniqueConstraint, Value
from django.db.models.functions import Coalesce

from records import columns
from records.keys import ID_KEY, RecordKey
from records.kinds import String
from records.models.record import Disableable, Record, Sourced, unique_name
from records.types import ID, By, Upsert

#: Behind the last item of the backlog.
_LAST = (
    "(SELECT coalesce(max(i.position), 0) + 1 FROM records_productbacklogitem i "
    "WHERE i.product_backlog_id = NEW.product_backlog_id)"
)
#: The number after that of the last sprint of the workspace.
_NEXT = (
    "(SELECT coalesce(max(s.number), 0) + 1 FROM records_sprint s "
    "WHERE s.scrum_workspace_id = NEW.scrum_workspace_id)"
)


def _subject(*names: str) -> Callable[[], Expression]:
    """Return the expression of the subject of the one record that is linked."""
    return lambda: Coalesce(*(F(f"{name}__subject") for name in names), Value(""))


class AgileBoard(Sourced, Disableable, Record):
    """TODO Agile Board."""

    name = columns.String("Name", max_length=128, required=True)
    manager = columns.Ref("Manager", to="Person")
    picture_uri = columns.Uri("Picture URI")
    description = columns.Text("Description")

    class Type:
        slug, label, singular, family = "agile_boards", "Agile Boards", "Agile Board", "Agile"
        key = RecordKey()
        omit = ("created_at", "updated_at")
        list_columns = ("name", "updated_at")
        search_columns = ("name",)

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name()]


class AgileBoardColumn(Record):
    """TODO Agile Board Column."""

    agile_board = columns.Ref("Agile Board", to="AgileBoard", required=True)
    name = columns.String("Name", max_length=128, required=True)
    position = columns.Integer("Position")
    wip_limit = columns.Integer("WIP limit")
    action_type = columns.Enum(
        "Action Type",
        ("none", "assign", "accept", "start", "complete"),
        required=True,
        default="none",
    )
    dialog_type = columns.Enum(
        "Dialog Type", ("none", "minimal", "full"), required=True, default="none"
    )
    team = columns.Ref("Team", to="Team")
    member = columns.Ref("Member", to="Person")

    class Type:
        slug, label, singular, family = (
            "agile_board_columns",
            "Agile Board Columns",
            "Agile Board Column",
            "Agile",
        )
        parent = "agile_boards"
        key = RecordKey()
        match = (ID, By(("agile_board", "name")))
        omit = ("created_at", "updated_at")
        list_columns = ("name", "agile_board", "updated_at")
        search_columns = ("name",)

    class Meta(Record.Meta):
        constraints: ClassVar = [unique_name("agile_board", "name")]


class ProductBacklog(Sourced, Disableable, Record):
    """TODO Product Backlog."""

    name = columns.String("Name", max_length=128, required=True)
    product_owner = columns.Ref("Product Owner", to="Person")
    picture_uri = columns.Uri("Picture URI")
    description = columns.Text("Description")
    request_template = columns.Ref("Request Template", to="RequestTemplate")
    service_instance = columns.Ref("Service Instance", to="ServiceInstance")

    class Type:
        slug, label, singular, family = (
            "product_backlogs",
            "Product Backlogs",
            "Product Backlog",
            "Agile",
        )
        key = RecordKey()
        list_columns = ("name", "updated_at")
        search_columns = ("name",)

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name()]


class ProductBacklogItem(Record):
    """TODO Product Backlog Item."""

    product_backlog = columns.Ref("Product Backlog", to="ProductBacklog", required=True)
    position = columns.Integer("Position", minimum=1, generated=_LAST)
    request = columns.Ref("Request", to="Request")
    problem = columns.Ref("Problem", to="Problem")
    subject = columns.Derived("Subject", String(), _subject("request", "problem"))
    remove = columns.Removal("Remove")

    class Type:
        slug, label, singular, family = (
            "product_backlog_items",
            "Product Backlog Items",
            "Product Backlog Item",
            "Agile",
        )
        parent = "product_backlogs"
        key = ID_KEY
        match = (By(("product_backlog", "request", "problem")),)
        merge = Upsert(removes="remove")
        omit = ("id", "created_at", "updated_at")
        list_columns = ("subject", "product_backlog", "updated_at")

    class Meta(Record.Meta):
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["account", "product_backlog", "request", "problem"],
                nulls_distinct=False,
                name="%(class)s_record",
            )
        ]


class ScrumWorkspace(Sourced, Disableable, Record):
    """TODO Scrum Workspace."""

    name = columns.String("Name", max_length=255, required=True)
    description = columns.Text("Description")
    team = columns.Ref("Team", to="Team", required=True)
    product_backlog = columns.Ref("Product Backlog", to="ProductBacklog", required=True)
    agile_board = columns.Ref("Agile Board", to="AgileBoard", required=True)
    sprint_length = columns.Integer("Sprint Length", required=True)
    picture_uri = columns.Uri("Picture URI")

    class Type:
        slug, label, singular, family = (
            "scrum_workspaces",
            "Scrum Workspaces",
            "Scrum Workspace",
            "Agile",
        )
        key = RecordKey()
        historical = ("created_at",)
        list_columns = ("name", "team", "product_backlog", "updated_at")
        search_columns = ("name",)

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name()]


class Sprint(Sourced, Record):
    """TODO Sprint."""

    scrum_workspace = columns.Ref("Scrum Workspace", to="ScrumWorkspace", required=True)
    number = columns.Integer("Number", minimum=1, generated=_NEXT)
    status = columns.Enum("Status", ("registered", "active", "completed"))
    start_at = columns.Timestamp("Start At")
    end_at = columns.Timestamp("End At")
    description = columns.Text("Description")

    class Type:
        slug, label, singular, family = "sprints", "Sprints", "Sprint", "Agile"
        key = ID_KEY
        omit = ("created_at", "updated_at")
        list_columns = ("status", "scrum_workspace", "updated_at")

    class Meta(Sourced.Meta):
        pass


class SprintBacklogItem(Record):
    """TODO Sprint Backlog Item."""

    sprint = columns.Ref("Sprint", to="Sprint", required=True)
    position = columns.Integer("Position")
    request = columns.Ref("Request", to="Request")
    problem = columns.Ref("Problem", to="Problem")
    task = columns.Ref("Task", to="Task")
    project_task = columns.Ref("Project Task", to="ProjectTask")
    subject = columns.Derived(
        "Subject", String(), _subject("request", "problem", "task", "project_task")
    )
    estimate = columns.Integer("Estimate")
    planned = columns.Boolean("Planned")
    done = columns.Boolean("Done")

    class Type:
        slug, label, singular, family = (
            "sprint_backlog_items",
            "Sprint Backlog Items",
            "Sprint Backlog Item",
            "Agile",
        )
        parent = "sprints"
        key = ID_KEY
        match = (By(("sprint", "request", "problem", "task", "project_task")),)
        omit = ("id", "created_at", "updated_at")
        list_columns = ("subject", "sprint", "updated_at")

    class Meta(Record.Meta):
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["account", "sprint", "request", "problem", "task", "project_task"],
                nulls_distinct=False,
                name="%(class)s_record",
            )
        ]
