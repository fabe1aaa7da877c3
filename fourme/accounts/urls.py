"""Addresses of logins, profiles and the Settings console."""

from django.urls import path

from fourme.accounts.views import login, profile
from fourme.accounts.views.settings import account, tokens, trusts

urlpatterns = [
    path("login", login.login, name="login"),
    path("logout", login.logout, name="logout"),
    path("account/switch/", login.switch, name="account_switch"),
    path("profile/", profile.profile, name="profile"),
    path("profile/password/", profile.PasswordView.as_view(), name="password_change"),
    path("profile/tokens/", profile.generate_token, name="profile_generate"),
    path("profile/tokens/<int:pk>/revoke/", profile.revoke_token, name="profile_revoke"),
    path("settings/", account.glance, name="settings"),
    path("settings/account/", account.settings, name="settings_account"),
    path("settings/trusts/", trusts.listing, name="settings_trusts"),
    path("settings/trusts/invite/", trusts.invite, name="trust_invite"),
    path("settings/trusts/<int:pk>/", trusts.change, name="trust_change"),
    path("settings/trusts/<int:pk>/end/", trusts.end, name="trust_end"),
    path("settings/tokens/", tokens.listing, name="settings_tokens"),
    path("settings/tokens/generate/", tokens.generate, name="settings_tokens_generate"),
    path("settings/tokens/<int:pk>/revoke/", tokens.revoke, name="settings_tokens_revoke"),
]
