from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest

from fourme.accounts import zones
from fourme.accounts.models import Account, User
from fourme.accounts.roles import Role
from tests.fixtures.world import Enrol


def test_there_are_152_names_from_west_to_east() -> None:
    def standard(name: str) -> float:
        moment = datetime(2026, 1, 15, tzinfo=ZoneInfo(zones.iana(name)))
        offset, saving = moment.utcoffset(), moment.dst()
        assert offset is not None
        return (offset - (saving or offset * 0)).total_seconds()

    assert len(zones.names()) == 152
    offsets = [standard(name) for name in zones.names()]
    assert offsets == sorted(offsets)


@pytest.mark.parametrize("name", zones.names())
def test_every_name_has_a_zone_that_exists_and_comes_back(name: str) -> None:
    zone = zones.iana(name)
    assert zone in available_timezones()
    back = zones.rails_name(zone)
    assert back is not None
    assert zones.iana(back) == zone


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Central Time (US & Canada)", "America/Chicago"),
        ("Edinburgh", "Europe/London"),
        ("Nuku'alofa", "Pacific/Tongatapu"),
        ("Kyiv", "Europe/Kyiv"),
        ("America/Chicago", "America/Chicago"),
    ],
)
def test_iana(name: str, zone: str) -> None:
    assert zones.iana(name) == zone


@pytest.mark.parametrize("name", ["Atlantis", "", "amsterdam"])
def test_iana_refuses_what_is_no_zone(name: str) -> None:
    with pytest.raises(LookupError, match="is not a time zone"):
        zones.iana(name)


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("Europe/London", "London"),
        ("Asia/Tokyo", "Tokyo"),
        ("America/Mexico_City", "Mexico City"),
        ("Europe/Moscow", "Moscow"),
        ("Etc/UTC", "UTC"),
        ("Europe/Luxembourg", "Amsterdam"),
        ("Asia/Calcutta", "Chennai"),
        ("America/Toronto", "Eastern Time (US & Canada)"),
        ("Australia/Lord_Howe", None),
    ],
)
def test_rails_name(zone: str, name: str | None) -> None:
    assert zones.rails_name(zone) == name


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd", "a\0b"])
def test_rails_name_refuses_what_is_no_zone(zone: str) -> None:
    with pytest.raises(LookupError):
        zones.rails_name(zone)


def test_zone_of_reads_the_person(enrol: Enrol, wdc: Account) -> None:
    actor = enrol(wdc, Role.AUDITOR, time_zone="Central Time (US & Canada)")
    assert zones.zone_of(actor.user) == ZoneInfo("America/Chicago")


def test_zone_of_nobody_is_utc(enrol: Enrol, wdc: Account) -> None:
    assert zones.zone_of(None) == ZoneInfo("UTC")
    assert zones.zone_of(enrol(wdc, Role.AUDITOR).user) == ZoneInfo("UTC")


def test_the_account_has_the_zone_of_people_without_one(enrol: Enrol, wdc: Account) -> None:
    wdc.time_zone = "Amsterdam"
    wdc.save()
    without, with_one = enrol(wdc, Role.AUDITOR), enrol(wdc, Role.SPECIALIST, time_zone="Tokyo")
    assert zones.zone_of(without.user) == ZoneInfo("Europe/Amsterdam")
    assert zones.name_of(without.user) == "Amsterdam"
    assert zones.zone_of(with_one.user) == ZoneInfo("Asia/Tokyo")
    Account.objects.update(time_zone="Mars")
    assert zones.zone_of(User.objects.get(pk=without.user.pk)) == ZoneInfo("UTC")
