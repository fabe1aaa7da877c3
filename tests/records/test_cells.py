import datetime as dt
import decimal
from typing import Any

import pytest

from records import cells, kinds, registry
from records.cells import Cell, show

NOON = dt.datetime(2026, 1, 31, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("kind", "value", "cell"),
    [
        (kinds.String(), "Ada", Cell("Ada")),
        (kinds.String(), "", Cell()),
        (kinds.Boolean(), True, Cell("Yes")),
        (kinds.Boolean(), False, Cell("No")),
        (kinds.Enumeration(("service_desk",)), "service_desk", Cell("Service desk")),
        (kinds.Enumeration(("pdf_design",)), "pdf_design", Cell("PDF design")),
        (kinds.Enumeration(("ProjectTask",)), "ProjectTask", Cell("ProjectTask")),
        (kinds.Integer(), 1234567, Cell("1,234,567", numeric=True)),
        (kinds.Integer(), None, Cell(numeric=True)),
        (kinds.Integer(), 0, Cell("0", numeric=True)),
        (kinds.Decimal(), decimal.Decimal("1234.50"), Cell("1,234.5", numeric=True)),
        (kinds.Decimal(), decimal.Decimal("-0.5"), Cell("-0.5", numeric=True)),
        (kinds.Identifier(), 1234567, Cell("1234567", numeric=True)),
        (kinds.Duration(), 480, Cell("8 h", numeric=True)),
        (kinds.Duration(), 95, Cell("1 h 35 min", numeric=True)),
        (kinds.Duration(), 0, Cell("0 min", numeric=True)),
        (kinds.Timestamp(), NOON, Cell(moment=NOON)),
        (kinds.LocalMoment(), "2026-01-31T24:00", Cell("2026-01-31 24:00")),
        (kinds.Text(), "a\nb", Cell("a\nb", block=True)),
        (
            kinds.Uri(),
            "https://a.example/",
            Cell("https://a.example/", address="https://a.example/"),
        ),
        (kinds.Uri(), "data:text/html,x", Cell("data:text/html,x")),
        (kinds.Email(), "a@b.example", Cell("a@b.example", address="mailto:a@b.example")),
        (
            kinds.CustomFields(),
            [{"id": "color", "value": "red"}, {"id": "size", "value": [1]}],
            Cell("color: red\nsize: [1]", block=True),
        ),
    ],
)
def test_values_are_shown_as_people_read_them(kind: Any, value: Any, cell: Cell) -> None:
    assert show(kind, value) == cell


def test_headers_are_shown_in_sentence_case() -> None:
    people = registry.get("people")
    names = ("primary_email", "source_id", "time_format_24h", "vip", "ui_extension")
    assert [cells.label(people.column(name)) for name in names] == [
        "Primary email", "Source ID", "Time format 24h", "VIP", "UI extension",
    ]  # fmt: skip


def test_long_texts_are_folded() -> None:
    assert Cell("x" * 601).long
    assert not Cell("x" * 600).long
