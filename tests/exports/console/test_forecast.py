"""What will be refused is told beforehand."""

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from pytest_django import Settings

from exports import schedule
from exports.console.forecast import fails_from, forecast, said, whole
from exports.errors import Refused
from exports.limits import check_since
from exports.models import Export, ExportRun
from exports.request import ExportRequest
from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from fourme.jobs import clock
from records.models import Site
from tests.exports.console.defining import NOW, define, ran, weekly

pytestmark = pytest.mark.django_db
UTC = ZoneInfo("UTC")
DAILY: dict[str, Any] = {
    "frequency": "daily",
    "start_date": dt.date(2026, 11, 2),
    "time_of_day": dt.time(8),
}


@pytest.fixture(autouse=True)
def sunday() -> Iterator[None]:
    """The clock of schedules stands still."""
    with clock.showing(NOW):
        yield


@pytest.fixture
def big_sites(wdc: Account, settings: Settings) -> None:
    """The account has more sites than may be exported in full at any time."""
    settings.FULL_EXPORT_LIMIT = 2
    Site.objects.bulk_create(Site(account=wdc, name=f"Site {number}") for number in range(3))


def warnings(actor: Actor, export: Export) -> tuple[str, ...]:
    planned = list(islice(schedule.upcoming(export, clock.now()), 5))
    return forecast(export, planned, actor, UTC).warnings


def test_all_records_come_with_full_exports_and_with_what_is_new_in_incremental_ones(
    administrator: Actor,
) -> None:
    types = ["sites", "teams"]
    assert [each.slug for each in whole(define(administrator, types=types))] == types
    seen = weekly(administrator, types=types, marks={"sites": {}})
    assert [each.slug for each in whole(seen)] == ["teams"]
    assert whole(define(administrator, strategy="partial", since=NOW)) == []


@pytest.mark.usefixtures("big_sites")
def test_big_types_are_named_and_others_counted(administrator: Actor) -> None:
    found = forecast(define(administrator, types=["sites", "people"]), [], administrator, UTC)

    assert [each.slug for each in found.big] == ["sites"]
    assert found.counts == {"sites": 3, "people": 1}
    assert found.warnings == ()


@pytest.mark.usefixtures("big_sites")
def test_a_big_type_was_exported_lately(administrator: Actor) -> None:
    with clock.showing(None):
        now = timezone.now()
        export = define(administrator, name="Once")
        ran(export, records={"sites": 3}, full_types=["sites"], claimed_at=now)
        again = said(now + dt.timedelta(hours=23), UTC)

        found = warnings(administrator, export)

    assert found == (
        (
            f"All Sites were exported less than 23 hours ago. Before {again} another full export "
            "of them fails."
        ),
    )


@pytest.mark.usefixtures("big_sites")
def test_a_planned_run_comes_too_soon_after_the_last(administrator: Actor) -> None:
    export = define(administrator, **DAILY)
    ran(export, records={"sites": 3}, full_types=["sites"], claimed_at=NOW)

    (found,) = warnings(administrator, export)

    assert "Before Monday 23 November 2026, 08:00 UTC" in found
    assert "also the one planned" not in found  # it comes exactly 23 hours later
    with clock.showing(NOW + dt.timedelta(hours=1)):
        ran(export, records={"sites": 3}, full_types=["sites"], claimed_at=clock.now())
        (found,) = warnings(administrator, export)
    assert "also the one planned for Monday 23 November 2026, 08:00 UTC." in found


@pytest.mark.usefixtures("big_sites")
@pytest.mark.parametrize(
    "run",
    [
        {"records": {"sites": 2}, "full_types": ["sites"]},
        {"records": {"sites": 3}, "full_types": []},
        {"records": {"sites": 3}, "full_types": ["sites"], "state": "failed"},
        {
            "records": {"sites": 3},
            "full_types": ["sites"],
            "claimed_at": NOW - dt.timedelta(hours=23),
        },
    ],
)
def test_small_filtered_failed_and_old_exports_do_not_matter(
    administrator: Actor, run: dict[str, Any]
) -> None:
    export = define(administrator)
    ran(export, **{"claimed_at": NOW, **run})

    assert warnings(administrator, export) == ()


@pytest.mark.usefixtures("big_sites")
def test_runs_that_are_planned_too_often(administrator: Actor) -> None:
    twice = define(administrator, **DAILY)
    planned = [NOW + dt.timedelta(hours=12 * number) for number in range(1, 4)]

    (found,) = forecast(twice, planned, administrator, UTC).warnings

    assert found == (
        "It is planned more often than once in 23 hours: when the run of Sunday 22 November 2026, "
        "21:00 UTC has succeeded, that of Monday 23 November 2026, 09:00 UTC fails, because of "
        "Sites. Plan it once a day, or choose Incremental."
    )
    assert warnings(administrator, twice) == ()


def test_a_fixed_moment_lies_too_far_back_one_day(administrator: Actor) -> None:
    since = dt.datetime(2026, 10, 5, 9, 30, tzinfo=dt.UTC)
    export = define(administrator, strategy="partial", since=since, **DAILY)

    assert warnings(administrator, export) == (
        (
            "Changes go at most two months back, so from Sunday 6 December 2026, 00:00 UTC on its "
            "runs fail, first that of Sunday 6 December 2026, 08:00 UTC. Incremental goes on by "
            "itself."
        ),
    )


def test_without_a_run_after_that_day_there_is_no_warning(administrator: Actor) -> None:
    since = dt.datetime(2026, 10, 5, 9, 30, tzinfo=dt.UTC)
    once = define(administrator, strategy="partial", since=since)
    ended = DAILY | {"end_date": dt.date(2026, 12, 5)}

    assert warnings(administrator, once) == ()
    assert (
        warnings(administrator, define(administrator, strategy="partial", since=since, **ended))
        == ()
    )


@pytest.mark.parametrize(
    "day", ["2025-12-29", "2025-12-31", "2026-01-01", "2026-02-28", "2026-10-25"]
)
@pytest.mark.parametrize("hour", [0, 12])
def test_the_day_is_the_first_on_which_the_limit_refuses(
    administrator: Actor, day: str, hour: int
) -> None:
    since = dt.datetime.fromisoformat(day).replace(hour=hour, tzinfo=UTC)
    fails = fails_from(since, UTC)

    def check(moment: dt.datetime) -> None:
        stored = ExportRun.Origin.SCHEDULE
        check_since(ExportRequest(administrator, (), since, origin=stored, asked_at=moment))

    check(fails - dt.timedelta(seconds=1))
    with pytest.raises(Refused):
        check(fails)
