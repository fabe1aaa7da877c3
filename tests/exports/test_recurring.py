"""The part of a form that says when something recurs: each condition, and what is stored."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import QueryDict

from exports.models.recurring import Recurring
from exports.recurrence_section import Section
from exports.recurring import RecurrenceFields, calendars_of
from fourme.accounts import zones
from fourme.accounts.models import Account
from fourme.jobs import clock
from records.models import Calendar, CalendarHour

#: A Sunday; in Auckland it is Monday already.
NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
BLANK = {
    "interval": 1, "day": [], "day_of_month": [], "day_of_week": False, "day_of_week_index": "",
    "day_of_week_day": "", "month_of_year": [], "end_date": None, "calendar": None,
}  # fmt: skip
#: What browsers send of fields that do not show.
EVERYTHING = {
    "interval": "2", "day": ["1"], "day_of_month": ["31"], "day_of_week": "False",
    "day_of_week_index": "first", "day_of_week_day": "monday", "month_of_year": ["2"],
    "end_date": "2030-01-01",
}  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _sunday() -> Iterator[None]:
    with clock.showing(NOW):
        yield


def form(frequency: str, /, **sent: Any) -> RecurrenceFields:
    """Return the form with what a browser sends, in the time of Amsterdam.

    `initial` is what is stored.
    """
    initial = sent.pop("initial", None)
    data = QueryDict(mutable=True)
    for name, value in ({"frequency": frequency, "time_zone": "Amsterdam"} | sent).items():
        data.setlist(name, value if isinstance(value, list) else [value])
    calendars = calendars_of(Account(id="wdc"))
    return RecurrenceFields(data, initial=initial, calendars=calendars, time_zone="Amsterdam")


def stored(frequency: str, /, **sent: Any) -> dict[str, Any]:
    """Return what a valid form gives, less what every form has."""
    bound = form(frequency, **sent)
    assert bound.is_valid(), bound.errors
    assert bound.cleaned_data.pop("frequency") == frequency
    return bound.cleaned_data


def refused(frequency: str, /, **sent: Any) -> dict[str, list[str]]:
    bound = form(frequency, **sent)
    return {name: [str(each) for each in errors] for name, errors in bound.errors.items()}


NINE = {"start_date": dt.date(2026, 12, 1), "time_of_day": dt.time(9), "time_zone": "Amsterdam"}
SENT_NINE = {"start_date": "2026-12-01", "time_of_day": "09:00"}


def test_once() -> None:
    assert stored("no_repeat", **SENT_NINE) == BLANK | NINE


def test_not_at_all() -> None:
    never = {"start_date": None, "time_of_day": None, "time_zone": "Amsterdam"}
    assert stored("no_repeat") == BLANK | never
    assert form("no_repeat").is_valid()


def test_daily() -> None:
    assert stored("daily", **SENT_NINE, interval="3", end_date="2027-03-31") == BLANK | NINE | {
        "interval": 3,
        "end_date": dt.date(2027, 3, 31),
    }


def test_weekly() -> None:
    sent = stored("weekly", **SENT_NINE, day=["5", "0", "1", "1"])
    assert sent == BLANK | NINE | {"day": [0, 1, 5]}


def test_monthly_on_days() -> None:
    sent = stored("monthly", **SENT_NINE, day_of_month=["-1", "15", "1"])
    assert sent == BLANK | NINE | {"day_of_month": [1, 15, -1]}


def test_monthly_on_a_weekday() -> None:
    chosen = {"day_of_week_index": "second", "day_of_week_day": "tuesday"}
    sent = stored("monthly", **SENT_NINE, day_of_week="True", **chosen)
    assert sent == BLANK | NINE | {"day_of_week": True, **chosen}


def test_yearly() -> None:
    sent = stored("yearly", **SENT_NINE, month_of_year=["11", "2"], day_of_month=["29"])
    assert sent == BLANK | NINE | {"month_of_year": [2, 11], "day_of_month": [29]}


def test_yearly_on_a_weekday() -> None:
    chosen = {"day_of_week_index": "last", "day_of_week_day": "friday"}
    sent = stored("yearly", **SENT_NINE, month_of_year=["2"], day_of_week="True", **chosen)
    assert sent == BLANK | NINE | {"month_of_year": [2], "day_of_week": True, **chosen}


def test_yearly_without_a_day_is_on_that_of_the_start() -> None:
    bound = form("yearly", **SENT_NINE, month_of_year=["3"])
    assert bound.is_valid()
    recurrence = bound.planned().recurrence()
    assert recurrence is not None
    assert next(recurrence.after(NOW)) == dt.datetime(2027, 3, 1, 8, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("frequency", "applies"),
    [
        ("no_repeat", set[str]()),
        ("daily", {"interval", "end_date"}),
        ("weekly", {"interval", "end_date", "day"}),
        ("monthly", {"interval", "end_date", "day_of_month"}),
        ("yearly", {"interval", "end_date", "day_of_month", "month_of_year"}),
    ],
)
def test_what_does_not_apply_is_stored_blank(frequency: str, applies: set[str]) -> None:
    sent = stored(frequency, **SENT_NINE, **EVERYTHING)
    assert {name for name, value in BLANK.items() if sent[name] != value} == applies


def test_what_does_not_apply_cannot_be_wrong() -> None:
    wrong = {
        "interval": "x", "day": ["7"], "day_of_month": ["0"], "day_of_week_index": "fifth",
        "day_of_week_day": "x", "month_of_year": ["13"], "end_date": "x", "calendar": "x",
    }  # fmt: skip
    assert stored("no_repeat", **SENT_NINE, **wrong) == BLANK | NINE


def test_forms_do_not_share_what_they_blank() -> None:
    stored("daily", **SENT_NINE)["day"].append(1)
    assert stored("daily", **SENT_NINE)["day"] == []


@pytest.mark.parametrize(
    ("frequency", "sent", "errors"),
    [
        ("no_repeat", {"start_date": "2026-12-01"}, {"time_of_day"}),
        ("no_repeat", {"time_of_day": "09:00"}, {"start_date"}),
        ("daily", {}, {"time_of_day"}),
        ("weekly", {"time_of_day": "09:00"}, {"day"}),
        ("weekly", {}, {"day", "time_of_day"}),
        ("monthly", {"time_of_day": "09:00"}, {"day_of_month"}),
        (
            "monthly",
            {"time_of_day": "09:00", "day_of_week": "True"},
            {"day_of_week_index", "day_of_week_day"},
        ),
        ("yearly", {"time_of_day": "09:00"}, {"month_of_year"}),
        (
            "yearly",
            {"day_of_week": "True"},
            {"month_of_year", "time_of_day", "day_of_week_index", "day_of_week_day"},
        ),
    ],
)
def test_what_is_required(frequency: str, sent: dict[str, Any], errors: set[str]) -> None:
    found = refused(frequency, **sent)
    assert found.keys() == errors
    assert all(text.startswith(("Choose ", "Enter ")) for (text,) in found.values())


@pytest.mark.parametrize(
    ("sent", "name", "error"),
    [
        ({"interval": "0"}, "interval", "Use a number from 1 on: 2 is every second time."),
        ({"interval": "-1"}, "interval", "Use a number from 1 on: 2 is every second time."),
        ({"interval": "1" + "0" * 30}, "interval", "Use 999 at most."),
        ({"interval": "two"}, "interval", "Enter a whole number."),
        ({"interval": "1" * 5000}, "interval", "Enter a whole number."),
        ({"day": ["7"]}, "day", "7 is not one of them."),
        ({"day": ["\x00"]}, "day", "\x00 is not one of them."),
        ({"start_date": "1 Dec"}, "start_date", "This is not a date. Write it as 2026-12-31."),
        ({"start_date": "0001-01-01"}, "start_date", "Use a year from 2000 to 2199."),
        ({"end_date": "9999-12-31"}, "end_date", "Use a year from 2000 to 2199."),
        ({"end_date": "2026-02-30"}, "end_date", "This is not a date. Write it as 2026-12-31."),
        ({"time_of_day": "24:00"}, "time_of_day", "This is not a time of day. Write it as 09:00."),
        ({"time_zone": "Mars"}, "time_zone", "Mars is not one of the time zones."),
        ({"time_zone": ""}, "time_zone", "Choose a time zone."),
        ({"end_date": "2026-11-30"}, "end_date", "It is before the start date, 1 December 2026."),
    ],
)
def test_what_is_wrong(sent: dict[str, Any], name: str, error: str) -> None:
    assert refused("weekly", **SENT_NINE | {"day": ["1"]} | sent) == {name: [error]}


def test_a_frequency_that_is_none() -> None:
    assert refused("hourly", **SENT_NINE, **EVERYTHING).keys() == {"frequency"}
    assert refused("", **SENT_NINE).keys() == {"frequency"}


def test_a_blank_start_is_today_in_the_zone() -> None:
    assert stored("daily", time_of_day="09:00")["start_date"] == dt.date(2026, 11, 22)
    there = stored("daily", time_of_day="09:00", time_zone="Auckland")
    assert there["start_date"] == dt.date(2026, 11, 23)


def test_a_blank_interval_is_one() -> None:
    assert stored("daily", **SENT_NINE, interval="")["interval"] == 1


def test_what_has_passed_is_refused() -> None:
    # It is 13:00 in Amsterdam.
    today = {"start_date": "2026-11-22", "time_of_day": "13:00"}
    passed = "This moment has passed; today is 22 November 2026."
    assert refused("no_repeat", **today) == {"start_date": [passed]}
    assert refused("no_repeat", **today | {"time_of_day": "13:01"}) == {}
    ended = {"start_date": "2026-01-01", "time_of_day": "09:00", "end_date": "2026-11-21"}
    passed = "This day has passed; today is 22 November 2026."
    assert refused("daily", **ended) == {"end_date": [passed]}
    assert refused("daily", **ended | {"start_date": ""}) == {"end_date": [passed]}
    # Told together with what is missing.
    assert refused("weekly", **ended) == {
        "day": ["Choose at least one day of the week."],
        "end_date": [passed],
    }


@pytest.mark.parametrize(
    ("frequency", "sent"),
    [
        ("daily", {"end_date": "2026-11-22"}),  # today, at a time that has passed
        ("weekly", {"end_date": "2026-11-24", "day": ["3"]}),
        ("monthly", {"end_date": "2026-11-29", "day_of_month": ["-1"]}),
        ("yearly", {"end_date": "2027-01-31", "month_of_year": ["2"], "day_of_month": ["1"]}),
    ],
)
def test_no_day_until_the_end_is_refused(frequency: str, sent: dict[str, Any]) -> None:
    error = {"end_date": ["None of the chosen days is left until then."]}
    assert refused(frequency, **sent, time_of_day="09:00") == error


def test_what_was_stored_and_has_passed_can_be_kept() -> None:
    before = {
        "frequency": "daily",
        "interval": 1,
        "start_date": dt.date(2026, 1, 1),
        "end_date": dt.date(2026, 2, 1),
        "time_of_day": dt.time(9),
        "time_zone": "Amsterdam",
    }
    sent = {"start_date": "2026-01-01", "end_date": "2026-02-01", "interval": "1"}
    assert form("daily", initial=before, **sent, time_of_day="09:00").is_valid()
    assert not form("daily", initial=before, **sent, time_of_day="09:01").is_valid()


def test_what_a_stored_export_shows_is_what_it_stores() -> None:
    chosen = {"day_of_week_index": "second", "day_of_week_day": "tuesday"}
    first = form("yearly", **SENT_NINE, month_of_year=["2"], day_of_week="True", **chosen)
    assert first.is_valid()
    values = first.cleaned_data
    shown = RecurrenceFields(initial=values, calendars=Calendar.objects.none())
    data = QueryDict(mutable=True)
    for bound in shown:
        value = bound.value()
        for each in value if isinstance(value, list) else [value]:
            text = bound.field.widget.format_value(each)
            data.setlistdefault(bound.name).extend(text if isinstance(text, list) else [text or ""])
    again = RecurrenceFields(data, initial=values, calendars=Calendar.objects.none())
    assert again.is_valid(), again.errors
    assert again.cleaned_data == values
    assert again.changed_data == []


@pytest.fixture
def weekdays(wdc: Account) -> Calendar:
    calendar = Calendar.objects.create(account=wdc, name="Weekdays")
    for day in ("mon", "tue", "wed", "thu", "fri"):
        CalendarHour.objects.create(
            calendar=calendar, weekday=day, time_from="08:00", time_until="17:00"
        )
    return calendar


def test_a_calendar_of_the_account(weekdays: Calendar) -> None:
    assert stored("daily", **SENT_NINE, calendar=str(weekdays.pk))["calendar"] == weekdays


def test_calendars_that_are_not_offered(weekdays: Calendar, wna: Account) -> None:
    foreign = Calendar.objects.create(account=wna, name="Foreign")
    disabled = Calendar.objects.create(account=weekdays.account, name="Old", disabled=True)
    error = {"calendar": ["Choose one of the calendars of this account."]}
    for sent in (foreign.pk, disabled.pk, 10**30, "x", "-1"):
        assert refused("daily", **SENT_NINE, calendar=str(sent)) == error
    assert list(calendars_of(weekdays.account)) == [weekdays]
    assert list(calendars_of(weekdays.account, disabled.pk)) == [disabled, weekdays]
    assert list(calendars_of(weekdays.account, foreign.pk)) == [weekdays]


def test_a_calendar_that_is_never_open_then_is_refused(weekdays: Calendar) -> None:
    empty = Calendar.objects.create(account=weekdays.account, name="Empty")
    for calendar, time in ((weekdays, "18:00"), (empty, "09:00")):
        error = f"“{calendar.name}” is not open at any of these times, so nothing would ever run."
        error += " Choose other times, or another calendar."
        sent = {"start_date": "2026-12-01", "time_of_day": time, "calendar": str(calendar.pk)}
        assert refused("daily", **sent) == {"calendar": [error]}


def test_all_time_zones_by_name_and_the_one_of_the_person() -> None:
    fresh = RecurrenceFields(calendars=Calendar.objects.none(), time_zone="Tokyo")
    assert [value for value, _ in Section.base_fields["time_zone"].choices] == zones.names()  # type: ignore[attr-defined] # a ChoiceField
    assert fresh["time_zone"].value() == "Tokyo"
    assert fresh["day_of_week"].value() is False
    initial = {"time_zone": ""}
    blank = RecurrenceFields(initial=initial, calendars=Calendar.objects.none(), time_zone="Tokyo")
    assert blank["time_zone"].value() == "Tokyo"
    initial = {"time_zone": "Lima"}
    kept = RecurrenceFields(initial=initial, calendars=Calendar.objects.none(), time_zone="Tokyo")
    assert kept["time_zone"].value() == "Lima"


def test_the_fields_are_those_that_are_stored() -> None:
    assert Section.base_fields.keys() == {each.name for each in Recurring._meta.fields}
