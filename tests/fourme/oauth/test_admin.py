import pytest
from django.contrib import admin
from django.test import Client

from fourme.accounts.models import User
from fourme.accounts.rights import Actor
from tests.fixtures.world import PASSWORD
from tests.fourme.oauth.registered import register

LIST = "/admin/applications/application/"


@pytest.fixture
def operator(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser("operator@fourme.example", PASSWORD))
    return client


def test_operators_see_applications_and_no_secret(operator: Client, administrator: Actor) -> None:
    application, secret = register(administrator)
    for path in (LIST, f"{LIST}?q=wdc", f"{LIST}{application.pk}/change/"):
        page = operator.get(path).content.decode()
        assert application.client_id in page
        assert secret not in page
        assert application.client_secret not in page
    assert 'name="name"' not in operator.get(f"{LIST}{application.pk}/change/").content.decode()
    assert operator.get(f"{LIST}add/").status_code == 403
    assert operator.post(f"{LIST}{application.pk}/delete/").status_code == 403


def test_the_pages_of_the_toolkit_are_away(operator: Client) -> None:
    assert not [each for each in admin.site._registry if each._meta.app_label == "oauth2_provider"]
    assert operator.get("/admin/oauth2_provider/accesstoken/").status_code == 404
