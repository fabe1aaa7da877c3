"""Apps that an account offers to others: their versions and what they may do."""

from typing import ClassVar

from django.apps import apps
from django.db import models
from django.db.models import Exists, Expression, OuterRef, QuerySet

from records import columns
from records.keys import ID_KEY, RecordKey
from records.kinds import Boolean
from records.models.record import Disableable, Record, Sourced
from records.types import Origin

FAMILY = "Automation"

#: The id of the account, an underscore and the name in lower case.
_REFERENCE = "NEW.account_id || '_' || replace(lower(NEW.name), ' ', '_')"


def _followers() -> "QuerySet[Record]":
    """Return the newer versions of the app."""
    versions = apps.get_model("records", "AppOffering")._default_manager
    return versions.filter(
        account=OuterRef("account"), reference=OuterRef("reference"), id__gt=OuterRef("id")
    )


#: Of versions the older ones tell whether they are the latest.
_VERSIONS = Origin(
    "AppOffering",
    ("account", "reference"),
    "SELECT o.id FROM records_appoffering o WHERE o.account_id = {row}.account_id "
    "AND o.reference = {row}.reference AND o.id < {row}.id",
)


def _published() -> Expression:
    return Exists(_followers())  # type: ignore[return-value] # an expression, as below


def _latest() -> Expression:
    return ~Exists(_followers())


class AppOffering(Sourced, Disableable, Record):
    """A version of an app that other accounts can install."""

    published = columns.Derived(
        "Published",
        Boolean(),
        _published,
        origins=(_VERSIONS,),
        help="A version that a newer one follows is published; the newest one is a draft.",
    )
    latest = columns.Derived(
        "Latest",
        Boolean(),
        _latest,
        origins=(_VERSIONS,),
        help="It is the newest of the versions with its Reference.",
    )
    name = columns.String("Name", max_length=128, required=True)
    reference = columns.String(
        "Reference",
        max_length=161,
        generated=_REFERENCE,
        help="The same in all versions of an app. Made of account and name when empty.",
    )
    description = columns.Text("Description")
    features = columns.Text("Features", help="What the app can do, for those who look for apps.")
    compliance = columns.Text("Compliance", help="The rules and standards that the app follows.")
    service_instance = columns.Ref(
        "Service Instance", to="ServiceInstance", required=True, help="Runs the app."
    )
    ui_extension_version = columns.String(
        "UI Extension Version",
        max_length=190,
        help="The version of a UI extension that comes with the app.",
    )
    webhook_uri_template = columns.Uri(
        "Webhook URI",
        max_length=255,
        required=True,
        help="Where events are sent to. {account} stands for the account that installed the app.",
    )
    policy_jwt_alg = columns.Enum(
        "Policy JWT Algorithm",
        ("rs256", "rs384", "rs512", "es256", "es384", "es512"),
        required=True,
        help="How the tokens of the webhook are signed.",
    )
    policy_jwt_audience = columns.String(
        "Policy Audience", max_length=2048, help="For whom the tokens are meant."
    )
    policy_jwt_claim_expires_in = columns.Duration(
        "Policy Claim Expires In", help="How long a token can be used, in minutes."
    )

    class Type:
        slug, label, singular, family = (
            "app_offerings",
            "App Offerings",
            "App Offering",
            FAMILY,
        )
        key = RecordKey(("reference",), by="reference")
        list_columns = ("name", "reference", "service_instance", "latest", "updated_at")
        search_columns = ("name", "reference")
        notes = (
            "Each version of an app is a row of its own; all have the same Reference.",
            "Scopes and automation rules have files of their own, to be imported afterwards.",
        )

    class Meta(Sourced.Meta):
        # Whether a newer version follows is asked for each one of a list.
        indexes: ClassVar = [
            models.Index(fields=["account", "reference", "id"], name="appoffering_versions")
        ]


class AppOfferingScope(Record):
    """What an app may do, or may not do, in the accounts that installed it."""

    app_offering = columns.Ref("App Offering", to="AppOffering", required=True)
    app_offering_by_id = columns.Alternate(
        "App Offering ID",
        of="app_offering",
        by="id",
        help="Tells versions with the same Reference apart; it counts before App Offering.",
    )
    effect = columns.Enum("Effect", ("allow", "deny"), required=True, default="allow")
    actions = columns.Json(
        "Actions", required=True, help='What is allowed or denied, such as ["request:Read"].'
    )

    class Type:
        slug, label, singular, family = (
            "app_offering_scopes",
            "App Offering Scopes",
            "App Offering Scope",
            FAMILY,
        )
        parent = "app_offerings"
        key = ID_KEY
        list_columns = ("app_offering", "effect", "actions", "updated_at")
        notes = ("Import the app offerings first. A row without an ID adds a scope.",)

    class Meta(Record.Meta):
        pass
