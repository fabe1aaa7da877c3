"""Time: what it is spent on, how it is registered, when people are away."""

from typing import ClassVar

from django.db import models

from records import columns
from records.keys import RecordKey
from records.models.people import FAMILY as PEOPLE
from records.models.record import Disableable, Record, Sourced, unique_name
from records.rules import allowed_with, ends_after
from records.types import By

FAMILY = "Time & Finance"
_TRUE_FALSE = ("true", "false")
_CATEGORIES = ("none", "selected", "any")
_INCREMENTS = {
    "hours_and_minutes": (5, 10, 15, 30, 60, 120, 240),
    "percentage_of_workday": (12.5, 25, 50, 100),
}


class EffortClass(Sourced, Disableable, Record):
    """A kind of effort, with what it costs more or less than the usual."""

    name = columns.String("Name", required=True, max_length=80, help="Unique in the account.")
    cost_multiplier = columns.Decimal(
        "Cost Multiplier", default=1, help="What an hour costs, as a multiple of the usual."
    )
    position = columns.Integer("Position", help="The place in the list, from 1 on.", minimum=0)
    service_offerings = columns.ReverseRefs(
        "Service Offerings", to="ServiceOffering", via="effort_classes"
    )

    class Type:
        slug, label, singular, family = "effort_classes", "Effort Classes", "Effort Class", FAMILY
        key = RecordKey()
        list_columns = ("name", "cost_multiplier", "position", "updated_at")
        search_columns = ("name",)

    class Meta(Sourced.Meta):
        verbose_name_plural = "effort classes"
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name()]


class TimeAllocation(Sourced, Disableable, Record):
    """Something that time is spent on beside assignments."""

    name = columns.String("Name", required=True, max_length=160)
    group = columns.String(
        "Group", max_length=255, help="References write the group, a hyphen and the name."
    )
    description_category = columns.Enum(
        "Description Category", ("hidden", "optional", "required"), required=True, default="hidden"
    )
    service_category = columns.Enum("Service Category", _CATEGORIES, required=True, default="none")
    customer_category = columns.Enum(
        "Customer Category", _CATEGORIES, required=True, default="none"
    )
    customers = columns.Refs(
        "Customers", to="Organization", help="Counts with Customer Category selected."
    )
    effort_class = columns.Ref("Default Effort Class", to="EffortClass")
    services = columns.Refs("Services", to="Service", help="Counts with Service Category selected.")

    class Type:
        slug, label, singular, family = (
            "time_allocations",
            "Time Allocations",
            "Time Allocation",
            FAMILY,
        )
        key = RecordKey(("group", "name"), by="group and name", alternatives=("name",))
        omit = ("created_at", "updated_at")
        list_columns = ("name", "group", "description_category", "effort_class", "updated_at")
        search_columns = ("name", "group")
        translatable = ("name", "group")

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name("group", "name")]


class OrganizationTimeAllocation(Record):
    """A time allocation that the people of an organization may use."""

    organization = columns.Ref("Organization", to="Organization", required=True)
    time_allocation = columns.Ref("Time Allocation", to="TimeAllocation", required=True)

    class Type:
        slug, label, singular, family = (
            "organizations_time_allocations",
            "Organizations Time Allocations",
            "Organization Time Allocation",
            PEOPLE,
        )
        parent = "organizations"
        key = RecordKey(("id",), by="ID", number=True)
        match = (By(("organization", "time_allocation")),)
        omit = ("id", "created_at", "updated_at")
        list_columns = ("organization", "time_allocation", "updated_at")
        notes = ("Links are added; a link that the file leaves out stays.",)

    class Meta(Record.Meta):
        constraints: ClassVar = [unique_name("organization", "time_allocation")]


class TimesheetSetting(Sourced, Disableable, Record):
    """How the people of some organizations register their time."""

    name = columns.String("Name", required=True, max_length=160, help="Unique in the account.")
    assignment_time_tracking = columns.Boolean(
        "Assignment Time Tracking", default=True, words=_TRUE_FALSE
    )
    allocation_time_tracking = columns.Boolean(
        "Allocation Time Tracking", default=True, words=_TRUE_FALSE
    )
    require_note = columns.Boolean("Require Note", words=_TRUE_FALSE)
    workday = columns.Duration("Workday", default=480)
    workweek = columns.Duration("Workweek", default=2400)
    allow_workday_overtime = columns.Boolean(
        "Allow Workday Overtime", default=True, words=_TRUE_FALSE
    )
    allow_workweek_overtime = columns.Boolean(
        "Allow Workweek Overtime", default=True, words=_TRUE_FALSE
    )
    unit = columns.Enum(
        "Unit",
        ("hours_and_minutes", "percentage_of_workday"),
        required=True,
        default="hours_and_minutes",
    )
    increment = columns.Decimal(
        "Increment", help="Minutes with hours_and_minutes, else a percentage of the workday."
    )
    organizations = columns.Refs("Organizations", to="Organization")
    effort_classes = columns.Refs("Effort Classes", to="EffortClass")
    request_effort_class = columns.Ref("Default Effort Class for Requests", to="EffortClass")
    task_effort_class = columns.Ref("Default Effort Class for Change Tasks", to="EffortClass")
    project_task_effort_class = columns.Ref(
        "Default Effort Class for Project Tasks", to="EffortClass"
    )
    problem_effort_class = columns.Ref("Default Effort Class for Problems", to="EffortClass")
    time_allocation_effort_class = columns.Ref(
        "Default Effort Class for Time Allocations", to="EffortClass"
    )

    class Type:
        slug, label, singular, family = (
            "timesheet_settings",
            "Timesheet Settings",
            "Timesheet Settings",
            FAMILY,
        )
        key = RecordKey()
        omit = ("created_at", "updated_at")
        list_columns = ("name", "unit", "workday", "workweek", "updated_at")
        search_columns = ("name",)
        rules = (allowed_with("increment", "unit", "Unit", _INCREMENTS),)

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name()]


class OutOfOfficePeriod(Sourced, Record):
    """A time in which a person is away."""

    person = columns.Ref("Person", to="Person", required=True)
    time_allocation = columns.Ref("Time Allocation", to="TimeAllocation")
    effort_class = columns.Ref("Effort Class", to="EffortClass")
    reason = columns.String("Reason", max_length=80)
    start_at = columns.Timestamp("Start At", required=True, utc=True)
    end_at = columns.Timestamp("End At", required=True, utc=True)
    approval_delegate = columns.Ref(
        "Approval Delegate", to="Person", help="Approves in the name of the person meanwhile."
    )

    class Type:
        slug, label, singular, family = (
            "out_of_office_periods",
            "Out of Office Periods",
            "Out of Office Period",
            FAMILY,
        )
        key = RecordKey(("id",), by="ID", number=True)
        list_columns = ("person", "reason", "start_at", "end_at", "updated_at")
        search_columns = ("reason",)
        rules = (ends_after("start_at", "end_at", start_header="Start At"),)

    class Meta(Sourced.Meta):
        indexes: ClassVar = [models.Index(fields=["person"], name="outofoffice_person")]
