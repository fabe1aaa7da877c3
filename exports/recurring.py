"""The part of a form that says when something recurs."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from exports import schedule
from exports.models import Export
from exports.models.recurring import Recurring
from exports.recurrence import ONCE
from exports.recurrence_section import Section
from exports.recurrence_words import written
from fourme.accounts import zones
from fourme.accounts.models import Account
from fourme.jobs import clock
from records.models import Calendar

_ALWAYS = {"frequency", "start_date", "time_of_day", "time_zone"}
_FIELDS = {field.name: field for field in Recurring._meta.fields}
_REPEATED = {"interval", "end_date", "calendar"}
_BY_NUMBER = {"day_of_month"}
_BY_WEEKDAY = {"day_of_week_index", "day_of_week_day"}
_IN_MONTH = _BY_NUMBER | _BY_WEEKDAY | {"day_of_week"}
#: What applies to a frequency besides what always does; the rest is stored blank.
_APPLIES = {
    "daily": _REPEATED,
    "weekly": _REPEATED | {"day"},
    "monthly": _REPEATED | _IN_MONTH,
    "yearly": _REPEATED | _IN_MONTH | {"month_of_year"},
}
#: What a frequency needs, as far as it applies.
_REQUIRED = {
    "daily": {"time_of_day"},
    "weekly": {"time_of_day", "day"},
    "monthly": {"time_of_day", *_BY_NUMBER, *_BY_WEEKDAY},
    "yearly": {"time_of_day", *_BY_WEEKDAY, "month_of_year"},
}
_MISSING = {
    "day": "Choose at least one day of the week.",
    "day_of_month": "Choose at least one day of the month.",
    "day_of_week_index": "Choose which of these weekdays of a month.",
    "day_of_week_day": "Choose the weekday.",
    "month_of_year": "Choose at least one month.",
    "time_of_day": "Enter the time of day, such as 09:00.",
}


class RecurrenceFields(Section):
    """The fields of the documented section Recurrence, and what they need of each other.

    A form has them by inheriting from this class. What does not apply to the chosen frequency is
    stored blank, whatever was sent. A repeated export without a start date starts today.
    """

    def __init__(
        self, *args: Any, calendars: QuerySet[Calendar], time_zone: str = "UTC", **kwargs: Any
    ) -> None:
        """Offer the calendars, and the time zone unless one is stored."""
        super().__init__(*args, **kwargs)
        self.fields["calendar"].queryset = calendars  # type: ignore[attr-defined] # a ModelChoiceField
        self.initial["time_zone"] = self.initial.get("time_zone") or time_zone

    def clean(self) -> dict[str, Any]:
        """Blank what does not apply, and check what applies against each other."""
        cleaned = super().clean() or self.cleaned_data
        applying = self._applying(cleaned)
        for name in _FIELDS.keys() - applying:
            self.errors.pop(name, None)
            cleaned[name] = _FIELDS[name].get_default()
        self._require(cleaned, applying)
        self._check_end(cleaned)
        if not applying & self.errors.keys():
            self._complete(cleaned)
        if not applying & self.errors.keys() and applying & set(self.changed_data):
            self._check_next(self.planned())
        return cleaned

    def planned(self) -> Export:
        """Return an unsaved export that recurs as the valid fields say."""
        return Export(**{name: self.cleaned_data[name] for name in _FIELDS})

    def _applying(self, cleaned: dict[str, Any]) -> set[str]:
        """Return the fields that apply to the chosen frequency and way to choose days."""
        not_chosen = _BY_NUMBER if cleaned.get("day_of_week") else _BY_WEEKDAY
        return _ALWAYS | _APPLIES.get(cleaned.get("frequency", ""), set()) - not_chosen

    def _require(self, cleaned: dict[str, Any], applying: set[str]) -> None:
        required = _REQUIRED.get(cleaned.get("frequency", ""), set()) & applying
        for name, message in _MISSING.items():
            if name in required and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, message)

    def _check_end(self, cleaned: dict[str, Any]) -> None:
        start, end = cleaned.get("start_date"), cleaned.get("end_date")
        if start and end and end < start:
            self.add_error("end_date", f"It is before the start date, {written(start)}.")
        elif end and "time_zone" in cleaned and "end_date" in self.changed_data:
            today = _today(cleaned["time_zone"])
            if end < today:
                self.add_error("end_date", f"This day has passed; today is {written(today)}.")

    def _complete(self, cleaned: dict[str, Any]) -> None:
        """Fill in what may be left blank."""
        if cleaned["frequency"] == ONCE:
            self._check_once(cleaned)
            return
        cleaned["interval"] = cleaned["interval"] or 1
        cleaned["start_date"] = cleaned["start_date"] or _today(cleaned["time_zone"])

    def _check_once(self, cleaned: dict[str, Any]) -> None:
        """Require both the day and the time, or neither."""
        day, time = cleaned["start_date"], cleaned["time_of_day"]
        if day and time is None:
            self.add_error("time_of_day", _MISSING["time_of_day"])
        if time is not None and not day:
            self.add_error("start_date", "Enter the day as well, or leave the time of day blank.")

    def _check_next(self, export: Export) -> None:
        """Refuse what never happens any more, with the reason."""
        now = clock.now()
        recurrence = export.recurrence()
        if recurrence is None or next(schedule.upcoming(export, now), None):
            return
        if export.frequency == ONCE:
            today = written(_today(export.time_zone))
            self.add_error("start_date", f"This moment has passed; today is {today}.")
        elif export.calendar and next(recurrence.after(now), None):
            self.add_error(
                "calendar",
                f"“{export.calendar}” is not open at any of these times, so nothing would ever run."
                " Choose other times, or another calendar.",
            )
        else:
            self.add_error("end_date", "None of the chosen days is left until then.")


def calendars_of(account: Account, chosen: int | None = None) -> QuerySet[Calendar]:
    """Return the calendars to choose from: the enabled ones, and one that is chosen already."""
    calendars = Calendar.objects.filter(Q(disabled=False) | Q(pk=chosen), account=account)
    return calendars.order_by("name")


def _today(time_zone: str) -> dt.date:
    return clock.now().astimezone(ZoneInfo(zones.iana(time_zone))).date()
