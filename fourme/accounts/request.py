"""The request as views behind the doors see it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from fourme.accounts.models import Account, User
from fourme.accounts.rights import Actor


class AccountRequest(HttpRequest):
    """For annotations: a request of a logged-in user with a current account.

    `CurrentAccountMiddleware` sets these for pages, `fourme.api.auth.endpoint` for the API; both
    answer the request themselves when there is no account, so that views need not ask.
    """

    user: User
    account: Account
    actor: Actor
    actors: list[Actor]
    htmx: HtmxDetails
