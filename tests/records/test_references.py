"""References are found, missing, ambiguous or out of reach: four different answers."""

import pytest

from fourme.accounts.models import Account, Trust
from records.kinds import Key, Problem
from records.models import Organization, Person, TimeAllocation
from records.references import CurrentAccount, Found, RecordTarget, Scope

ORGANIZATIONS = RecordTarget(Organization)


def find(target: RecordTarget, account: Account, *texts: str) -> Found:
    """Look up texts as an import does."""
    return target.find([Key.of(text) for text in texts], Scope.of(account))


def reason(found: Found, text: str) -> str:
    """Return why a text was not found."""
    problem = found[Key.of(text)]
    assert isinstance(problem, Problem)
    return str(problem)


def test_an_own_record_is_found_with_and_without_its_account(wdc: Account) -> None:
    widget = Organization.objects.create(account=wdc, name="Widget")
    assert find(ORGANIZATIONS, wdc, "Widget", "Widget @wdc") == {
        Key("Widget"): widget.pk,
        Key("Widget", "wdc"): widget.pk,
    }


def test_a_foreign_record_needs_its_account_and_an_accepted_trust(
    wdc: Account, wna: Account
) -> None:
    foreign = Organization.objects.create(account=wna, name="Widget")
    untrusted = reason(find(ORGANIZATIONS, wdc, "Widget @wna"), "Widget @wna")
    unknown = reason(find(ORGANIZATIONS, wdc, "Widget @nobody"), "Widget @nobody")
    assert untrusted.startswith("wdc has no accepted trust with an account “wna”.")
    assert untrusted.replace("wna", "nobody") == unknown
    Trust.objects.create(account=wna, trusted=wdc, status=Trust.Status.ACCEPTED)
    assert find(ORGANIZATIONS, wdc, "Widget @wna") == {Key("Widget", "wna"): foreign.pk}
    assert "There is no organization" in reason(find(ORGANIZATIONS, wdc, "Widget"), "Widget")


@pytest.mark.parametrize("status", sorted(set(Trust.Status) - {Trust.Status.ACCEPTED}))
def test_a_trust_that_is_not_accepted_opens_nothing(
    wdc: Account, wna: Account, status: Trust.Status
) -> None:
    Organization.objects.create(account=wna, name="Widget")
    Trust.objects.create(account=wdc, trusted=wna, status=status)
    assert "no accepted trust" in reason(find(ORGANIZATIONS, wdc, "Widget @wna"), "Widget @wna")


def test_the_directory_account_is_searched_after_the_own(wdc: Account) -> None:
    directory = Account.objects.create(id="widget", name="Widget", is_directory=True)
    Account.objects.filter(pk="wdc").update(directory=directory)
    wdc.refresh_from_db()
    shared = Organization.objects.create(account=directory, name="Shared")
    own = Organization.objects.create(account=wdc, name="Both")
    Organization.objects.create(account=directory, name="Both")
    assert find(ORGANIZATIONS, wdc, "Shared", "Both", "Shared @widget") == {
        Key("Shared"): shared.pk,
        Key("Both"): own.pk,
        Key("Shared", "widget"): shared.pk,
    }


def test_a_name_with_an_at_sign_is_found_literally(wdc: Account) -> None:
    odd = Organization.objects.create(account=wdc, name="Widget @wna")
    assert find(ORGANIZATIONS, wdc, "Widget @wna", "Widget @wna @wdc") == {
        Key("Widget", "wna"): odd.pk,
        Key("Widget @wna", "wdc"): odd.pk,
    }


def test_a_missing_record_is_named_with_its_nearest(wdc: Account) -> None:
    Organization.objects.create(account=wdc, name="Widget North America")
    text = "Widget North Amerca"
    assert reason(find(ORGANIZATIONS, wdc, text), text) == (
        "There is no organization named “Widget North Amerca”. Did you mean “Widget North America”?"
    )


def test_a_suggestion_never_shows_a_foreign_name(wdc: Account, wna: Account) -> None:
    Organization.objects.create(account=wna, name="Widget North America")
    text = "Widget North Amerca"
    assert "Did you mean" not in reason(find(ORGANIZATIONS, wdc, text), text)


def test_an_ambiguous_name_is_not_guessed(wdc: Account) -> None:
    for group in ("Absence", "Training"):
        TimeAllocation.objects.create(account=wdc, name="Other", group=group)
    target = RecordTarget(TimeAllocation)
    assert "There are 2 time allocations named “Other”." in reason(
        find(target, wdc, "Other"), "Other"
    )


def test_a_time_allocation_is_named_with_or_without_its_group(wdc: Account) -> None:
    leave = TimeAllocation.objects.create(account=wdc, name="Leave", group="Absence")
    target = RecordTarget(TimeAllocation)
    assert find(target, wdc, "Absence - Leave", "Leave") == {
        Key("Absence - Leave"): leave.pk,
        Key("Leave"): leave.pk,
    }


def test_an_address_is_found_in_any_case(wdc: Account) -> None:
    person = Person.objects.create(account=wdc, primary_email="a@x.example")
    assert find(RecordTarget(Person), wdc, "A@X.example") == {Key("A@X.example"): person.pk}


def test_all_keys_of_a_batch_cost_one_query(wdc: Account, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def] # pytest-django's type is private
    for number in range(50):
        Organization.objects.create(account=wdc, name=f"Widget {number}")
    scope = Scope.of(wdc)
    keys = [Key(f"Widget {number}") for number in range(50)]
    with django_assert_num_queries(1):
        assert len(ORGANIZATIONS.find(keys, scope)) == 50


def test_only_the_current_account_can_be_a_role_account(wdc: Account, trust: Trust) -> None:
    found = CurrentAccount().find([Key("wdc"), Key("wna")], Scope.of(wdc))
    assert found[Key("wdc")] == "wdc"
    assert "cannot be changed from wdc" in reason(found, "wna")
