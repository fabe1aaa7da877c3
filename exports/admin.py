"""The operators' admin of exports."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from exports.console import changes
from exports.models import Export, ExportRun
from fourme.accounts.addresses import client_ip
from fourme.accounts.models import User
from fourme.accounts.rights import Actor
from fourme.files.view_admin import ViewAdmin
from fourme.jobs.admin import RunAdmin


@admin.register(Export)
class ExportAdmin(ViewAdmin[Export]):
    """Exports of the Settings console in all accounts, to look at and to stop."""

    list_display = [
        "name", "account", "user", "strategy", "frequency", "disabled", "last_state",
        "next_run_at", "failures",
    ]  # fmt: skip
    list_filter = ["disabled", "last_run__state", "strategy", "frequency", "account"]
    list_select_related = ["account", "user", "last_run"]
    list_per_page = 50
    list_max_show_all = 50
    search_fields = ["name", "user__email"]
    actions = ["disable"]

    @admin.display(description="last run", ordering="last_run__state")
    def last_state(self, export: Export) -> str:
        """Return how the last run stands."""
        return export.last_run.get_state_display() if export.last_run else ""

    @admin.action(description="Disable", permissions=["act"])
    def disable(self, request: HttpRequest, queryset: QuerySet[Export]) -> None:
        """Pause the recurrences; their accounts read in the Job Log who did it."""
        assert isinstance(request.user, User)  # noqa: S101 - operators are logged in
        found = list(queryset.filter(disabled=False).select_related("account", "user", "calendar"))
        for export in found:
            export.disabled = True
            operator = Actor(request.user, export.account, frozenset())
            changes.change(export, operator, client_ip(request))
        self.message_user(request, f"Disabled {len(found)} exports.", messages.SUCCESS)


@admin.register(ExportRun)
class ExportRunAdmin(RunAdmin[ExportRun]):
    """Runs of exports of all accounts, to look at, ring again and cancel."""

    list_display = [*RunAdmin.list_display, "name", "planned_for", "try_number"]
    list_filter = ["state", "strategy", "origin", "export_format", "account"]
    list_select_related = ["account", "user"]
    list_per_page = 50
    list_max_show_all = 50
    search_fields = [*RunAdmin.search_fields, "name"]
