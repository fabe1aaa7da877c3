import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from fourme.accounts.models import User
from fourme.files.models import Download, StoredFile
from fourme.files.view_admin import ViewAdmin
from fourme.jobs.admin import JobAdmin
from fourme.jobs.models import State
from fourme.logs.models import LogMessage, SystemLog
from fourme.mail.models import OutboxMessage

VIEWED: list[type[Model]] = [Download, LogMessage, OutboxMessage, StoredFile, SystemLog]


@pytest.fixture
def operator(admin_client: Client) -> Client:
    """Return the client of a superuser."""
    return admin_client


def page(model: type[Model], name: str) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}")


def run_models() -> list[type[Model]]:
    return [model for model, shown in admin.site._registry.items() if isinstance(shown, JobAdmin)]


def test_rows_of_the_system_are_viewed_only() -> None:
    for model in [*VIEWED, *run_models()]:
        assert isinstance(admin.site._registry[model], ViewAdmin)


@pytest.mark.parametrize("model", VIEWED)
def test_lists_open_and_search(operator: Client, model: type[Model]) -> None:
    assert operator.get(page(model, "changelist"), {"q": "1"}).status_code == 200


def test_lists_of_runs_open_and_search(operator: Client) -> None:
    for model in run_models():
        assert operator.get(page(model, "changelist"), {"q": "1"}).status_code == 200


@pytest.mark.parametrize("model", VIEWED)
def test_nothing_is_added(operator: Client, model: type[Model]) -> None:
    before = model._default_manager.count()
    assert operator.post(page(model, "add"), {}).status_code == 403
    assert model._default_manager.count() == before


def act(client: Client, action: str, mail: OutboxMessage) -> int:
    data = {"action": action, "_selected_action": [mail.pk]}
    return client.post(page(OutboxMessage, "changelist"), data).status_code


def test_a_mail_is_sent_again_by_an_operator(operator: Client) -> None:
    mail = OutboxMessage.objects.create(
        key="a", to="a@wdc.example", subject="a", state=State.FAILED, attempt=8
    )
    assert act(operator, "send_again", mail) == 302
    mail.refresh_from_db()
    assert (mail.state, mail.attempt) == (State.QUEUED, 0)


def test_who_may_only_look_cannot_act(db: None, client: Client) -> None:

    viewer = User.objects.create_user("viewer@fourme.example", is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_outboxmessage"))
    client.force_login(viewer)
    mail = OutboxMessage.objects.create(
        key="a", to="a@wdc.example", subject="a", state=State.FAILED
    )

    assert client.get(page(OutboxMessage, "changelist")).status_code == 200
    act(client, "send_again", mail)
    mail.refresh_from_db()
    assert mail.state == State.FAILED


def test_a_mail_cannot_be_edited_or_deleted(operator: Client) -> None:
    mail = OutboxMessage.objects.create(key="a", to="a@wdc.example", subject="a")
    address = reverse("admin:mail_outboxmessage_change", args=[mail.pk])

    assert operator.get(address).status_code == 200
    assert operator.post(address, {"to": "b@wdc.example"}).status_code == 403
    delete = reverse("admin:mail_outboxmessage_delete", args=[mail.pk])
    assert operator.post(delete, {"post": "yes"}).status_code == 403
    assert OutboxMessage.objects.get().to == "a@wdc.example"
