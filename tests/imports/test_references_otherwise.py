"""References by ID and by Source instead of by their key, and columns with several headers."""

from collections.abc import Callable

import pytest

from fourme.accounts.models import Account, Trust
from imports.headers import lay_out
from imports.models import ImportRun
from imports.rows import FileProblem, Row
from records import registry
from records.models import CiRelation, Record, TimeEntry
from tests.imports.importing import counters, messages
from tests.records.samples import make

Importing = Callable[..., ImportRun]
PERSON = "account.administrator@wdc.example"
RELATIONS = "CI Source,CI Source ID,CI Label,Related CI Label,Relation Type\n"


@pytest.fixture
def cis(wdc: Account) -> list[Record]:
    """Two configuration items of another system."""
    category = make(registry.get("product_categories"), wdc, rule_set="server")
    product = make(registry.get("products"), wdc, category=category)
    return [
        make(
            registry.get("cis"), wdc, product=product, label=label,
            source="scan", source_id=label.lower(),
        )
        for label in ("SRV1", "SRV2")
    ]  # fmt: skip


def related() -> list[tuple[str, str]]:
    found = CiRelation.objects.order_by("pk")
    return list(found.values_list("ci__label", "related_ci__label"))


def test_a_pair_of_source_names_a_ci(importing: Importing, cis: list[Record]) -> None:
    rows = "scan,srv1,,SRV2,parent\nscan,srv1,SRV2,SRV1,parent\n"
    assert counters(importing("ci_relations", RELATIONS + rows)) == {"created": 2}
    assert related() == [("SRV1", "SRV2"), ("SRV2", "SRV1")]  # the label comes first
    assert counters(importing("ci_relations", RELATIONS + rows)) == {"unchanged": 2}


def test_the_label_need_not_be_in_the_file(importing: Importing, cis: list[Record]) -> None:
    header = "CI Source,CI Source ID,Related CI Source,Related CI Source ID,Relation Type,Source\n"
    rows = "scan,srv2,scan,srv1,child,\n"
    assert counters(importing("ci_relations", header + rows)) == {"created": 1}
    assert related() == [("SRV2", "SRV1")]
    lone = importing("ci_relations", "CI Source,Related CI Label,Relation Type\nscan,SRV1,child\n")
    assert "CI Label" in lone.message


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ("scan,,", "CI Source", "counts only with CI Source ID."),
        (",srv1,", "CI Source ID", "counts only with CI Source."),
        (",,", "CI Label", "is empty."),
        (
            "scan,none,",
            "CI Label",
            "There is no configuration item with the Source and Source ID “scan / none”.",
        ),
    ],
)
def test_half_a_pair_and_none_are_refused(
    importing: Importing, cis: list[Record], cells: str, column: str, reason: str
) -> None:
    run = importing("ci_relations", f"{RELATIONS}{cells},SRV2,parent\nscan,srv1,,SRV2,parent\n")
    assert messages(run) == [(2, column, reason)]
    assert counters(run) == {"created": 1, "failures": 1}


ENTRIES = "Person,Date,Time Spent,Effort Class ID,Effort Class\n"


@pytest.fixture
def classes(wdc: Account) -> list[Record]:
    """Two effort classes."""
    return [make(registry.get("effort_classes"), wdc, name=name) for name in ("Day", "Night")]


def entry(number: object = "", name: str = "") -> str:
    return f"{PERSON},2026-01-31,1:00,{number},{name}\n"


def test_an_effort_class_by_its_id(
    importing: Importing, classes: list[Record], administrator: object
) -> None:
    day, night = classes
    rows = [entry(day.pk), entry("", "Night"), entry(night.pk, "Night"), entry(day.pk, "Gone")]
    assert counters(importing("time_entries", ENTRIES + "".join(rows))) == {"created": 4}
    found = TimeEntry.objects.order_by("pk").values_list("effort_class__name", flat=True)
    assert list(found) == ["Day", "Night", "Night", "Day"]


def test_an_id_and_a_name_that_differ_are_refused(
    importing: Importing, classes: list[Record], administrator: object
) -> None:
    day, _ = classes
    run = importing("time_entries", ENTRIES + entry(day.pk, "Night") + entry(999) + entry("abc"))
    assert messages(run) == [
        (2, "Effort Class ID", "is not the ID of what Effort Class names."),
        (3, "Effort Class ID", "There is no effort class with the ID “999”."),
        (4, "Effort Class ID", "is not the ID of a record."),
    ]


def test_the_id_of_a_foreign_record_needs_its_account(
    importing: Importing, wdc: Account, wna: Account, administrator: object
) -> None:
    foreign = make(registry.get("effort_classes"), wna, name="Day")
    both = ENTRIES + entry(foreign.pk, "Day @wna")
    assert counters(importing("time_entries", both)) == {"failures": 1}
    Trust.objects.create(account=wdc, trusted=wna, status=Trust.Status.ACCEPTED)
    assert counters(importing("time_entries", ENTRIES + entry(foreign.pk))) == {"failures": 1}
    assert counters(importing("time_entries", both)) == {"created": 1}


def test_only_the_id_is_in_the_file(importing: Importing, wdc: Account) -> None:
    offering = make(registry.get("app_offerings"), wdc)
    text = f'App Offering ID,Effect,Actions\n{offering.pk},allow,"[""request:Read""]"\n'
    assert counters(importing("app_offering_scopes", text)) == {"created": 1}
    empty = importing("app_offering_scopes", text.replace(f"{offering.pk},", ","))
    assert counters(empty) == {"failures": 1}
    assert messages(empty) == [(2, "App Offering", "is empty.")]


def test_a_column_is_known_by_an_older_header() -> None:
    charges = registry.get("sla_financial_details_charges")
    headers = ["charge id", "Service Level Agreement", "Effort Class"]
    assert lay_out(Row(1, 1, 1, headers), charges).columns[0].name == "rate_id"
    with pytest.raises(FileProblem, match="“Charge ID” and “Rate ID” are the same"):
        lay_out(Row(1, 1, 1, ["Charge ID", "Rate ID"]), charges)
