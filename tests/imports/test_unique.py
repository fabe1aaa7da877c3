"""Unique values, where blank ones are filled in by the database or do not count."""

from collections.abc import Callable
from typing import Any

import pytest

from fourme.accounts.models import Account
from imports import unique
from imports.models import ImportRun
from records import registry
from records.models import Ci, ProductBacklogItem, ProductCategory, Record
from tests.imports.importing import counters, messages
from tests.records.samples import make

Importing = Callable[..., ImportRun]


@pytest.fixture
def product(wdc: Account) -> Record:
    """A product whose items are named by their labels."""
    category = make(registry.get("product_categories"), wdc, rule_set="server")
    return make(registry.get("products"), wdc, name="Server", category=category)


@pytest.mark.usefixtures("product")
def test_blank_labels_are_made_and_kept(importing: Importing) -> None:
    text = "Source,Source ID,Product,Label,Status\n"
    text += "s,1,Server,,installed\ns,2,Server,,installed\ns,3,Server,SRV3,installed\n"
    assert counters(importing("cis", text)) == {"created": 3}
    labels = dict(Ci.objects.values_list("source_id", "label"))
    assert len(set(labels.values())) == 3
    assert all(labels.values())
    assert labels["3"] == "SRV3"
    blank = text.replace("SRV3", "")
    assert counters(importing("cis", blank)) == {"unchanged": 3}
    assert dict(Ci.objects.values_list("source_id", "label")) == labels
    changed = importing("cis", blank.replace("installed", "in_stock"))
    assert counters(changed) == {"updated": 3}
    assert dict(Ci.objects.values_list("source_id", "label")) == labels


@pytest.mark.usefixtures("product")
def test_a_label_that_exists_is_refused(importing: Importing) -> None:
    text = "Source,Source ID,Product,Label,Status\ns,1,Server,SRV1,installed\n"
    importing("cis", text)
    run = importing("cis", text.replace("s,1", "s,2") + "s,3,Server,SRV3,installed\n" * 2)
    assert counters(run) == {"created": 1, "unchanged": 1, "failures": 1}
    assert [(row, column) for row, column, _ in messages(run)] == [(2, "Label")]
    assert Ci.objects.count() == 2


def test_a_reference_is_made_of_the_name(importing: Importing) -> None:
    text = "Source,Source ID,Name,Reference,Rule Set\n"
    text += "s,1,Laptop PC,,physical_asset\ns,2,Laptop,laptop_pc,physical_asset\n"
    run = importing("product_categories", text)
    assert counters(run) == {"created": 1, "failures": 1}
    assert messages(run)[0][0] in {2, 3}
    assert [each.reference for each in ProductCategory.objects.all()] == ["laptop_pc"]


def test_an_item_moved_to_where_it_stands_already(importing: Importing, wdc: Account) -> None:
    for name in ("Desk", "Network"):
        make(registry.get("product_backlogs"), wdc, name=name)
    request = make(registry.get("requests"), wdc)
    header = "Product Backlog,Request\n"
    rows = f"Desk,{request.pk}\nNetwork,{request.pk}\nDesk,{request.pk}\n"
    run = importing("product_backlog_items", header + rows)
    assert counters(run) == {"created": 2, "unchanged": 1}
    assert ProductBacklogItem.objects.count() == 2


def test_the_database_refuses_once_then_every_value_is_looked_up(
    importing: Importing, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[int] = []
    known = unique._holders

    def holders(*arguments: Any) -> dict[int, int]:
        looked_up.append(len(arguments[2]))
        return known(*arguments)

    monkeypatch.setattr(unique, "_holders", holders)
    text = "Source,Source ID,Primary Email,Name\n"
    good = "".join(f"hr,{n},person.{n}@wdc.example,Person {n}\n" for n in range(20))

    first = importing("people", text + good)
    assert counters(first) == {"created": 20}
    assert not any(looked_up)

    again = importing("people", text + good.replace("hr,", "crm,").replace("crm,7,", "hr,7,"))
    assert counters(again) == {"unchanged": 1, "failures": 19}
    assert any(looked_up)
    assert {row for row, _, _ in messages(again)} == {*range(2, 22)} - {9}
