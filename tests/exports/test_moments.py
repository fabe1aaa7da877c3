from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from exports.moments import parse_moment

HOUSTON = ZoneInfo("America/Chicago")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        # As documented.
        ("20130524", datetime(2013, 5, 24, tzinfo=HOUSTON)),
        ("20130524T00:00:00", datetime(2013, 5, 24, tzinfo=HOUSTON)),
        ("20130501T23:00:00-10:00", datetime(2013, 5, 2, 9, tzinfo=UTC)),
        ("20130501T00:00:00Z", datetime(2013, 5, 1, tzinfo=UTC)),
        # As clients send it.
        ("2012-03-30T23:00:00+00:00", datetime(2012, 3, 30, 23, tzinfo=UTC)),
        ("2012-03-30", datetime(2012, 3, 30, tzinfo=HOUSTON)),
        ("2012-03-30T23:00:00+02:00", datetime(2012, 3, 30, 21, tzinfo=UTC)),
        ("2012-03-30T23:00:00.1234567Z", datetime(2012, 3, 30, 23, 0, 0, 123456, tzinfo=UTC)),
        ("20120330T23:00:00Z", datetime(2012, 3, 30, 23, tzinfo=UTC)),
        # An unescaped + of a form body, and blanks around.
        ("20120330T23:00:00 02:00", datetime(2012, 3, 30, 21, tzinfo=UTC)),
        ("20120330T23:00:00 0200", datetime(2012, 3, 30, 21, tzinfo=UTC)),
        (" 20120330 ", datetime(2012, 3, 30, tzinfo=HOUSTON)),
        # Ruby's Time#to_s.
        ("2012-03-30 23:00:00 +0200", datetime(2012, 3, 30, 21, tzinfo=UTC)),
        ("2012-03-30 23:00:00 UTC", datetime(2012, 3, 30, 23, tzinfo=UTC)),
        ("2012-03-30T23:00", datetime(2012, 3, 30, 23, tzinfo=HOUSTON)),
        ("20120330T230000", datetime(2012, 3, 30, 23, tzinfo=HOUSTON)),
        ("20120330T230000.5+0545", datetime(2012, 3, 30, 17, 15, 0, 500000, tzinfo=UTC)),
    ],
)
def test_moment(text: str, moment: datetime) -> None:
    assert parse_moment(text, HOUSTON) == moment


def test_the_offset_is_kept() -> None:
    moment = parse_moment("20130501T23:00:00-10:00", HOUSTON)

    assert moment.tzinfo == timezone(-timedelta(hours=10))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2012",
        "2012-0330",
        "20121301",
        "20120230",
        "20120330T25:00:00",
        "20120330T23:00:60",
        "20120330T23:00:00+25:00",
        "20120330T23:00:00Z; drop table",
        "\u0662\u0660\u0661\u0662\u0660\u0663\u0663\u0660",
        "00000101",
        "1332457200",
    ],
)
def test_what_is_no_moment(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date or time"):
        parse_moment(text, HOUSTON)
