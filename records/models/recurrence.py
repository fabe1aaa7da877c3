"""The rule of a recurrence as iCalendar writes it, and what its columns need of each other."""

from django.db.models import Case, Expression, F, Func, Q, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, NullIf, Upper

from records.kinds.kind import Glue, ToChar
from records.rules import not_before, required_when
from records.types import CheckedRule

FREQUENCIES = ("no_repeat", "daily", "weekly", "monthly", "yearly")
WEEKDAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
_NUMBERS = {"first": "1", "second": "2", "third": "3", "fourth": "4", "last": "-1"}
NUMBERED = tuple(_NUMBERS)


def ical() -> Expression:
    """Return the expression of the lines DTSTART and RRULE; NULL when nothing repeats."""
    repeats = ~Q(recurrence_frequency__in=["", "no_repeat"])
    weekly, yearly = (Q(recurrence_frequency=each) for each in ("weekly", "yearly"))
    in_months = Q(recurrence_frequency__in=["monthly", "yearly"])
    by_weekday = Q(recurrence_day_of_week=True)
    lines = Glue(
        _part("DTSTART:", Glue(_day("recurrence_start_date"), _time())),
        Value("RRULE:FREQ="),
        Upper(F("recurrence_frequency")),
        _part(";INTERVAL=", Cast(F("recurrence_interval"), TextField())),
        _when(weekly, _part(";BYDAY=", _weekdays())),
        _when(in_months & by_weekday, _part(";BYDAY=", _numbered_weekday())),
        _when(in_months & ~by_weekday, _part(";BYMONTHDAY=", F("recurrence_day_of_month"))),
        _when(yearly, _part(";BYMONTH=", F("recurrence_month_of_year"))),
        _part(";UNTIL=", _day("recurrence_end_date")),
    )
    return Case(When(repeats, then=lines), default=None, output_field=TextField())


def _part(word: str, text: Expression | F) -> Expression:
    """Return the word and the text; nothing when there is no text."""
    filled = NullIf(text, Value(""), output_field=TextField())
    return Coalesce(Glue(Value(word), filled), Value(""), output_field=TextField())


def _when(condition: Q, part: Expression) -> Expression:
    return Case(When(condition, then=part), default=Value(""), output_field=TextField())


def _day(name: str) -> Expression:
    return ToChar(F(name), Value("YYYYMMDD"))


def _time() -> Expression:
    """Return the time of the start and the end of its line."""
    digits = _replaced(F("recurrence_time_of_day"), ":", "")
    return Glue(_part("T", _part("", Glue(NullIf(digits, Value("")), Value("00")))), Value("\n"))


def _weekdays() -> Expression:
    """Return the weekdays by two letters each: `1,3` becomes `MO,WE`."""
    text: Expression | F = F("recurrence_day")
    for number, day in enumerate(WEEKDAYS):
        text = _replaced(text, str(number), day[:2].upper())
    return text  # type: ignore[return-value] # replaced at least once


def _numbered_weekday() -> Expression:
    """Return which weekday of a month it is: `2TU`."""
    number = Case(
        *(When(recurrence_day_of_week_index=k, then=Value(v)) for k, v in _NUMBERS.items()),
        default=Value(""),
        output_field=TextField(),
    )
    letters = Func(F("recurrence_day_of_week_day"), Value(2), function="left")
    return Glue(number, Upper(letters, output_field=TextField()))


def _replaced(text: Expression | F, old: str, new: str) -> Expression:
    return Func(text, Value(old), Value(new), function="replace", output_field=TextField())


def rules() -> tuple[CheckedRule, ...]:
    """Return what the columns need of each other."""
    return (
        required_when("recurrence_day", "recurrence_frequency", "Recurrence - Frequency", "weekly"),
        not_before(
            "recurrence_start_date",
            "recurrence_end_date",
            start_header="Recurrence - Start Date",
        ),
    )
