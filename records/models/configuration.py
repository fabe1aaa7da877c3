"""TODO."""

from django.db.models import Case, Expression, TextField, Value, When

from records import columns
from records.keys import ID_KEY, RecordKey
from records.kinds import Enumeration, FilterLines
from records.models.record import REFERENCE, Disableable, Record, Sourced

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
#: What a URI begins with → its data type; everything else is a url, and without a scheme text.
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
        When(uri="", then=Value("")), *cases, default=Value("uri"), output_field=TextField()
    )


class CustomCollection(Sourced, Disableable, Record):
    """TODO Custom Collection."""

    name = columns.String("Name", max_length=128, required=True)
    reference = columns.String("Reference", max_length=128, generated=REFERENCE)
    picture_uri = columns.Uri("Picture URI")
    ui_extension = columns.Ref("UI Extension", to="UiExtension")
    description = columns.Text("Description")

    class Type:
        slug, label, singular, family = (
            "custom_collections",
            "Custom Collections",
            "Custom Collection",
            "Configuration",
        )
        key = RecordKey(("reference",), by="reference")
        omit = ("created_at", "updated_at")
        list_columns = ("name", "reference", "updated_at")
        search_columns = ("name", "reference")

    class Meta(Sourced.Meta):
        pass


class CustomCollectionElement(Sourced, Disableable, Record):
    """TODO Custom Collection Element."""

    custom_collection = columns.Ref("Custom Collection", to="CustomCollection", required=True)
    name = columns.String("Name", max_length=128, required=True)
    reference = columns.String("Reference", max_length=128, generated=REFERENCE)
    description = columns.String("Description", max_length=255)
    information = columns.Text("Information")
    picture_uri = columns.Uri("Picture URI")
    custom_fields = columns.CustomFields()

    class Type:
        slug, label, singular, family = (
            "custom_collection_elements",
            "Custom Collection Elements",
            "Custom Collection Element",
            "Configuration",
        )
        parent = "custom_collections"
        key = RecordKey(("reference",), by="reference")
        list_columns = ("name", "reference", "custom_collection", "updated_at")
        search_columns = ("name", "reference")

    class Meta(Sourced.Meta):
        pass


class CustomView(Sourced, Disableable, Record):
    """TODO Custom View."""

    name = columns.String("Name", max_length=255, required=True)
    reference = columns.String("Reference", max_length=128, generated=REFERENCE)
    about = columns.String("Record Type", max_length=255, required=True)
    state = columns.String("State", max_length=255)
    search_phrase = columns.String("Search Phrase", max_length=255)
    search_fields = columns.String("Search Fields", max_length=255)
    metadata_fields = columns.String("Metadata Fields", max_length=255)
    filters = columns.Text("Filters", kind=FilterLines())

    class Type:
        slug, label, singular, family = (
            "custom_views",
            "Custom Views",
            "Custom View",
            "Configuration",
        )
        key = ID_KEY
        omit = ("created_at", "updated_at")
        list_columns = ("name", "reference", "updated_at")
        search_columns = ("name", "reference")

    class Meta(Sourced.Meta):
        pass


class ShortUrl(Record):
    """TODO Short URL."""

    short_url = columns.Uri(
        "Short URL", max_length=255, read_only=True, generated="'https://4me.example/s/' || NEW.id"
    )
    data_type = columns.Derived("Data Type", Enumeration(DATA_TYPES), _data_type)
    uri = columns.Uri("URI", max_length=4096)

    class Type:
        slug, label, singular, family = "short_urls", "Short URLs", "Short URL", "Configuration"
        key = ID_KEY
        list_columns = ("data_type", "updated_at")

    class Meta(Record.Meta):
        pass
