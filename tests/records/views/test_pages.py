import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fourme.accounts.models import Account, Trust
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from records import registry
from records.models import Change, Person, Record, Request, Site
from records.views import pages
from tests.fixtures.world import Enrol
from tests.records.conftest import SignIn
from tests.records.samples import make

PEOPLE, SITES, TEAMS = registry.get("people"), registry.get("sites"), registry.get("teams")


@pytest.fixture
def client(sign_in: SignIn, administrator: Actor) -> Client:
    return sign_in(administrator)


def page(client: Client, record: Record, more: str = "") -> str:
    response = client.get(f"{record.get_absolute_url()}{more}")
    assert response.status_code == 200
    return response.content.decode()


def test_references_and_members_are_links_in_the_own_account(
    client: Client, wdc: Account, wna: Account, trust: Trust
) -> None:
    manager = make(PEOPLE, wdc, primary_email="boss@wdc.example")
    foreign = make(PEOPLE, wna, primary_email="other@wna.example")
    team = make(TEAMS, wdc, manager=manager)
    team.members.set([manager, foreign])  # type: ignore[attr-defined] # a Team
    shown = page(client, team)
    link = f'<a href="/records/people/{manager.pk}/">boss@wdc.example</a>'
    assert shown.count(link) == 2
    assert "other@wna.example @wna" in shown
    assert f"/records/people/{foreign.pk}/" not in shown


def test_child_rows_are_a_table(client: Client, wdc: Account) -> None:
    shown = page(client, make(registry.get("calendars"), wdc))
    assert "<td>Mon</td><td>09:00</td><td>17:00</td>" in shown


def test_sub_options_are_added_from_the_page(client: Client, wdc: Account) -> None:
    shown = page(client, make(PEOPLE, wdc, primary_email="ada@wdc.example"))
    assert 'href="/records/people_contact_details/add/?person=ada%40wdc.example"' in shown


def test_a_sub_option_leads_to_the_record_above_it(client: Client, wdc: Account) -> None:
    person = make(PEOPLE, wdc, primary_email="ada@wdc.example")
    shown = page(client, make(registry.get("people_contact_details"), wdc, person=person))
    crumbs = shown.partition('<p class="crumbs">')[2].partition("</p>")[0]
    people, above = crumbs.partition("</a>")[::2]
    assert people == '<a href="/records/people/">People'
    assert f'<a href="{person.get_absolute_url()}">ada@wdc.example</a>' in above
    note = make(registry.get("notes"), wdc)
    about = Request.objects.get()
    crumbs = page(client, note).partition('<p class="crumbs">')[2].partition("</p>")[0]
    assert f'<a href="{about.get_absolute_url()}">{about.pk}</a>' in crumbs


def test_times_are_those_of_the_person(sign_in: SignIn, enrol: Enrol, wdc: Account) -> None:
    client = sign_in(enrol(wdc, Role.AUDITOR, time_zone="Tokyo"))
    assert " JST</time>" in page(client, make(SITES, wdc))


def test_empty_fields_are_folded(client: Client, wdc: Account) -> None:
    shown = page(client, make(SITES, wdc, name="Houston", city="Houston"))
    facts = shown.partition('<dl class="facts">')[2].partition("</dl>")[0]
    assert "<dt>City</dt><dd>Houston" in facts
    assert "<dt>State</dt>" not in facts
    assert "State" in shown.partition("empty fields</summary>")[2].partition("</details>")[0]


def test_lists_without_anything_are_among_the_empty_fields(client: Client, wdc: Account) -> None:
    shown = page(client, make(registry.get("requests"), wdc))
    folded = shown.partition("empty fields</summary>")[2].partition("</details>")[0]
    assert "Configuration item, Notes, Internal notes" in folded
    assert "<h2>Notes" not in shown


def test_a_record_by_its_id_is_a_link_in_the_own_account(
    client: Client, wdc: Account, wna: Account
) -> None:
    request, foreign = make(registry.get("requests"), wdc), make(registry.get("requests"), wna)
    note = make(registry.get("notes"), wdc, about="Request", record_id=request.pk)
    assert f'<a href="{request.get_absolute_url()}">{request.pk}</a>' in page(client, note)
    for pk in (foreign.pk, foreign.pk + 1000):
        note = make(registry.get("notes"), wdc, about="Request", record_id=pk)
        shown = page(client, note)
        assert f"<dt>Record ID</dt><dd>{pk}" in shown
        assert foreign.get_absolute_url() not in shown


def test_related_records_come_by_themselves_or_on_a_page(client: Client, wdc: Account) -> None:
    site = make(SITES, wdc, name="Houston")
    person = make(PEOPLE, wdc, name="Ada", primary_email="ada@wdc.example", site=site)
    address = f"{site.get_absolute_url()}related/"
    assert f'hx-get="{address}"' in page(client, site)
    link = f'<a href="{person.get_absolute_url()}">ada@wdc.example</a>'
    alone = client.get(address).content.decode()
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" in alone
    assert "<html" not in part
    for shown in (alone, part):
        assert link in shown
        assert f'<a href="/records/people/?view=all&amp;site={site.pk}">People</a>' in shown
    nothing = client.get(f"{person.get_absolute_url()}related/").content.decode()
    assert "No other record refers to this person." in nothing


def test_the_history_is_told_in_pages(
    client: Client, administrator: Actor, wdc: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "_CHANGES", 1)
    site = make(SITES, wdc, name="Austin")
    for old, new in (("Dallas", "Houston"), ("Houston", "<b>Austin</b>")):
        Change.objects.create(
            account=wdc,
            record_type="sites",
            record_id=site.pk,
            user=administrator.user,
            values={"name": [old, new]},
        )
    address = f"{site.get_absolute_url()}history/"
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert '<del class="old">Houston</del>' in part
    assert '<ins class="new">&lt;b&gt;Austin&lt;/b&gt;</ins>' in part
    assert "Dallas" not in part
    assert "by Account Administrator, by hand" in part
    earlier = part.partition('hx-get="')[2].partition('"')[0]
    older = client.get(earlier, headers={"HX-Request": "true"}).content.decode()
    assert '<del class="old">Dallas</del>' in older
    assert "<h2>" not in older
    whole = client.get(address).content.decode()
    assert "<html" in whole
    for nonsense in ("x", "9" * 40, "-1", "²"):
        assert client.get(f"{address}?before={nonsense}").status_code == 200


def test_many_members_cost_no_more_queries(client: Client, wdc: Account) -> None:
    def cost(team: Record) -> int:
        with CaptureQueriesContext(connection) as queries:
            page(client, team)
        return len(queries)

    team = make(TEAMS, wdc)
    few = cost(team)
    people = Person.objects.bulk_create(
        Person(account=wdc, name=f"P{n}", primary_email=f"p{n}@wdc.example") for n in range(120)
    )
    team.members.set(people)  # type: ignore[attr-defined] # a Team
    assert cost(team) == few
    assert "more than 100" in page(client, team)


def test_a_foreign_record_is_like_none(
    client: Client, wdc: Account, wna: Account, trust: Trust
) -> None:
    foreign = make(SITES, wna, name="Foreign")
    answers = set()
    for pk in (foreign.pk, foreign.pk + 1000, 10**30):
        for more in ("", "edit/", "disable/", "enable/"):
            response = client.get(f"/records/sites/{pk}/{more}")
            answers.add((response.status_code, "Foreign" in response.content.decode()))
        for more in ("edit/", "disable/", "enable/"):
            answers.add((client.post(f"/records/sites/{pk}/{more}").status_code, False))
    assert answers == {(404, False)}
    foreign.refresh_from_db()
    assert not foreign.disabled  # type: ignore[attr-defined] # a Site


def test_disabling_asks_first_and_can_be_undone(client: Client, wdc: Account) -> None:
    site = make(SITES, wdc, name="Houston")
    address = f"/records/sites/{site.pk}/"
    assert "Disable Houston?" in page(client, site, "disable/")
    dialog = client.get(f"{address}disable/", headers={"HX-Request": "true"}).content.decode()
    assert dialog.startswith("<dialog")
    assert not Site.objects.get().disabled
    response = client.post(f"{address}disable/", follow=True)
    assert "The site is disabled." in response.content.decode()
    assert Site.objects.get().disabled
    client.post(f"{address}enable/")
    assert not Site.objects.get().disabled


def test_nobody_locks_himself_out(client: Client, administrator: Actor) -> None:
    own = Person.objects.get(user=administrator.user)
    response = client.post(f"{own.get_absolute_url()}disable/", follow=True)
    assert "Nobody can disable himself." in response.content.decode()
    assert not Person.objects.get(pk=own.pk).disabled


def test_what_cannot_be_disabled_says_so(client: Client, wdc: Account) -> None:
    holiday = make(registry.get("holidays"), wdc)
    assert client.post(f"{holiday.get_absolute_url()}disable/").status_code == 403


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SPECIALIST, Role.KEY_CONTACT, None])
def test_who_may_not_edit_is_offered_nothing_and_changes_nothing(
    sign_in: SignIn, enrol: Enrol, wdc: Account, role: Role | None
) -> None:
    site = make(SITES, wdc, name="Houston")
    client = sign_in(enrol(wdc, *([role] if role else [])))
    address = site.get_absolute_url()
    sees = role in (Role.AUDITOR, Role.SPECIALIST)
    assert client.get(address).status_code == (200 if sees else 403)
    if sees:
        assert "/edit/" not in page(client, site)
    for more in ("edit/", "disable/", "enable/"):
        assert client.get(f"{address}{more}").status_code == 403
        assert client.post(f"{address}{more}", {"name": "Austin"}).status_code == 403
    assert client.post("/records/sites/add/", {"name": "Austin"}).status_code == 403
    assert list(Site.objects.values_list("name", "disabled")) == [("Houston", False)]
