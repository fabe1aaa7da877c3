from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from fourme.accounts.models import User
from fourme.files.links import link
from fourme.files.models import Download, StoredFile
from fourme.files.sweep import expired
from records.models.people import Person

Put = Callable[..., StoredFile]


def address(stored: StoredFile) -> str:
    return "/" + link(stored).split("/", 3)[3]


def body(response: object) -> bytes:
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]  # a FileResponse


def test_the_file_comes_without_a_login(put: Put, client: Client) -> None:
    response = client.get(address(put(b"ID\n1\n", name="Städte.csv")))

    assert response.status_code == 200
    assert body(response) == b"ID\n1\n"
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Length"] == "5"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''St%C3%A4dte.csv"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


def test_an_authorization_header_does_not_matter(put: Put, client: Client) -> None:
    response = client.get(address(put()), headers={"Authorization": "Bearer nonsense"})
    assert response.status_code == 200
    assert body(response)


def test_an_imported_file_keeps_its_unknown_encoding(put: Put, client: Client) -> None:
    response = client.get(address(put(purpose="import")))
    assert response["Content-Type"] == "text/csv"
    body(response)


def test_head_answers_like_get_and_is_no_download(put: Put, client: Client) -> None:
    response = client.head(address(put(b"ID\n1\n")))

    assert (response.status_code, response["Content-Length"]) == (200, "5")
    body(response)
    assert not Download.objects.exists()


def test_each_download_is_recorded(put: Put, client: Client) -> None:
    stored = put()
    user = User.objects.create_user("administrator@wdc.example")
    body(client.get(address(stored), REMOTE_ADDR="192.0.2.7"))
    client.force_login(user)
    body(client.get(address(stored)))

    found = stored.downloads.order_by("id").values_list("user__email", "ip_address")
    assert list(found) == [(None, "192.0.2.7"), ("administrator@wdc.example", "127.0.0.1")]


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_other_methods_are_refused(put: Put, client: Client, method: str) -> None:
    response = getattr(client, method)(address(put()))
    assert response.status_code == 405


def test_an_address_that_was_never_given_is_not_found(put: Put, client: Client) -> None:
    stored = put()
    response = client.get(address(stored).replace(stored.token, "0" * 40))
    assert response.status_code == 404
    assert "There is no file at this address" in response.content.decode()
    assert not Download.objects.exists()


def test_an_expired_file_says_when_and_what_to_do(put: Put, client: Client) -> None:
    stored = put()
    StoredFile.objects.update(expires_at=timezone.now() - timedelta(days=1))
    stored.refresh_from_db()
    response = client.get(address(stored))

    text = response.content.decode()
    assert response.status_code == 410
    assert f'sites.csv expired on <time datetime="{stored.expires_at:%Y-%m-%d}' in text
    assert "still told in the system log" in text
    assert not Download.objects.exists()


def test_the_expiry_is_told_in_the_zone_of_the_person(put: Put, client: Client) -> None:
    stored = put(lifetime=timedelta(seconds=-1))
    user = User.objects.create_user("administrator@wdc.example")
    Person.objects.create(
        account=stored.account,
        user=user,
        name="Account Administrator",
        primary_email=user.email,
        time_zone="Tokyo",
    )
    client.force_login(user)
    assert " JST" in client.get(address(stored)).content.decode()


def test_a_swept_file_is_gone(put: Put, client: Client) -> None:
    stored = put(lifetime=timedelta(seconds=-1))
    expired()
    assert client.get(address(stored)).status_code == 410


def test_a_lost_object_is_gone_without_a_fault(put: Put, client: Client) -> None:
    stored = put()
    stored.path = "elsewhere"
    stored.save()
    response = client.get(address(stored))
    assert response.status_code == 410
    assert "sites.csv is no longer stored" in response.content.decode()
    assert not Download.objects.exists()
