"""Keep a view to those who may pass its door."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase

from fourme.accounts.request import AccountRequest
from fourme.accounts.rights import Door

P = ParamSpec("P")
View = Callable[Concatenate[AccountRequest, P], HttpResponseBase]


def requires(door: Door) -> Callable[[View[P]], View[P]]:
    """Decorate a view: without a role that opens the door in the current account, 403."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(
            request: AccountRequest, /, *arguments: P.args, **named: P.kwargs
        ) -> HttpResponseBase:
            if not request.actor.may(door):
                raise PermissionDenied(
                    f"None of your roles in {request.account} lets you {door.label}."
                )
            return view(request, *arguments, **named)

        return guarded

    return decorate
