from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from fourme.accounts.forms import TokenForm

TOKYO = ZoneInfo("Asia/Tokyo")


def form(zone: Any = UTC, **data: str) -> TokenForm:
    return TokenForm({"name": "cron"} | data, zone=zone)


def in_days(days: int, zone: Any = UTC) -> str:
    return f"{timezone.now().astimezone(zone).date() + timedelta(days)}"


def test_a_token_lasts_a_year_unless_something_else_is_chosen() -> None:
    assert TokenForm().initial == {}
    assert TokenForm()["lasts"].value() == "365"


@pytest.mark.parametrize("days", ["30", "90", "365"])
def test_after_some_days(days: str) -> None:
    sent = form(lasts=days)
    assert sent.is_valid()
    until = sent.expires_at()
    assert until is not None
    assert abs(until - timezone.now() - timedelta(int(days))) < timedelta(minutes=1)


def test_never() -> None:
    sent = form(lasts="never", until="2020-01-01")
    assert sent.is_valid()
    assert sent.expires_at() is None


def test_a_date_counts_to_its_end_in_the_zone_of_the_person() -> None:
    sent = form(TOKYO, lasts="date", until=in_days(0, TOKYO))
    assert sent.is_valid()
    tomorrow = timezone.now().astimezone(TOKYO).date() + timedelta(1)
    assert sent.expires_at() == datetime(*tomorrow.timetuple()[:3], tzinfo=TOKYO)


@pytest.mark.parametrize(
    ("data", "field", "message"),
    [
        ({"lasts": "date"}, "until", "Choose the last day"),
        ({"lasts": "date", "until": in_days(-2)}, "until", "This day is over."),
        ({"lasts": "date", "until": "9999-12-31"}, "until", "too far away"),
        ({"lasts": "date", "until": "soon"}, "until", "Enter a valid date"),
        ({"lasts": "date", "until": "a\0b"}, "until", "Null characters|Enter a valid date"),
        ({"lasts": "31"}, "lasts", "Select a valid choice"),
        ({}, "lasts", "This field is required"),
        ({"lasts": "30", "name": ""}, "name", "This field is required"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(data: dict[str, str], field: str, message: str) -> None:
    sent = form(**data)
    assert list(sent.errors) == [field]
    assert any(part in sent.errors[field][0] for part in message.split("|"))
