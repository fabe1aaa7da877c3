from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from psycopg.pq import TransactionStatus

from exports import rows
from exports.bundle import bundle
from exports.formats.csv import Csv
from exports.select import Part
from exports.writer import Writer
from fourme.accounts.models import Account
from records import registry
from records.models import Site
from tests.exports.exporting import make_sites


@pytest.mark.usefixtures("transactional_db")
def test_an_error_ends_the_query_at_once(wdc: Account, tmp_path: Path) -> None:
    make_sites(wdc, 20_000)

    def watch(line: int, slug: str) -> None:
        if line:
            raise OSError("full")

    with rows.snapshot(ZoneInfo("UTC")) as within, bundle(tmp_path / "a", zipped=False) as made:
        writer = Writer(within, Csv("lf"), made, watch)
        with pytest.raises(OSError, match="full") as error:
            writer.write(Part(registry.get("sites"), Site.objects.all()), ["a"])
        assert error.tb is not None  # which holds what the writer was at
        assert within.info.transaction_status == TransactionStatus.INERROR
