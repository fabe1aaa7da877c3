"""Accounts, trusts, logins and tokens for operators."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from fourme.accounts.forms import AccountForm
from fourme.accounts.keeping_admin import KeepsAdministrators
from fourme.accounts.models import AccessToken, Account, FailedLogins, Trust, User

admin.site.site_header = "fourme: operators"
admin.site.site_title = "fourme"


@admin.register(Account)
class AccountAdmin(admin.ModelAdmin[Account]):
    """Accounts; the id stays as it was given."""

    form = AccountForm
    list_display = ["id", "name", "is_directory", "directory"]
    search_fields = ["id", "name"]
    list_select_related = ["directory"]
    readonly_fields = ["created_at"]

    def get_readonly_fields(self, request: HttpRequest, obj: Account | None = None) -> list[str]:  # noqa: ARG002 -- Django's signature
        """Let the id be typed once: a changed primary key would make a second account."""
        return [*self.readonly_fields, *(["id"] if obj else [])]


@admin.register(Trust)
class TrustAdmin(admin.ModelAdmin[Trust]):
    """Trusts between accounts: made and seen here; ended in Settings, since roles end with them."""

    list_display = ["account", "trusted", "status", "updated_at"]
    list_filter = ["status"]
    list_select_related = ["account", "trusted"]
    readonly_fields = ["created_at", "updated_at"]

    def has_change_permission(self, request: HttpRequest, obj: Trust | None = None) -> bool:  # noqa: ARG002 -- Django's signature
        """Show only."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Trust | None = None) -> bool:  # noqa: ARG002 -- Django's signature
        """Let none disappear with the roles that hang on it left behind."""
        return False


class UserCreation(AdminUserCreationForm):  # type: ignore[type-arg]  # generic in the stubs only
    """A new login by e-mail address."""

    class Meta:
        model = User
        fields = ("email",)
        field_classes = {"email": forms.EmailField}


@admin.register(User)
class LoginAdmin(KeepsAdministrators, UserAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    """Logins."""

    add_form = UserCreation
    list_display = ["email", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["email"]
    ordering = ["email"]
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = ["groups", "user_permissions"]
    fieldsets = [
        (None, {"fields": ["email", "password"]}),
        ("May", {"fields": ["is_active", "is_staff", "is_superuser"]}),
        ("Rights of operators", {"fields": ["groups", "user_permissions"]}),
        ("Times", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {"classes": ["wide"], "fields": ["email", "usable_password", "password1", "password2"]},
        )
    ]


@admin.register(AccessToken)
class AccessTokenAdmin(admin.ModelAdmin[AccessToken]):
    """Tokens: seen and revoked, never made or changed; the secret is known to its owner only."""

    list_display = ["name", "hint", "user", "last_used_at", "expires_at", "revoked_at"]
    list_filter = [("revoked_at", admin.EmptyFieldListFilter)]
    list_select_related = ["user"]
    search_fields = ["name", "user__email"]
    fields = ["user", "name", "hint", "created_at", "last_used_at", "expires_at", "revoked_at"]
    actions = ["revoke"]

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- Django's signature
        """Tokens are made in the profile or by create_token."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: AccessToken | None = None) -> bool:  # noqa: ARG002 -- Django's signature
        """Show only."""
        return False

    @admin.action(description="Revoke the selected tokens", permissions=["delete"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[AccessToken]) -> None:
        """End the tokens from now on."""
        count = queryset.filter(revoked_at=None).update(revoked_at=timezone.now())
        self.message_user(request, f"{count} tokens revoked.")


@admin.register(FailedLogins)
class FailedLoginsAdmin(admin.ModelAdmin[FailedLogins]):
    """Who must wait; deleting a row ends the wait."""

    list_display = ["email", "ip_address", "failures", "since"]
    search_fields = ["email"]

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- Django's signature
        """Rows come from failed logins."""
        return False

    def has_change_permission(
        self,
        request: HttpRequest,  # noqa: ARG002 -- Django's signature
        obj: FailedLogins | None = None,  # noqa: ARG002 -- Django's signature
    ) -> bool:
        """Show and delete only."""
        return False
