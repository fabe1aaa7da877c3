from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from pytest_django import DjangoAssertNumQueries

from fourme.accounts.models import Account
from fourme.logs.chart import DAYS, HEIGHT, draw
from fourme.logs.models import SystemLog
from fourme.logs.outcomes import LEVELS, RUNNING

TODAY = date(2026, 6, 30)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def add(account: Account, level: str, when: datetime, count: int = 1) -> None:
    SystemLog.objects.bulk_create(
        SystemLog(
            account=account,
            log_type="import",
            event="import.run",
            level=level if level != "running" else "unknown",
            created_at=when,
            finished_at=when if level != "running" else None,
        )
        for _ in range(count)
    )


def test_days_are_those_of_the_zone(account: Account) -> None:
    late = datetime(2026, 6, 28, 22, 30, tzinfo=UTC)  # 0:30 of the 29th in Amsterdam
    add(account, "information", late)

    chart = draw(SystemLog.objects.all(), LEVELS, AMSTERDAM, TODAY)

    assert {bar.day: bar.count for bar in chart.days if bar.count} == {date(2026, 6, 29): 1}


def test_the_chart_shows_thirty_days_up_to_today(account: Account) -> None:
    for days in (0, 29, 30):
        noon = datetime(2026, 6, 30, 12, tzinfo=UTC) - timedelta(days=days)
        add(account, "information", noon)

    chart = draw(SystemLog.objects.all(), LEVELS, AMSTERDAM, TODAY)

    assert (chart.first, chart.days[-1].day, len(chart.days)) == (date(2026, 6, 1), TODAY, DAYS)
    assert [bar.count for bar in chart.days] == [1, *[0] * 28, 1]


def test_outcomes_are_stacked_and_summed(account: Account) -> None:
    noon = datetime(2026, 6, 30, 12, tzinfo=UTC)
    add(account, "information", noon, 3)
    add(account, "error", noon)
    add(account, "running", noon - timedelta(days=1), 2)

    chart = draw(SystemLog.objects.all(), LEVELS, AMSTERDAM, TODAY)

    today = chart.days[-1]
    assert [(one.outcome.name, one.y, one.height) for one in today.segments] == [
        ("information", 25.0, 75.0),
        ("error", 0.0, 25.0),
    ]
    assert today.words == "June 30: 3 information, 1 error"
    assert chart.sums == [(LEVELS["information"], 3), (LEVELS["error"], 1), (RUNNING, 2)]
    assert chart.words == "3 information, 1 error, 2 running"


def test_a_rare_outcome_can_be_seen_and_nothing_leaves_the_drawing(account: Account) -> None:
    noon = datetime(2026, 6, 30, 12, tzinfo=UTC)
    add(account, "information", noon, 500)
    add(account, "error", noon)

    segments = draw(SystemLog.objects.all(), LEVELS, AMSTERDAM, TODAY).days[-1].segments

    assert segments[-1].height >= 3
    assert all(0 <= one.y <= HEIGHT for one in segments)


def test_an_empty_log_draws_empty_days_in_one_statement(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        chart = draw(SystemLog.objects.all(), LEVELS, AMSTERDAM, TODAY)
    assert chart.words == "no entries"
    assert [bar.segments for bar in chart.days] == [[]] * DAYS
