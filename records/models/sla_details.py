"""What belongs to service level agreements: identifiers for billing, warnings before targets."""

from typing import ClassVar

from fourme.accounts.roles import Role
from records import columns
from records.keys import ID_KEY, RecordKey
from records.models.record import Disableable, Record, Sourced, unique_name
from records.models.slm import FAMILY
from records.rules import shares
from records.types import By


def _activity(what: str, about: str) -> columns.String:
    """Return the column of the identifier by which some requests are billed."""
    return columns.String(
        f"Activity ID {what}",
        max_length=255,
        help=f"By which the billing system knows {about} under the agreement.",
    )


class SlaFinancialDetail(Record):
    """By which identifiers a billing system knows a service level agreement."""

    service_level_agreement = columns.Ref("Service Level Agreement", to="Sla", required=True)
    agreement_id = columns.String(
        "Agreement ID",
        max_length=255,
        help="By which the billing system knows all that is done under the agreement.",
    )
    activity_id_top = _activity("top", "incidents of top impact")
    activity_id_high = _activity("high", "incidents of high impact")
    activity_id_medium = _activity("medium", "incidents of medium impact")
    activity_id_low = _activity("low", "incidents of low impact")
    activity_id_rfc = _activity("RFC", "requests for change")
    activity_id_rfi = _activity("RFI", "requests for information")

    class Type:
        slug, label, singular, family = (
            "sla_financial_details",
            "SLA Financial Details",
            "SLA Financial Detail",
            FAMILY,
        )
        parent = "slas"
        aliases = ("slas_financial_details",)
        import_role = Role.FINANCIAL_MANAGER
        key = ID_KEY
        match = (By(("service_level_agreement",)),)
        omit = ("id", "created_at", "updated_at")
        list_columns = ("service_level_agreement", "agreement_id", "updated_at")
        search_columns = ("agreement_id",)
        notes = ("One row for each agreement, which finds the details stored for it.",)

    class Meta(Record.Meta):
        constraints: ClassVar = [unique_name("service_level_agreement")]


class SlaActivity(Record):
    """By which identifier a billing system knows a standard service request of an agreement."""

    service_level_agreement = columns.Ref("Service Level Agreement", to="Sla", required=True)
    request_template = columns.Ref(
        "Request Template",
        to="RequestTemplate",
        required=True,
        help="That of the standard service request.",
    )
    activity_id = columns.String(
        "Activity ID",
        max_length=255,
        required=True,
        help="By which the billing system knows these requests under the agreement.",
    )

    class Type:
        slug, label, singular, family = (
            "sla_financial_details_activities",
            "SLA Standard Service Request Activity IDs",
            "SLA Standard Service Request Activity ID",
            FAMILY,
        )
        parent = "slas"
        aliases = ("slas_activities",)
        import_role = Role.FINANCIAL_MANAGER
        key = ID_KEY
        match = (By(("service_level_agreement", "request_template")),)
        omit = ("id", "created_at", "updated_at")
        list_columns = (
            "service_level_agreement",
            "request_template",
            "activity_id",
            "updated_at",
        )
        search_columns = ("activity_id",)
        rules = (
            shares(
                "request_template",
                "service_level_agreement",
                header="Service Level Agreement",
                what="service",
                paths=(
                    "request_template__service",
                    "service_level_agreement__service_offering__service",
                ),
            ),
        )
        notes = ("A row finds its record by agreement and request template together.",)

    class Meta(Record.Meta):
        verbose_name_plural = "SLA activities"
        constraints: ClassVar = [unique_name("service_level_agreement", "request_template")]


class SlaCharge(Record):
    """By which identifier a billing system knows the rate of an effort class of an agreement."""

    service_level_agreement = columns.Ref("Service Level Agreement", to="Sla", required=True)
    effort_class = columns.Ref("Effort Class", to="EffortClass", required=True)
    rate_id = columns.String(
        "Rate ID",
        max_length=255,
        aliases=("Charge ID",),
        help="By which the billing system knows the rate of an hour.",
    )

    class Type:
        slug, label, singular, family = (
            "sla_financial_details_charges",
            "SLA Effort Class Rate IDs",
            "SLA Effort Class Rate ID",
            FAMILY,
        )
        parent = "slas"
        aliases = ("slas_charges",)
        import_role = Role.FINANCIAL_MANAGER
        key = ID_KEY
        match = (By(("service_level_agreement", "effort_class")),)
        omit = ("id", "created_at", "updated_at")
        list_columns = ("service_level_agreement", "effort_class", "rate_id", "updated_at")
        search_columns = ("rate_id",)
        notes = ("A row finds its record by agreement and effort class together.",)

    class Meta(Record.Meta):
        constraints: ClassVar = [unique_name("service_level_agreement", "effort_class")]


class SlaNotificationScheme(Sourced, Disableable, Record):
    """Who is warned, and when, before a target of a service offering is missed."""

    name = columns.String("Name", max_length=255, required=True, help="Unique in the account.")

    class Type:
        slug, label, singular, family = (
            "sla_notification_schemes",
            "SLA Notification Schemes",
            "SLA Notification Scheme",
            FAMILY,
        )
        key = RecordKey()
        list_columns = ("name", "updated_at")
        search_columns = ("name", "source_id")
        notes = ("The rules of the scheme are imported by a file of their own.",)

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name()]


class SlaNotificationRule(Record):
    """Whom a scheme warns when a part of the time to a target is gone."""

    sla_notification_scheme = columns.Ref(
        "SLA Notification Scheme", to="SlaNotificationScheme", required=True
    )
    threshold_percentage = columns.Integer(
        "Threshold Percentage",
        minimum=1,
        maximum=99,
        help="How much of the time to the target is gone when the warning is sent.",
    )
    notify_current_assignee = columns.Boolean("Notify Current Assignee")
    notify_service_owner = columns.Boolean("Notify Service Owner")
    notify_support_team_manager = columns.Boolean("Notify Support Team Manager")
    notify_support_team_coordinator = columns.Boolean("Notify Support Team Coordinator")
    notify_first_line_team_manager = columns.Boolean("Notify First Line Team Manager")
    notify_first_line_team_coordinator = columns.Boolean("Notify First Line Team Coordinator")

    class Type:
        slug, label, singular, family = (
            "sla_notification_rules",
            "SLA Notification Rules",
            "SLA Notification Rule",
            FAMILY,
        )
        parent = "sla_notification_schemes"
        key = ID_KEY
        omit = ("created_at", "updated_at")
        list_columns = (
            "sla_notification_scheme",
            "threshold_percentage",
            "notify_current_assignee",
            "notify_service_owner",
            "updated_at",
        )
        notes = (
            "Only the ID finds a rule again: a row without one makes another rule.",
            "Import the schemes first.",
        )
        example = (
            {"threshold_percentage": "50", "notify_current_assignee": "1"},
            {"threshold_percentage": "80", "notify_service_owner": "1"},
        )

    class Meta(Record.Meta):
        pass
