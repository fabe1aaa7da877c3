"""A form field for a moment, entered as the clocks of the person's zone show it."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError

from exports.moments import parse_moment

#: Beyond them a moment may be none in another zone.
_FIRST_YEAR, _LAST_YEAR = 1970, 2199


class MomentField(forms.CharField):
    """A date and time of day in a zone; an offset that is given counts instead of the zone."""

    def __init__(self, zone: ZoneInfo, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
        super().__init__(widget=widget, max_length=60, **kwargs)
        self.zone = zone

    def prepare_value(self, value: Any) -> Any:
        """Return a stored moment as the clocks of the zone show it."""
        return value.astimezone(self.zone) if isinstance(value, datetime) else value

    def clean(self, value: Any) -> Any:
        """Return the moment, None when there is none."""
        text = super().clean(value)
        if not text:
            return None
        try:
            moment = parse_moment(text, self.zone)
        except ValueError as wrong:
            raise ValidationError(f"“{text}” {wrong}.") from None
        if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
            raise ValidationError(f"Use a year from {_FIRST_YEAR} to {_LAST_YEAR}.")
        return moment

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare to the minute, which is what people enter."""
        shown = self.widget.format_value(self.prepare_value(initial)) if initial else ""
        return bool(shown != (data or ""))
