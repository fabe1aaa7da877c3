"""TODO."""

from typing import ClassVar

from records import columns
from records.keys import ID_KEY, RecordKey
from records.models.record import Disableable, Record, Sourced, unique_name
from records.types import By


class SlaFinancialDetail(Record):
    """TODO SLA Financial Detail."""

    service_level_agreement = columns.Ref("Service Level Agreement", to="Sla", required=True)
    agreement_id = columns.String("Agreement ID", max_length=255)
    activity_id_top = columns.String("Activity ID top", max_length=255)
    activity_id_high = columns.String("Activity ID high", max_length=255)
    activity_id_medium = columns.String("Activity ID medium", max_length=255)
    activity_id_low = columns.String("Activity ID low", max_length=255)
    activity_id_rfc = columns.String("Activity ID RFC", max_length=255)
    activity_id_rfi = columns.String("Activity ID RFI", max_length=255)

    class Type:
        slug, label, singular, family = (
            "sla_financial_details",
            "SLA Financial Details",
            "SLA Financial Detail",
            "SLM",
        )
        parent = "slas"
        aliases = ("slas_financial_details",)
        key = ID_KEY
        match = (By(("service_level_agreement",)),)
        omit = ("id", "created_at", "updated_at")
        list_columns = ("service_level_agreement", "updated_at")

    class Meta(Record.Meta):
        constraints: ClassVar = [unique_name("service_level_agreement")]


class SlaActivity(Record):
    """TODO SLA Standard Service Request Activity ID."""

    service_level_agreement = columns.Ref("Service Level Agreement", to="Sla", required=True)
    request_template = columns.Ref("Request Template", to="RequestTemplate", required=True)
    activity_id = columns.String("Activity ID", max_length=255, required=True)

    class Type:
        slug, label, singular, family = (
            "sla_financial_details_activities",
            "SLA Standard Service Request Activity IDs",
            "SLA Standard Service Request Activity ID",
            "SLM",
        )
        parent = "slas"
        aliases = ("slas_activities",)
        key = ID_KEY
        match = (By(("service_level_agreement", "request_template")),)
        omit = ("id", "created_at", "updated_at")
        list_columns = ("service_level_agreement", "request_template", "updated_at")

    class Meta(Record.Meta):
        constraints: ClassVar = [unique_name("service_level_agreement", "request_template")]


class SlaCharge(Record):
    """TODO SLA Effort Class Rate ID."""

    service_level_agreement = columns.Ref("Service Level Agreement", to="Sla", required=True)
    effort_class = columns.Ref("Effort Class", to="EffortClass", required=True)
    rate_id = columns.String("Rate ID", max_length=255, aliases=("Charge ID",))

    class Type:
        slug, label, singular, family = (
            "sla_financial_details_charges",
            "SLA Effort Class Rate IDs",
            "SLA Effort Class Rate ID",
            "SLM",
        )
        parent = "slas"
        aliases = ("slas_charges",)
        key = ID_KEY
        match = (By(("service_level_agreement", "effort_class")),)
        omit = ("id", "created_at", "updated_at")
        list_columns = ("service_level_agreement", "effort_class", "updated_at")

    class Meta(Record.Meta):
        constraints: ClassVar = [unique_name("service_level_agreement", "effort_class")]


class SlaNotificationScheme(Sourced, Disableable, Record):
    """TODO SLA Notification Scheme."""

    name = columns.String("Name", max_length=255, required=True)

    class Type:
        slug, label, singular, family = (
            "sla_notification_schemes",
            "SLA Notification Schemes",
            "SLA Notification Scheme",
            "SLM",
        )
        key = RecordKey()
        list_columns = ("name", "updated_at")
        search_columns = ("name",)

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name()]


class SlaNotificationRule(Record):
    """TODO SLA Notification Rule."""

    sla_notification_scheme = columns.Ref(
        "SLA Notification Scheme", to="SlaNotificationScheme", required=True
    )
    threshold_percentage = columns.Integer("Threshold Percentage")
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
            "SLM",
        )
        parent = "sla_notification_schemes"
        key = ID_KEY
        omit = ("created_at", "updated_at")
        list_columns = ("sla_notification_scheme", "updated_at")

    class Meta(Record.Meta):
        pass
