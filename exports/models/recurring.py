"""When something recurs, as it is stored."""

from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.db import models

from exports.recurrence import FREQUENCIES, INDEXES, WEEKDAYS, Recurrence
from fourme.accounts import zones
from records.models import Calendar


def _choices(values: "tuple[str, ...]") -> list[tuple[str, str]]:
    return [(value, value.replace("_", " ").title()) for value in values]


class Recurring(models.Model):
    """The documented section Recurrence (enumeration `recurrence.frequency`).

    `day` counts from 0 for Sunday (weekly); `day_of_month` are 1 to 31 or -1 for the last one; with
    `day_of_week` the index-th weekday counts instead (monthly, yearly); `month_of_year` are 1 to 12
    (yearly). The time of day is the wall time in `time_zone`, one of `zones.names`. What falls
    into off-hours or holidays of the calendar is left out.
    """

    frequency = models.CharField(
        max_length=10, choices=_choices(FREQUENCIES), default=FREQUENCIES[0]
    )
    interval = models.PositiveSmallIntegerField(default=1)
    day = ArrayField(models.SmallIntegerField(), default=list, blank=True)
    day_of_month = ArrayField(models.SmallIntegerField(), default=list, blank=True)
    day_of_week = models.BooleanField(default=False)
    day_of_week_index = models.CharField(
        max_length=10, choices=_choices(tuple(INDEXES)), blank=True
    )
    day_of_week_day = models.CharField(max_length=10, choices=_choices(WEEKDAYS), blank=True)
    month_of_year = ArrayField(models.SmallIntegerField(), default=list, blank=True)
    start_date = models.DateField(null=True, blank=True)
    end_date = models.DateField(null=True, blank=True)
    time_of_day = models.TimeField(null=True, blank=True)
    time_zone = models.CharField(max_length=60, blank=True)
    calendar = models.ForeignKey(Calendar, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True

    def recurrence(self) -> Recurrence | None:
        """Return the rule, None when nothing is planned: no date, or no time of day."""
        if self.start_date is None or self.time_of_day is None:
            return None
        return Recurrence(
            frequency=self.frequency,
            start=self.start_date,
            time=self.time_of_day,
            zone=ZoneInfo(zones.iana(self.time_zone)),
            interval=self.interval,
            days=tuple(self.day),
            days_of_month=tuple(self.day_of_month),
            day_of_week=self.day_of_week,
            index=self.day_of_week_index,
            weekday=self.day_of_week_day,
            months=tuple(self.month_of_year),
            end=self.end_date,
            zone_name=self.time_zone,
        )
