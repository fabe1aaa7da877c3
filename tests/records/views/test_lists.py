from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fourme.accounts.models import Account, Trust
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from records import registry
from tests.fixtures.world import Enrol
from tests.records.conftest import SignIn
from tests.records.samples import make

PEOPLE, SITES = registry.get("people"), registry.get("sites")


@pytest.fixture
def client(sign_in: SignIn, administrator: Actor) -> Client:
    return sign_in(administrator)


def page(client: Client, address: str, status: int = 200, **headers: str) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == status, address
    return response.content.decode()


def test_the_console_begins_with_all_types(client: Client) -> None:
    response = client.get("/")
    assert (response.status_code, response["Location"]) == (302, "/records/")


def test_a_filter_without_records_offers_the_way_back(client: Client, wdc: Account) -> None:
    shown = page(client, "/records/people/?id__exact=999999")
    assert "No person matches" in shown
    assert '<a class="button" href="/records/people/">Show all people</a>' in shown
    make(SITES, wdc, disabled=True)
    assert "No enabled sites" in page(client, "/records/sites/")


@pytest.mark.parametrize(
    ("role", "may_edit"),
    [(Role.ACCOUNT_ADMINISTRATOR, True), (Role.AUDITOR, False), (Role.SPECIALIST, False)],
)
def test_what_a_role_may_not_do_is_not_offered(
    sign_in: SignIn, enrol: Enrol, wdc: Account, role: Role, may_edit: bool
) -> None:
    make(SITES, wdc)
    shown = page(sign_in(enrol(wdc, role)), "/records/sites/")
    offered = ["/records/sites/add/", "/imports/sites/new/", "/exports/sites/new/"]
    assert [address in shown for address in offered] == [may_edit] * 3


def test_records_of_other_accounts_are_not_listed(
    client: Client, wdc: Account, wna: Account, trust: Trust
) -> None:
    make(SITES, wdc, name="Here")
    make(SITES, wna, name="There")
    for query in ("", "?view=all", "?q=th", "?name__icontains=ere"):
        assert "There" not in page(client, f"/records/sites/{query}")
    assert "Here" in page(client, "/records/sites/?name__icontains=ere")


def test_unknown_types_have_no_page(client: Client) -> None:
    page(client, "/records/spaceships/", 404)
    page(client, "/records/spaceships/add/", 404)


def test_htmx_gets_the_content_and_the_address(client: Client, wdc: Account) -> None:
    make(SITES, wdc, name="Houston")
    response = client.get("/records/sites/?view=all&q=&sort=", headers={"HX-Request": "true"})
    assert response["HX-Push-Url"] == "/records/sites/?view=all"
    content = response.content.decode()
    assert content.lstrip().startswith("<header")
    assert "Houston" in content


def test_an_invalid_filter_is_explained_and_shows_nothing(client: Client, wdc: Account) -> None:
    make(SITES, wdc, name="Houston")
    shown = page(client, "/records/sites/?country__exact=XX&city__exact=A", 400)
    assert '<input type="hidden" name="city__exact" value="A">' in shown
    assert 'name="country__exact"' not in shown.partition("filter-editor")[2]
    assert "Country: “XX” is not a country code." in shown
    assert "Houston" not in shown
    for query in ("?sort=remarks", "?after=x", "?nonsense=1", "?view=x", "?q=%00"):
        assert "This list cannot be shown" in page(client, f"/records/sites/{query}", 400)


def test_htmx_swaps_in_the_explanation(client: Client) -> None:
    shown = page(client, f"/records/sites/?q={'x' * 201}", 200, **{"HX-Request": "true"})
    assert "Search for at most 200 characters." in shown


def test_the_form_of_a_filter_becomes_a_parameter(client: Client) -> None:
    query = "view=all&q=a&column=city&lookup=icontains&value=x%26y&after=1.x"
    response = client.get(f"/records/sites/?{query}")
    address = urlsplit(response["Location"])
    assert (response.status_code, address.path) == (302, "/records/sites/")
    assert parse_qs(address.query) == {"view": ["all"], "q": ["a"], "city__icontains": ["x&y"]}


def test_the_form_of_a_filter_is_shown_on_request(client: Client, wdc: Account) -> None:
    make(SITES, wdc)
    shown = page(client, "/records/sites/?view=all&add=country")
    assert '<input type="hidden" name="view" value="all">' in shown
    assert '<option value="NL">NL</option>' in shown
    assert "filter-editor" not in page(client, "/records/sites/?add=nonsense")


def test_chips_take_parts_of_the_filter_away(client: Client, wdc: Account) -> None:
    shown = page(client, "/records/sites/?q=wid&city__exact=Houston&sort=-name")
    assert 'href="?city__exact=Houston&amp;sort=-name" title="Remove this filter">Search: wid' in (
        shown
    )
    assert 'href="?q=wid&amp;sort=-name" title="Remove this filter">City is “Houston”' in shown


def test_the_export_of_the_list_carries_its_filter(client: Client, wdc: Account) -> None:
    shown = page(client, "/records/sites/?view=all&city__exact=A%26B&sort=-name&q=wid")
    assert 'href="/exports/sites/new/?view=all&amp;q=wid&amp;city__exact=A%26B"' in shown


def test_text_of_records_is_never_markup(client: Client, wdc: Account) -> None:
    bad = "<script>alert(1)</script>"
    make(SITES, wdc, name=bad, city='"><img src=x>')
    shown = page(client, f"/records/sites/?q=script&city__icontains={bad}&view=all", 200)
    shown += page(client, "/records/sites/") + page(client, f"/records/?q={bad}")
    assert "<script>alert" not in shown
    assert "<img src=x>" not in shown


@pytest.mark.parametrize("address", ["/records/", "/records/?q=wid", "/records/?q=%00"])
def test_the_overview_and_its_search(client: Client, wdc: Account, address: str) -> None:
    make(SITES, wdc, name="Widget Plant")
    shown = page(client, address)
    assert ("Widget Plant" in shown) == (address == "/records/?q=wid")
    assert "Organizations" in shown


def test_a_number_finds_a_request_in_its_list_and_in_all(client: Client, wdc: Account) -> None:
    requests = registry.get("requests")
    first, second = (make(requests, wdc, subject="Printer") for _ in range(2))
    for address in (f"/records/requests/?q={first.pk}", f"/records/?q={first.pk}"):
        shown = page(client, address)
        assert f'href="{first.get_absolute_url()}"' in shown
        assert f'href="{second.get_absolute_url()}"' not in shown


def test_numbered_records_come_with_the_newest_first(client: Client, wdc: Account) -> None:
    requests = registry.get("requests")
    older, newer = (make(requests, wdc, subject=subject) for subject in ("A", "B"))
    shown = page(client, "/records/requests/")
    assert shown.index(newer.get_absolute_url()) < shown.index(older.get_absolute_url())


def test_suggestions_come_as_options(client: Client, wdc: Account) -> None:
    make(PEOPLE, wdc, name="Ada <b>", primary_email="ada@wdc.example")
    shown = page(client, "/records/people/suggest/?q=ada")
    assert shown.strip() == '<option value="ada@wdc.example">Ada &lt;b&gt;</option>'


@pytest.mark.parametrize(
    "address", ["/records/", "/records/?q=a", "/records/sites/", "/records/sites/suggest/?q=a"]
)
def test_the_doors_of_lists(
    sign_in: SignIn, enrol: Enrol, wdc: Account, wna: Account, address: str
) -> None:
    outsider = sign_in(enrol(wdc, email="outsider@wdc.example"))
    key_contact = sign_in(enrol(wdc, Role.KEY_CONTACT))
    foreign = sign_in(enrol(wna, Role.ACCOUNT_ADMINISTRATOR))
    make(SITES, wdc, name="Alpha Plant")
    assert outsider.get(address).status_code == 403
    assert key_contact.get(address).status_code == 403
    assert Client().get(address).status_code == 302
    assert "Alpha Plant" not in page(foreign, address)
    for role in (Role.AUDITOR, Role.SPECIALIST, Role.ACCOUNT_ADMINISTRATOR):
        assert sign_in(enrol(wdc, role)).get(address).status_code == 200


def test_any_number_of_rows_costs_the_same_queries(client: Client, wdc: Account) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(client, "/records/people/?view=all")
        return len(queries)

    for _ in range(5):
        make(PEOPLE, wdc, organization=make(registry.get("organizations"), wdc))
    few = cost()
    for _ in range(40):
        make(PEOPLE, wdc, organization=make(registry.get("organizations"), wdc))
    assert cost() == few
