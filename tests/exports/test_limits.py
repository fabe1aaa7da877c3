from contextlib import nullcontext
from datetime import UTC, datetime, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone
from pytest_django import Settings

from exports.errors import Refused
from exports.models import ExportRun
from exports.request import ListFilter
from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from fourme.jobs.models import State
from records.models import Site
from tests.exports.exporting import Ask, work
from tests.fixtures.world import Enrol


@pytest.fixture
def big(ask: Ask, wdc: Account, settings: Settings) -> ExportRun:
    """Sites are many, and were just exported in full."""
    settings.FULL_EXPORT_LIMIT = 1
    for name in ("Houston", "Chicago"):
        Site.objects.create(account=wdc, name=name)
    return work(ask("sites"))


def test_a_second_full_export_is_refused_and_says_why(ask: Ask, big: ExportRun) -> None:
    with pytest.raises(Refused) as caught:
        ask("teams", "sites")

    assert caught.value.limited == "sites"
    assert "All Sites were exported less than 23 hours ago" in str(caught.value)


def test_the_time_is_that_of_the_person(
    ask: Ask, big: ExportRun, enrol: Enrol, wdc: Account
) -> None:
    houston = enrol(wdc, Role.ACCOUNT_OWNER, time_zone="Central Time (US & Canada)")

    with pytest.raises(Refused, match=r"\(C[SD]T\)"):
        ask("sites", actor=houston)


def test_changes_and_lists_are_not_limited(ask: Ask, big: ExportRun) -> None:
    assert ask("sites", since=timezone.now() - timedelta(days=1)).strategy == "partial"
    assert ask("sites", list_filter=ListFilter("sites", "")).strategy == "filtered"


@pytest.fixture
def oldest() -> datetime:
    """The first moment of the day two months ago, for people of UTC."""
    day = timezone.now() - relativedelta(months=2)
    return day.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def test_the_whole_day_two_months_ago_is_not_limited(
    ask: Ask, big: ExportRun, oldest: datetime
) -> None:
    assert work(ask("sites", since=oldest)).state == State.DONE
    with pytest.raises(Refused, match="less than 23 hours ago"):
        ask("sites", since=oldest - timedelta(seconds=1))


def test_older_changes_count_as_a_full_export(ask: Ask, big: ExportRun, oldest: datetime) -> None:
    big.delete()
    far_back = oldest - timedelta(seconds=1)

    assert work(ask("sites", since=far_back)).full_types == ["sites"]
    with pytest.raises(Refused, match="changes of the last two months at any time"):
        ask("sites")


@pytest.mark.parametrize(
    "change",
    [
        {"claimed_at": timezone.now() - timedelta(hours=23, seconds=1)},
        {"state": State.FAILED},
        {"records": {"sites": 1}},
        {"full_types": []},
        {"full_types": ["teams"]},
    ],
    ids=["23 hours ago", "failed", "it was small then", "changes only", "of another type"],
)
def test_earlier_exports_that_do_not_count(
    ask: Ask, big: ExportRun, change: dict[str, object]
) -> None:
    ExportRun.objects.filter(pk=big.pk).update(**change)

    assert ask("sites").state == State.QUEUED


@pytest.mark.parametrize(
    ("late", "refused"), [(timedelta(minutes=20), False), (timedelta(hours=2), True)]
)
def test_a_planned_export_counts_from_its_plan_unless_it_was_late(
    ask: Ask, big: ExportRun, late: timedelta, refused: bool
) -> None:
    planned = timezone.now() - timedelta(hours=23)
    ExportRun.objects.update(planned_for=planned, claimed_at=planned + late)

    with pytest.raises(Refused) if refused else nullcontext():
        assert ask("sites").state == State.QUEUED


def test_exports_of_other_accounts_do_not_count(
    ask: Ask, big: ExportRun, enrol: Enrol, wna: Account
) -> None:
    other: Actor = enrol(wna, Role.ACCOUNT_ADMINISTRATOR)
    for name in ("Houston", "Chicago"):
        Site.objects.create(account=wna, name=name)

    assert ask("sites", actor=other).state == State.QUEUED


def test_a_small_type_is_not_limited(ask: Ask, big: ExportRun) -> None:
    Site.objects.first().delete()  # type: ignore[union-attr] # there are two

    assert ask("sites").state == State.QUEUED
