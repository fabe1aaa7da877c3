"""Addresses of logins, profiles and the Settings console."""

from django.urls import path

from fourme.accounts.views import login, profile, settings

urlpatterns = [
    path("login", login.login, name="login"),
    path("logout", login.logout, name="logout"),
    path("account/switch/", login.switch, name="account_switch"),
    path("profile/", profile.profile, name="profile"),
    path("profile/password/", profile.PasswordView.as_view(), name="password_change"),
    path("profile/tokens/", profile.generate_token, name="token_generate"),
    path("profile/tokens/<int:pk>/revoke/", profile.revoke_token, name="token_revoke"),
    path("settings/", settings.overview, name="settings"),
    path("settings/account/", settings.account, name="settings_account"),
    path("settings/roles/", settings.roles, name="settings_roles"),
    path("settings/trusts/", settings.trust_list, name="settings_trusts"),
    path("settings/trusts/invite/", settings.trust_invite, name="trust_invite"),
    path("settings/trusts/<int:pk>/", settings.trust_change, name="trust_change"),
]
