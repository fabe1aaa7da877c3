from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from pytest_django import Settings

from fourme.accounts.models import Account, Trust
from fourme.accounts.rights import Door, actors
from fourme.mail.models import OutboxMessage
from imports.models import ImportRun
from records import registry
from records.models import Team


def numbers() -> dict[str, int]:
    return {
        each.slug: each.model._default_manager.filter(account_id="wdc").count()
        for each in registry.types()
        if not each.view
    }


@pytest.mark.slow
def test_it_loads_three_of_each_type_and_is_harmless_again(
    transactional_db: None, redis: Any, settings: Settings
) -> None:
    settings.DEVELOPMENT = True
    call_command("load_demo", verbosity=0)
    first = numbers()
    assert {slug: number for slug, number in first.items() if number < 3} == {}
    assert len(first) == 101  # 100 of the catalogue, and the permission events
    assert all(each.model._default_manager.exists() for each in registry.types() if each.view)
    runs = ImportRun.objects.count()

    call_command("load_demo", verbosity=0)

    assert numbers() == first
    assert ImportRun.objects.count() == runs
    assert not OutboxMessage.objects.exists()
    assert Trust.objects.get().status == Trust.Status.ACCEPTED
    abroad = Team.objects.filter(account_id="wdc", members__account_id="wna")
    assert abroad.exists()
    doors = {
        "admin@wdc.example": {"wdc": True},
        "admin@wna.example": {"wna": True},
        "auditor@wdc.example": {"wdc": False},
    }
    for email, expected in doors.items():
        user: Any = authenticate(username=email, password="fourme-demo")
        assert {one.account.id: one.may(Door.IMPORT) for one in actors(user)} == expected


def test_it_refuses_without_debug(db: None, settings: Settings) -> None:
    settings.DEVELOPMENT = False
    with pytest.raises(CommandError, match="public passwords"):
        call_command("load_demo")
    assert not Account.objects.exists()
