"""The system log for operators: of all accounts, and what belongs to none."""

from django.contrib import admin

from fourme.files.view_admin import ViewAdmin
from fourme.logs.models import LogMessage, SystemLog


@admin.register(SystemLog)
class SystemLogAdmin(ViewAdmin[SystemLog]):
    """Entries, the latest first."""

    list_display = [
        "created_at", "event", "level", "account", "user", "ip_address", "message", "finished_at",
    ]  # fmt: skip
    list_filter = ["log_type", "level", "account"]
    list_select_related = ["account", "user"]
    search_fields = ["message", "user__email", "ip_address"]
    date_hierarchy = "created_at"


@admin.register(LogMessage)
class LogMessageAdmin(ViewAdmin[LogMessage]):
    """Messages of runs; find those of one entry by its number."""

    list_display = ["log_id", "row", "lines", "level", "column", "value", "reason"]
    list_filter = ["level"]
    search_fields = ["=log__id", "reason", "column"]
