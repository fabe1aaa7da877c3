"""Stored files and downloads for operators."""

from django.contrib import admin

from fourme.files.models import Download, StoredFile
from fourme.files.view_admin import ViewAdmin


class DownloadInline(admin.TabularInline[Download, StoredFile]):
    """The downloads of a file."""

    model = Download
    fields = ["created_at", "user", "ip_address"]
    readonly_fields = ["created_at", "user", "ip_address"]
    extra = 0
    can_delete = False

    def has_add_permission(self, *_: object) -> bool:
        """Tell that downloads are not added by hand."""
        return False


@admin.register(StoredFile)
class StoredFileAdmin(ViewAdmin[StoredFile]):
    """Files by purpose and expiry; their content is not shown here."""

    list_display = [
        "name", "purpose", "size", "account", "user", "created_at", "expires_at", "deleted_at",
    ]  # fmt: skip
    list_filter = ["purpose", "account"]
    list_select_related = ["account", "user"]
    search_fields = ["name", "token", "user__email"]
    inlines = [DownloadInline]


@admin.register(Download)
class DownloadAdmin(ViewAdmin[Download]):
    """Downloads, the latest first."""

    list_display = ["created_at", "file", "user", "ip_address"]
    list_select_related = ["file", "user"]
    search_fields = ["file__name", "user__email", "ip_address"]
    date_hierarchy = "created_at"
