import datetime as dt

import pytest

from records import registry
from records.templatetags.records import about, ago

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("before", "text"),
    [
        (dt.timedelta(seconds=59), "just now"),
        (dt.timedelta(minutes=1), "1 minute ago"),
        (dt.timedelta(minutes=59), "59 minutes ago"),
        (dt.timedelta(hours=1), "1 hour ago"),
        (dt.timedelta(hours=47), "1 day ago"),
        (dt.timedelta(days=6), "6 days ago"),
        (dt.timedelta(days=7), "2026-11-15"),
        (dt.timedelta(seconds=-30), "in a moment"),
        (dt.timedelta(hours=-3), "in 3 hours"),
        (dt.timedelta(days=-30), "2026-12-22"),
    ],
)
def test_moments_are_told_from_now(before: dt.timedelta, text: str) -> None:
    assert ago(NOW - before, NOW) == text


def test_every_type_is_explained_in_a_sentence() -> None:
    for each in registry.types():
        assert about(each).endswith(".")
        assert "`" not in about(each)
