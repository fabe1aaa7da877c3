"""Applications for operators: seen, never made or changed; of the toolkit's pages nothing else."""

from django.contrib import admin
from django.http import HttpRequest
from oauth2_provider.models import AccessToken, Grant, IDToken, RefreshToken

from fourme.oauth.models import Application

# The toolkit has registered its models before, as it stands first in INSTALLED_APPS.
admin.site.unregister([Application, AccessToken, Grant, IDToken, RefreshToken])


@admin.register(Application)
class ApplicationAdmin(admin.ModelAdmin[Application]):
    """Which programs may get tokens, and in whose name; their administrators do the rest."""

    list_display = ["name", "account", "client_id", "user", "created", "last_used_at"]
    list_filter = [("last_used_at", admin.EmptyFieldListFilter)]
    list_select_related = ["account", "user"]
    search_fields = ["name", "client_id", "user__email", "account__id"]
    fields = ["name", "account", "client_id", "user", "created_by", "created", "last_used_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- Django's signature
        """Applications are added in Settings, where their secret is shown."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Application | None = None) -> bool:  # noqa: ARG002 -- Django's signature
        """Show only."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Application | None = None) -> bool:  # noqa: ARG002 -- Django's signature
        """Show only: what is deleted in Settings is entered in the log."""
        return False
