"""Agreements: contracts, first line support agreements, service level agreements."""

from typing import ClassVar

from django.db import models

from records import columns
from records.keys import RecordKey
from records.kinds import MarkedReferences, TimeZone
from records.models.record import Disableable, Record, Sourced, unique_name
from records.models.slm import FAMILY
from records.rules import not_before, required_when, shares

STATUSES = ("being_prepared", "scheduled_for_activation", "active", "expired")
_DATES = not_before("start_date", "expiry_date", start_header="Start Date")


def _expiry() -> columns.Date:
    return columns.Date("Expiry Date", help="The last day; empty while no end is agreed.")


def _notice() -> columns.Date:
    return columns.Date("Notice Date", help="The last day on which the agreement can be ended.")


def _share(header: str, text: str) -> columns.Integer:
    """Return the column of an agreed percentage."""
    return columns.Integer(header, minimum=0, maximum=100, help=f"Percentage of {text}.")


class Contract(Sourced, Record):
    """A contract with a supplier, such as the lease or maintenance of configuration items."""

    status = columns.Enum("Status", STATUSES, required=True, default="scheduled_for_activation")
    name = columns.String("Name", max_length=128, required=True, help="Unique in the account.")
    category = columns.Enum(
        "Category",
        (
            "lease_contract",
            "maintenance_contract",
            "support_contract",
            "support_and_maintenance_contract",
            "other_type_of_contract",
        ),
    )
    customer = columns.Ref(
        "Customer", to="Organization", required=True, help="The organization that pays."
    )
    customer_rep = columns.Ref("Customer Representative", to="Person")
    supplier = columns.Ref("Supplier", to="Organization")
    supplier_contact = columns.Ref("Supplier Contact", to="Person")
    start_date = columns.Date("Start Date")
    notice_date = _notice()
    expiry_date = _expiry()
    time_zone = columns.Choice("Time Zone", TimeZone(), help="The zone of the dates.")
    remarks = columns.Text("Remarks")
    cis = columns.Refs(
        "Configuration items", to="Ci", help="All that the contract covers; others are taken out."
    )
    ui_extension = columns.Ref("UI Extension", to="UiExtension")
    custom_fields = columns.CustomFields()

    class Type:
        slug, label, singular, family = "contracts", "Contracts", "Contract", FAMILY
        key = RecordKey()
        omit = ("created_at", "updated_at")
        list_columns = ("name", "status", "customer", "supplier", "expiry_date", "updated_at")
        search_columns = ("name", "remarks", "source_id")
        rules = (_DATES,)
        notes = ("Import organizations, people and configuration items first.",)

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name()]


class Flsa(Sourced, Record):
    """An agreement on the first line support that a service desk gives to a customer."""

    status = columns.Enum("Status", STATUSES, default="being_prepared")
    name = columns.String("Name", max_length=128, required=True, help="Unique in the account.")
    customer = columns.Ref("Customer", to="Organization", required=True)
    customer_rep = columns.Ref("Customer Representative", to="Person")
    provider = columns.Ref("Provider", to="Organization", required=True)
    service_desk_team = columns.Ref(
        "Service Desk Team", to="Team", help="The team of the provider that gives the support."
    )
    start_date = columns.Date("Start Date")
    notice_date = _notice()
    expiry_date = _expiry()
    support_hours = columns.Ref("Support Hours", to="Calendar")
    time_zone = columns.Choice(
        "Time Zone", TimeZone(), help="The zone of the dates and the support hours."
    )
    pickup_target = columns.Integer(
        "Pickup Target",
        minimum=0,
        help="The minutes within which the service desk has to take up a request.",
    )
    pickups_within_target = _share(
        "Pickups Within Target", "the requests that are to be taken up in time, at least"
    )
    first_call_resolutions = _share(
        "First Call Resolutions", "the requests that are to be solved during the call, at least"
    )
    service_desk_only_resolutions = _share(
        "Service Desk Only Resolutions",
        "the requests that the service desk is to solve without another team, at least",
    )
    service_desk_resolutions = _share(
        "Service Desk Resolutions", "the requests that the service desk is to solve, at least"
    )
    rejected_solutions = _share(
        "Rejected Solutions", "the solutions that customers may reject, at most"
    )
    target_details = columns.Text("Target Details", help="What else is agreed about the targets.")
    charges = columns.Text("Charges", help="What the customer pays for the support, in words.")
    remarks = columns.Text("Remarks")

    class Type:
        slug, label, singular, family = (
            "flsas",
            "First Line Support Agreements",
            "First Line Support Agreement",
            FAMILY,
        )
        aliases = ("first_line_support_agreements",)
        key = RecordKey()
        omit = ("created_at", "updated_at")
        list_columns = ("name", "status", "customer", "provider", "expiry_date", "updated_at")
        search_columns = ("name", "remarks", "source_id")
        rules = (_DATES,)
        notes = ("Import organizations, people, teams and calendars first.",)

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name()]


class Sla(Sourced, Record):
    """An agreement with a customer on a service, at the level of a service offering."""

    status = columns.Enum("Status", STATUSES, default="being_prepared")
    name = columns.String("Name", max_length=160, required=True, help="Unique in the account.")
    service_offering = columns.Ref(
        "Service Offering", to="ServiceOffering", required=True, help="The agreed level."
    )
    service_instance = columns.Ref(
        "Service Instance",
        to="ServiceInstance",
        help="What the customer uses; one of the service of the offering.",
    )
    service_level_manager = columns.Ref("Service Level Manager", to="Person")
    customer = columns.Ref("Customer", to="Organization", required=True)
    customer_representatives = columns.Refs(
        "Customer Representatives", to="Person", help="An active agreement needs at least one."
    )
    start_date = columns.Date("Start Date")
    notice_date = _notice()
    expiry_date = _expiry()
    remarks = columns.Text("Remarks")
    use_knowledge_from_service_provider = columns.Boolean(
        "Use Knowledge From Service Provider",
        help="The people covered also see knowledge articles of the provider.",
    )
    coverage = columns.Enum(
        "Coverage",
        (
            "customer_account",
            "organizations_and_descendants",
            "organizations",
            "sites",
            "organizations_and_sites",
            "people",
            "coverage_groups",
            "cis_of_service_instance",
            "service_instances",
            "skill_pools",
        ),
        help="Who may use the service; it decides which of the fields that follow count.",
    )
    organizations = columns.Refs(
        "Organizations", to="Organization", help="Count with a Coverage that names organizations."
    )
    sites = columns.Refs("Sites", to="Site", help="Count with a Coverage that names sites.")
    people = columns.Refs("People", to="Person", help="Count with Coverage people.")
    service_instances = columns.Refs(
        "Service Instances",
        to="ServiceInstance",
        through="SlaServiceInstance",
        through_fields=("sla", "service_instance"),
        also="impact",
        kind=MarkedReferences(marks=("down", "degraded"), what="impact", optional=False),
        help=(
            "Instances that suffer when that of the agreement is down, and how: "
            "a line such as “Mail production / degraded” for each."
        ),
    )

    class Type:
        slug, label, singular, family = (
            "slas",
            "Service Level Agreements",
            "Service Level Agreement",
            FAMILY,
        )
        key = RecordKey()
        omit = ("created_at", "updated_at")
        list_columns = ("name", "status", "service_offering", "customer", "updated_at")
        search_columns = ("name", "remarks", "source_id")
        rules = (
            _DATES,
            required_when("customer_representatives", "status", "Status", "active"),
            shares(
                "service_instance",
                "service_offering",
                header="Service Offering",
                what="service",
                paths=("service_instance__service", "service_offering__service"),
            ),
        )
        notes = (
            "Import service offerings, service instances, organizations and people first.",
            "Source and Source ID find agreements of the account that imports only.",
            "Identifiers for billing are imported by files of their own.",
        )
        example = (
            {"status": "active", "coverage": "organizations", "sites": "", "people": ""},
            {"status": "being_prepared"},
        )

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name()]


class SlaCoverageGroup(Sourced, Disableable, Record):
    """People who are covered by service level agreements because a search finds them."""

    name = columns.String("Name", max_length=80, required=True, help="Unique in the account.")
    description = columns.Text("Description")
    search_phrase = columns.String(
        "Search Phrase", max_length=255, help="The search that finds the people of the group."
    )

    class Type:
        slug, label, singular, family = (
            "sla_coverage_groups",
            "SLA Coverage Groups",
            "SLA Coverage Group",
            FAMILY,
        )
        parent = "slas"
        key = RecordKey()
        list_columns = ("name", "search_phrase", "updated_at")
        search_columns = ("name", "description", "source_id")

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name()]


class SlaServiceInstance(models.Model):
    """What happens to a service instance when that of the agreement is down."""

    sla = models.ForeignKey(Sla, models.CASCADE, related_name="+")
    service_instance = models.ForeignKey("ServiceInstance", models.PROTECT, related_name="+")
    impact = models.CharField(max_length=8)

    class Meta:
        ordering = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sla", "service_instance"], name="slaserviceinstance_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.service_instance} / {self.impact}"
