"""The operators' admin of imports."""

from django.contrib import admin

from fourme.jobs.admin import RunAdmin
from imports.models import ImportRun


@admin.register(ImportRun)
class ImportRunAdmin(RunAdmin[ImportRun]):
    """Imports of all accounts, to look at, ring again and cancel."""
