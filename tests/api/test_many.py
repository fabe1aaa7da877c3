"""Many exports that are asked for at once all end, with one mail each.

`FOURME_REPETITIONS=200` asks for so many, by 20 clients.
"""

import os
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from exports.models import ExportRun
from fourme.accounts.models import Account
from records.models import Site
from tests.fixtures import patience
from tests.fixtures.post import Post
from tests.fixtures.queues import Workers

pytestmark = [pytest.mark.worker, pytest.mark.slow]
EXPORTS = int(os.environ.get("FOURME_REPETITIONS", "8"))
CLIENTS = 20


def test_many_exports_at_once(
    smtp: Post, api: httpx.Client, workers: Workers, wdc: Account
) -> None:
    workers.start("mail", seconds=120)
    Site.objects.create(account=wdc, name="Houston")
    begun = time.monotonic()

    def ask(_: int) -> str:
        answer = api.post("/v1/export", json={"type": "sites"})
        assert answer.status_code == 200, answer.text
        return str(answer.json()["token"])

    with ThreadPoolExecutor(CLIENTS) as pool:
        tokens = list(pool.map(ask, range(EXPORTS)))
    asked = time.monotonic() - begun
    patience.until(
        lambda: ExportRun.objects.filter(state="done").count() == EXPORTS, "all are done", 600
    )
    done = time.monotonic() - begun
    mails = smtp.wait_for(EXPORTS, 600)
    mailed = time.monotonic() - begun

    assert len(set(tokens)) == EXPORTS
    assert Counter(str(mail["X-4me-Export"]) for mail in mails) == Counter(tokens)
    print(f"{EXPORTS} exports: asked {asked:.1f} s, done {done:.1f} s, mailed {mailed:.1f} s")  # noqa: T201 - the figures are the point
