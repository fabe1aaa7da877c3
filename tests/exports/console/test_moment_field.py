"""A moment as a form takes it."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.core.exceptions import ValidationError

from exports.console.moment_field import MomentField

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FIELD = MomentField(AMSTERDAM, required=False)


def test_it_is_what_the_clocks_of_the_zone_show() -> None:
    assert FIELD.clean("2026-10-05T09:30") == dt.datetime(2026, 10, 5, 7, 30, tzinfo=dt.UTC)


def test_a_day_is_its_beginning_and_an_offset_counts() -> None:
    assert FIELD.clean("2026-10-05") == dt.datetime(2026, 10, 4, 22, tzinfo=dt.UTC)
    assert FIELD.clean("2026-10-05T09:30Z") == dt.datetime(2026, 10, 5, 9, 30, tzinfo=dt.UTC)


def test_nothing_is_no_moment() -> None:
    assert FIELD.clean("") is None
    assert FIELD.clean(None) is None


@pytest.mark.parametrize(
    "text",
    ["yesterday", "2026-13-05T09:30", "2026-10-05T25:00", "0001-01-01", "9999-12-31", "9" * 61],
)
def test_what_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        FIELD.clean(text)


def test_a_stored_moment_is_shown_in_the_zone() -> None:
    class Form(forms.Form):
        since = MomentField(AMSTERDAM)

    stored = dt.datetime(2026, 10, 5, 7, 30, 59, tzinfo=dt.UTC)
    form = Form({"since": "2026-10-05T09:30"}, initial={"since": stored})

    assert 'value="2026-10-05T09:30"' in str(Form(initial={"since": stored})["since"])
    assert 'type="datetime-local"' in str(form["since"])
    assert not form.has_changed()
