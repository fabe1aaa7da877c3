"""TODO."""

from typing import ClassVar

from records import columns
from records.keys import ID_KEY, RecordKey
from records.kinds import Country, Currency, TimeZone
from records.models.record import Disableable, Record, Sourced, unique_name


class ShopArticleCategory(Sourced, Record):
    """TODO Shop Article Category."""

    name = columns.String("Name", max_length=128, required=True)
    picture_uri = columns.Uri("Picture URI")
    short_description = columns.String("Short Description", max_length=200)
    full_description = columns.Text("Full Description")
    parent = columns.Ref("Parent", to="ShopArticleCategory")

    class Type:
        slug, label, singular, family = (
            "shop_article_categories",
            "Shop Article Categories",
            "Shop Article Category",
            "Shop",
        )
        parent = "shop_articles"
        key = RecordKey()
        omit = ("created_at", "updated_at")
        list_columns = ("name", "updated_at")
        search_columns = ("name",)

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name()]


class ShopArticle(Sourced, Disableable, Record):
    """TODO Shop Article."""

    reference = columns.String("Reference", max_length=128, required=True)
    product = columns.Ref("Product", to="Product")
    fulfillment_template = columns.Ref("Fulfillment Template", to="RequestTemplate", required=True)
    delivery_duration = columns.Duration("Delivery Duration", required=True)
    requires_shipping = columns.Boolean("Requires Shipping")
    calendar = columns.Ref("Calendar", to="Calendar", required=True)
    time_zone = columns.Choice("Time Zone", TimeZone(), required=True)
    ui_extension = columns.Ref("UI Extension", to="UiExtension")
    service_offerings = columns.Refs("Service Offerings", to="ServiceOffering")
    name = columns.String("Name", max_length=64, required=True)
    short_description = columns.String("Short Description", max_length=200)
    full_description = columns.Text("Full Description")
    picture_uri = columns.Uri("Picture URI")
    start_at = columns.Timestamp("Start At")
    end_at = columns.Timestamp("End At")
    max_quantity = columns.Integer("Max. Quantity", default=1)
    price = columns.Decimal("Price")
    price_currency = columns.Choice("Price Currency", Currency(), max_length=3)
    recurring_price = columns.Decimal("Recurring Price")
    recurring_price_currency = columns.Choice("Recurring Price Currency", Currency(), max_length=3)
    recurring_period = columns.Enum("Recurring Period", ("monthly", "yearly"))

    class Type:
        slug, label, singular, family = "shop_articles", "Shop Articles", "Shop Article", "Shop"
        key = RecordKey(("reference",), by="reference")
        historical = ("created_at",)
        list_columns = ("name", "reference", "fulfillment_template", "calendar", "updated_at")
        search_columns = ("name", "reference")

    class Meta(Sourced.Meta):
        pass


class ShopOrderLine(Sourced, Record):
    """TODO Shop Order Line."""

    requested_for = columns.Ref("Requested For", to="Person", required=True)
    shop_article = columns.Ref("Shop Article", to="ShopArticle", required=True)
    name = columns.String("Name", max_length=128)
    fulfillment_template = columns.Ref("Fulfillment Template", to="RequestTemplate")
    status = columns.Enum(
        "Status", ("in_cart", "workflow_pending", "fulfillment_pending", "completed", "canceled")
    )
    quantity = columns.Integer("Quantity", required=True)
    price = columns.Decimal("Price")
    price_currency = columns.Choice("Price Currency", Currency(), max_length=3)
    recurring_price = columns.Decimal("Recurring Price")
    recurring_price_currency = columns.Choice("Recurring Price Currency", Currency(), max_length=3)
    recurring_period = columns.Enum("Recurring Period", ("monthly", "yearly"))
    ordered_at = columns.Timestamp("Ordered At")
    order = columns.Ref("Order", to="Request")
    fulfillment_task = columns.Ref("Fulfillment Task", to="Task")
    fulfillment_request = columns.Ref("Fulfillment Request", to="Request")
    delivery_address = columns.String("Delivery address", max_length=255)
    delivery_city = columns.String("Delivery City", max_length=255)
    delivery_state = columns.String("Delivery State", max_length=30)
    delivery_zip = columns.String("Delivery Zip", max_length=20)
    delivery_country = columns.Choice("Delivery Country", Country(), max_length=2)
    completed_at = columns.Timestamp("Completed At")

    class Type:
        slug, label, singular, family = (
            "shop_order_lines",
            "Shop Order Lines",
            "Shop Order Line",
            "Shop",
        )
        parent = "shop_articles"
        key = ID_KEY
        list_columns = ("name", "status", "requested_for", "shop_article", "updated_at")
        search_columns = ("name",)

    class Meta(Sourced.Meta):
        pass
