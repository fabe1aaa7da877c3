"""The fields of the documented section Recurrence, as a form shows them."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.html import format_html
from django.utils.safestring import SafeString

from exports.recurrence import FREQUENCIES, INDEXES, LAST_DAY, LONGEST_MONTH, ONCE, WEEKDAYS
from fourme.accounts import zones
from records.models import Calendar

_FIRST, _LAST = dt.date(2000, 1, 1), dt.date(2199, 12, 31)
_YEARS = f"Use a year from {_FIRST.year} to {_LAST.year}."
_MOST = 999


class Numbers(forms.TypedMultipleChoiceField):
    """Numbers chosen by boxes, stored in their order, the last day last."""

    def __init__(self, choices: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(
            choices=list(choices),
            coerce=int,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": "%(value)s is not one of them."},
            **kwargs,
        )

    def clean(self, value: Any) -> list[int]:
        """Return each number once."""
        return sorted(set(super().clean(value)), key=lambda number: (number == LAST_DAY, number))


def _day(label: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        help_text=help_text,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        validators=[MinValueValidator(_FIRST, _YEARS), MaxValueValidator(_LAST, _YEARS)],
        error_messages={"invalid": "This is not a date. Write it as 2026-12-31."},
    )


def _hint(always: str, frequencies: str, then: str) -> SafeString:
    """Return a hint with a sentence that shows only for some frequencies."""
    return format_html('{} <span data-when="{}">{}</span>', always, frequencies, then)


def _named(values: Iterable[str]) -> list[tuple[str, str]]:
    return [(value, value.replace("_", " ").capitalize()) for value in values]


class Section(forms.Form):
    """The fields; what they need of each other is checked by `RecurrenceFields`."""

    frequency = forms.ChoiceField(
        label="Frequency",
        choices=_named(FREQUENCIES),
        help_text=_hint("", ONCE, "Once, on the start date; without one only by Run now."),
    )
    interval = forms.IntegerField(
        label="Interval",
        required=False,
        min_value=1,
        max_value=_MOST,
        initial=1,
        error_messages={
            "min_value": "Use a number from 1 on: 2 is every second time.",
            "max_value": f"Use {_MOST} at most.",
        },
    )
    day = Numbers(
        ((day, WEEKDAYS[day].capitalize()) for day in (1, 2, 3, 4, 5, 6, 0)),
        label="Days of the week",
    )
    day_of_month = Numbers(
        [*((day, str(day)) for day in range(1, LONGEST_MONTH + 1)), (LAST_DAY, "Last day")],
        label="Days of the month",
        help_text=_hint(
            "A month that does not have a chosen day counts its last day instead.",
            "yearly",
            "Without any, it is the day of the start date.",
        ),
    )
    day_of_week = forms.BooleanField(
        label="Which days",
        required=False,
        initial=False,
        widget=forms.RadioSelect(
            choices=[
                (False, "On days of the month"),
                (True, "On a weekday, such as the second Tuesday"),
            ]
        ),
    )
    day_of_week_index = forms.ChoiceField(
        label="Which one", required=False, choices=_named(INDEXES)
    )
    day_of_week_day = forms.ChoiceField(
        label="Weekday", required=False, choices=_named((*WEEKDAYS[1:], WEEKDAYS[0]))
    )
    month_of_year = Numbers(
        ((month, dt.date(2000, month, 1).strftime("%B")) for month in range(1, 13)),
        label="Months",
    )
    start_date = _day(
        "Start date",
        _hint(
            "",
            " ".join(FREQUENCIES[1:]),
            "Blank: today. Every second or third time is counted from here.",
        ),
    )
    end_date = _day("End date", "The last day that counts. Blank: it goes on.")
    time_of_day = forms.TimeField(
        label="Time of day",
        required=False,
        input_formats=["%H:%M"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text="Clock time in the zone below, in summer and winter. A time that the clocks skip"
        " is the moment at which they change; one that they show twice counts once.",
        error_messages={"invalid": "This is not a time of day. Write it as 09:00."},
    )
    time_zone = forms.ChoiceField(
        label="Time zone",
        choices=[(name, name) for name in zones.names()],
        error_messages={
            "required": "Choose a time zone.",
            "invalid_choice": "%(value)s is not one of the time zones.",
        },
    )
    calendar = forms.ModelChoiceField(
        Calendar.objects.none(),
        label="Calendar",
        required=False,
        empty_label="None: all days and times count",
        help_text="What falls into its off-hours or holidays is left out. Its hours are read in"
        " the time zone above; a calendar without hours is never open.",
        error_messages={"invalid_choice": "Choose one of the calendars of this account."},
    )
