"""What is owned and looked after: configuration items and their relations."""

from typing import ClassVar

from django.db import models
from django.db.models import Exists, Expression, OuterRef, Q

from records import columns
from records.keys import ID_KEY, RecordKey
from records.kinds import Boolean
from records.models.products import FAMILY, RATE
from records.models.record import Record, Sourced, unique_name
from records.rules import unlike
from records.types import By, Origin, ReplaceGroup

#: Three letters of the name of the product's category, and the ID: LAP-1234.
_LABEL = """(
    SELECT coalesce(
        nullif(upper(left(regexp_replace(c.name, '[^[:alpha:]]', '', 'g'), 3)), ''), 'CI'
    )
    FROM records_product p JOIN records_productcategory c ON c.id = p.category_id
    WHERE p.id = NEW.product_id
) || '-' || NEW.id"""


def _of_product(column: str) -> str:
    """Return the SQL of what the product has in the column."""
    return f"(SELECT p.{column} FROM records_product p WHERE p.id = NEW.product_id)"  # noqa: S608 -- names of ours


def _has_relations() -> Expression:
    """Tell whether the configuration item has a relation, from either side."""
    found = CiRelation._default_manager.filter(Q(ci=OuterRef("pk")) | Q(related_ci=OuterRef("pk")))
    return Exists(found)  # type: ignore[return-value] # an expression, whatever the stubs say


_DEFAULT = "A new item without one gets that of its product."


class Ci(Sourced, Record):
    """One thing that is looked after: a laptop, a server, a version of software, a licence."""

    product = columns.Ref("Product", to="Product", required=True)
    label = columns.String(
        "Label",
        max_length=160,
        generated=_LABEL,
        help="Unique in the account; other records name the item by it, unless it is software. "
        "When it is empty it is made of the category and the ID.",
    )
    name = columns.String(
        "Name", max_length=160, initial=_of_product("name"), help=f"{_DEFAULT} Names software."
    )
    system_id = columns.String(
        "System ID",
        max_length=255,
        help="By which systems management tools know the item: a host name, a cloud resource.",
    )
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
    support_team = columns.Ref(
        "Support Team", to="Team", initial=_of_product("support_team_id"), help=_DEFAULT
    )
    remarks = columns.Text("Remarks", initial=_of_product("remarks"), help=_DEFAULT)
    nr_of_processors = columns.Integer("Nr of Processors", minimum=0, help="For servers.")
    nr_of_cores = columns.Integer("Nr of Cores", minimum=0, help="For servers.")
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
    nr_of_licenses = columns.Integer(
        "Nr of Licenses", minimum=0, help="How many the certificate allows."
    )
    temporary_license = columns.Boolean("Temporary License")
    license_expiry_date = columns.Date("License Expiry Date")
    site_license = columns.Boolean(
        "Site License", help="The licence holds for the licensed sites only."
    )
    licensed_sites = columns.Refs("Licensed Sites", to="Site")
    service = columns.Ref("Service", to="Service", initial=_of_product("service_id"), help=_DEFAULT)
    service_instances = columns.Refs("Service Instances", to="ServiceInstance")
    users = columns.Refs("Users", to="Person")
    supplier = columns.Ref(
        "Supplier", to="Organization", initial=_of_product("supplier_id"), help=_DEFAULT
    )
    serial_nr = columns.String(
        "Serial Number", max_length=50, help="Unique for the product in the account."
    )
    financial_owner = columns.Ref(
        "Financial Owner",
        to="Organization",
        initial=_of_product("financial_owner_id"),
        financial=True,
        help=_DEFAULT,
    )
    po_nr = columns.String(
        "PO Number", max_length=128, financial=True, help="The number of the purchase order."
    )
    asset_id = columns.String(
        "Asset ID",
        max_length=50,
        financial=True,
        help="The number of the item in the administration of assets.",
    )
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
        financial=True,
        help="The methods that begin with na_ are of older items.",
    )
    purchase_value = columns.Decimal(
        "Purchase Value",
        minimum=0,
        financial=True,
        help="What the item cost, in the currency of the account.",
    )
    in_use_since = columns.Date("In Use Since", financial=True)
    useful_life = columns.Integer(
        "Useful Life", minimum=0, financial=True, help="In years, for the depreciation."
    )
    rate = columns.Integer("Rate", minimum=0, maximum=100, financial=True, help=RATE)
    salvage_value = columns.Decimal(
        "Salvage Value",
        minimum=0,
        financial=True,
        help="What the item is worth at the end of its useful life.",
    )
    warranty_expiry_date = columns.Date("Warranty Expiry Date")
    custom_fields = columns.CustomFields()
    has_ci_relations = columns.Derived(
        "Has CI Relations",
        Boolean("TRUE", "FALSE"),
        _has_relations,
        origins=(
            Origin(
                "CiRelation",
                ("ci", "related_ci"),
                "SELECT unnest(ARRAY[{row}.ci_id, {row}.related_ci_id])",
            ),
        ),
        help="Tells those who follow the changes that an item has lost its last relation.",
    )

    class Type:
        slug, label, singular, family = "cis", "Configuration Items", "Configuration Item", FAMILY
        key = RecordKey(
            ("label",), by="label", when=("product__category__rule_set", "software"), special="name"
        )
        list_columns = ("name", "label", "status", "product", "support_team", "updated_at")
        search_columns = ("name", "label", "serial_nr", "asset_id", "system_id")
        notes = (
            "Software is named by its name, every other item by its label.",
            "A new item takes over what it lacks from its product: name, service, support team.",
            "Items are not deleted: a status such as archived or removed takes them out of use.",
        )

    class Meta(Sourced.Meta):
        constraints: ClassVar = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(
                fields=["account", "label"], condition=~Q(label=""), name="%(class)s_label"
            ),
            models.UniqueConstraint(
                fields=["account", "product", "serial_nr"],
                condition=~Q(serial_nr=""),
                name="%(class)s_serial_nr",
            ),
        ]


class CiRelation(Record):
    """How a configuration item is connected with another one, seen from the first."""

    source = columns.String(
        "Source",
        max_length=30,
        help="The system that the relation comes from. With it the rows of an item replace all "
        "relations of the item that came from there; without it a row only adds.",
    )
    ci_source = columns.Alternate(
        "CI Source", of="ci", by="source", help="With CI Source ID, in place of the label."
    )
    ci_source_id = columns.Alternate(
        "CI Source ID", of="ci", by="source_id", help="With CI Source, in place of the label."
    )
    ci = columns.Ref(
        "CI Label", to="Ci", required=True, help="The label, for software the name. Or the pair."
    )
    related_ci_source = columns.Alternate(
        "Related CI Source",
        of="related_ci",
        by="source",
        help="With Related CI Source ID, in place of the label.",
    )
    related_ci_source_id = columns.Alternate(
        "Related CI Source ID",
        of="related_ci",
        by="source_id",
        help="With Related CI Source, in place of the label.",
    )
    related_ci = columns.Ref(
        "Related CI Label",
        to="Ci",
        required=True,
        help="The label, for software the name. Or the pair.",
    )
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
        help="What the related item is to the item.",
    )

    class Type:
        slug, label, singular, family = (
            "ci_relations",
            "Configuration Item Relations",
            "Configuration Item Relation",
            FAMILY,
        )
        parent = "cis"
        key = ID_KEY
        match = (By(("ci", "related_ci", "relation_type", "source")),)
        merge = ReplaceGroup(by="ci", flag="source")
        omit = ("id", "created_at", "updated_at")
        list_columns = ("ci", "relation_type", "related_ci", "source", "updated_at")
        rules = (unlike("related_ci", "ci", "CI Label"),)
        notes = (
            "Rows of the same item stand together in the file.",
            "With a Source they replace the relations of the item that have the same Source.",
            "A relation is kept as the row says it; the opposite one is not added.",
        )

    class Meta(Record.Meta):
        constraints: ClassVar = [unique_name("ci", "related_ci", "relation_type", "source")]
