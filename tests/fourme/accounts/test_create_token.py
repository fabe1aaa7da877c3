from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from fourme.accounts.models import AccessToken, User
from fourme.accounts.rights import Actor


def test_the_secret_stands_alone_on_the_last_line(administrator: Actor) -> None:
    output = StringIO()
    call_command("create_token", "Account.Administrator@wdc.example", name="cron", stdout=output)
    token = AccessToken.find(output.getvalue().splitlines()[-1])
    assert token is not None
    assert (token.user, token.name) == (administrator.user, "cron")


@pytest.mark.parametrize(("given", "days"), [({}, 365), ({"expires": "30"}, 30)])
def test_a_token_expires(administrator: Actor, given: dict[str, str], days: int) -> None:
    call_command("create_token", administrator.user.email, **given, stdout=StringIO())
    until = AccessToken.objects.get().expires_at
    assert until is not None
    assert abs(until - timezone.now() - timedelta(days)) < timedelta(minutes=1)


def test_a_token_can_last_for_ever(administrator: Actor) -> None:
    call_command("create_token", administrator.user.email, "--expires=never", stdout=StringIO())
    assert AccessToken.objects.get().expires_at is None


@pytest.mark.parametrize("expires", ["0", "-1", "31", "soon"])
def test_other_times_are_refused(administrator: Actor, expires: str) -> None:
    with pytest.raises(CommandError, match="--expires"):
        call_command("create_token", administrator.user.email, f"--expires={expires}")
    assert not AccessToken.objects.exists()


@pytest.mark.parametrize(
    ("email", "name", "message"),
    [
        ("nobody@wdc.example", "cron", "There is no enabled login nobody@wdc.example."),
        ("account.administrator@wdc.example", "", "--name"),
        ("account.administrator@wdc.example", "x" * 81, "--name"),
    ],
)
def test_a_refusal_makes_no_token(
    administrator: Actor, email: str, name: str, message: str
) -> None:
    with pytest.raises(CommandError, match=message):
        call_command("create_token", email, name=name)
    assert not AccessToken.objects.exists()


@pytest.mark.usefixtures("deputy")
def test_a_disabled_person_gets_no_token(administrator: Actor) -> None:
    person = administrator.user.person
    person.disabled = True
    person.save()
    with pytest.raises(CommandError, match="no enabled login"):
        call_command("create_token", administrator.user.email)


@pytest.mark.usefixtures("deputy")
def test_a_disabled_login_gets_no_token(administrator: Actor) -> None:
    User.objects.filter(pk=administrator.user.pk).update(is_active=False)
    with pytest.raises(CommandError, match="no enabled login"):
        call_command("create_token", administrator.user.email)
