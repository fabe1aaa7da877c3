"""The forms of logins, tokens, accounts and trusts."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from math import ceil
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils import timezone

from fourme.accounts import locales, throttle, zones
from fourme.accounts.addresses import client_ip
from fourme.accounts.models import Account
from fourme.accounts.models.account import ACCOUNT_ID


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
    """What a new token is for, and how long it lasts.

    A year to begin with: long enough for a nightly job to see its yearly check, and no token is
    forgotten for ever.
    """

    DAYS = {"30": "30 days", "90": "90 days", "365": "1 year"}
    NEVER, DATE = "never", "date"

    name = forms.CharField(
        max_length=80,
        help_text="What the token is for, such as “nightly export”.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    lasts = forms.ChoiceField(
        label="Expires",
        choices=[
            *((days, f"After {words}") for days, words in DAYS.items()),
            (DATE, "On a date…"),
            (NEVER, "Never"),
        ],
        initial="365",
    )
    until = forms.DateField(
        label="Last day",
        required=False,
        help_text="Only with “On a date…”.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: Any = None, *, zone: tzinfo = UTC) -> None:
        super().__init__(data)
        self._zone = zone

    def clean(self) -> dict[str, Any]:
        """Check that a date is given when it is asked for, and is one to come."""
        data = super().clean() or self.cleaned_data
        if data.get("lasts") != self.DATE or "until" in self.errors:
            return data
        until, today = data.get("until"), timezone.now().astimezone(self._zone).date()
        if until is None:
            self.add_error("until", "Choose the last day on which the token works.")
        elif until < today:
            self.add_error("until", "This day is over. Choose today or a later one.")
        elif until.year >= date.max.year:
            self.add_error("until", "That is too far away. Choose “Never” instead.")
        return data

    def expires_at(self) -> datetime | None:
        """Return from when on the token of the valid form opens nothing, None for never."""
        lasts, until = self.cleaned_data["lasts"], self.cleaned_data["until"]
        if lasts == self.NEVER:
            return None
        if lasts == self.DATE:
            return datetime.combine(until + timedelta(days=1), time(), self._zone)
        return timezone.now() + timedelta(days=int(lasts))


class AccountForm(forms.ModelForm[Account]):
    """What administrators change of their account."""

    time_zone = forms.ChoiceField(
        choices=[(name, name) for name in zones.names()],
        help_text="For people who have no time zone of their own, in pages, files and mails.",
    )
    language = forms.ChoiceField(
        choices=locales.choices(),
        help_text="The language that records are written in. Nothing is translated into it.",
    )

    class Meta:
        model = Account
        fields = ["name", "time_zone", "language"]

    def changes(self) -> list[tuple[str, str, str]]:
        """Return the changed fields: label, before, after."""
        return [
            (str(self[name].label), str(self.initial[name]), str(self.cleaned_data[name]))
            for name in self.changed_data
        ]


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
        account = str(self.cleaned_data["account"]).lower()
        if not re.fullmatch(ACCOUNT_ID, account):
            raise ValidationError("An account ID has letters, digits and hyphens only.")
        return account
