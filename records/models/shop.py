"""The shop: what end users can order, in categories, and the lines of their orders."""

from typing import ClassVar

from records import columns
from records.keys import ID_KEY, RecordKey
from records.kinds import Country, Currency, Duration, TimeZone
from records.models.record import Disableable, Record, Sourced, unique_name, unique_reference
from records.rules import ends_after, not_itself

FAMILY = "Shop"
_PERIODS = ("monthly", "yearly")
_EACH = "For one piece, without tax."
_EACH_PERIOD = "What one piece costs each month or year, without tax."
#: Short descriptions stand in lists, full ones on the page.
_SHORT = "Plain text, shown in lists."
_FULL = "Shown on the page of its own."


def _of_article(column: str) -> str:
    """Return the SQL of what the shop article of an order line has in the column."""
    return f"(SELECT a.{column} FROM records_shoparticle a WHERE a.id = NEW.shop_article_id)"  # noqa: S608 -- names of ours


class ShopArticleCategory(Sourced, Record):
    """A shelf of the shop; categories can stand inside each other."""

    name = columns.String("Name", max_length=128, required=True, help="Unique in the account.")
    picture_uri = columns.Uri("Picture URI")
    short_description = columns.String("Short Description", max_length=200, help=_SHORT)
    full_description = columns.Text("Full Description", help=_FULL)
    parent = columns.Ref(
        "Parent", to="ShopArticleCategory", help="The category that this one stands in."
    )

    class Type:
        slug, label, singular, family = (
            "shop_article_categories",
            "Shop Article Categories",
            "Shop Article Category",
            FAMILY,
        )
        parent = "shop_articles"
        key = RecordKey()
        omit = ("created_at", "updated_at")
        list_columns = ("name", "parent", "short_description", "updated_at")
        search_columns = ("name", "short_description")
        rules = (not_itself("parent"),)
        notes = ("A parent may stand further down in the same file.",)

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name()]


class ShopArticle(Sourced, Disableable, Record):
    """Something that end users can order, with the request that brings it to them."""

    reference = columns.String(
        "Reference",
        max_length=128,
        required=True,
        help="Unique in the account; order lines name the article by it.",
    )
    product = columns.Ref("Product", to="Product")
    fulfillment_template = columns.Ref(
        "Fulfillment Template",
        to="RequestTemplate",
        required=True,
        help="The template of the request that delivers the article.",
    )
    delivery_duration = columns.Duration(
        "Delivery Duration",
        required=True,
        kind=Duration(maximum=600_000),
        help="The time that a delivery takes, within the hours of the calendar.",
    )
    requires_shipping = columns.Boolean(
        "Requires Shipping", help="The person who orders is asked for an address."
    )
    calendar = columns.Ref(
        "Calendar", to="Calendar", required=True, help="The hours that count for deliveries."
    )
    time_zone = columns.Choice(
        "Time Zone", TimeZone(), required=True, help="The zone of the calendar."
    )
    ui_extension = columns.Ref("UI Extension", to="UiExtension")
    service_offerings = columns.Refs(
        "Service Offerings",
        to="ServiceOffering",
        help="Only people who are covered for one of them see the article; everybody when empty.",
    )
    name = columns.String("Name", max_length=64, required=True)
    short_description = columns.String("Short Description", max_length=200, help=_SHORT)
    full_description = columns.Text("Full Description", help=_FULL)
    picture_uri = columns.Uri("Picture URI")
    start_at = columns.Timestamp("Start At", help="From when on it can be ordered.")
    end_at = columns.Timestamp("End At", help="Until when it can be ordered.")
    max_quantity = columns.Integer(
        "Max. Quantity", default=1, minimum=1, help="How many one line of an order may have."
    )
    price = columns.Decimal("Price", minimum=0, help=_EACH)
    price_currency = columns.Choice("Price Currency", Currency(), max_length=3)
    recurring_price = columns.Decimal("Recurring Price", minimum=0, help=_EACH_PERIOD)
    recurring_price_currency = columns.Choice("Recurring Price Currency", Currency(), max_length=3)
    recurring_period = columns.Enum("Recurring Period", _PERIODS)

    class Type:
        slug, label, singular, family = "shop_articles", "Shop Articles", "Shop Article", FAMILY
        key = RecordKey(("reference",), by="reference")
        historical = ("created_at",)
        list_columns = ("name", "reference", "price", "price_currency", "updated_at")
        search_columns = ("name", "reference", "short_description")
        rules = (ends_after("start_at", "end_at", start_header="Start At"),)

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_reference()]


class ShopOrderLine(Sourced, Record):
    """A line of an order, or of a cart: how many of a shop article are for whom."""

    requested_for = columns.Ref("Requested For", to="Person", required=True)
    shop_article = columns.Ref("Shop Article", to="ShopArticle", required=True)
    name = columns.String(
        "Name",
        max_length=128,
        initial=_of_article("name"),
        help="The name of the article when it was ordered; a new line without one gets it.",
    )
    fulfillment_template = columns.Ref(
        "Fulfillment Template",
        to="RequestTemplate",
        initial=_of_article("fulfillment_template_id"),
        help="A new line without one gets that of the article.",
    )
    status = columns.Enum(
        "Status",
        ("in_cart", "workflow_pending", "fulfillment_pending", "completed", "canceled"),
        initial="'in_cart'",
        help="A new line without one is in the cart.",
    )
    quantity = columns.Integer("Quantity", required=True, minimum=1, help="How many pieces.")
    price = columns.Decimal("Price", minimum=0, help=_EACH)
    price_currency = columns.Choice("Price Currency", Currency(), max_length=3)
    recurring_price = columns.Decimal("Recurring Price", minimum=0, help=_EACH_PERIOD)
    recurring_price_currency = columns.Choice("Recurring Price Currency", Currency(), max_length=3)
    recurring_period = columns.Enum("Recurring Period", _PERIODS)
    ordered_at = columns.Timestamp("Ordered At")
    order = columns.Ref("Order", to="Request", help="The request that all lines of an order share.")
    fulfillment_task = columns.Ref(
        "Fulfillment Task", to="Task", help="The task that delivers the line."
    )
    fulfillment_request = columns.Ref(
        "Fulfillment Request", to="Request", help="The request that delivers the line."
    )
    delivery_address = columns.String("Delivery address", max_length=255)
    delivery_city = columns.String("Delivery City", max_length=255)
    delivery_state = columns.String("Delivery State", max_length=30)
    delivery_zip = columns.String("Delivery Zip", max_length=20)
    delivery_country = columns.Choice("Delivery Country", Country(), max_length=2)
    completed_at = columns.Timestamp(
        "Completed At",
        generated="CASE WHEN NEW.status = 'completed' THEN now() END",
        help="When it is empty, the moment in which the status becomes completed.",
    )

    class Type:
        slug, label, singular, family = (
            "shop_order_lines",
            "Shop Order Lines",
            "Shop Order Line",
            FAMILY,
        )
        parent = "shop_articles"
        key = ID_KEY
        list_columns = ("name", "requested_for", "quantity", "status", "order", "updated_at")
        search_columns = ("name",)
        notes = (
            "Requests and tasks are named by their ID, so they are imported before their lines.",
        )
