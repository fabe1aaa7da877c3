import pytest
from django.test import Client
from django.urls import reverse

from tests.exports.exporting import Ask


@pytest.mark.django_db(transaction=True)
def test_operators_see_runs(ask: Ask, admin_client: Client) -> None:
    run = ask("sites")

    listed = admin_client.get(reverse("admin:exports_exportrun_changelist"), {"strategy": "full"})
    opened = admin_client.get(reverse("admin:exports_exportrun_change", args=[run.pk]))

    assert run.token in listed.content.decode()
    assert str(run) in opened.content.decode()
