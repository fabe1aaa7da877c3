"""Lists that are narrowed to the records that refer to one record, exported as they are shown."""

import pytest
from django.test import Client

from exports.errors import Refused
from exports.request import ListFilter
from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from fourme.jobs.models import State
from records.models import Person, Site
from tests.exports.exporting import ask, content, table, work

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def houston(wdc: Account) -> Site:
    site = Site.objects.create(account=wdc, name="Houston")
    for name, where in (("Ada", site), ("Berta", None)):
        email = f"{name.lower()}@wdc.example"
        Person.objects.create(account=wdc, name=name, primary_email=email, site=where)
    return site


def test_only_those_that_refer_to_it_are_exported(administrator: Actor, houston: Site) -> None:
    listed = ListFilter("people", f"site={houston.pk}")
    run = work(ask(administrator, "people", list_filter=listed))
    assert run.state == State.DONE
    assert [row["Name"] for row in table(content(run))] == ["Ada"]


def test_the_dialog_says_which_list_in_words(administrator: Actor, houston: Site) -> None:
    client = Client()
    client.force_login(administrator.user)
    shown = client.get(f"/exports/people/new/?site={houston.pk}").content.decode()
    assert "This list: enabled people, Site is “Houston” (1 person)" in shown


def test_a_record_that_is_out_of_reach_refuses_the_list(
    administrator: Actor, wna: Account, houston: Site
) -> None:
    foreign = Site.objects.create(account=wna, name="Foreign")
    for pk in (foreign.pk, foreign.pk + 1000):
        listed = ListFilter("people", f"site={pk}")
        with pytest.raises(Refused, match=f"There is no site with the ID “{pk}”.") as refused:
            work(ask(administrator, "people", list_filter=listed))
        assert "Foreign" not in str(refused.value)
