"""Real PostgreSQL and Redis for the session; the fixtures are in tests/fixtures."""

import gc
import os
import shutil
import tempfile
from pathlib import Path

import django
import pytest
from django.conf import settings

from fourme import services
from tests.fixtures import flush, template

pytest_plugins = [
    "tests.fixtures.nursery",
    "tests.fixtures.queues",
    "tests.fixtures.post",
    "tests.fixtures.chromium",
]

#: The longest first, and among them those that need no database, which is made meanwhile.
LONG = ("pristine", "slow", "worker", "browser")
DATABASE = {"db", "transactional_db"}
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
made: list[Path] = []


def pytest_configure(config: pytest.Config) -> None:
    """Start the servers before Django reads the settings; xdist workers inherit their addresses."""
    if not WORKER:
        if not os.environ.get("FOURME_VAR"):
            made.append(Path(tempfile.mkdtemp(prefix="fourme-")))
            os.environ["FOURME_VAR"] = str(made[0])
        try:
            services.ensure(durable=False)
        except services.ServicesError as error:
            pytest.exit(str(error), returncode=3)
    # Each process has files and a Redis database of its own; the databases are Django's matter.
    number = int(WORKER.removeprefix("gw") or 0) + 1
    if WORKER:
        os.environ["FOURME_VAR"] = str(services.var_dir() / WORKER)
    os.environ["REDIS_URL"] = f"{services.redis_url().partition('?')[0]}?db={number}"
    (services.var_dir() / "static").mkdir(parents=True, exist_ok=True)
    os.environ["DJANGO_SETTINGS_MODULE"] = "fourme.settings"
    django.setup()
    # An xdist worker that inherited this would read the settings before it comes here.
    del os.environ["DJANGO_SETTINGS_MODULE"]
    # Most tests make a login; the slow hash is the point of passwords, not of tests.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    config.pluginmanager.import_plugin("tests.fixtures.world")  # imports models
    flush.install()
    template.install()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put long tests first, so that no process is left with one at the end."""

    def place(item: pytest.Item) -> tuple[int, bool]:
        marks = [number for number, mark in enumerate(LONG) if item.get_closest_marker(mark)]
        database = item.get_closest_marker("django_db") or DATABASE.intersection(item.fixturenames)  # type: ignore[attr-defined] # a function
        return min(marks, default=len(LONG)), bool(database)

    items.sort(key=place)


def pytest_collection_finish() -> None:
    """Spare the collector of garbage what stays: models, modules and tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 100)


def pytest_unconfigure() -> None:
    """Stop what was started, and leave nothing behind."""
    services.release()
    for folder in made:
        shutil.rmtree(folder, ignore_errors=True)
