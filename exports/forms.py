"""The dialog that starts an export from a list."""

from typing import Any
from uuid import uuid4

from django import forms

from exports.models import ExportRun
from exports.request import ExportRequest, ListFilter
from exports.scopes import ALL, LISTED
from fourme.accounts.addresses import client_ip
from fourme.accounts.request import AccountRequest
from records import registry
from records.types import RecordType


class ExportForm(forms.Form):
    """What to export of a type and its sub-options, as which file, all of it or a list."""

    types = forms.MultipleChoiceField(
        label="Export",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one of them."},
    )
    scope = forms.ChoiceField(label="Records", widget=forms.RadioSelect, initial=ALL)
    export_format = forms.ChoiceField(label="Format", choices=ExportRun.Format.choices)
    line_separator = forms.ChoiceField(
        label="Line separator", choices=ExportRun.LineSeparator.choices
    )
    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=100, required=False)

    def __init__(
        self, record_type: RecordType, scopes: list[tuple[str, str]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        options = registry.options(record_type)
        self.fields["types"].choices = [(each.slug, each.label) for each in options]  # type: ignore[attr-defined] # a ChoiceField
        self.fields["types"].initial = [record_type.slug]
        self.fields["scope"].choices = scopes  # type: ignore[attr-defined] # as above
        self.fields["scope"].initial = scopes[-1][0]
        self.fields["idempotency_key"].initial = uuid4().hex
        self.record_type = record_type

    def export_request(self, request: AccountRequest) -> ExportRequest:
        """Return what the valid form asks for, with the query string of the page as the filter."""
        filtered = self.cleaned_data["scope"] == LISTED
        query = request.GET.urlencode()
        return ExportRequest(
            actor=request.actor,
            types=tuple(self.cleaned_data["types"]),
            list_filter=ListFilter(self.record_type.slug, query) if filtered else None,
            export_format=self.cleaned_data["export_format"],
            line_separator=self.cleaned_data["line_separator"],
            ip_address=client_ip(request),
            idempotency_key=self.cleaned_data["idempotency_key"],
        )
