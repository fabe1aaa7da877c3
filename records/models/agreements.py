"""TODO."""

from typing import ClassVar

from django.db import models

from records import columns
from records.keys import RecordKey
from records.kinds import MarkedReferences, TimeZone
from records.models.record import Disableable, Record, Sourced, unique_name


class Contract(Sourced, Record):
    """TODO Contract."""

    status = columns.Enum(
        "Status",
        ("being_prepared", "scheduled_for_activation", "active", "expired"),
        required=True,
        default="scheduled_for_activation",
    )
    name = columns.String("Name", max_length=128, required=True)
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
    customer = columns.Ref("Customer", to="Organization", required=True)
    customer_rep = columns.Ref("Customer Representative", to="Person")
    supplier = columns.Ref("Supplier", to="Organization")
    supplier_contact = columns.Ref("Supplier Contact", to="Person")
    start_date = columns.Date("Start Date")
    notice_date = columns.Date("Notice Date")
    expiry_date = columns.Date("Expiry Date")
    time_zone = columns.Choice("Time Zone", TimeZone())
    remarks = columns.Text("Remarks")
    cis = columns.Refs("Configuration items", to="Ci")
    ui_extension = columns.Ref("UI Extension", to="UiExtension")
    custom_fields = columns.CustomFields()

    class Type:
        slug, label, singular, family = "contracts", "Contracts", "Contract", "SLM"
        key = RecordKey()
        omit = ("created_at", "updated_at")
        list_columns = ("name", "status", "category", "customer", "updated_at")
        search_columns = ("name",)

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name()]


class Flsa(Sourced, Record):
    """TODO First Line Support Agreement."""

    status = columns.Enum(
        "Status",
        ("being_prepared", "scheduled_for_activation", "active", "expired"),
        default="being_prepared",
    )
    name = columns.String("Name", max_length=128, required=True)
    customer = columns.Ref("Customer", to="Organization", required=True)
    customer_rep = columns.Ref("Customer Representative", to="Person")
    provider = columns.Ref("Provider", to="Organization", required=True)
    service_desk_team = columns.Ref("Service Desk Team", to="Team")
    start_date = columns.Date("Start Date")
    notice_date = columns.Date("Notice Date")
    expiry_date = columns.Date("Expiry Date")
    support_hours = columns.Ref("Support Hours", to="Calendar")
    time_zone = columns.Choice("Time Zone", TimeZone())
    pickup_target = columns.Integer("Pickup Target")
    pickups_within_target = columns.Integer("Pickups Within Target")
    first_call_resolutions = columns.Integer("First Call Resolutions")
    service_desk_only_resolutions = columns.Integer("Service Desk Only Resolutions")
    service_desk_resolutions = columns.Integer("Service Desk Resolutions")
    rejected_solutions = columns.Integer("Rejected Solutions")
    target_details = columns.Text("Target Details")
    charges = columns.Text("Charges")
    remarks = columns.Text("Remarks")

    class Type:
        slug, label, singular, family = (
            "flsas",
            "First Line Support Agreements",
            "First Line Support Agreement",
            "SLM",
        )
        aliases = ("first_line_support_agreements",)
        key = RecordKey()
        omit = ("created_at", "updated_at")
        list_columns = ("name", "status", "customer", "provider", "updated_at")
        search_columns = ("name",)

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name()]


class Sla(Sourced, Record):
    """TODO Service Level Agreement."""

    status = columns.Enum(
        "Status",
        ("being_prepared", "scheduled_for_activation", "active", "expired"),
        default="being_prepared",
    )
    name = columns.String("Name", max_length=160, required=True)
    service_offering = columns.Ref("Service Offering", to="ServiceOffering", required=True)
    service_instance = columns.Ref("Service Instance", to="ServiceInstance")
    service_level_manager = columns.Ref("Service Level Manager", to="Person")
    customer = columns.Ref("Customer", to="Organization", required=True)
    customer_representatives = columns.Refs("Customer Representatives", to="Person")
    start_date = columns.Date("Start Date")
    notice_date = columns.Date("Notice Date")
    expiry_date = columns.Date("Expiry Date")
    remarks = columns.Text("Remarks")
    use_knowledge_from_service_provider = columns.Boolean("Use Knowledge From Service Provider")
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
    )
    organizations = columns.Refs("Organizations", to="Organization")
    sites = columns.Refs("Sites", to="Site")
    people = columns.Refs("People", to="Person")
    service_instances = columns.Refs(
        "Service Instances",
        to="ServiceInstance",
        through="SlaServiceInstance",
        through_fields=("sla", "service_instance"),
        also="impact",
        kind=MarkedReferences(marks=("down", "degraded"), what="impact", optional=False),
    )

    class Type:
        slug, label, singular, family = (
            "slas",
            "Service Level Agreements",
            "Service Level Agreement",
            "SLM",
        )
        key = RecordKey()
        omit = ("created_at", "updated_at")
        list_columns = ("name", "status", "service_offering", "customer", "updated_at")
        search_columns = ("name",)

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name()]


class SlaCoverageGroup(Sourced, Disableable, Record):
    """TODO SLA Coverage Group."""

    name = columns.String("Name", max_length=80, required=True)
    description = columns.Text("Description")
    search_phrase = columns.String("Search Phrase", max_length=255)

    class Type:
        slug, label, singular, family = (
            "sla_coverage_groups",
            "SLA Coverage Groups",
            "SLA Coverage Group",
            "SLM",
        )
        parent = "slas"
        key = RecordKey()
        list_columns = ("name", "updated_at")
        search_columns = ("name",)

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
