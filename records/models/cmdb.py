"""TODO."""

from typing import ClassVar

from django.db import models
from django.db.models import Count, Exists, Expression, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from records import columns
from records.keys import ID_KEY, RecordKey
from records.kinds import Boolean, Integer
from records.models.record import Disableable, Record, Sourced, unique_name, unique_reference
from records.types import ID, SOURCE, By, ReplaceGroup

_REFERENCE = (
    "replace(lower(CASE WHEN NEW.\"group\" <> '' THEN NEW.\"group\" || '/' ELSE '' END || NEW.name), "
    "' ', '_')"
)
_INACTIVE = ("archived", "to_be_removed", "lost_or_stolen", "removed")


def _active_cis() -> Expression:
    """Return how many configuration items of the product are in use or on their way."""
    found = Ci._default_manager.filter(product=OuterRef("pk")).exclude(status__in=_INACTIVE)
    counted = found.order_by().values("product").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), Value(0))


def _has_relations() -> Expression:
    """Tell whether the configuration item has a relation, from either side."""
    return Exists(
        CiRelation._default_manager.filter(Q(ci=OuterRef("pk")) | Q(related_ci=OuterRef("pk")))
    )


class ProductCategory(Sourced, Disableable, Record):
    """TODO Product Category."""

    name = columns.String("Name", max_length=255, required=True)
    group = columns.String("Group", max_length=255)
    reference = columns.String("Reference", max_length=80, generated=_REFERENCE)
    rule_set = columns.Enum(
        "Rule Set",
        (
            "physical_asset",
            "logical_asset_with_financial_data",
            "logical_asset_without_financial_data",
            "server",
            "software",
            "software_distribution_package",
            "license_certificate",
        ),
        required=True,
    )
    ui_extension = columns.Ref("UI Extension", to="UiExtension")

    class Type:
        slug, label, singular, family = (
            "product_categories",
            "Product Categories",
            "Product Category",
            "CMDB",
        )
        key = RecordKey(("reference",), by="reference")
        match = (ID, SOURCE, By(("reference",)))
        omit = ("created_at", "updated_at")
        list_columns = ("name", "reference", "updated_at")
        search_columns = ("name", "reference")

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_reference()]


class Product(Sourced, Disableable, Record):
    """TODO Product."""

    name = columns.String("Name", max_length=128, required=True)
    brand = columns.String("Brand", max_length=255)
    model = columns.String("Model", max_length=128)
    product_id = columns.String("Product ID", max_length=128)
    category = columns.Ref("Category", to="ProductCategory", required=True)
    service = columns.Ref("Service", to="Service")
    support_team = columns.Ref("Support Team", to="Team")
    remarks = columns.Text("Remarks")
    supplier = columns.Ref("Supplier", to="Organization")
    financial_owner = columns.Ref("Financial Owner", to="Organization")
    depreciation_method = columns.Enum(
        "Depreciation Method",
        (
            "not_depreciated",
            "double_declining_balance",
            "reducing_balance",
            "straight_line",
            "sum_of_the_years_digits",
        ),
    )
    useful_life = columns.Integer("Useful Life")
    rate = columns.Integer("Rate")
    ui_extension = columns.Ref("UI Extension", to="UiExtension")
    active_cis = columns.Derived("Active CIs", Integer(), _active_cis)
    custom_fields = columns.CustomFields()

    class Type:
        slug, label, singular, family = "products", "Products", "Product", "CMDB"
        key = RecordKey()
        omit = ("created_at", "updated_at")
        list_columns = ("name", "category", "updated_at")
        search_columns = ("name",)

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name()]


class Ci(Sourced, Record):
    """TODO Configuration Item."""

    product = columns.Ref("Product", to="Product", required=True)
    label = columns.String("Label", max_length=160, generated="'CI-' || NEW.id")
    name = columns.String("Name", max_length=160)
    system_id = columns.String("System ID", max_length=255)
    status = columns.Enum(
        "Status",
        (
            "ordered",
            "being_built",
            "in_stock",
            "reserved",
            "in_transit",
            "installed",
            "being_tested",
            "standby_for_continuity",
            "lent_out",
            "in_production",
            "undergoing_maintenance",
            "broken_down",
            "being_repaired",
            "archived",
            "to_be_removed",
            "lost_or_stolen",
            "removed",
        ),
        required=True,
    )
    site = columns.Ref("Site", to="Site")
    location = columns.String("Location", max_length=128)
    support_team = columns.Ref("Support Team", to="Team")
    remarks = columns.Text("Remarks")
    nr_of_processors = columns.Integer("Nr of Processors")
    nr_of_cores = columns.Integer("Nr of Cores")
    license_type = columns.Enum(
        "License Type",
        (
            "concurrent_user_license",
            "cpu_license",
            "installed_user_license",
            "named_user_license",
            "unlimited_user_license",
            "other_type_of_license",
        ),
    )
    nr_of_licenses = columns.Integer("Nr of Licenses")
    temporary_license = columns.Boolean("Temporary License")
    license_expiry_date = columns.Date("License Expiry Date")
    site_license = columns.Boolean("Site License")
    licensed_sites = columns.Refs("Licensed Sites", to="Site")
    service = columns.Ref("Service", to="Service")
    service_instances = columns.Refs("Service Instances", to="ServiceInstance")
    users = columns.Refs("Users", to="Person")
    supplier = columns.Ref("Supplier", to="Organization")
    serial_nr = columns.String("Serial Number", max_length=50)
    financial_owner = columns.Ref("Financial Owner", to="Organization")
    po_nr = columns.String("PO Number", max_length=128)
    asset_id = columns.String("Asset ID", max_length=50)
    depreciation_method = columns.Enum(
        "Depreciation Method",
        (
            "na_cost_is_zero",
            "na_not_capitalized",
            "na_leased",
            "not_depreciated",
            "double_declining_balance",
            "reducing_balance",
            "straight_line",
            "sum_of_the_years_digits",
        ),
    )
    purchase_value = columns.Decimal("Purchase Value")
    in_use_since = columns.Date("In Use Since")
    useful_life = columns.Integer("Useful Life")
    rate = columns.Integer("Rate")
    salvage_value = columns.Decimal("Salvage Value")
    warranty_expiry_date = columns.Date("Warranty Expiry Date")
    custom_fields = columns.CustomFields()
    has_ci_relations = columns.Derived("Has CI Relations", Boolean("TRUE", "FALSE"), _has_relations)

    class Type:
        slug, label, singular, family = "cis", "Configuration Items", "Configuration Item", "CMDB"
        key = RecordKey(
            ("label",), by="label", when=("product__category__rule_set", "software"), special="name"
        )
        list_columns = ("name", "label", "status", "product", "updated_at")
        search_columns = ("name", "label")

    class Meta(Sourced.Meta):
        constraints: ClassVar = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(
                fields=["account", "label"], condition=~Q(label=""), name="%(class)s_label"
            ),
        ]


class CiRelation(Record):
    """TODO Configuration Item Relation."""

    source = columns.String("Source", max_length=30)
    ci_source = columns.Alternate("CI Source", of="ci", by="source")
    ci_source_id = columns.Alternate("CI Source ID", of="ci", by="source_id")
    ci = columns.Ref("CI Label", to="Ci", required=True)
    related_ci_source = columns.Alternate("Related CI Source", of="related_ci", by="source")
    related_ci_source_id = columns.Alternate(
        "Related CI Source ID", of="related_ci", by="source_id"
    )
    related_ci = columns.Ref("Related CI Label", to="Ci", required=True)
    relation_type = columns.Enum(
        "Relation Type",
        (
            "parent",
            "child",
            "network_connection",
            "redundancy",
            "continuity",
            "software_dependency",
        ),
        required=True,
    )

    class Type:
        slug, label, singular, family = (
            "ci_relations",
            "Configuration Item Relations",
            "Configuration Item Relation",
            "CMDB",
        )
        parent = "cis"
        key = ID_KEY
        match = (By(("ci", "related_ci", "relation_type", "source")),)
        merge = ReplaceGroup(by="ci", flag="source")
        omit = ("id", "created_at", "updated_at")
        list_columns = ("ci", "relation_type", "related_ci", "source", "updated_at")

    class Meta(Record.Meta):
        constraints: ClassVar = [unique_name("ci", "related_ci", "relation_type", "source")]
