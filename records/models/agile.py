"""Agile work: boards with columns, product backlogs, scrum workspaces and their sprints."""

from collections.abc import Callable
from typing import ClassVar

from django.db.models import Expression, F, UniqueConstraint, Value
from django.db.models.functions import Coalesce

from records import columns
from records.keys import ID_KEY, RecordKey
from records.kinds import String
from records.models.record import Disableable, Record, Sourced, unique_name
from records.rules import ends_after, exactly_one, only_beside, only_with
from records.types import ID, By, Upsert

FAMILY = "Agile"

#: Behind the last item of the backlog, of the product or of the sprint.
_LAST = (
    "(SELECT coalesce(max(i.position), 0) + 1 FROM records_productbacklogitem i "
    "WHERE i.product_backlog_id = NEW.product_backlog_id)"
)
_LAST_OF_SPRINT = (
    "(SELECT coalesce(max(i.position), 0) + 1 FROM records_sprintbacklogitem i "
    "WHERE i.sprint_id = NEW.sprint_id)"
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
    """A board on which teams move requests and tasks from column to column."""

    name = columns.String("Name", max_length=128, required=True, help="Unique in the account.")
    manager = columns.Ref("Manager", to="Person")
    picture_uri = columns.Uri("Picture URI")
    description = columns.Text("Description")

    class Type:
        slug, label, singular, family = "agile_boards", "Agile Boards", "Agile Board", FAMILY
        key = RecordKey()
        omit = ("created_at", "updated_at")
        list_columns = ("name", "manager", "description", "updated_at")
        search_columns = ("name",)
        notes = ("The columns of a board have a file of their own: Agile Board Columns.",)

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name()]


class AgileBoardColumn(Record):
    """A column of an agile board."""

    agile_board = columns.Ref("Agile Board", to="AgileBoard", required=True)
    name = columns.String("Name", max_length=128, required=True, help="Unique in its board.")
    position = columns.Integer("Position", minimum=1, help="1 is the column at the left.")
    wip_limit = columns.Integer(
        "WIP limit", minimum=1, help="How many items may stand in the column; empty for any number."
    )
    action_type = columns.Enum(
        "Action Type",
        ("none", "assign", "accept", "start", "complete"),
        required=True,
        default="none",
        help="What happens to an item that is moved into the column.",
    )
    dialog_type = columns.Enum(
        "Dialog Type",
        ("none", "minimal", "full"),
        required=True,
        default="none",
        help="What is asked when an item is moved into the column.",
    )
    team = columns.Ref("Team", to="Team", help="Only with Action Type assign.")
    member = columns.Ref("Member", to="Person", help="Only beside Team.")

    class Type:
        slug, label, singular, family = (
            "agile_board_columns",
            "Agile Board Columns",
            "Agile Board Column",
            FAMILY,
        )
        parent = "agile_boards"
        key = RecordKey()
        match = (ID, By(("agile_board", "name")))
        omit = ("created_at", "updated_at")
        list_columns = ("name", "agile_board", "position", "action_type", "updated_at")
        search_columns = ("name",)
        rules = (
            only_with("team", "action_type", "Action Type", "assign"),
            only_beside("member", "team", "Team"),
        )
        notes = (
            "Import the boards first.",
            "A row without an ID changes the column of that Name on that board.",
        )

    class Meta(Record.Meta):
        constraints: ClassVar = [unique_name("agile_board", "name")]


class ProductBacklog(Sourced, Disableable, Record):
    """What is still to be done for a product, in the order of its worth."""

    name = columns.String("Name", max_length=128, required=True, help="Unique in the account.")
    product_owner = columns.Ref("Product Owner", to="Person", help="Decides on the order.")
    picture_uri = columns.Uri("Picture URI")
    description = columns.Text("Description")
    request_template = columns.Ref(
        "Request Template", to="RequestTemplate", help="What new items are made from."
    )
    service_instance = columns.Ref(
        "Service Instance", to="ServiceInstance", help="Goes into new items."
    )

    class Type:
        slug, label, singular, family = (
            "product_backlogs",
            "Product Backlogs",
            "Product Backlog",
            FAMILY,
        )
        key = RecordKey()
        list_columns = ("name", "product_owner", "service_instance", "updated_at")
        search_columns = ("name",)
        notes = ("The items of a backlog have a file of their own: Product Backlog Items.",)

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name()]


class ProductBacklogItem(Record):
    """A request or a problem on a product backlog."""

    product_backlog = columns.Ref("Product Backlog", to="ProductBacklog", required=True)
    position = columns.Integer(
        "Position",
        minimum=1,
        generated=_LAST,
        help="1 is the top. Empty puts a new item at the bottom.",
    )
    request = columns.Ref("Request", to="Request", help="Either this or Problem.")
    problem = columns.Ref("Problem", to="Problem", help="Either this or Request.")
    subject = columns.Derived(
        "Subject",
        String(),
        _subject("request", "problem"),
        help="The subject of the request or problem.",
    )
    remove = columns.Removal("Remove", help="1 takes the item off the backlog.")

    class Type:
        slug, label, singular, family = (
            "product_backlog_items",
            "Product Backlog Items",
            "Product Backlog Item",
            FAMILY,
        )
        parent = "product_backlogs"
        key = ID_KEY
        match = (By(("product_backlog", "request", "problem")),)
        merge = Upsert(removes="remove")
        omit = ("id", "created_at", "updated_at")
        list_columns = ("subject", "product_backlog", "position", "updated_at")
        rules = (exactly_one(("request", "Request"), ("problem", "Problem")),)
        notes = (
            "Import the backlogs, the requests and the problems first.",
            "Items that a file leaves out stay; only Remove takes one away.",
        )

    class Meta(Record.Meta):
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["account", "product_backlog", "request", "problem"],
                nulls_distinct=False,
                name="%(class)s_record",
            )
        ]


class ScrumWorkspace(Sourced, Disableable, Record):
    """A team that works through a product backlog in sprints."""

    name = columns.String("Name", max_length=255, required=True, help="Unique in the account.")
    description = columns.Text("Description")
    team = columns.Ref("Team", to="Team", required=True)
    product_backlog = columns.Ref("Product Backlog", to="ProductBacklog", required=True)
    agile_board = columns.Ref(
        "Agile Board", to="AgileBoard", required=True, help="Shows the sprint at work."
    )
    sprint_length = columns.Integer(
        "Sprint Length", minimum=1, required=True, help="How many weeks a sprint takes."
    )
    picture_uri = columns.Uri("Picture URI")

    class Type:
        slug, label, singular, family = (
            "scrum_workspaces",
            "Scrum Workspaces",
            "Scrum Workspace",
            FAMILY,
        )
        key = RecordKey()
        historical = ("created_at",)
        list_columns = ("name", "team", "product_backlog", "sprint_length", "updated_at")
        search_columns = ("name",)
        notes = ("Import teams, product backlogs and agile boards first, sprints afterwards.",)

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name()]


class Sprint(Sourced, Record):
    """A few weeks in which a team does a part of its backlog."""

    scrum_workspace = columns.Ref("Scrum Workspace", to="ScrumWorkspace", required=True)
    number = columns.Integer(
        "Number",
        minimum=1,
        generated=_NEXT,
        help="Counts the sprints of the workspace. Empty gives a new sprint the next number.",
    )
    status = columns.Enum("Status", ("registered", "active", "completed"))
    start_at = columns.Timestamp("Start At")
    end_at = columns.Timestamp("End At", help="Later than Start At.")
    description = columns.Text("Description", help="What the sprint is to achieve.")

    class Type:
        slug, label, singular, family = "sprints", "Sprints", "Sprint", FAMILY
        key = ID_KEY
        omit = ("created_at", "updated_at")
        list_columns = ("scrum_workspace", "number", "status", "start_at", "updated_at")
        search_columns = ("description",)
        rules = (ends_after("start_at", "end_at", start_header="Start At"),)
        notes = ("What is done in a sprint has a file of its own: Sprint Backlog Items.",)

    class Meta(Sourced.Meta):
        constraints: ClassVar = [
            *Sourced.Meta.constraints,
            unique_name("scrum_workspace", "number"),
        ]


class SprintBacklogItem(Record):
    """A request, a problem or a task that a sprint is to do."""

    sprint = columns.Ref("Sprint", to="Sprint", required=True)
    position = columns.Integer(
        "Position",
        minimum=1,
        generated=_LAST_OF_SPRINT,
        help="1 is the top. Empty puts a new item at the bottom.",
    )
    request = columns.Ref("Request", to="Request", help="Exactly one of the four is filled in.")
    problem = columns.Ref("Problem", to="Problem")
    task = columns.Ref("Task", to="Task")
    project_task = columns.Ref("Project Task", to="ProjectTask")
    subject = columns.Derived(
        "Subject",
        String(),
        _subject("request", "problem", "task", "project_task"),
        help="The subject of the record that is to be done.",
    )
    estimate = columns.Integer("Estimate", minimum=0, help="The effort in points of the team.")
    planned = columns.Boolean("Planned", help="It was there when the sprint began.")
    done = columns.Boolean("Done")

    class Type:
        slug, label, singular, family = (
            "sprint_backlog_items",
            "Sprint Backlog Items",
            "Sprint Backlog Item",
            FAMILY,
        )
        parent = "sprints"
        key = ID_KEY
        match = (By(("sprint", "request", "problem", "task", "project_task")),)
        omit = ("id", "created_at", "updated_at")
        list_columns = ("subject", "sprint", "position", "planned", "done", "updated_at")
        rules = (
            exactly_one(
                ("request", "Request"),
                ("problem", "Problem"),
                ("task", "Task"),
                ("project_task", "Project Task"),
            ),
        )
        notes = ("Import the sprints, and the records that they are to do, first.",)

    class Meta(Record.Meta):
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["account", "sprint", "request", "problem", "task", "project_task"],
                nulls_distinct=False,
                name="%(class)s_record",
            )
        ]
