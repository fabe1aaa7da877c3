"""Service level management: calendars and holidays."""

from typing import ClassVar

from django.db import models

from records import columns
from records.keys import RecordKey
from records.models.record import Disableable, Record, Sourced, unique_name
from records.rules import all_or_none, ends_after
from records.types import ID, SOURCE, By, Children

FAMILY = "SLM"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Calendar(Sourced, Disableable, Record):
    """The hours in which work is done."""

    name = columns.String("Name", required=True, max_length=255, help="Unique in the account.")

    class Type:
        slug, label, singular, family = "calendars", "Calendars", "Calendar", FAMILY
        key = RecordKey()
        match = (ID, SOURCE, By(("name",)))
        merge = Children("hours")
        omit = ("created_at", "updated_at")
        list_columns = ("name", "updated_at")
        search_columns = ("name",)
        rules = (
            all_or_none(("weekday", "Weekday"), ("time_from", "From"), ("time_until", "Until")),
            ends_after("time_from", "time_until", start_header="From"),
        )
        notes = (
            (
                "One row for each period: the rows of a calendar stand together and repeat its ID, "
                "Source ID or Name. The periods of the file replace those of the calendar."
            ),
        )
        example = (
            {"weekday": "mon"},
            {"weekday": "tue", "time_from": "08:30", "time_until": "12:30"},
        )

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name()]


class CalendarHour(models.Model):
    """A period of a weekday in a calendar."""

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="hours")
    weekday = columns.Enum("Weekday", WEEKDAYS, max_length=3)
    time_from = columns.TimeOfDay("From")
    time_until = columns.TimeOfDay("Until")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.weekday} {self.time_from}-{self.time_until}"


class Holiday(Sourced, Record):
    """A time without work in some calendars."""

    name = columns.String("Name", required=True, max_length=80)
    start_at = columns.LocalMoment("Start At", required=True)
    end_at = columns.LocalMoment("End At", required=True)
    calendars = columns.Refs("Calendars", to="Calendar")

    class Type:
        slug, label, singular, family = "holidays", "Holidays", "Holiday", FAMILY
        key = RecordKey()
        omit = ("created_at", "updated_at")
        list_columns = ("name", "start_at", "end_at", "calendars", "updated_at")
        search_columns = ("name",)
        rules = (ends_after("start_at", "end_at", start_header="Start At"),)

    class Meta(Sourced.Meta):
        pass
