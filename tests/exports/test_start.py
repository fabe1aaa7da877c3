import threading

import pytest
from django.db import connection, transaction
from redis import Redis

from exports.errors import Refused
from exports.models import ExportRun
from exports.request import ExportRequest, ListFilter
from exports.start import start_export
from fourme.accounts.rights import Actor
from fourme.logs.models import SystemLog
from records.models import Site
from tests.exports.exporting import Ask, log_of
from tests.fixtures.patience import until


def test_a_run_begins_with_an_open_entry_of_the_log(ask: Ask, administrator: Actor) -> None:
    run = ask("sites", "teams", ip_address="203.0.113.7")

    log = log_of(run)
    assert (log.log_type, log.message, log.finished_at) == (
        "export",
        "Export of Sites, Teams",
        None,
    )
    assert (log.user, log.account) == (administrator.user, administrator.account)
    assert (log.ip_address, log.address) == ("203.0.113.7", f"/exports/{run.token}/")


def test_the_bell_is_rung_on_commit_only(ask: Ask, redis: Redis) -> None:
    with transaction.atomic():
        run = ask("sites")
        assert not redis.exists(f"rq:job:{run.token}-0")

    assert redis.exists(f"rq:job:{run.token}-0")


def test_two_requests_at_once_with_the_same_key_are_one_export(
    ask: Ask, administrator: Actor
) -> None:
    found: list[ExportRun | None] = []

    def second() -> None:
        request = ExportRequest(actor=administrator, types=("sites",), idempotency_key="one")
        found.append(start_export(request))
        connection.close()

    other = threading.Thread(target=second)
    with transaction.atomic():
        first = ask("sites", idempotency_key="one")
        other.start()
        _until_somebody_waits_for_us()
    other.join()

    assert found == [first]
    assert ExportRun.objects.count() == SystemLog.objects.count() == 1


@pytest.mark.parametrize(
    ("types", "message"), [((), "Choose what to export"), (("x",), "There is no record type “x”")]
)
def test_nothing_to_export(ask: Ask, types: tuple[str, ...], message: str) -> None:
    with pytest.raises(Refused, match=message):
        ask(*types)
    assert not ExportRun.objects.exists()


def test_a_filter_of_another_type_that_owns_nothing_is_refused(
    ask: Ask, administrator: Actor
) -> None:
    Site.objects.create(account=administrator.account, name="Houston")

    with pytest.raises(Refused, match="Sites cannot be exported by a filter of People"):
        ask("people", "sites", list_filter=ListFilter("people", ""))


def _until_somebody_waits_for_us() -> None:
    waiting = (
        "SELECT 1 FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid"
    )
    with connection.cursor() as cursor:

        def somebody_waits() -> bool:
            cursor.execute(waiting)
            return cursor.fetchone() is not None

        until(somebody_waits, "somebody waits for our transaction", 30)
