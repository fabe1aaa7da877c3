"""The operators' admin of rows that the system writes: to look at, not to edit."""

from typing import Any, TypeVar

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

M = TypeVar("M", bound=Model)


class ViewAdmin(admin.ModelAdmin[M]):
    """No adding, changing, deleting. Actions ask for the permission "act": that to change."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 - Django's signature
        """Tell that rows are not added by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 - Django's signature
        """Tell that rows are not changed by hand."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 - Django's signature
        """Tell that rows are not deleted by hand."""
        return False

    def has_act_permission(self, request: HttpRequest) -> bool:
        """Tell whether the operator may use the actions."""
        return super().has_change_permission(request)
