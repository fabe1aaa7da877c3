"""What mails and PDF files look like."""

from typing import ClassVar

from records import columns
from records.keys import ID_KEY, RecordKey
from records.models.record import Disableable, Record, Sourced, unique_name
from records.models.settings import FAMILY
from records.types import By

#: The events on which a mail is sent.
TRIGGERS = (
    "user/new_user",
    "user/password_changed",
    "user/primary_email_changed",
    "user/access_blocked",
    "user/get_access",
    "user/email_rejected_to_create_request",
    "user/email_rejected",
    "user/email_verification",
    "user/email_verified",
    "user/tfa_enable",
    "user/tfa_enabled",
    "user/tfa_disabled",
    "user/tfa_recovery_code_used",
    "user/application_authorized",
    "user/application_revoked",
    "request/new_request_requested_by",
    "request/new_request_requested_for",
    "request/waiting_for_customer",
    "request/desired_completion",
    "request/completed",
    "request/team_assignment",
    "request/member_assignment",
    "request/member_reassignment",
    "request/new_note",
    "request/new_mention",
    "request/new_email_note",
    "request/requester_dissatisfied",
    "request/major_incident_status_changed",
    "request/upcoming_asla_resolution_target",
    "request/added_to_agile_board_column",
    "request/added_to_product_backlog",
    "problem/manager_changed",
    "problem/team_assignment",
    "problem/member_assignment",
    "problem/member_reassignment",
    "problem/solved",
    "problem/new_note",
    "problem/new_mention",
    "problem/new_email_note",
    "problem/added_to_product_backlog",
    "release/workflow_added",
    "release/workflow_removed",
    "release/progress_halted",
    "release/manager_changed",
    "release/new_note",
    "release/new_mention",
    "release/new_email_note",
    "workflow/new_workflow",
    "workflow/progress_halted",
    "workflow/manager_changed",
    "workflow/new_note",
    "workflow/new_mention",
    "workflow/new_email_note",
    "task/team_assignment",
    "task/member_assignment",
    "task/approver_assignment",
    "task/member_reassignment",
    "task/new_note",
    "task/new_mention",
    "task/new_email_note",
    "project/new_project",
    "project/progress_halted",
    "project/manager_changed",
    "project/new_note",
    "project/new_mention",
    "project/new_email_note",
    "project_task/team_assignment",
    "project_task/assignment",
    "project_task/approver_assignment",
    "project_task/reassignment",
    "project_task/new_note",
    "project_task/new_mention",
    "project_task/new_email_note",
    "project_task/milestone_reached",
    "project_task/milestone_missed",
    "risk/new_risk",
    "risk/manager_changed",
    "risk/new_note",
    "risk/new_mention",
    "risk/new_email_note",
    "agile_board/manager_changed",
    "agile_board/wip_limit_exceeded",
    "dashboard/owner_changed",
    "sla/activated",
    "sla/expired",
    "flsa/activated",
    "flsa/expired",
    "contract/activated",
    "contract/expired",
    "agreement/upcoming_notice",
    "agreement/upcoming_expiry",
    "ci/upcoming_license_expiry",
    "personal_access_token/created",
    "personal_access_token/token_added",
    "personal_access_token/token_enabled",
    "personal_access_token/token_disabled",
    "personal_access_token/token_deleted",
    "application/created",
    "application/token_added",
    "application/token_enabled",
    "application/token_disabled",
    "application/token_deleted",
    "timesheet/past_week_incomplete",
    "watchlist/item_updated",
    "watchlist/added_to_watchlist",
    "watchlist/removed_from_watchlist",
    "mass_update/finished",
    "print/pdf_created",
    "export/dashboard_exported",
    "export/export_finished",
    "meeting/call",
    "reservation/confirmed",
    "reservation/changed",
    "reservation/canceled",
    "recurrent_reservation/conflict",
    "recurrent_reservation/conflicts",
    "app/app_installed",
    "app/app_disabled",
    "app/app_enabled",
    "app/app_modified",
    "app/app_removed",
    "product_backlog/product_owner_changed",
    "out_of_office_period/delegate_defined",
    "out_of_office_period/added_as_delegate",
    "out_of_office_period/removed_as_delegate",
    "account_trust/invitation_created",
    "account_trust/invitation_accepted",
    "account_trust/invitation_rejected",
    "account_trust/invitation_expired",
    "account_trust/revoked",
    "user/email_unknown",
)


class EmailTemplate(Disableable, Record):
    """The text of the mail that is sent on an event."""

    trigger = columns.Enum(
        "Trigger",
        TRIGGERS,
        required=True,
        help="The event on which the mail is sent; the account has one template for each.",
    )
    subject = columns.String(
        "Subject",
        max_length=255,
        required=True,
        help="May have placeholders such as {{request_id}}.",
    )
    body = columns.Text(
        "Body", required=True, help="May have placeholders, and links as [text](address)."
    )
    email_design = columns.String(
        "Email Design",
        required=True,
        max_length=128,
        help="The name of the design around the text, such as Default.",
    )

    class Type:
        slug, label, singular, family = (
            "email_templates",
            "Email Templates",
            "Email Template",
            FAMILY,
        )
        key = ID_KEY
        match = (By(("trigger",)),)
        omit = ("id",)
        list_columns = ("subject", "trigger", "email_design", "updated_at")
        search_columns = ("subject",)
        notes = ("The trigger finds the template. Names of email designs are kept as written.",)

    class Meta(Record.Meta):
        constraints: ClassVar = [unique_name("trigger")]


class PdfDesign(Sourced, Disableable, Record):
    """What a PDF file of a summary or a dashboard looks like."""

    name = columns.String("Name", max_length=128, required=True, help="Unique in the account.")
    category = columns.Enum(
        "Category",
        ("workflow_summary", "project_summary", "dashboard"),
        required=True,
        help="What the design is for.",
    )
    html = columns.Text("HTML", help="The page, with placeholders for what it shows.")
    css = columns.Text("CSS", help="The styles of the page.")

    class Type:
        slug, label, singular, family = "pdf_designs", "PDF Designs", "PDF Design", FAMILY
        key = RecordKey()
        omit = ("created_at", "updated_at")
        list_columns = ("name", "category", "disabled", "updated_at")
        search_columns = ("name",)
        translatable = ("name",)

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name()]
