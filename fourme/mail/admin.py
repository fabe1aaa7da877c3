"""The outbox for operators."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from fourme.jobs.admin import JobAdmin
from fourme.mail.models import OutboxMessage
from fourme.mail.outbox import send_again


@admin.register(OutboxMessage)
class OutboxMessageAdmin(JobAdmin[OutboxMessage]):
    """Mails by state; what the server said stands in the message."""

    list_display = [
        "created_at", "subject", "to", "state", "attempt", "due_at", "completed_at", "message",
    ]  # fmt: skip
    search_fields = ["key", "to", "subject"]
    actions = ["ring_again", "send_again"]

    @admin.action(description="Send again", permissions=["act"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[OutboxMessage]) -> None:
        """Send mails again that were sent or given up."""
        count = send_again(queryset)
        self.message_user(request, f"{count} mails will be sent again.", messages.SUCCESS)
