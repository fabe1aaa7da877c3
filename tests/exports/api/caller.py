"""A client of the Export API."""

from typing import Any

from django.test import Client

from exports.models import ExportRun
from fourme.accounts.models import AccessToken
from fourme.accounts.rights import Actor


class Caller:
    """A client of the API with the token of a person."""

    def __init__(self, actor: Actor, **headers: Any) -> None:
        secret = AccessToken.generate(actor.user, "test")[1]
        self.headers = {"Authorization": f"Bearer {secret}", **headers}
        self.client = Client(headers=self.headers)

    def post(self, data: Any, **options: Any) -> Any:
        return self.client.post("/v1/export", data, **options)

    def get(self, token: str) -> Any:
        return self.client.get(f"/v1/export/{token}")


def start(caller: Caller, **data: Any) -> ExportRun:
    """Start an export of sites, or as `data` says."""
    answer = caller.post({"type": "sites", **data})
    assert answer.status_code == 200, answer.content
    return ExportRun.objects.get(token=answer.json()["token"])
