"""The filters of the logs: days for all of them, and those of the system log."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import F, Q, QuerySet

from fourme.logs import events
from fourme.logs.models import SystemLog
from fourme.logs.outcomes import LEVELS
from fourme.logs.tabs import DEFAULT

#: A filter that an export understands: names of parameters of a list, and their values.
Pairs = list[tuple[str, str]]
_FIRST, _LAST = date(1970, 1, 1), date(2199, 12, 31)
_BEYOND = f"Choose a day from {_FIRST.year} to {_LAST.year}."


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        validators=[MinValueValidator(_FIRST, _BEYOND), MaxValueValidator(_LAST, _BEYOND)],
    )


def search_field(label: str, placeholder: str, size: int) -> forms.CharField:
    """Return a field for words, all of which an entry must have."""
    widget = forms.TextInput({"type": "search", "placeholder": placeholder, "size": size})
    return forms.CharField(label=label, required=False, max_length=128, widget=widget)


class LogFilter(forms.Form):
    """The days of a log, as they stand in the address of the page."""

    start = _day("From")
    end = _day("to")

    def clean(self) -> dict[str, Any]:
        """Check that the days are in order."""
        data = super().clean() or self.cleaned_data
        start, end = data.get("start"), data.get("end")
        if start and end and start > end:
            self.add_error("end", ValidationError("The last day is before the first one."))
        return data

    def words(self, name: str) -> list[str]:
        """Return the words of a search field."""
        return str(self.cleaned_data.get(name, "")).split()

    def pairs(self) -> Pairs:
        """Return the valid filter for the list of the record type: `created_at__gte` and so on."""
        data = self.cleaned_data
        days = (("created_at__gte", data["start"]), ("created_at__lte", data["end"]))
        return [(name, day.isoformat()) for name, day in days if day]

    @property
    def filtered(self) -> bool:
        """Tell whether anything is asked for."""
        return any(self.data.get(name) for name, field in self.fields.items() if _is_shown(field))


class SystemLogFilter(LogFilter):
    """Days, person, outcome, type and words. Which types there are, depends on the view."""

    view = forms.ChoiceField(
        choices=SystemLog.LogType.choices, required=False, widget=forms.HiddenInput
    )
    person = search_field("Person", "Name or e-mail", 14)
    event = forms.ChoiceField(label="Type", required=False)
    level = forms.ChoiceField(
        label="Level", required=False, choices=[("", "All"), *LEVELS.choices()]
    )
    q = search_field("Text", "In the message", 16)

    field_order = ("view", "start", "end", "person", "event", "level", "q")

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        view = data.get("view")
        self.log_type = SystemLog.LogType(view) if view in SystemLog.LogType else DEFAULT
        known = [(event.name, event.label) for event in events.of(self.log_type)]
        if len(known) > 1:
            self.fields["event"].choices = [("", "All"), *known]  # type: ignore[attr-defined] # a ChoiceField
        else:
            del self.fields["event"]

    def filter(self, entries: QuerySet[SystemLog], zone: ZoneInfo) -> QuerySet[SystemLog]:
        """Return the entries of the view that match; the days begin at midnight in the zone.

        A filter with errors matches nothing: it must not show more than was asked for.
        """
        if not self.is_valid():
            return entries.none()
        data = self.cleaned_data
        entries = entries.filter(log_type=self.log_type)
        if data["start"]:
            entries = entries.filter(created_at__gte=datetime.combine(data["start"], time(), zone))
        if data["end"]:
            after = data["end"] + timedelta(days=1)
            entries = entries.filter(created_at__lt=datetime.combine(after, time(), zone))
        for name in ("event", "level"):
            if data.get(name):
                entries = entries.filter(**{name: data[name]})
        for word in self.words("person"):
            named = Q(user__person__account=F("account"), user__person__name__icontains=word)
            entries = entries.filter(Q(user__person__primary_email__icontains=word) | named)
        for word in self.words("q"):
            entries = entries.filter(message__icontains=word)
        return entries

    def pairs(self) -> Pairs:
        """Return the valid filter for the list of system logs."""
        data = self.cleaned_data
        exact = {"log_type": self.log_type, "event": data.get("event"), "level": data["level"]}
        return [
            *((f"{name}__exact", value) for name, value in exact.items() if value),
            *super().pairs(),
            *(("person__icontains", word) for word in self.words("person")),
            *(("message__icontains", word) for word in self.words("q")),
        ]


def _is_shown(field: forms.Field) -> bool:
    return not field.widget.is_hidden
