"""Each field of the form, and the conditions between them."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from exports.console.forms import DefinitionForm
from exports.models import Export
from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from fourme.jobs import clock
from records.models import Calendar
from tests.exports.console.defining import NOW, define, sent, sent_weekly
from tests.fixtures.world import Enrol

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sunday() -> Iterator[None]:
    """The clock of schedules stands still."""
    with clock.showing(NOW):
        yield


def form(actor: Actor, data: dict[str, Any], export: Export | None = None) -> DefinitionForm:
    begun = export or Export(account=actor.account, user=actor.user, types=[])
    return DefinitionForm(actor, begun, data)


def errors(actor: Actor, data: dict[str, Any]) -> dict[str, list[str]]:
    """Return the reasons by field."""
    return {name: list(map(str, reasons)) for name, reasons in form(actor, data).errors.items()}


def filled(actor: Actor, data: dict[str, Any], export: Export | None = None) -> Export:
    bound = form(actor, data, export)
    assert bound.is_valid(), bound.errors
    return bound.filled()


def test_everything_is_taken_over(administrator: Actor, enrol: Enrol, wdc: Account) -> None:
    owner = enrol(wdc, Role.ACCOUNT_OWNER)
    calendar = Calendar.objects.create(account=wdc, name="Always")
    calendar.hours.create(weekday="mon", time_from="00:00", time_until="24:00")
    data = sent_weekly(
        administrator,
        name="  Changes for the warehouse ",
        disabled="on",
        user=str(owner.user.pk),
        send_unchanged="on",
        types=["teams", "sites"],
        line_separator="crlf",
        calendar=str(calendar.pk),
    )

    export = filled(administrator, data)

    assert (export.account, export.user, export.disabled) == (wdc, owner.user, True)
    assert export.name == "Changes for the warehouse"
    assert (export.strategy, export.since, export.send_unchanged) == ("incremental", None, True)
    assert sorted(export.types) == ["sites", "teams"]
    assert (export.export_format, export.line_separator) == ("csv", "crlf")
    assert (export.frequency, export.day, export.time_of_day) == ("weekly", [1], dt.time(8))
    assert (export.start_date, export.calendar) == (dt.date(2026, 11, 22), calendar)


def test_a_name_is_needed(administrator: Actor) -> None:
    for name in ("", "   "):
        assert (
            "Give the export a name"
            in errors(administrator, sent(administrator, name=name))["name"][0]
        )


@pytest.mark.parametrize("name", ["x" * 121, "a\0b"])
def test_a_name_that_cannot_be_stored_is_refused(administrator: Actor, name: str) -> None:
    assert errors(administrator, sent(administrator, name=name)).keys() == {"name"}


def test_run_as_offers_the_administrators_and_the_current_person_first_of_all(
    administrator: Actor, enrol: Enrol, wdc: Account, wna: Account
) -> None:
    owner = enrol(wdc, Role.ACCOUNT_OWNER)
    enrol(wdc, Role.AUDITOR)
    enrol(wna, Role.ACCOUNT_ADMINISTRATOR)

    shown = DefinitionForm(administrator, Export(account=wdc, user=administrator.user, types=[]))

    assert shown.fields["user"].choices == [  # type: ignore[attr-defined] # a ChoiceField
        (str(administrator.user.pk), "Account Administrator (account.administrator@wdc.example)"),
        (str(owner.user.pk), "Account Owner (account.owner@wdc.example)"),
    ]
    assert shown["user"].value() == administrator.user.pk


def test_run_as_refuses_all_others(
    administrator: Actor, enrol: Enrol, wdc: Account, wna: Account
) -> None:
    others = [enrol(wdc, Role.AUDITOR), enrol(wna, Role.ACCOUNT_ADMINISTRATOR)]
    for user in (*(str(other.user.pk) for other in others), "0", "nobody", "9" * 40):
        assert errors(administrator, sent(administrator, user=user)) == {
            "user": ["Choose one of the administrators of this account."]
        }


def test_a_person_of_run_as_who_lost_the_role_must_be_replaced(
    administrator: Actor, enrol: Enrol, wdc: Account
) -> None:
    owner = enrol(wdc, Role.ACCOUNT_OWNER)
    export = define(owner)
    owner.user.person.roles.all().delete()

    shown = DefinitionForm(administrator, export)

    assert shown.lost == owner.user
    assert shown.fields["user"].choices[0] == ("", "Choose…")  # type: ignore[attr-defined] # as above
    assert form(administrator, sent(administrator, user=""), export).errors["user"] == [
        "Choose in whose name it runs."
    ]


def test_the_strategies_are_those_of_the_form(administrator: Actor) -> None:
    assert list(DefinitionForm.base_fields["strategy"].choices) == [  # type: ignore[attr-defined] # as above
        ("full", "Full - All data since the creation of this account"),
        ("partial", "Partial - Changes since a specific time"),
        ("incremental", "Incremental - Changes since the last run"),
    ]
    for unknown in ("filtered", "dashboard", ""):
        assert errors(administrator, sent(administrator, strategy=unknown)).keys() == {"strategy"}


def test_incremental_needs_a_recurrence(administrator: Actor) -> None:
    assert errors(administrator, sent(administrator, strategy="incremental")) == {
        "strategy": [
            "Incremental needs a recurrence: choose a frequency below, or another strategy."
        ]
    }


def test_partial_needs_changes_since(administrator: Actor) -> None:
    assert errors(administrator, sent(administrator, strategy="partial")) == {
        "since": ["Say since when records must have been created or changed."]
    }


def test_changes_since_are_entered_in_the_zone_of_the_person(enrol: Enrol, wdc: Account) -> None:
    actor = enrol(wdc, Role.ACCOUNT_ADMINISTRATOR, time_zone="Amsterdam")

    export = filled(actor, sent(actor, strategy="partial", since="2026-11-02T09:30"))

    assert export.since == dt.datetime(2026, 11, 2, 8, 30, tzinfo=dt.UTC)
    assert "Europe/Amsterdam" in str(form(actor, {}).fields["since"].help_text)


def test_changes_go_two_months_back_to_the_beginning_of_the_day(enrol: Enrol, wdc: Account) -> None:
    actor = enrol(wdc, Role.ACCOUNT_ADMINISTRATOR, time_zone="Amsterdam")
    partial = sent(actor, strategy="partial")

    assert filled(actor, partial | {"since": "2026-09-22T00:00"}).since is not None
    assert errors(actor, partial | {"since": "2026-09-21T23:59"}) == {
        "since": [
            (
                "Changes go at most two months back: choose Tuesday 22 September 2026, 00:00 CEST "
                "or later."
            )
        ]
    }


def test_the_limit_is_that_of_the_person_of_run_as(
    enrol: Enrol, administrator: Actor, wdc: Account
) -> None:
    owner = enrol(wdc, Role.ACCOUNT_OWNER, time_zone="Auckland")  # where the day begins earlier
    data = sent(administrator, strategy="partial", since="2026-09-21T13:00")

    assert "since" in errors(administrator, data)
    assert errors(administrator, data | {"user": str(owner.user.pk)}) == {}


def test_changes_since_must_have_passed_and_be_a_moment(administrator: Actor) -> None:
    partial = sent(administrator, strategy="partial")
    assert (
        "lies ahead" in errors(administrator, partial | {"since": "2026-11-22T09:01"})["since"][0]
    )
    assert (
        "2026-02-30" in errors(administrator, partial | {"since": "2026-02-30T09:00"})["since"][0]
    )


def test_an_old_partial_export_can_still_be_disabled(administrator: Actor) -> None:
    since = dt.datetime(2026, 1, 1, 9, 30, tzinfo=dt.UTC)
    export = define(administrator, strategy="partial", since=since)
    data = sent(administrator, strategy="partial", since="2026-01-01T09:30")

    assert form(administrator, data, export).errors.keys() == {"since"}
    assert filled(administrator, data | {"disabled": "on"}, export).since == since


@pytest.mark.parametrize("since", ["0001-01-01T00:00", "2026-01-01T09:31"])
def test_a_disabled_export_takes_no_other_moment_that_is_too_old(
    administrator: Actor, since: str
) -> None:
    data = sent(administrator, strategy="partial", since=since, disabled="on")

    assert errors(administrator, data).keys() == {"since"}


@pytest.mark.parametrize("since", ["2026-11-02T09:30", "nonsense"])
def test_other_strategies_have_no_changes_since(administrator: Actor, since: str) -> None:
    assert filled(administrator, sent(administrator, since=since)).since is None


def test_full_exports_are_always_sent(administrator: Actor) -> None:
    assert not filled(administrator, sent(administrator, send_unchanged="on")).send_unchanged


def test_at_least_one_type_is_needed(administrator: Actor) -> None:
    assert errors(administrator, sent(administrator, types=[])) == {
        "types": ["Choose at least one type."]
    }


@pytest.mark.parametrize("slug", ["fax_machines", "", "a\0b"])
def test_unknown_types_are_refused(administrator: Actor, slug: str) -> None:
    assert errors(administrator, sent(administrator, types=["sites", slug])) == {
        "types": [f"{slug} is not a type that you can export."]
    }


def test_excel_has_no_line_separator(administrator: Actor) -> None:
    data = sent(administrator, export_format="xlsx", line_separator="crlf")

    export = filled(administrator, data)

    assert (export.export_format, export.line_separator) == ("xlsx", "lf")


def test_formats_and_separators_are_those_of_the_form(administrator: Actor) -> None:
    fields = DefinitionForm.base_fields
    assert list(fields["export_format"].choices) == [  # type: ignore[attr-defined] # as above
        ("csv", "Comma-separated values (.csv)"),
        ("xlsx", "Microsoft Excel (.xlsx)"),
    ]
    assert [key for key, _ in fields["line_separator"].choices] == ["lf", "crlf"]  # type: ignore[attr-defined] # as above
    assert errors(administrator, sent(administrator, export_format="pdf")).keys() == {
        "export_format"
    }
    assert errors(administrator, sent(administrator, line_separator="cr")).keys() == {
        "line_separator"
    }


def test_calendars_of_another_account_are_refused(administrator: Actor, wna: Account) -> None:
    foreign = Calendar.objects.create(account=wna, name="Theirs")

    found = errors(administrator, sent_weekly(administrator, calendar=str(foreign.pk)))

    assert found == {"calendar": ["Choose one of the calendars of this account."]}


def test_the_time_zone_begins_with_that_of_the_person(enrol: Enrol, wdc: Account) -> None:
    actor = enrol(wdc, Role.ACCOUNT_ADMINISTRATOR, time_zone="Amsterdam")
    shown = DefinitionForm(actor, Export(account=wdc, user=actor.user, types=[]))

    assert shown["time_zone"].value() == "Amsterdam"


def test_what_cannot_be_read_is_left_out_of_the_draft(administrator: Actor) -> None:
    bound = form(administrator, sent_weekly(administrator, name="", types=["x"], interval="many"))

    assert not bound.is_valid()
    draft = bound.filled()

    assert (draft.name, draft.types, draft.user) == ("", [], administrator.user)
    assert draft.recurrence() is None
