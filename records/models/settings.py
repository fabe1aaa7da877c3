"""Configuration of the product itself: UI extensions."""

from typing import ClassVar

from records import columns
from records.keys import RecordKey
from records.models.record import Disableable, Record, Sourced, unique_name

FAMILY = "Settings"


class UiExtension(Sourced, Disableable, Record):
    """Fields that an account adds to the forms of a kind of record."""

    name = columns.String("Name", required=True, max_length=190, help="Unique in the account.")
    title = columns.String("Title", max_length=255, help="The heading above it in a form.")
    category = columns.Enum(
        "Category",
        (
            "request_template",
            "knowledge_article_template",
            "problem",
            "release",
            "workflow_template",
            "task_template",
            "project",
            "project_task_template",
            "service",
            "service_instance",
            "product",
            "product_category",
            "contract",
            "organization",
            "team",
            "person",
            "site",
            "risk",
            "custom_collection",
            "scim_user",
            "app_offering",
            "shop_article",
        ),
        required=True,
        help="The kind of record in whose form it is shown.",
    )
    active_version_html = columns.Text("Active version HTML")
    active_version_css = columns.Text("Active version CSS")
    active_version_javascript = columns.Text("Active version Javascript")
    prepared_version_html = columns.Text("Prepared version HTML")
    prepared_version_css = columns.Text("Prepared version CSS")
    prepared_version_javascript = columns.Text("Prepared version Javascript")

    class Type:
        slug, label, singular, family = "ui_extensions", "UI Extensions", "UI Extension", FAMILY
        key = RecordKey()
        omit = ("created_at", "updated_at")
        list_columns = ("name", "title", "category", "updated_at")
        search_columns = ("name", "title")

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name()]
