"""The service catalog: categories, services, and the instances in which they run."""

from typing import ClassVar

from records import columns
from records.keys import RecordKey
from records.kinds import References
from records.models.record import Disableable, Record, Sourced, unique_name

FAMILY = "Service Catalog"


class ServiceCategory(Sourced, Record):
    """A group under which services are offered to the people who look for one."""

    name = columns.String("Name", max_length=255, required=True, help="Unique in the account.")
    description = columns.Text(
        "Description", help="What the services of the category have in common."
    )
    services = columns.Refs(
        "Services",
        to="Service",
        kind=References(semicolons=True),
        help="All services of the category; a semicolon may end each line but the last.",
    )

    class Type:
        slug, label, singular, family = (
            "service_categories",
            "Service Categories",
            "Service Category",
            FAMILY,
        )
        key = RecordKey()
        omit = ("created_at", "updated_at")
        translatable = ("name", "description")
        list_columns = ("name", "description", "updated_at")
        search_columns = ("name", "description", "source_id")
        notes = (
            "Import services first: the category names its services, not the other way round.",
        )

    class Meta(Sourced.Meta):
        verbose_name_plural = "service categories"
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name()]


class Service(Sourced, Disableable, Record):
    """Something that a provider does for its customers."""

    name = columns.String("Name", max_length=80, required=True, help="Unique in the account.")
    keywords = columns.String(
        "Keywords", max_length=2048, help="Words by which people search, with commas between them."
    )
    description = columns.Text("Description", help="What people can expect of the service.")
    provider = columns.Ref("Provider", to="Organization", required=True)
    first_line_team = columns.Ref(
        "First Line Team", to="Team", help="Proposed for new instances of the service."
    )
    support_team = columns.Ref(
        "Support Team",
        to="Team",
        help="Proposed for new instances of the service, and for its problems.",
    )
    service_owner = columns.Ref("Service Owner", to="Person", help="Answers for the service.")
    release_manager = columns.Ref("Release Manager", to="Person")
    change_manager = columns.Ref("Workflow Manager", to="Person")
    knowledge_manager = columns.Ref("Knowledge Manager", to="Person")
    problem_manager = columns.Ref("Problem Manager", to="Person")
    availability_manager = columns.Ref("Availability Manager", to="Person")
    capacity_manager = columns.Ref("Capacity Manager", to="Person")
    continuity_manager = columns.Ref("Continuity Manager", to="Person")

    class Type:
        slug, label, singular, family = "services", "Services", "Service", FAMILY
        key = RecordKey()
        omit = ("created_at", "updated_at")
        translatable = ("name", "description")
        list_columns = ("name", "provider", "service_owner", "support_team", "updated_at")
        search_columns = ("name", "keywords", "description", "source_id")
        notes = (
            "Import organizations, people and teams first.",
            "The category of a service is told by the file of service categories.",
        )

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name()]


class ServiceInstance(Sourced, Record):
    """A service as it runs for some customers, such as its production environment."""

    status = columns.Enum(
        "Status", ("being_prepared", "in_production", "discontinued"), default="being_prepared"
    )
    name = columns.String("Name", max_length=80, required=True, help="Unique in the account.")
    service = columns.Ref("Service", to="Service", required=True)
    first_line_team = columns.Ref(
        "First Line Team", to="Team", help="The first to work on requests about the instance."
    )
    support_team = columns.Ref(
        "Support Team", to="Team", help="Works on what the first line cannot solve."
    )
    remarks = columns.Text("Remarks")

    class Type:
        slug, label, singular, family = (
            "service_instances",
            "Service Instances",
            "Service Instance",
            FAMILY,
        )
        key = RecordKey()
        omit = ("created_at", "updated_at")
        translatable = ("name",)
        list_columns = ("name", "status", "service", "support_team", "updated_at")
        search_columns = ("name", "remarks", "source_id")
        notes = (
            "Import services first.",
            "The configuration items of an instance are told by their own file.",
        )

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name()]
