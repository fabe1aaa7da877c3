import pytest
from psycopg import sql

from imports import tables

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [""],
        ["one"],
        ["", "two, with a comma", 'a "quote"', r"back\slash", r"\"", "NULL", "{}", " ", "ü\n\t😀"],
        ["a\x1fb", "c"],
        ["\x1f"],
    ],
)
def test_texts_come_through_as_an_array(texts: list[str]) -> None:
    query = sql.SQL("SELECT unnest(%s::text[])")

    assert [text for (text,) in tables.rows(query, [tables.array(texts)])] == texts


def test_other_values_come_through_as_an_array() -> None:
    query = sql.SQL("SELECT unnest(%s::bigint[])")

    assert tables.rows(query, [tables.array([1, None, -3])]) == [(1,), (None,), (-3,)]
