"""One export of all record types: the 104 of the catalogue and those beyond, by the API."""

import csv
import io
import zipfile
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from exports.models import ExportRun
from fourme.accounts.models import AccessToken, User
from records import registry
from tests.contract import catalogue
from tests.exports.exporting import downloaded, work

_STORED = 3


@pytest.mark.slow
@pytest.mark.usefixtures("transactional_db", "redis")
def test_all_types_in_one_export(subtests: pytest.Subtests) -> None:
    call_command("load_demo", verbosity=0)
    user = User.objects.get(email="admin@wdc.example")
    headers = {
        "Authorization": f"Bearer {AccessToken.generate(user, 'all')[1]}",
        "X-4me-Account": "wdc",
    }
    client = Client(headers=headers)
    names = [record_type.slug for record_type in registry.types()]
    assert len(names) == 104 + len(catalogue.BEYOND)
    answer = client.post("/v1/export", {"type": ",".join(names)})
    assert answer.status_code == 200, answer.content
    token = answer.json()["token"]
    work(ExportRun.objects.get(token=token))
    state = client.get(f"/v1/export/{token}").json()
    assert state["state"] == "done", state
    files = _files(downloaded(client, state["url"]))
    assert set(files) == set(names)
    for record_type in registry.types():
        with subtests.test(record_type.slug):
            header, *rows = files[record_type.slug]
            if record_type.slug not in catalogue.BEYOND:
                assert set(catalogue.columns(record_type.slug)) <= set(header)
            assert len(rows) >= (1 if record_type.view else _STORED)


def _files(archive: bytes) -> dict[str, list[list[str]]]:
    """Return the rows of each file by the slug in its name."""
    found: dict[str, Any] = {}
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        for name in opened.namelist():
            slug = name.removesuffix(".csv").split("-")[1]
            text = io.StringIO(opened.read(name).decode(), newline="")
            found[slug] = list(csv.reader(text))
    return found
