"""The same over the protocol of S3, with the server of moto if it is installed."""

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from pytest_django import Settings

from fourme.accounts.models import Account
from fourme.demo.ports import free_port
from fourme.files.links import link
from fourme.files.models import Download, StoredFile
from fourme.files.store import open_local, store
from fourme.files.sweep import expired, orphans_of

BUCKET = "fourme"
KEYS = {"access_key": "key", "secret_key": "secret"}


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    """Return the address of a server that speaks S3; skip without one."""
    beside = Path(sys.executable).with_name("moto_server")
    program = os.environ.get("MOTO_SERVER") or shutil.which(beside) or shutil.which("moto_server")
    if program is None:
        pytest.skip("no moto_server: make test installs it; or set MOTO_SERVER to its path")
    port = free_port()
    process = subprocess.Popen(
        [program, "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 30
    while not answers(address):
        assert process.poll() is None, "the S3 server ended"
        assert time.monotonic() < deadline, "the S3 server did not come up"
        time.sleep(0.1)
    yield address
    process.terminate()
    process.wait()


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=1):  # noqa: S310 - our own server
            return True
    except OSError:
        return False


@pytest.fixture
def bucket(s3: str, settings: Settings) -> None:
    """Store in a bucket."""
    client: Any = boto3.client(
        "s3",
        endpoint_url=s3,
        region_name="us-east-1",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
    )
    client.create_bucket(Bucket=BUCKET)
    options = settings.S3_OPTIONS | KEYS
    options |= {"bucket_name": BUCKET, "endpoint_url": s3, "region_name": "us-east-1"}
    backend = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"default": backend}


@pytest.fixture
def put(bucket: None, db: None, tmp_path: Path) -> Callable[..., StoredFile]:
    """Return a function that stores a file with the given content."""
    account = Account.objects.create(id="wdc", name="Widget Data Center")

    def call(content: bytes, lifetime: timedelta = timedelta(days=2)) -> StoredFile:
        local = tmp_path / "local"
        local.write_bytes(content)
        return store(local, "Städte, neu.csv", account=account, lifetime=lifetime, purpose="export")

    return call


def test_a_large_file_comes_back(put: Callable[..., StoredFile]) -> None:
    content = os.urandom(9_000_000)  # more than one part
    with open_local(put(content)) as path:
        assert path.read_bytes() == content
    assert not path.exists()


def test_the_link_leads_to_the_storage_for_minutes(
    put: Callable[..., StoredFile], client: Client
) -> None:
    stored = put(b"ID\n1\n")

    response = client.get("/" + link(stored).split("/", 3)[3])

    assert response.status_code == 302
    asked = dict(parse_qsl(urlsplit(response["Location"]).query))
    assert asked["X-Amz-Expires"] == "300"
    assert asked["response-content-type"] == "text/csv; charset=utf-8"
    disposition = "attachment; filename*=utf-8''St%C3%A4dte_%20neu.csv"
    assert asked["response-content-disposition"] == disposition
    with urllib.request.urlopen(response["Location"]) as answer:  # noqa: S310 - our own server
        assert answer.read() == b"ID\n1\n"
    assert Download.objects.get().file == stored


def test_expired_and_orphaned_objects_are_deleted(put: Callable[..., StoredFile]) -> None:
    over, alive = put(b"1", timedelta(seconds=-1)), put(b"2")
    day = alive.path.split("/")[0]
    default_storage.save(f"{day}/{'0' * 40}/lost.csv", ContentFile(b"lost"))

    expired()
    orphans_of(day)

    assert not default_storage.exists(over.path)
    assert default_storage.exists(alive.path)
    assert not default_storage.exists(f"{day}/{'0' * 40}/lost.csv")


def test_a_lost_object_is_said(put: Callable[..., StoredFile]) -> None:
    stored = put(b"1")
    default_storage.delete(stored.path)
    with pytest.raises(FileNotFoundError), open_local(stored):
        pass
