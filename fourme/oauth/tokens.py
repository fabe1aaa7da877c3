"""The tokens of applications: find one, and sweep those whose hour is over."""

from django.utils import timezone
from oauth2_provider.models import AccessToken

from fourme.accounts.models.token import digest
from fourme.api.bearers import Bearer
from fourme.oauth.models import Application

_BATCH = 1000


def find(secret: str) -> Bearer | None:
    """Return for whom the valid token of that secret acts; note the use, at most once a minute."""
    now = timezone.now()
    token = (
        AccessToken.objects.select_related("application__user__person")
        .filter(token_checksum=digest(secret), expires__gt=now, application__user__is_active=True)
        .first()
    )
    application: Application | None = token.application if token else None
    if application is None or application.user is None:
        return None
    application.note_use(now)
    return Bearer(application.user, application.account_id)


def sweep() -> None:
    """Delete the tokens that are over, a step of the tick."""
    over = AccessToken.objects.filter(expires__lte=timezone.now())
    while found := list(over.values_list("pk", flat=True)[:_BATCH]):
        over.filter(pk__in=found).delete()
