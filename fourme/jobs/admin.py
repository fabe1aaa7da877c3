"""The operators' admin of jobs, for the admins of concrete jobs and runs to subclass."""

from typing import TypeVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from fourme.files.view_admin import ViewAdmin
from fourme.jobs.models import Job, Run, State
from fourme.jobs.start import ring

J = TypeVar("J", bound=Job)
R = TypeVar("R", bound=Run)


class JobAdmin(ViewAdmin[J]):
    """Jobs by state, with the action to ring again."""

    list_display = ["token", "state", "attempt", "created_at", "due_at"]
    list_filter = ["state"]
    search_fields = ["token"]
    date_hierarchy = "created_at"
    actions = ["ring_again"]

    @admin.action(description="Ring again for queued ones", permissions=["act"])
    def ring_again(self, request: HttpRequest, queryset: QuerySet[J]) -> None:
        """Tell the workers of the chosen jobs that wait."""
        queued = list(queryset.filter(state=State.QUEUED))
        for job in queued:
            ring(job)
        self.message_user(request, f"Rang for {len(queued)} jobs.", messages.SUCCESS)


class RunAdmin(JobAdmin[R]):
    """Runs by state, account and person, with the action to cancel."""

    list_display = [
        "token", "state", "attempt", "type", "line", "account", "user", "origin", "heartbeat_at",
        "created_at", "completed_at",
    ]  # fmt: skip
    list_filter = ["state", "origin", "account"]
    list_select_related = ["account", "user"]
    search_fields = ["token", "user__email"]
    actions = ["ring_again", "cancel"]

    @admin.action(description="Cancel", permissions=["act"])
    def cancel(self, request: HttpRequest, queryset: QuerySet[R]) -> None:
        """Ask the workers of the chosen runs to stop."""
        asked = sum(run.cancel() for run in queryset)
        self.message_user(request, f"Asked {asked} runs to stop.", messages.SUCCESS)
