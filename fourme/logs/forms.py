"""The filter of the system log."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from fourme.logs import selectors
from fourme.logs.models import SystemLog
from fourme.logs.outcomes import OUTCOMES


class FilterForm(forms.Form):
    """Days, person, outcome and words, as they stand in the address of the page."""

    view = forms.ChoiceField(
        choices=SystemLog.LogType.choices, required=False, widget=forms.HiddenInput
    )
    start = forms.DateField(
        label="From", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    end = forms.DateField(
        label="to", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    person = forms.CharField(
        label="Person",
        required=False,
        max_length=128,
        widget=forms.TextInput({"type": "search", "placeholder": "Name or e-mail", "size": 14}),
    )
    level = forms.ChoiceField(
        label="Level",
        required=False,
        choices=[("", "All"), *((name, one.label) for name, one in reversed(OUTCOMES.items()))],
    )
    q = forms.CharField(
        label="Text",
        required=False,
        max_length=200,
        widget=forms.TextInput({"type": "search", "placeholder": "In the message", "size": 16}),
    )

    def clean(self) -> dict[str, Any]:
        """Check that the days are in order; no view means the first one."""
        data = super().clean() or self.cleaned_data
        start, end = data.get("start"), data.get("end")
        if start and end and start > end:
            self.add_error("end", ValidationError("The last day is before the first one."))
        data["view"] = data.get("view") or selectors.DEFAULT
        return data

    def filter(self, entries: QuerySet[SystemLog], zone: ZoneInfo) -> QuerySet[SystemLog]:
        """Return the entries that match; the days begin at midnight in the zone.

        A filter with errors matches nothing: it must not show more than was asked for.
        """
        if not self.is_valid():
            return entries.none()
        data = self.cleaned_data
        entries = entries.filter(log_type=data["view"])
        if data["start"]:
            entries = entries.filter(created_at__gte=datetime.combine(data["start"], time(), zone))
        if data["end"]:
            after = data["end"] + timedelta(days=1)
            entries = entries.filter(created_at__lt=datetime.combine(after, time(), zone))
        if data["level"]:
            entries = entries.filter(OUTCOMES[data["level"]].condition())
        for word in data["person"].split():
            entries = entries.filter(
                Q(user__email__icontains=word) | Q(user__person__name__icontains=word)
            )
        for word in data["q"].split():
            entries = entries.filter(message__icontains=word)
        return entries
