"""The applications of an account: add, give a new secret, delete; each is entered in the log.

Whatever ends what an application could do locks its row first, as the issue of a token does
(`grant.issue`): so none is issued behind its back.
"""

import secrets

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.crypto import get_random_string
from oauth2_provider.models import AccessToken

from fourme.accounts import rights
from fourme.accounts.models import Account, User
from fourme.accounts.models.token import digest
from fourme.accounts.rights import Actor, Door
from fourme.logs import events, write
from fourme.oauth.models import Application

MOST = 100
_LOG = "authentication"
_ADDED = events.register("authentication.application_added", _LOG, "Application added").name
_RENEWED = events.register(
    "authentication.application_renewed", _LOG, "Secret of an application renewed"
).name
_DELETED = events.register("authentication.application_deleted", _LOG, "Application deleted").name
_USE = (Door.EXPORT, Door.IMPORT, Door.IMPORT_FINANCIAL)


def of(account: Account) -> QuerySet[Application]:
    """Return the applications of the account, the newest first."""
    found = Application.objects.filter(account=account)
    return found.select_related("user__person", "created_by__person")


def candidates(account: Account) -> QuerySet[User]:
    """Return the account's own people in whose name the API can be used, by name.

    People of other accounts are not among them: with their name, administrators of this account
    could act in the others.
    """
    return rights.holders(account, *_USE).filter(person__account=account)


def add(actor: Actor, name: str, user: User, *, ip_address: str | None) -> tuple[Application, str]:
    """Store an application; return it with its secret. Raises ValidationError for too many."""
    if of(actor.account).count() >= MOST:
        raise ValidationError(
            f"An account can have {MOST} applications. Delete one that is not used any more."
        )
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        application = Application.objects.create(
            account=actor.account,
            created_by=actor.user,
            name=name,
            user=user,
            client_id=get_random_string(24),
            client_type=Application.CLIENT_CONFIDENTIAL,
            authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS,
            client_secret=digest(secret),
            hash_client_secret=False,  # it is a hash already
        )
        told = f"added the application “{name}”, which acts as {user.email}"
        _record(_ADDED, application, actor, ip_address, told)
    return application, secret


@transaction.atomic
def renew(actor: Actor, application: Application, *, ip_address: str | None) -> str:
    """Return a new secret of the application; the old one and the tokens got with it end now."""
    secret = secrets.token_urlsafe(32)
    _lock(application)
    Application.objects.filter(pk=application.pk).update(client_secret=digest(secret))
    AccessToken.objects.filter(application=application).delete()
    told = f"gave the application “{application.name}” a new secret"
    _record(_RENEWED, application, actor, ip_address, told)
    return secret


@transaction.atomic
def delete(actor: Actor, application: Application, *, ip_address: str | None) -> None:
    """Delete the application and its tokens."""
    _lock(application)
    told = f"deleted the application “{application.name}”"
    _record(_DELETED, application, actor, ip_address, told)
    application.delete()


def _lock(application: Application) -> None:
    """Wait for tokens that are being issued. Raises Application.DoesNotExist once it is gone."""
    application.refresh_from_db(from_queryset=Application.objects.select_for_update())


def _record(
    event: str, application: Application, actor: Actor, ip_address: str | None, told: str
) -> None:
    write.record(
        event,
        account=actor.account,
        user=actor.user,
        ip_address=ip_address,
        message=f"{actor.user.email} {told} (client ID {application.client_id}).",
    )
