"""The forms of logins, tokens and trusts."""

from math import ceil
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError

from fourme.accounts import throttle
from fourme.accounts.addresses import client_ip


class LoginForm(AuthenticationForm):
    """E-mail address and password; too many failures must wait."""

    username = forms.EmailField(
        label="E-mail address",
        max_length=128,
        widget=forms.EmailInput(attrs={"autofocus": True, "autocomplete": "username"}),
    )
    error_messages = {
        "invalid_login": (
            "The e-mail address or the password is not right, or the login is disabled."
        ),
        "inactive": "This login is disabled.",
    }

    def clean(self) -> dict[str, Any]:
        """Check the throttle, then the password. Raises ValidationError with what to do."""
        email = str(self.cleaned_data.get("username", "")).lower()
        address = client_ip(self.request) if self.request else None
        if email and self.cleaned_data.get("password"):
            self._admit(email, address)
        data = super().clean()
        if self.user_cache is not None:
            throttle.forget(email, address)
        return data

    def _admit(self, email: str, address: str | None) -> None:
        wait = throttle.admit(email, address)
        if wait is None:
            return
        minutes = ceil(wait.total_seconds() / 60)
        unit = "minute" if minutes == 1 else "minutes"
        raise ValidationError(
            f"Too many failed logins. Try again in {minutes} {unit}.", code="throttled"
        )


class TokenForm(forms.Form):
    """What a new token is for."""

    name = forms.CharField(
        max_length=80,
        help_text="What the token is for, such as “nightly export”.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class InvitationForm(forms.Form):
    """The account to invite to a trust."""

    account = forms.CharField(
        label="Account ID",
        max_length=30,
        help_text="The short ID of the other account, such as “wna”.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_account(self) -> str:
        """Account IDs are lower case."""
        return str(self.cleaned_data["account"]).lower()
