"""Service offerings: at which level a service can be had, and what can be ordered with it."""

from typing import ClassVar

from records import columns
from records.keys import ID_KEY, RecordKey
from records.kinds import Duration, TimeZone
from records.models.record import Record, Sourced, unique_name
from records.models.services import FAMILY
from records.rules import shares
from records.types import ID, By

FREQUENCIES = (
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
)
#: A request template is included in offerings of its own service.
TEMPLATE_OF_THE_SERVICE = shares(
    "request_template",
    "service_offering",
    header="Service Offering",
    what="service",
    paths=("request_template__service", "service_offering__service"),
)
#: What a target is for, by the word in its header.
_ABOUT = {
    "Top": "requests of top impact",
    "High": "requests of high impact",
    "Medium": "requests of medium impact",
    "Low": "requests of low impact",
    "Case": "cases",
    "RFC": "requests for change",
    "RFI": "requests for information",
}
_TARGETS, _BY_IMPACT = ("response", "resolution"), ("top", "high", "medium", "low")
#: Targets of requests by their impact in minutes, all others in days.
_EXAMPLE = {
    "availability": "99.5",
    "responses_within_target": "95",
    "resolutions_within_target": "90",
    **{f"{target}_target_{impact}_in_days": "" for target in _TARGETS for impact in _BY_IMPACT},
    **{f"{target}_target_{what}": "" for target in _TARGETS for what in ("case", "rfc", "rfi")},
}


def _response(what: str) -> columns.Duration:
    """Return the column of the minutes within which somebody has to respond."""
    return columns.Duration(
        f"Response Target {what}", help=f"Time to the first response to {_ABOUT[what]}."
    )


def _resolution(what: str) -> columns.Duration:
    """Return the column of the minutes within which the work has to be done."""
    return columns.Duration(
        f"Resolution Target {what}", help=f"Time to the completion of {_ABOUT[what]}."
    )


def _days(target: str, what: str) -> columns.Integer:
    """Return the column of a target in days, which takes the place of its minutes."""
    return columns.Integer(
        f"{target} Target {what} In Days",
        minimum=0,
        help=f"Business days; where filled in, they count instead of {target} Target {what}.",
    )


def _hours(what: str) -> columns.Ref:
    """Return the column of the hours in which the clock of the targets runs."""
    return columns.Ref(
        f"Support Hours {what}", to="Calendar", help=f"When {_ABOUT[what]} are worked on."
    )


def _scheme(target: str, what: str) -> columns.Ref:
    """Return the column of the scheme that warns before the target is missed."""
    return columns.Ref(
        f"{target} Target Notification Scheme {what}",
        to="SlaNotificationScheme",
        help=f"Who is warned before the {target.lower()} target for {_ABOUT[what]} is missed.",
    )


def _share(target: str) -> columns.Integer:
    return columns.Integer(
        f"{target}s Within Target",
        minimum=0,
        maximum=100,
        help=f"The percentage of {target.lower()}s that are to be in time, at least.",
    )


class ServiceOffering(Sourced, Record):
    """A service at a certain level: hours, targets, limits and charges that can be agreed upon."""

    status = columns.Enum(
        "Status",
        ("planned", "unpublished", "available", "temporarily_unavailable", "discontinued"),
        default="planned",
    )
    name = columns.String("Name", max_length=80, required=True, help="Unique in the account.")
    service = columns.Ref("Service", to="Service", required=True)
    summary = columns.Text("Summary", help="The offering in a few sentences for customers.")
    service_hours = columns.Ref(
        "Service Hours", to="Calendar", help="When the service is to be available."
    )
    time_zone = columns.Choice(
        "Time Zone", TimeZone(), help="The zone of the service hours and the support hours."
    )
    availability = columns.Decimal(
        "Availability", minimum=0, maximum=100, help="Percentage of the service hours."
    )
    reliability = columns.Integer(
        "Reliability", minimum=0, help="How many outages a month are allowed, at most."
    )
    performance = columns.Text("Performance", help="How fast the service has to be.")
    recovery_time_objective = columns.Duration(
        "Recovery Time Objective", help="How long the service may be away after a disaster."
    )
    recovery_point_objective = columns.Duration(
        "Recovery Point Objective", help="Of how much time a disaster may lose the data."
    )
    response_target_top = _response("Top")
    response_target_top_in_days = _days("Response", "Top")
    resolution_target_top = _resolution("Top")
    resolution_target_top_in_days = _days("Resolution", "Top")
    support_hours_top = _hours("Top")
    response_target_high = _response("High")
    response_target_high_in_days = _days("Response", "High")
    resolution_target_high = _resolution("High")
    resolution_target_high_in_days = _days("Resolution", "High")
    support_hours_high = _hours("High")
    response_target_medium = _response("Medium")
    response_target_medium_in_days = _days("Response", "Medium")
    resolution_target_medium = _resolution("Medium")
    resolution_target_medium_in_days = _days("Resolution", "Medium")
    support_hours_medium = _hours("Medium")
    response_target_low = _response("Low")
    response_target_low_in_days = _days("Response", "Low")
    resolution_target_low = _resolution("Low")
    resolution_target_low_in_days = _days("Resolution", "Low")
    support_hours_low = _hours("Low")
    response_target_case = _response("Case")
    response_target_case_in_days = _days("Response", "Case")
    resolution_target_case = _resolution("Case")
    resolution_target_case_in_days = _days("Resolution", "Case")
    support_hours_case = _hours("Case")
    response_target_rfc = _response("RFC")
    response_target_rfc_in_days = _days("Response", "RFC")
    resolution_target_rfc = _resolution("RFC")
    resolution_target_rfc_in_days = _days("Resolution", "RFC")
    support_hours_rfc = _hours("RFC")
    response_target_rfi = _response("RFI")
    response_target_rfi_in_days = _days("Response", "RFI")
    resolution_target_rfi = _resolution("RFI")
    resolution_target_rfi_in_days = _days("Resolution", "RFI")
    support_hours_rfi = _hours("RFI")
    responses_within_target = _share("Response")
    resolutions_within_target = _share("Resolution")
    response_target_notification_scheme_top = _scheme("Response", "Top")
    resolution_target_notification_scheme_top = _scheme("Resolution", "Top")
    response_target_notification_scheme_high = _scheme("Response", "High")
    resolution_target_notification_scheme_high = _scheme("Resolution", "High")
    response_target_notification_scheme_medium = _scheme("Response", "Medium")
    resolution_target_notification_scheme_medium = _scheme("Resolution", "Medium")
    response_target_notification_scheme_low = _scheme("Response", "Low")
    resolution_target_notification_scheme_low = _scheme("Resolution", "Low")
    waiting_for_customer_follow_up = columns.String(
        "Waiting for Customer Follow-Up",
        max_length=255,
        help="The name of the reminders for requests that wait for a customer; kept as text.",
    )
    continuity = columns.Text("Continuity", help="What is done to keep the service going.")
    limitations = columns.Text("Limitations", help="What the offering does not include.")
    prerequisites = columns.Text("Prerequisites", help="What a customer needs to have before.")
    penalties = columns.Text("Penalties", help="What missed targets cost the provider.")
    termination = columns.Text("Termination", help="How the service can be ended.")
    charges = columns.Text("Charges", help="What customers pay, in words; rates have own files.")
    report_frequency = columns.Enum("Report Frequency", FREQUENCIES, default="no_commitment")
    review_frequency = columns.Enum("Review Frequency", FREQUENCIES, default="no_commitment")
    default_effort_class = columns.Ref(
        "Default Effort Class", to="EffortClass", help="Proposed when time is registered."
    )
    effort_classes = columns.Refs(
        "Effort Classes",
        to="EffortClass",
        help="Those on which time may be spent; effort classes show them as Service Offerings.",
    )

    class Type:
        slug, label, singular, family = (
            "service_offerings",
            "Service Offerings",
            "Service Offering",
            FAMILY,
        )
        key = RecordKey()
        historical = ("created_at",)
        list_columns = ("name", "status", "service", "availability", "updated_at")
        search_columns = ("name", "summary", "source_id")
        notes = (
            "Import services, calendars, effort classes and SLA notification schemes first.",
            "Targets are minutes or hours and minutes; business days have columns of their own.",
            "Rates are imported by files of their own, which need the Financial Manager role.",
        )
        example = (_EXAMPLE, {"status": "planned"})

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name()]


class StandardServiceRequest(Record):
    """A request template that a service offering includes, with targets of its own."""

    service_offering = columns.Ref("Service Offering", to="ServiceOffering", required=True)
    request_template = columns.Ref(
        "Request Template",
        to="RequestTemplate",
        required=True,
        help="One of the service to which the offering belongs.",
    )
    response_target = columns.Duration(
        "Response Target", kind=Duration(hours=True), help="Time to the first response."
    )
    resolution_target = columns.Duration(
        "Resolution Target", kind=Duration(hours=True), help="Time to the completion."
    )
    support_hours = columns.Ref(
        "Support Hours", to="Calendar", help="When the clock of the targets runs."
    )

    class Type:
        slug, label, singular, family = (
            "standard_service_requests",
            "Standard Service Requests",
            "Standard Service Request",
            FAMILY,
        )
        parent = "service_offerings"
        key = ID_KEY
        match = (ID, By(("service_offering", "request_template")))
        omit = ("created_at", "updated_at")
        list_columns = (
            "service_offering",
            "request_template",
            "response_target",
            "resolution_target",
            "updated_at",
        )
        rules = (TEMPLATE_OF_THE_SERVICE,)
        notes = (
            "Import service offerings and request templates first.",
            "A row without an ID finds its record by service offering and request template.",
        )

    class Meta(Record.Meta):
        constraints: ClassVar = [unique_name("service_offering", "request_template")]
