"""The operators' admin of exports."""

from django.contrib import admin

from exports.models import ExportRun
from fourme.jobs.admin import RunAdmin


@admin.register(ExportRun)
class ExportRunAdmin(RunAdmin[ExportRun]):
    """Exports of all accounts, to look at, ring again and cancel."""

    list_filter = ["state", "strategy", "origin", "account"]
