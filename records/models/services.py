"""TODO."""

from typing import ClassVar

from records import columns
from records.keys import RecordKey
from records.kinds import References
from records.models.record import Disableable, Record, Sourced, unique_name


class ServiceCategory(Sourced, Record):
    """TODO Service Category."""

    name = columns.String("Name", max_length=255, required=True)
    description = columns.Text("Description")
    services = columns.Refs("Services", to="Service", kind=References(semicolons=True))

    class Type:
        slug, label, singular, family = (
            "service_categories",
            "Service Categories",
            "Service Category",
            "Service Catalog",
        )
        key = RecordKey()
        omit = ("created_at", "updated_at")
        list_columns = ("name", "updated_at")
        search_columns = ("name",)

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name()]


class Service(Sourced, Disableable, Record):
    """TODO Service."""

    name = columns.String("Name", max_length=80, required=True)
    keywords = columns.String("Keywords", max_length=2048)
    description = columns.Text("Description")
    provider = columns.Ref("Provider", to="Organization", required=True)
    first_line_team = columns.Ref("First Line Team", to="Team")
    support_team = columns.Ref("Support Team", to="Team")
    service_owner = columns.Ref("Service Owner", to="Person")
    release_manager = columns.Ref("Release Manager", to="Person")
    change_manager = columns.Ref("Workflow Manager", to="Person")
    knowledge_manager = columns.Ref("Knowledge Manager", to="Person")
    problem_manager = columns.Ref("Problem Manager", to="Person")
    availability_manager = columns.Ref("Availability Manager", to="Person")
    capacity_manager = columns.Ref("Capacity Manager", to="Person")
    continuity_manager = columns.Ref("Continuity Manager", to="Person")

    class Type:
        slug, label, singular, family = "services", "Services", "Service", "Service Catalog"
        key = RecordKey()
        omit = ("created_at", "updated_at")
        list_columns = ("name", "provider", "updated_at")
        search_columns = ("name",)

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name()]


class ServiceInstance(Sourced, Record):
    """TODO Service Instance."""

    status = columns.Enum(
        "Status", ("being_prepared", "in_production", "discontinued"), default="being_prepared"
    )
    name = columns.String("Name", max_length=80, required=True)
    service = columns.Ref("Service", to="Service", required=True)
    first_line_team = columns.Ref("First Line Team", to="Team")
    support_team = columns.Ref("Support Team", to="Team")
    remarks = columns.Text("Remarks")

    class Type:
        slug, label, singular, family = (
            "service_instances",
            "Service Instances",
            "Service Instance",
            "Service Catalog",
        )
        key = RecordKey()
        omit = ("created_at", "updated_at")
        list_columns = ("name", "status", "service", "updated_at")
        search_columns = ("name",)

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name()]
