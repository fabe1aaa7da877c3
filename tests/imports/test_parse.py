from typing import Any

import pytest

from imports.headers import Layout, lay_out
from imports.parse import parser
from imports.rows import Entry, FileProblem, Row
from records import registry


def layout(slug: str, *headers: str, **options: bool) -> Layout:
    return lay_out(Row(1, 1, 1, list(headers)), registry.get(slug), **options)


def parsed(slug: str, **cells: str) -> Entry:
    headers = [name.replace("_", " ") for name in cells]
    return parser(layout(slug, *headers))(Row(2, 2, 2, list(cells.values())))


def test_all_problems_of_a_row_are_told() -> None:
    entry = parsed("sites", Name="", Country="XX", Time_Zone="Nowhere", Zip="x" * 30)
    assert [each.column for each in entry.complaints] == ["Name", "Country", "Time Zone", "Zip"]


def test_blank_and_value_are_different() -> None:
    assert parsed("sites", Name="A", City="", Country=" ").values == ["A", "", ""]
    assert parsed("skill_pools", Name="A", Cost_Per_Hour=" ").values == ["A", None]


def test_a_blank_cell_of_a_needed_column_with_a_default_gets_the_default() -> None:
    entry = parsed("time_allocations", Name="A", Service_Category="", Group="")
    assert (entry.values, entry.complaints) == (["A", "none", ""], [])


def test_many_different_texts_are_not_remembered_wrongly() -> None:
    parse = parser(layout("sites", "Name", "City"))
    for _ in range(2):
        for number in range(5000):
            entry = parse(Row(2, 2, 2, [f"Site {number}", "" if number % 2 else "Houston"]))
            assert entry.values == [f"Site {number}", "" if number % 2 else "Houston"]


def test_values_without_a_header_are_a_problem() -> None:
    parse = parser(layout("sites", "Name", "", "City"))
    assert not parse(Row(2, 2, 2, ["A", " ", "B", ""])).complaints
    assert parse(Row(2, 2, 2, ["A", "x", "B", "y"])).complaints[0].reason == (
        "The row has 2 more values than the header has columns."
    )


def test_headers_in_any_case_order_and_guarded() -> None:
    found = layout("sites", "\tcity", " NAME ", "Created At", '"ID"', "row", "Error", "Fax")
    assert [column.header for column in found.columns] == ["City", "Name", "ID"]
    assert [each.header for each in found.unknown] == ["Created At", "Fax"]


def test_the_nearest_header_is_named() -> None:
    unknown = layout("people", "Primary Email", "Name", "Manger", "Shoe Size").unknown
    assert [(each.header, each.nearest) for each in unknown] == [
        ("Manger", "Manager"),
        ("Shoe Size", ""),
    ]


def test_columns_that_a_row_must_say_all_of() -> None:
    found = layout("people_roles", "Person", "Role Account", "Auditor")
    absent = [c.name for c, cell in zip(found.columns, found.cells, strict=True) if cell < 0]
    assert "specialist" in absent
    entry = parser(found)(Row(2, 2, 2, ["a@wdc.example", "wdc", "1"]))
    assert entry.values[3:] == [False] * len(absent)


@pytest.mark.parametrize(
    ("slug", "headers"),
    [("sites", ["City"]), ("organizations_time_allocations", ["Organization"])],
)
def test_a_file_that_can_neither_find_nor_add_is_refused(slug: str, headers: list[Any]) -> None:
    if slug == "sites":
        with pytest.raises(FileProblem, match="Name"):
            layout(slug, *headers)
    else:
        with pytest.raises(FileProblem, match="Time Allocation"):
            layout(slug, *headers)
