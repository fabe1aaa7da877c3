"""TODO."""

from typing import ClassVar

from records import columns
from records.keys import ID_KEY, RecordKey
from records.kinds import Duration, TimeZone
from records.models.record import Record, Sourced, unique_name
from records.types import By


class ServiceOffering(Sourced, Record):
    """TODO Service Offering."""

    status = columns.Enum(
        "Status",
        ("planned", "unpublished", "available", "temporarily_unavailable", "discontinued"),
        default="planned",
    )
    name = columns.String("Name", max_length=80, required=True)
    service = columns.Ref("Service", to="Service", required=True)
    summary = columns.Text("Summary")
    service_hours = columns.Ref("Service Hours", to="Calendar")
    time_zone = columns.Choice("Time Zone", TimeZone())
    availability = columns.Decimal("Availability")
    reliability = columns.Integer("Reliability")
    performance = columns.Text("Performance")
    recovery_time_objective = columns.Duration("Recovery Time Objective")
    recovery_point_objective = columns.Duration("Recovery Point Objective")
    response_target_top = columns.Duration("Response Target Top")
    response_target_top_in_days = columns.Integer("Response Target Top In Days")
    resolution_target_top = columns.Duration("Resolution Target Top")
    resolution_target_top_in_days = columns.Integer("Resolution Target Top In Days")
    support_hours_top = columns.Ref("Support Hours Top", to="Calendar")
    response_target_high = columns.Duration("Response Target High")
    response_target_high_in_days = columns.Integer("Response Target High In Days")
    resolution_target_high = columns.Duration("Resolution Target High")
    resolution_target_high_in_days = columns.Integer("Resolution Target High In Days")
    support_hours_high = columns.Ref("Support Hours High", to="Calendar")
    response_target_medium = columns.Duration("Response Target Medium")
    response_target_medium_in_days = columns.Integer("Response Target Medium In Days")
    resolution_target_medium = columns.Duration("Resolution Target Medium")
    resolution_target_medium_in_days = columns.Integer("Resolution Target Medium In Days")
    support_hours_medium = columns.Ref("Support Hours Medium", to="Calendar")
    response_target_low = columns.Duration("Response Target Low")
    response_target_low_in_days = columns.Integer("Response Target Low In Days")
    resolution_target_low = columns.Duration("Resolution Target Low")
    resolution_target_low_in_days = columns.Integer("Resolution Target Low In Days")
    support_hours_low = columns.Ref("Support Hours Low", to="Calendar")
    response_target_case = columns.Duration("Response Target Case")
    response_target_case_in_days = columns.Integer("Response Target Case In Days")
    resolution_target_case = columns.Duration("Resolution Target Case")
    resolution_target_case_in_days = columns.Integer("Resolution Target Case In Days")
    support_hours_case = columns.Ref("Support Hours Case", to="Calendar")
    response_target_rfc = columns.Duration("Response Target RFC")
    response_target_rfc_in_days = columns.Integer("Response Target RFC In Days")
    resolution_target_rfc = columns.Duration("Resolution Target RFC")
    resolution_target_rfc_in_days = columns.Integer("Resolution Target RFC In Days")
    support_hours_rfc = columns.Ref("Support Hours RFC", to="Calendar")
    response_target_rfi = columns.Duration("Response Target RFI")
    response_target_rfi_in_days = columns.Integer("Response Target RFI In Days")
    resolution_target_rfi = columns.Duration("Resolution Target RFI")
    resolution_target_rfi_in_days = columns.Integer("Resolution Target RFI In Days")
    support_hours_rfi = columns.Ref("Support Hours RFI", to="Calendar")
    responses_within_target = columns.Integer("Responses Within Target")
    resolutions_within_target = columns.Integer("Resolutions Within Target")
    response_target_notification_scheme_top = columns.Ref(
        "Response Target Notification Scheme Top", to="SlaNotificationScheme"
    )
    resolution_target_notification_scheme_top = columns.Ref(
        "Resolution Target Notification Scheme Top", to="SlaNotificationScheme"
    )
    response_target_notification_scheme_high = columns.Ref(
        "Response Target Notification Scheme High", to="SlaNotificationScheme"
    )
    resolution_target_notification_scheme_high = columns.Ref(
        "Resolution Target Notification Scheme High", to="SlaNotificationScheme"
    )
    response_target_notification_scheme_medium = columns.Ref(
        "Response Target Notification Scheme Medium", to="SlaNotificationScheme"
    )
    resolution_target_notification_scheme_medium = columns.Ref(
        "Resolution Target Notification Scheme Medium", to="SlaNotificationScheme"
    )
    response_target_notification_scheme_low = columns.Ref(
        "Response Target Notification Scheme Low", to="SlaNotificationScheme"
    )
    resolution_target_notification_scheme_low = columns.Ref(
        "Resolution Target Notification Scheme Low", to="SlaNotificationScheme"
    )
    waiting_for_customer_follow_up = columns.String(
        "Waiting for Customer Follow-Up", max_length=255
    )
    continuity = columns.Text("Continuity")
    limitations = columns.Text("Limitations")
    prerequisites = columns.Text("Prerequisites")
    penalties = columns.Text("Penalties")
    termination = columns.Text("Termination")
    charges = columns.Text("Charges")
    report_frequency = columns.Enum(
        "Report Frequency",
        (
            "daily",
            "weekly",
            "once_every_2_weeks",
            "monthly",
            "once_every_2_months",
            "quarterly",
            "once_every_6_months",
            "yearly",
            "once_every_2_years",
            "no_commitment",
        ),
        default="no_commitment",
    )
    review_frequency = columns.Enum(
        "Review Frequency",
        (
            "daily",
            "weekly",
            "once_every_2_weeks",
            "monthly",
            "once_every_2_months",
            "quarterly",
            "once_every_6_months",
            "yearly",
            "once_every_2_years",
            "no_commitment",
        ),
        default="no_commitment",
    )
    default_effort_class = columns.Ref("Default Effort Class", to="EffortClass")
    effort_classes = columns.Refs("Effort Classes", to="EffortClass")

    class Type:
        slug, label, singular, family = (
            "service_offerings",
            "Service Offerings",
            "Service Offering",
            "Service Catalog",
        )
        key = RecordKey()
        historical = ("created_at",)
        list_columns = ("name", "status", "service", "updated_at")
        search_columns = ("name",)

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name()]


class StandardServiceRequest(Record):
    """TODO Standard Service Request."""

    service_offering = columns.Ref("Service Offering", to="ServiceOffering", required=True)
    request_template = columns.Ref("Request Template", to="RequestTemplate", required=True)
    response_target = columns.Duration("Response Target", kind=Duration(hours=True))
    resolution_target = columns.Duration("Resolution Target", kind=Duration(hours=True))
    support_hours = columns.Ref("Support Hours", to="Calendar")

    class Type:
        slug, label, singular, family = (
            "standard_service_requests",
            "Standard Service Requests",
            "Standard Service Request",
            "Service Catalog",
        )
        parent = "service_offerings"
        key = ID_KEY
        match = (By(("service_offering", "request_template")),)
        omit = ("id", "created_at", "updated_at")
        list_columns = ("service_offering", "request_template", "updated_at")

    class Meta(Record.Meta):
        constraints: ClassVar = [unique_name("service_offering", "request_template")]
