"""Which records a reference offers for example files: those that a key names without doubt."""

from typing import Any

import pytest

from fourme.accounts.models import Account
from records import registry
from records.kinds import Key
from records.references import Scope, Target
from tests.records.samples import make


def target(slug: str, name: str) -> Target:
    found = registry.get(slug).column(name).target
    assert found is not None
    return found


def texts(where: Target, account: Account, count: int = 20, **options: Any) -> list[str]:
    return [str(each.key) for each in where.offer(Scope.of(account), count, **options)]


def test_the_first_records_of_the_account(wdc: Account, wna: Account, trust: Any) -> None:
    sites = registry.get("sites")
    for account, name in ((wdc, "b"), (wna, "foreign"), (wdc, "a"), (wdc, "c")):
        make(sites, account, name=name)
    where = target("people", "site")
    assert texts(where, wdc) == ["b", "a", "c"]
    assert texts(where, wdc, 2) == ["b", "a"]
    assert where.types() == (sites,)


def test_a_name_that_two_records_have_is_not_offered(wdc: Account) -> None:
    category = make(registry.get("product_categories"), wdc, rule_set="software")
    product = make(registry.get("products"), wdc, category=category)
    for name in ("Twice", "Twice", "Once"):
        make(registry.get("cis"), wdc, product=product, name=name)
    assert texts(target("requests", "ci"), wdc) == ["Once"]


def test_a_name_that_reads_like_a_foreign_one_gets_its_account(wdc: Account) -> None:
    make(registry.get("sites"), wdc, name="Widget @wna")
    assert texts(target("people", "site"), wdc) == ["Widget @wna @wdc"]


def test_only_those_within_something(wdc: Account) -> None:
    column = registry.get("agile_board_columns")
    first, second = (make(column, wdc) for _ in range(2))
    where = target("requests", "agile_board_column")
    offers = where.offer(Scope.of(wdc), 20)
    assert [each.within for each in offers] == [first.agile_board_id, second.agile_board_id]  # type: ignore[attr-defined] # of the type
    within = second.agile_board_id  # type: ignore[attr-defined] # as above
    assert [each.id for each in where.offer(Scope.of(wdc), 20, within=within)] == [second.pk]
    assert [each.id for each in where.offer(Scope.of(wdc), 20, ids=[first.pk])] == [first.pk]


def test_of_several_types_each(wdc: Account) -> None:
    request, problem = (make(registry.get(slug), wdc) for slug in ("requests", "problems"))
    where = target("notes", "record_id")
    offers = where.offer(Scope.of(wdc), 20)
    assert [(each.key, each.within) for each in offers] == [
        (Key(str(request.pk), within="Request"), "Request"),
        (Key(str(problem.pk), within="Problem"), "Problem"),
    ]
    assert [each.id for each in where.offer(Scope.of(wdc), 20, within="Problem")] == [problem.pk]
    assert registry.get("requests") in where.types()


def test_the_account_itself(wdc: Account) -> None:
    where = target("people_roles", "account")
    assert texts(where, wdc) == ["wdc"]
    assert where.types() == ()


@pytest.mark.parametrize("slug", ["teams", "notes"])
def test_nothing_is_offered_when_there_is_nothing(wdc: Account, slug: str) -> None:
    for column in registry.get(slug).columns:
        if column.target is not None:
            assert column.target.offer(Scope.of(wdc), 20) == []
