import pytest
from django.test import Client

from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from records import registry
from records.models import PersonContactDetail, Site
from tests.records.conftest import SignIn
from tests.records.samples import make

SITES, DETAILS = registry.get("sites"), registry.get("people_contact_details")


@pytest.fixture
def client(sign_in: SignIn, administrator: Actor) -> Client:
    return sign_in(administrator)


def test_a_saved_record_is_shown(client: Client) -> None:
    response = client.post("/records/sites/add/", {"name": "Houston"}, follow=True)
    site = Site.objects.get()
    assert response.redirect_chain == [(f"/records/sites/{site.pk}/", 302)]
    assert "The site is saved." in response.content.decode()
    client.post(f"/records/sites/{site.pk}/edit/", {"name": "Austin", "seen": seen(site)})
    assert Site.objects.get().name == "Austin"


def seen(site: Site) -> str:
    return str(Site.objects.get(pk=site.pk).updated_at.isoformat())


def test_mistakes_are_shown_with_what_was_typed(client: Client) -> None:
    response = client.post("/records/sites/add/", {"name": "", "country": "NL", "city": "Delft"})
    content = response.content.decode()
    assert response.status_code == 422
    assert "Name is required." in content
    assert 'value="Delft"' in content
    assert not Site.objects.exists()


def test_the_address_fills_in_columns_of_a_new_record(client: Client) -> None:
    content = client.get("/records/sites/add/?city=Delft&nonsense=1").content.decode()
    assert 'value="Delft"' in content


def test_what_the_database_fills_in_may_stay_empty(client: Client) -> None:
    content = client.get("/records/product_categories/add/").content.decode()
    field = content.partition('id="id_reference"')[0].rpartition("<input")[2]
    assert 'placeholder="Filled in automatically"' in field


def test_a_conflict_keeps_what_is_stored(client: Client, wdc: Account) -> None:
    site = make(SITES, wdc, name="Houston")
    assert isinstance(site, Site)
    before = seen(site)
    Site.objects.update(city="Austin")
    data = {"name": "Houston", "city": "Dallas", "seen": before}
    response = client.post(f"/records/sites/{site.pk}/edit/", data)
    content = response.content.decode()
    assert response.status_code == 422
    assert "Somebody else changed this site meanwhile" in content
    assert "City: Austin" in content
    assert Site.objects.get().city == "Austin"


def test_imported_details_have_no_form(client: Client, wdc: Account) -> None:
    detail = make(DETAILS, wdc, integration=True)
    shown = client.get(detail.get_absolute_url()).content.decode()
    assert "under the control of imports" in shown
    assert "/edit/" not in shown
    address = f"{detail.get_absolute_url()}edit/"
    assert client.get(address).status_code == 403
    assert client.post(address, {"contact_uri": "x@y.example"}).status_code == 403
    assert PersonContactDetail.objects.get().contact_uri != "x@y.example"


def test_posts_need_the_token_of_the_form(administrator: Actor) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(administrator.user)
    assert client.post("/records/sites/add/", {"name": "Houston"}).status_code == 403
    assert not Site.objects.exists()
