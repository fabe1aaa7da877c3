"""The dialog that starts an export from a list."""

from typing import Any
from uuid import uuid4

from django import forms
from django.urls import reverse

from exports.lifetime import lifetime_words
from exports.models import ExportRun
from exports.request import ExportRequest, ListFilter
from exports.scopes import LISTED
from fourme.accounts.addresses import client_ip
from fourme.accounts.request import AccountRequest
from records import registry
from records.filters import Filter
from records.kinds import Locale


class ExportForm(forms.Form):
    """What to export of a type and its sub-options, as which file, all of it or a list."""

    types = forms.MultipleChoiceField(
        label="Export",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one of them."},
    )
    scope = forms.ChoiceField(label="Records", widget=forms.RadioSelect)
    export_format = forms.ChoiceField(label="Format", choices=ExportRun.Format.choices)
    line_separator = forms.ChoiceField(
        label="Line separator", choices=ExportRun.LineSeparator.choices
    )
    locale = forms.ChoiceField(
        label="Language",
        required=False,
        choices=[("", "All languages"), *((each, each) for each in Locale().choices)],
        help_text="One into which nothing is translated yet shows all that is missing.",
    )
    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=100, required=False)

    def __init__(
        self, shown: Filter, offered: list[tuple[str, str]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        record_type = shown.record_type
        options = registry.options(record_type)
        self.fields["types"].choices = [(each.slug, each.label) for each in options]  # type: ignore[attr-defined] # a ChoiceField
        self.fields["types"].initial = [record_type.slug]
        if not any(each.by_locale for each in options):
            del self.fields["locale"]
        self.fields["scope"].choices = offered  # type: ignore[attr-defined] # as above
        self.fields["scope"].initial = offered[0][0]
        self.fields["idempotency_key"].initial = uuid4().hex
        self.shown = shown

    @property
    def back(self) -> str:
        """The address of the list behind the dialog."""
        address = reverse("records", args=[self.shown.record_type])
        return f"{address}?{self.shown.query()}"

    @property
    def lifetime(self) -> str:
        """How long the file can be downloaded."""
        return lifetime_words()

    def export_request(self, request: AccountRequest) -> ExportRequest:
        """Return what the valid form asks for."""
        shown = ListFilter(self.shown.record_type.slug, self.shown.query())
        return ExportRequest(
            actor=request.actor,
            types=tuple(self.cleaned_data["types"]),
            list_filter=shown if self.cleaned_data["scope"] == LISTED else None,
            locale=self.cleaned_data.get("locale", ""),
            export_format=self.cleaned_data["export_format"],
            line_separator=self.cleaned_data["line_separator"],
            ip_address=client_ip(request),
            idempotency_key=self.cleaned_data["idempotency_key"],
        )
