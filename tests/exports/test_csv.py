"""CSV files through the whole pipeline, read back as spreadsheets read them."""

import re

import pytest
from django.utils import timezone

from exports.formats import csv
from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from records import registry
from records.kinds import guard
from records.models import Site
from tests.exports.exporting import ask, content, file_of, make_sites, members, table, work
from tests.exports.nasty import TEXTS, ZWJ

pytestmark = pytest.mark.usefixtures("transactional_db", "redis")


@pytest.mark.parametrize("line_separator", ["lf", "crlf"])
def test_texts_arrive_as_they_are(administrator: Actor, wdc: Account, line_separator: str) -> None:
    texts = [*TEXTS, "line\r\nbreaks\rof all kinds", "x" * 40_000, ZWJ * 8_000]
    for number, text in enumerate(texts):
        Site.objects.create(account=wdc, name=f"Site {number:02}", remarks=text)

    found = table(content(work(ask(administrator, "sites", line_separator=line_separator))))

    assert [row["Remarks"] for row in found] == [guard(text) for text in texts]


def test_lines_end_as_asked_in_every_file_of_a_zip(administrator: Actor, wdc: Account) -> None:
    Site.objects.create(account=wdc, name="Houston", remarks="first\nsecond")
    types = ("sites", "people", "teams")

    files = members(work(ask(administrator, *types, line_separator="crlf")))

    assert len(files) == len(types)
    for data in files.values():
        assert data.endswith(b"\r\n")
        assert re.findall(rb"(?<!\r)\n", data.replace(b"first\nsecond", b"")) == []
    assert b"first\nsecond" in next(iter(files.values()))


def test_a_type_without_records_has_its_header(administrator: Actor, wdc: Account) -> None:
    Site.objects.create(account=wdc, name="Houston")

    run = work(ask(administrator, "sites", "teams"))

    _, teams = members(run).values()
    assert teams == csv.header(registry.get("teams")) + b"\n"


def test_files_are_named_by_day_type_and_run(administrator: Actor) -> None:
    day = f"{timezone.now():%Y%m%d}"

    single, several = (
        work(ask(administrator, *types)) for types in (["sites"], ["sites", "teams"])
    )

    assert file_of(single).name == f"{day}-sites-{single.pk}.csv"
    assert single.file_names == [file_of(single).name]
    assert file_of(several).name == f"{day}-export-{several.pk}.zip"
    assert several.file_names == [f"{day}-{what}-{several.pk}.csv" for what in ("sites", "teams")]
    assert list(members(several)) == several.file_names


def test_any_number_of_records_is_one_file(administrator: Actor, wdc: Account) -> None:
    make_sites(wdc, 10_500)

    run = work(ask(administrator, "sites"))

    assert file_of(run).name.endswith(".csv")
    assert len(table(content(run))) == 10_500
