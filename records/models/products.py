"""What kinds of things there are: product categories and products."""

from typing import ClassVar

from django.apps import apps
from django.db import models
from django.db.models import Count, Expression, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from records import columns
from records.keys import RecordKey
from records.kinds import Integer
from records.models.record import Disableable, Record, Sourced, unique_name, unique_reference
from records.types import ID, SOURCE, By, Origin

FAMILY = "CMDB"
_REFERENCE = (
    "left(replace(lower(CASE WHEN NEW.\"group\" <> '' THEN NEW.\"group\" || '/' ELSE '' END "
    "|| NEW.name), ' ', '_'), 80)"
)
_INACTIVE = ("archived", "to_be_removed", "lost_or_stolen", "removed")
#: What a new configuration item takes over from its product.
_NEW_ITEMS = "New configuration items of the product get it when they have none of their own."
RATE = "Per cent a year, for the method reducing_balance."


def _active_cis() -> Expression:
    """Return how many configuration items of the product are in use or on their way."""
    cis = apps.get_model("records", "Ci")._default_manager.exclude(status__in=_INACTIVE)
    counted = (
        cis.filter(product=OuterRef("pk"))
        .order_by()
        .values("product")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return Coalesce(Subquery(counted), Value(0))


class ProductCategory(Sourced, Disableable, Record):
    """A kind of product, such as laptops, with the rules for items of that kind."""

    name = columns.String("Name", max_length=255, required=True)
    group = columns.String(
        "Group", max_length=255, help="Categories of the same group stand together in lists."
    )
    reference = columns.String(
        "Reference",
        max_length=80,
        generated=_REFERENCE,
        help="Unique in the account; products name the category by it. When it is empty it is made "
        "of group and name: computer/laptop_pc.",
    )
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
        help="Which fields the configuration items of the category have. Items of the rule set "
        "software are named by their name, all others by their label.",
    )
    ui_extension = columns.Ref("UI Extension", to="UiExtension")

    class Type:
        slug, label, singular, family = (
            "product_categories",
            "Product Categories",
            "Product Category",
            FAMILY,
        )
        key = RecordKey(("reference",), by="reference")
        match = (ID, SOURCE, By(("reference",)))
        omit = ("created_at", "updated_at")
        list_columns = ("name", "group", "reference", "rule_set", "updated_at")
        search_columns = ("name", "reference")
        translatable = ("name", "group")
        notes = (
            "A row without ID, Source and Source ID finds its category by the reference.",
            "It then sets Source and Source ID too, when these columns are in the file.",
        )

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_reference()]


class Product(Sourced, Disableable, Record):
    """A make and model, of which an organization can have any number of configuration items."""

    name = columns.String("Name", required=True, max_length=128, help="Unique in the account.")
    brand = columns.String("Brand", max_length=255)
    model = columns.String("Model", max_length=128)
    product_id = columns.String(
        "Product ID",
        max_length=128,
        help="The code of the manufacturer, unique for the brand in the account.",
    )
    category = columns.Ref("Category", to="ProductCategory", required=True)
    service = columns.Ref("Service", to="Service", help=_NEW_ITEMS)
    support_team = columns.Ref("Support Team", to="Team", help=_NEW_ITEMS)
    remarks = columns.Text("Remarks", help=_NEW_ITEMS)
    supplier = columns.Ref("Supplier", to="Organization", help=_NEW_ITEMS)
    financial_owner = columns.Ref(
        "Financial Owner", to="Organization", financial=True, help=_NEW_ITEMS
    )
    depreciation_method = columns.Enum(
        "Depreciation Method",
        (
            "not_depreciated",
            "double_declining_balance",
            "reducing_balance",
            "straight_line",
            "sum_of_the_years_digits",
        ),
        financial=True,
    )
    useful_life = columns.Integer(
        "Useful Life", minimum=0, financial=True, help="In years, for the depreciation."
    )
    rate = columns.Integer("Rate", minimum=0, maximum=100, financial=True, help=RATE)
    ui_extension = columns.Ref("UI Extension", to="UiExtension")
    active_cis = columns.Derived(
        "Active CIs",
        Integer(),
        _active_cis,
        origins=(Origin("Ci", ("product", "status"), "SELECT {row}.product_id"),),
        help="How many configuration items of the product are in use or on their way.",
    )
    custom_fields = columns.CustomFields()

    class Type:
        slug, label, singular, family = "products", "Products", "Product", FAMILY
        key = RecordKey()
        omit = ("created_at", "updated_at")
        list_columns = ("name", "brand", "category", "support_team", "updated_at")
        search_columns = ("name", "brand", "model", "product_id")

    class Meta(Sourced.Meta):
        constraints: ClassVar = [
            *Sourced.Meta.constraints,
            unique_name(),
            models.UniqueConstraint(
                fields=["account", "brand", "product_id"],
                condition=~Q(product_id=""),
                name="%(class)s_brand_product_id",
            ),
        ]
