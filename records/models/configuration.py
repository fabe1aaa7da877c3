"""What accounts configure for themselves: collections of elements, views of lists, short URLs."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Case, Expression, Q, TextField, Value, When

from records import columns
from records.keys import ID_KEY, RecordKey
from records.kinds import Enumeration, FilterLines
from records.models.record import REFERENCE, Disableable, Record, Sourced, unique_reference

FAMILY = "Configuration"
#: Names of custom views can be longer than references.
_REFERENCE = f"left({REFERENCE}, 128)"
_MADE = "When it is empty it is made of the name: lower case, underscores for blanks."
#: A new address is one that nobody can guess, and stays for ever: it is printed on things.
_SHORT_URL = (
    f"coalesce(nullif(OLD.short_url, ''), '{settings.SITE_URL.rstrip('/')}/s/' || "
    "left(replace(gen_random_uuid()::text, '-', ''), 12))"
)
DATA_TYPES = (
    "ci",
    "service_survey",
    "request_template",
    "knowledge_article",
    "media_file",
    "dashboard",
    "change_calendar_personal_view",
    "url",
    "mailto",
    "tel",
    "sms",
    "skype",
    "twitter",
    "tweet",
    "map",
    "text",
    "uri",
)
#: What a URI begins with → its data type; any other scheme is a uri, and none at all text.
_BEGINNINGS = {
    "mailto:": "mailto",
    "tel:": "tel",
    "sms:": "sms",
    "skype:": "skype",
    "geo:": "map",
    "http://": "url",
    "https://": "url",
}


def _data_type() -> Expression:
    """Return the kind of thing that the URI leads to."""
    cases = (
        When(uri__istartswith=beginning, then=Value(name))
        for beginning, name in _BEGINNINGS.items()
    )
    return Case(
        When(uri="", then=Value("")),
        *cases,
        When(uri__regex=r"^[A-Za-z][A-Za-z0-9+.-]*:", then=Value("uri")),
        default=Value("text"),
        output_field=TextField(),
    )


class CustomCollection(Sourced, Disableable, Record):
    """A list of values that the account keeps for the fields of its own."""

    name = columns.String("Name", max_length=128, required=True)
    reference = columns.String(
        "Reference",
        max_length=128,
        generated=REFERENCE,
        help=f"Unique in the account; elements name the collection by it. {_MADE}",
    )
    picture_uri = columns.Uri("Picture URI")
    ui_extension = columns.Ref(
        "UI Extension", to="UiExtension", help="Gives the custom fields of the elements."
    )
    description = columns.Text("Description")

    class Type:
        slug, label, singular, family = (
            "custom_collections",
            "Custom Collections",
            "Custom Collection",
            FAMILY,
        )
        key = RecordKey(("reference",), by="reference")
        omit = ("created_at", "updated_at")
        list_columns = ("name", "reference", "ui_extension", "updated_at")
        search_columns = ("name", "reference")
        notes = ("A collection is imported before its elements.",)

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_reference()]


class CustomCollectionElement(Sourced, Disableable, Record):
    """A value of a custom collection, with what is known of it."""

    custom_collection = columns.Ref("Custom Collection", to="CustomCollection", required=True)
    name = columns.String("Name", max_length=128, required=True)
    reference = columns.String(
        "Reference",
        max_length=128,
        generated=REFERENCE,
        help=f"Unique in the collection. {_MADE}",
    )
    description = columns.String("Description", max_length=255)
    information = columns.Text("Information")
    picture_uri = columns.Uri("Picture URI")
    custom_fields = columns.CustomFields()

    class Type:
        slug, label, singular, family = (
            "custom_collection_elements",
            "Custom Collection Elements",
            "Custom Collection Element",
            FAMILY,
        )
        parent = "custom_collections"
        key = RecordKey(("reference",), by="reference")
        list_columns = ("name", "reference", "custom_collection", "updated_at")
        search_columns = ("name", "reference", "description")

    class Meta(Sourced.Meta):
        constraints: ClassVar = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(
                fields=["account", "custom_collection", "reference"],
                condition=~Q(reference=""),
                name="%(class)s_reference",
            ),
        ]


class CustomView(Sourced, Disableable, Record):
    """A view that the account adds to the lists of a kind of record."""

    name = columns.String("Name", max_length=255, required=True)
    reference = columns.String("Reference", max_length=128, generated=_REFERENCE, help=_MADE)
    about = columns.String(
        "Record Type",
        max_length=255,
        example="Ci",
        required=True,
        help="The kind of record in one word, such as Ci or CustomCollectionElement.",
    )
    state = columns.String(
        "State",
        max_length=255,
        help="Such as active; records in all states when empty.",
        example="active",
    )
    search_phrase = columns.String(
        "Search Phrase", max_length=255, help="Words that the name or subject has to have."
    )
    search_fields = columns.String(
        "Search Fields",
        max_length=255,
        example="name;label",
        help="The fields that are searched, with semicolons between them; #name for a custom one.",
    )
    metadata_fields = columns.String(
        "Metadata Fields",
        max_length=255,
        example="label;#rack",
        help="What stands beside each record, such as reference;#rack for a custom field “rack”.",
    )
    filters = columns.Text(
        "Filters",
        kind=FilterLines(),
        help="Such as status|in_production;installed|0. The name of a custom field begins with #.",
    )

    class Type:
        slug, label, singular, family = "custom_views", "Custom Views", "Custom View", FAMILY
        key = ID_KEY
        omit = ("created_at", "updated_at")
        list_columns = ("name", "about", "state", "reference", "updated_at")
        search_columns = ("name", "reference")


class ShortUrl(Record):
    """A short address, to be printed on things, that leads to another one."""

    short_url = columns.Uri(
        "Short URL",
        max_length=255,
        read_only=True,
        generated=_SHORT_URL,
        help="Given by the system when the record is made.",
    )
    data_type = columns.Derived(
        "Data Type", Enumeration(DATA_TYPES), _data_type, help="What the URI leads to."
    )
    uri = columns.Uri(
        "URI", max_length=4096, help="Where the short address leads; empty while it is reserved."
    )

    class Type:
        slug, label, singular, family = "short_urls", "Short URLs", "Short URL", FAMILY
        key = ID_KEY
        list_columns = ("short_url", "data_type", "uri", "updated_at")
        notes = (
            "Rows without ID and URI reserve short addresses, which an export tells.",
            "An import of these rows with a URI puts them to use.",
            "They lead people who have a role in the account to web addresses.",
        )

    class Meta(Record.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["short_url"], condition=~Q(short_url=""), name="%(class)s_short_url"
            )
        ]
