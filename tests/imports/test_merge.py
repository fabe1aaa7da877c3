"""The merge rules: groups that replace, roles that are overwritten, links, children."""

from collections.abc import Callable

import pytest

from fourme.accounts.models import Account, Trust
from imports.models import ImportRun
from records import registry
from records.models import (
    Calendar,
    CiRelation,
    Note,
    Organization,
    Person,
    PersonContactDetail,
    PersonRoles,
    Team,
)
from tests.imports.importing import counters, messages
from tests.records.samples import make

Importing = Callable[..., ImportRun]
PEOPLE = "Primary Email,Name\none@wdc.example,Analyst One\ntwo@wdc.example,Analyst Two\n"
DETAILS = "Person,Contact Protocol,Contact Label,Contact URI,Integration\n"


def details(email: str) -> list[tuple[str, bool]]:
    rows = PersonContactDetail.objects.filter(person__primary_email=email).order_by("id")
    return list(rows.values_list("contact_uri", "integration"))


def test_details_of_an_integration_are_replaced_and_manual_ones_stay(importing: Importing) -> None:
    importing("people", PEOPLE)
    importing(
        "people_contact_details",
        DETAILS + "one@wdc.example,telephone,work,+1 555 1,true\n"
        "one@wdc.example,telephone,mobile,+1 555 2,true\n"
        "one@wdc.example,telephone,home,+1 555 3,false\n"
        "two@wdc.example,telephone,work,+1 555 4,true\n",
    )
    run = importing(
        "people_contact_details",
        DETAILS
        + "one@wdc.example,telephone,work,+1 555 1,1\none@wdc.example,telephone,fax,+1 555 9,1\n",
    )
    assert counters(run) == {"created": 1, "deleted": 1, "unchanged": 1}
    assert details("one@wdc.example") == [
        ("+1 555 1", True),
        ("+1 555 3", False),
        ("+1 555 9", True),
    ]
    assert details("two@wdc.example") == [("+1 555 4", True)]


def test_a_row_without_the_flag_removes_nothing(importing: Importing) -> None:
    importing("people", PEOPLE)
    importing("people_contact_details", DETAILS + "one@wdc.example,telephone,work,+1 555 1,true\n")
    run = importing(
        "people_contact_details", DETAILS + "one@wdc.example,telephone,home,+1 555 2,false\n"
    )
    assert counters(run) == {"created": 1}
    assert len(details("one@wdc.example")) == 2


def test_the_id_updates_one_detail(importing: Importing) -> None:
    importing("people", PEOPLE)
    importing("people_contact_details", DETAILS + "one@wdc.example,telephone,work,+1 555 1,true\n")
    pk = PersonContactDetail.objects.get().pk
    text = f"ID,{DETAILS}{pk},one@wdc.example,telephone,work,+1 555 8,true\n"
    assert counters(importing("people_contact_details", text)) == {"updated": 1}
    assert details("one@wdc.example") == [("+1 555 8", True)]


def test_the_same_row_twice_in_a_group_makes_one_detail(importing: Importing) -> None:
    importing("people", PEOPLE)
    row = "one@wdc.example,telephone,work,+1 555 1,true\n"
    assert counters(importing("people_contact_details", DETAILS + row + row)) == {
        "created": 1,
        "unchanged": 1,
    }
    assert len(details("one@wdc.example")) == 1


def test_a_second_block_replaces_the_first_and_says_so(importing: Importing) -> None:
    importing("people", PEOPLE)
    run = importing(
        "people_contact_details",
        DETAILS + "one@wdc.example,telephone,work,+1 555 1,true\n"
        "two@wdc.example,telephone,work,+1 555 2,true\n"
        "one@wdc.example,telephone,mobile,+1 555 3,true\n",
    )
    assert counters(run) == {"created": 3, "deleted": 1}
    assert details("one@wdc.example") == [("+1 555 3", True)]
    assert [column for _, column, _ in messages(run)] == ["Person"]


def test_rejected_rows_of_a_group_do_not_delete_what_they_name(importing: Importing) -> None:
    importing("people", PEOPLE)
    importing("people_contact_details", DETAILS + "one@wdc.example,telephone,work,+1 555 1,true\n")
    pk = PersonContactDetail.objects.get().pk
    run = importing(
        "people_contact_details",
        f"ID,{DETAILS}{pk},one@wdc.example,pigeon,work,+1 555 1,true\n"
        ",one@wdc.example,telephone,mobile,+1 555 2,true\n",
    )
    assert counters(run) == {"created": 1, "failures": 1}
    assert details("one@wdc.example") == [("+1 555 1", True), ("+1 555 2", True)]


RELATIONS = "Source,CI Label,Related CI Label,Relation Type\n"


@pytest.fixture
def cis(wdc: Account) -> list[int]:
    """Four configuration items, labeled A to D."""
    category = make(registry.get("product_categories"), wdc, rule_set="server")  # no software
    product = make(registry.get("products"), wdc, category=category)
    return [make(registry.get("cis"), wdc, label=label, product=product).pk for label in "ABCD"]


def relations() -> list[tuple[str, str, str]]:
    rows = CiRelation.objects.order_by("ci__label", "related_ci__label", "source")
    return list(rows.values_list("ci__label", "related_ci__label", "source"))


@pytest.mark.usefixtures("cis")
def test_relations_of_a_source_are_replaced_and_others_stay(importing: Importing) -> None:
    first = importing(
        "ci_relations",
        f"{RELATIONS}scan,A,B,child\nscan,A,C,child\nhand,A,D,child\n,A,D,parent\nscan,B,C,child\n",
    )
    assert counters(first) == {"created": 5}
    run = importing("ci_relations", f"{RELATIONS}scan,A,C,child\nscan,A,D,child\n")
    assert counters(run) == {"created": 1, "deleted": 1, "unchanged": 1}
    assert relations() == [
        ("A", "C", "scan"),
        ("A", "D", ""),
        ("A", "D", "hand"),
        ("A", "D", "scan"),
        ("B", "C", "scan"),
    ]


@pytest.mark.usefixtures("cis")
def test_relations_without_a_source_are_only_added(importing: Importing) -> None:
    importing("ci_relations", f"{RELATIONS},A,B,child\nscan,A,B,child\n")
    run = importing("ci_relations", f"{RELATIONS},A,C,child\n")
    assert counters(run) == {"created": 1}
    assert relations() == [("A", "B", ""), ("A", "B", "scan"), ("A", "C", "")]
    without = importing(
        "ci_relations", "CI Label,Related CI Label,Relation Type\nA,D,child\nA,C,child\n"
    )
    assert counters(without) == {"created": 1, "unchanged": 1}


@pytest.mark.usefixtures("cis")
def test_two_sources_of_one_item_do_not_replace_each_other(importing: Importing) -> None:
    run = importing(
        "ci_relations",
        f"{RELATIONS}one,A,B,child\ntwo,A,B,child\none,B,C,child\ntwo,A,C,child\n",
    )
    assert counters(run) == {"created": 4, "deleted": 1}
    assert relations() == [("A", "B", "one"), ("A", "C", "two"), ("B", "C", "one")]
    assert [column for _, column, _ in messages(run)] == ["CI Label"]
    assert counters(importing("ci_relations", f"{RELATIONS}one,A,B,child\n")) == {"unchanged": 1}


@pytest.mark.usefixtures("trust")
def test_details_of_a_foreign_person_stay(importing: Importing) -> None:
    """A detail that this account keeps of a foreign person does not replace those at its home."""
    foreign = Person.objects.create(account_id="wna", primary_email="x@wna.example", name="X")
    PersonContactDetail.objects.create(
        account_id="wna",
        person=foreign,
        contact_protocol="telephone",
        contact_label="work",
        contact_uri="+1 555 1",
        integration=True,
    )
    run = importing(
        "people_contact_details", DETAILS + "x@wna.example @wna,telephone,home,+1 555 2,1\n"
    )
    assert not run.deleted
    assert ("+1 555 1", True) in details("x@wna.example")


def test_notes_are_only_added(importing: Importing, wdc: Account) -> None:
    importing("people", PEOPLE)
    request = make(registry.get("requests"), wdc)
    header = "Record Type,Record ID,Person,Text,Created At\n"
    row = f"Request,{request.pk},one@wdc.example,It is back.,2019-01-31T09:00:00Z\n"
    assert counters(importing("notes", header + row)) == {"created": 1}
    assert counters(importing("notes", header + row)) == {"created": 1}
    note = Note.objects.order_by("id")[0]
    assert (note.record_id, note.text, note.created_at.year) == (request.pk, "It is back.", 2019)
    late = importing("notes", f"{header}Request,{request.pk},two@wdc.example,Now.,\n")
    assert counters(late) == {"created": 1}
    named = importing("notes", f"ID,{header}{note.pk},{row}")
    assert counters(named) == {"failures": 1}
    assert messages(named) == [
        (2, "ID", "Notes are only added; none can be named by its ID."),
    ]
    assert Note.objects.count() == 3


def test_a_role_that_the_row_leaves_out_is_lost(importing: Importing) -> None:
    importing("people", PEOPLE)
    importing("people_roles", "Person,Role Account,Specialist,Auditor\none@wdc.example,wdc,1,1\n")
    run = importing("people_roles", "Person,Role Account,Specialist\none@wdc.example,wdc,1\n")
    assert counters(run) == {"updated": 1}
    roles = PersonRoles.objects.get(person__primary_email="one@wdc.example")
    assert (roles.specialist, roles.auditor, roles.account_id) == (True, False, "wdc")
    foreign = importing("people_roles", "Person,Role Account\none@wdc.example,wna\n")
    assert counters(foreign) == {"failures": 1}


def test_links_are_replaced_and_move_the_change_mark(importing: Importing) -> None:
    importing("people", PEOPLE)
    text = 'Name,Source,Source ID,Members\nDesk,s,1,"two@wdc.example\none@wdc.example"\n'
    assert counters(importing("teams", text)) == {"created": 1}
    before = Team.objects.get()
    assert counters(importing("teams", text)) == {"unchanged": 1}
    assert Team.objects.get().changed_xid == before.changed_xid
    run = importing("teams", "Name,Source,Source ID,Members\nDesk,s,1,one@wdc.example\n")
    assert counters(run) == {"updated": 1}
    after = Team.objects.get()
    assert after.changed_xid != before.changed_xid
    assert [each.primary_email for each in after.members.all()] == ["one@wdc.example"]
    bad = importing("teams", "Name,Source,Source ID,Members\nDesk,s,1,nobody@wdc.example\n")
    assert counters(bad) == {"failures": 1}


def test_all_rows_of_a_calendar_are_rejected_together(importing: Importing) -> None:
    run = importing(
        "calendars",
        "Name,Weekday,From,Until\nA,mon,09:00,17:00\nA,tue,18:00,17:00\nA,wed,09:00,17:00\n"
        "B,mon,09:00,17:00\n",
    )
    assert counters(run) == {"created": 1, "failures": 3}
    assert [row for row, _, _ in messages(run)] == [2, 3, 4]
    assert list(Calendar.objects.values_list("name", flat=True)) == ["B"]


def test_a_foreign_record_needs_a_trust(importing: Importing, wna: object) -> None:
    Organization.objects.create(account_id="wna", name="Widget North America")
    text = "Primary Email,Name,Organization\none@wdc.example,One,Widget North America @wna\n"
    assert counters(importing("people", text)) == {"failures": 1}
    Trust.objects.create(account_id="wdc", trusted_id="wna", status=Trust.Status.ACCEPTED)
    assert counters(importing("people", text)) == {"created": 1}
    person = Person.objects.get(primary_email="one@wdc.example")
    assert person.organization
    assert person.organization.account_id == "wna"


def test_records_of_another_account_are_out_of_reach(importing: Importing, wna: object) -> None:
    other = Person.objects.create(account_id="wna", primary_email="x@wna.example", name="X")
    run = importing("people", f"ID,Primary Email,Name\n{other.pk},x@wna.example,Changed\n")
    assert counters(run) == {"failures": 1}
    assert Person.objects.get(pk=other.pk).name == "X"
    same = importing("people", "Primary Email,Name\nx@wna.example,Own\n")
    assert counters(same) == {"created": 1}
