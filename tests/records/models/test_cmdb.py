"""Product categories, products, configuration items and their relations."""

from collections.abc import Callable
from typing import Any

import pytest

from fourme.accounts.models import Account
from imports.models import ImportRun
from records import registry
from records.models import Ci, CiRelation, Organization, Product, ProductCategory, Service, Team
from tests.imports.importing import counters, messages
from tests.records.samples import make

Importing = Callable[..., ImportRun]
CATEGORIES = "Name,Group,Rule Set\n"
RELATIONS = "Source,CI Label,Related CI Label,Relation Type\n"


@pytest.fixture
def laptop(importing: Importing, wdc: Account) -> Product:
    """A product with everything that its configuration items take over."""
    category: Any = make(
        registry.get("product_categories"), wdc, name="Laptop PC", rule_set="physical_asset"
    )
    organization = Organization.objects.create(account=wdc, name="Operations")
    return Product.objects.create(
        account=wdc,
        name="Sample Book",
        brand="Sample",
        category=category,
        service=Service.objects.create(account=wdc, name="Workplace", provider=organization),
        support_team=Team.objects.create(account=wdc, name="Desk"),
        supplier=organization,
        financial_owner=organization,
        remarks="With a bag.",
    )


def labels(importing: Importing, laptop: Product, *names: str) -> None:
    """Make configuration items with these labels."""
    for name in names:
        Ci.objects.create(account_id="wdc", product=laptop, label=name, name=name, status="removed")


def relations() -> list[tuple[str, str, str, str]]:
    """Return source, both labels and type of all relations."""
    found = CiRelation.objects.order_by("ci__label", "related_ci__label", "source")
    names = "source", "ci__label", "related_ci__label", "relation_type"
    return list(found.values_list(*names))


def test_the_reference_of_a_category_is_made_of_group_and_name(importing: Importing) -> None:
    text = "Laptop PC,Computer,physical_asset\nMainframe,,server\n"
    assert counters(importing("product_categories", CATEGORIES + text)) == {"created": 2}
    found = ProductCategory.objects.order_by("id").values_list("reference", flat=True)
    assert list(found) == ["computer/laptop_pc", "mainframe"]


def test_the_reference_of_a_long_category_is_cut(importing: Importing) -> None:
    run = importing("product_categories", f"{CATEGORIES}{'n' * 255},{'g' * 255},server\n")
    assert counters(run) == {"created": 1}
    assert ProductCategory.objects.get().reference == "g" * 80


def test_a_category_is_found_by_its_reference(importing: Importing) -> None:
    header = "Source,Source ID,Name,Reference,Rule Set\n"
    importing("product_categories", f"{header}cmdb,1,Laptop,computer/laptop,physical_asset\n")
    run = importing("product_categories", f"{header},,Notebook,computer/laptop,physical_asset\n")
    assert counters(run) == {"updated": 1}
    category = ProductCategory.objects.get()
    assert (category.name, category.source, category.source_id) == ("Notebook", "", "")
    unmoved = importing("product_categories", "Name,Reference\nLaptop,computer/laptop\n")
    assert counters(unmoved) == {"updated": 1}


def test_a_code_of_a_manufacturer_is_unique_for_the_brand(
    importing: Importing, laptop: Product
) -> None:
    rows = "A,Sample,X1\nB,Example,X1\nC,Sample,X1\nD,Sample,\n".replace("\n", ",laptop_pc\n")
    run = importing("products", "Name,Brand,Product ID,Category\n" + rows)
    assert counters(run) == {"created": 3, "failures": 1}
    assert {row for row, _, _ in messages(run)} == {4}


def test_a_new_item_takes_over_what_it_lacks_from_its_product(
    importing: Importing, laptop: Product
) -> None:
    run = importing("cis", "Product,Status,Support Team\nSample Book,in_stock,\n")
    assert counters(run) == {"created": 1}
    ci = Ci.objects.get()
    assert ci.label == f"LAP-{ci.pk}"
    assert (ci.name, ci.remarks) == ("Sample Book", "With a bag.")
    for name in ("service", "support_team", "supplier", "financial_owner"):
        assert getattr(ci, name) == getattr(laptop, name)


@pytest.mark.parametrize(
    ("category", "expected"), [("Ünïx server", "ÜNÏ"), ("x 1", "X"), ("3½", "CI"), ("%s", "S")]
)
def test_a_label_begins_with_letters_of_the_category(
    wdc: Account, category: str, expected: str
) -> None:
    kind = make(registry.get("product_categories"), wdc, name=category)
    product = make(registry.get("products"), wdc, category=kind)
    ci: Any = make(registry.get("cis"), wdc, product=product)
    ci.refresh_from_db()
    assert ci.label == f"{expected}-{ci.pk}"


def test_an_item_may_lose_what_it_took_over(importing: Importing, laptop: Product) -> None:
    importing("cis", "Source,Source ID,Product,Status\ns,1,Sample Book,in_stock\n")
    label = Ci.objects.get().label
    run = importing("cis", "Source,Source ID,Label,Name,Support Team,Remarks\ns,1,,,,\n")
    assert counters(run) == {"updated": 1}
    ci = Ci.objects.get()
    assert (ci.label, ci.name, ci.support_team, ci.remarks) == (label, "", None, "")


def test_an_item_keeps_what_the_row_says(importing: Importing, laptop: Product) -> None:
    importing("cis", "Product,Status,Label,Name\nSample Book,in_stock,PC9,Mine\n")
    ci = Ci.objects.get()
    assert (ci.label, ci.name) == ("PC9", "Mine")


def test_labels_and_serial_numbers_are_unique(importing: Importing, laptop: Product) -> None:
    make(registry.get("products"), laptop.account, name="Other")
    text = "Product,Status,Label,Serial Number\n"
    rows = (
        "Sample Book,in_stock,PC1,S1\nSample Book,in_stock,PC1,S2\nSample Book,in_stock,PC3,S1\n"
        "Other,in_stock,PC4,S1\nSample Book,in_stock,PC5,\nSample Book,in_stock,PC6,\n"
    )
    run = importing("cis", text + rows)
    assert counters(run) == {"created": 4, "failures": 2}
    assert {row for row, _, _ in messages(run)} == {3, 4}


def test_numbers_of_an_item_have_bounds(importing: Importing, laptop: Product) -> None:
    run = importing("cis", "Product,Status,Rate,Nr of Cores\nSample Book,in_stock,101,-1\n")
    assert counters(run) == {"failures": 1}
    assert [column for _, column, _ in messages(run)] == ["Rate", "Nr of Cores"]


def test_software_is_named_by_its_name(importing: Importing, laptop: Product) -> None:
    software = make(registry.get("product_categories"), laptop.account, rule_set="software")
    system: Any = make(registry.get("products"), laptop.account, name="System", category=software)
    Ci.objects.create(account_id="wdc", product=system, label="X1", name="System 12")
    labels(importing, laptop, "PC1")
    run = importing(
        "ci_relations", f"{RELATIONS},PC1,System 12,child\n,System 12,PC1,parent\n,PC1,X1,parent\n"
    )
    assert counters(run) == {"created": 2, "failures": 1}
    assert [(row, column) for row, column, _ in messages(run)] == [(4, "Related CI Label")]


def test_relations_of_a_source_are_replaced_for_each_item(
    importing: Importing, laptop: Product
) -> None:
    labels(importing, laptop, "A", "B", "C", "D")
    first = ",A,B,parent\nscan,A,C,parent\nscan,A,D,parent\nscan,B,D,child\n"
    assert counters(importing("ci_relations", RELATIONS + first)) == {"created": 4}
    run = importing("ci_relations", f"{RELATIONS}scan,A,D,parent\nscan,A,B,redundancy\n")
    assert counters(run) == {"created": 1, "deleted": 1, "unchanged": 1}
    assert relations() == [
        ("", "A", "B", "parent"),
        ("scan", "A", "B", "redundancy"),
        ("scan", "A", "D", "parent"),
        ("scan", "B", "D", "child"),
    ]


def test_without_a_source_relations_are_only_added(importing: Importing, laptop: Product) -> None:
    labels(importing, laptop, "A", "B", "C")
    importing("ci_relations", f"{RELATIONS},A,B,parent\n")
    text = f"{RELATIONS},A,C,parent\n"
    assert counters(importing("ci_relations", text)) == {"created": 1}
    assert counters(importing("ci_relations", text)) == {"unchanged": 1}
    assert len(relations()) == 2


def test_an_item_has_no_relation_with_itself(importing: Importing, laptop: Product) -> None:
    labels(importing, laptop, "A")
    run = importing("ci_relations", f"{RELATIONS},A,A,parent\n")
    assert counters(run) == {"failures": 1}
    assert messages(run) == [(2, "Related CI Label", "is the same as CI Label.")]


def test_an_export_of_relations_can_be_imported_whatever_their_order(
    importing: Importing, laptop: Product, exported: Callable[[str], str]
) -> None:
    labels(importing, laptop, "A", "B", "C")
    a, b, c = Ci.objects.order_by("label")
    for one, other in ((a, b), (b, c), (a, c), (b, a)):
        CiRelation.objects.create(
            account_id="wdc", ci=one, related_ci=other, relation_type="child", source="scan"
        )
    run = importing("ci_relations", exported("ci_relations"))
    assert counters(run) == {"unchanged": 4}


def test_an_item_tells_that_it_has_relations(
    importing: Importing, laptop: Product, exported: Callable[[str], str]
) -> None:
    labels(importing, laptop, "A", "B", "C")
    importing("ci_relations", f"{RELATIONS},A,B,parent\n")
    header, *rows = (line.split(",") for line in exported("cis").splitlines())
    place = header.index("Has CI Relations")
    assert [row[place] for row in rows] == ["TRUE", "TRUE", "FALSE"]


def test_a_product_counts_its_active_items(
    importing: Importing, laptop: Product, exported: Callable[[str], str]
) -> None:
    for status in ("in_production", "ordered", "removed", "archived"):
        make(registry.get("cis"), laptop.account, product=laptop, status=status)
    header, row = (line.split(",") for line in exported("products").splitlines())
    assert row[header.index("Active CIs")] == "2"
