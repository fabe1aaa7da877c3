"""TODO."""

from records import columns
from records.keys import ID_KEY, RecordKey
from records.models.record import Disableable, Record, Sourced

#: The id of the account, an underscore and the name in lower case.
_REFERENCE = "NEW.account_id || '_' || replace(lower(NEW.name), ' ', '_')"


class AppOffering(Sourced, Disableable, Record):
    """TODO App Offering."""

    published = columns.Boolean("Published", read_only=True)
    latest = columns.Boolean("Latest", read_only=True)
    name = columns.String("Name", max_length=128, required=True)
    reference = columns.String("Reference", max_length=161, generated=_REFERENCE)
    description = columns.Text("Description")
    features = columns.Text("Features")
    compliance = columns.Text("Compliance")
    service_instance = columns.Ref("Service Instance", to="ServiceInstance", required=True)
    ui_extension_version = columns.String("UI Extension Version", max_length=190)
    webhook_uri_template = columns.Uri("Webhook URI", max_length=255, required=True)
    policy_jwt_alg = columns.Enum(
        "Policy JWT Algorithm",
        ("rs256", "rs384", "rs512", "es256", "es384", "es512"),
        required=True,
    )
    policy_jwt_audience = columns.String("Policy Audience", max_length=2048)
    policy_jwt_claim_expires_in = columns.Duration("Policy Claim Expires In")

    class Type:
        slug, label, singular, family = (
            "app_offerings",
            "App Offerings",
            "App Offering",
            "Automation",
        )
        key = RecordKey(("reference",), by="reference")
        list_columns = ("name", "reference", "service_instance", "updated_at")
        search_columns = ("name", "reference")

    class Meta(Sourced.Meta):
        pass


class AppOfferingScope(Record):
    """TODO App Offering Scope."""

    app_offering = columns.Ref("App Offering", to="AppOffering", required=True)
    app_offering_by_number = columns.Alternate("App Offering ID", of="app_offering", by="id")
    effect = columns.Enum("Effect", ("allow", "deny"), required=True, default="allow")
    actions = columns.Json("Actions", required=True)

    class Type:
        slug, label, singular, family = (
            "app_offering_scopes",
            "App Offering Scopes",
            "App Offering Scope",
            "Automation",
        )
        parent = "app_offerings"
        key = ID_KEY
        list_columns = ("app_offering", "updated_at")

    class Meta(Record.Meta):
        pass
