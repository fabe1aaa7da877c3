"""Configuration of the product itself: UI extensions.

A UI extension shows one version, the active one, and may have another that is being prepared.
Earlier versions are in the history of the record, which keeps what a change replaced: a table of
versions would hold the same texts once more.
"""

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
    active_version_html = columns.Text(
        "Active version HTML",
        help="The form in use. Another text here is a new version, in use at once.",
    )
    active_version_css = columns.Text(
        "Active version CSS",
        help="The styles in use. Another text here is a new version, in use at once.",
    )
    active_version_javascript = columns.Text(
        "Active version Javascript",
        help="The script in use. Another text here is a new version, in use at once.",
    )
    prepared_version_html = columns.Text(
        "Prepared version HTML",
        help="The form of the version that is being prepared, which nobody sees yet.",
    )
    prepared_version_css = columns.Text(
        "Prepared version CSS",
        help="The styles of the version that is being prepared, which nobody sees yet.",
    )
    prepared_version_javascript = columns.Text(
        "Prepared version Javascript",
        help="The script of the version that is being prepared, which nobody sees yet.",
    )

    class Type:
        slug, label, singular, family = "ui_extensions", "UI Extensions", "UI Extension", FAMILY
        key = RecordKey()
        omit = ("created_at", "updated_at")
        list_columns = ("name", "title", "category", "updated_at")
        search_columns = ("name", "title")
        translatable = ("title",)
        notes = ("The version that a new one replaces is in the history of the record.",)

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name()]
