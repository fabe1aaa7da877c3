"""Addresses of the Records console."""

from django.urls import include, path, register_converter

from records import api, me, registry
from records.permissions.views import permission_log
from records.types import RecordType
from records.views import edits, lists, pages, short_urls


class TypeConverter:
    """A record type by its slug; other slugs have no page."""

    regex = "[a-z_]+"

    def to_python(self, value: str) -> RecordType:
        """Return the type. Raises ValueError when there is none, which makes a 404."""
        try:
            return registry.get(value)
        except KeyError as error:
            raise ValueError(value) from error

    def to_url(self, value: RecordType) -> str:
        """Return the slug."""
        return value.slug


register_converter(TypeConverter, "record_type")

urlpatterns = [
    path("", lists.home, name="home"),
    path("", include("records.roles.urls")),
    path("settings/logs/permissions/", permission_log, name="permission-log"),
    path("s/<slug:code>", short_urls.follow, name="short_url"),
    path("records/", lists.overview, name="records_overview"),
    path("records/<record_type:record_type>/", lists.listing, name="records"),
    path("records/<record_type:record_type>/add/", edits.add, name="record_add"),
    path("records/<record_type:record_type>/suggest/", lists.suggest, name="record_suggest"),
    path("records/<record_type:record_type>/<int:pk>/", pages.show, name="record"),
    path("records/<record_type:record_type>/<int:pk>/edit/", edits.edit, name="record_edit"),
    path(
        "records/<record_type:record_type>/<int:pk>/related/",
        pages.show_related,
        name="record_related",
    ),
    path(
        "records/<record_type:record_type>/<int:pk>/history/",
        pages.show_history,
        name="record_history",
    ),
    path(
        "records/<record_type:record_type>/<int:pk>/disable/",
        pages.disable,
        {"disabled": True},
        name="record_disable",
    ),
    path(
        "records/<record_type:record_type>/<int:pk>/enable/",
        pages.disable,
        {"disabled": False},
        name="record_enable",
    ),
    path("v1/schema/<str:name>", api.schema_of),
    path("v1/enums", api.enums),
    path("v1/enums.csv", api.enums_as_csv),
    path("v1/enums/<str:language>", api.enums_in),
    path("v1/me", me.me),
    path("v1/people/me", me.me),
    path("v1/people/<int:person>/teams", me.teams),
    path("v1/account", me.account),
]
