"""What operators see of exports, and do to them."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exports.models import Export
from fourme.accounts.models import User
from fourme.accounts.rights import Actor
from fourme.logs.models import SystemLog
from tests.exports.exporting import Ask
from tests.exports.planned import due, weekly

pytestmark = pytest.mark.django_db(transaction=True)
EXPORTS, RUNS = "admin:exports_export_changelist", "admin:exports_exportrun_changelist"


def shown(client: Client, name: str, **filters: Any) -> str:
    answer = client.get(reverse(name), filters)
    assert answer.status_code == 200
    return answer.content.decode()


def test_operators_see_runs(ask: Ask, admin_client: Client) -> None:
    run = ask("sites")

    listed = shown(admin_client, RUNS, strategy="full")
    opened = admin_client.get(reverse("admin:exports_exportrun_change", args=[run.pk]))

    assert run.token in listed
    assert str(run) in opened.content.decode()


def test_operators_see_a_planned_run(
    redis: Any, administrator: Actor, admin_client: Client
) -> None:
    run = due(weekly(administrator))

    assert "Weekly sites" in shown(admin_client, RUNS, q="Weekly")
    opened = admin_client.get(reverse("admin:exports_exportrun_change", args=[run.pk]))
    assert "Weekly sites" in opened.content.decode()


def test_operators_find_exports(redis: Any, administrator: Actor, admin_client: Client) -> None:
    export = weekly(administrator)
    due(export)

    for filters in (
        {"q": "weekly"},
        {"strategy__exact": "incremental"},
        {"last_run__state__exact": "queued"},
        {"account__id__exact": "wdc"},
        {"disabled__exact": "0"},
    ):
        listed = shown(admin_client, EXPORTS, **filters)
        assert "Weekly sites" in listed, filters
    assert "Weekly sites" not in shown(admin_client, EXPORTS, disabled__exact="1")
    opened = admin_client.get(reverse("admin:exports_export_change", args=[export.pk]))
    assert "Weekly sites" in opened.content.decode()
    assert 'name="_save"' not in opened.content.decode()


def test_operators_disable_an_export(
    redis: Any, administrator: Actor, admin_client: Client, admin_user: User
) -> None:
    export = weekly(administrator)

    answer = admin_client.post(
        reverse(EXPORTS), {"action": "disable", "_selected_action": [export.pk]}, follow=True
    )

    export.refresh_from_db()
    assert export.disabled
    assert "Disabled 1 exports." in answer.content.decode()
    entry = SystemLog.objects.get(log_type="job")
    assert (entry.user, entry.account) == (admin_user, administrator.account)
    assert "“Weekly sites” was disabled." in entry.message


def test_who_may_only_look_disables_nothing(redis: Any, administrator: Actor) -> None:
    export = weekly(administrator)
    visitor = Client()
    visitor.force_login(administrator.user)

    visitor.post(reverse(EXPORTS), {"action": "disable", "_selected_action": [export.pk]})

    export.refresh_from_db()
    assert not export.disabled


def test_the_number_of_queries_does_not_grow_with_the_exports(
    redis: Any, administrator: Actor, admin_client: Client
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            shown(admin_client, EXPORTS)
            shown(admin_client, RUNS)
        return len(captured)

    due(weekly(administrator))
    shown(admin_client, EXPORTS)
    few = queries()
    for number in range(5):
        due(weekly(administrator, name=f"Export {number}"))

    assert Export.objects.count() == 6
    assert queries() == few
