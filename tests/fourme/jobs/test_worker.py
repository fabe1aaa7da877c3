import os
import subprocess
import sys

from django_rq.workers import get_worker_class

from fourme.jobs.worker import Worker

LOADED = """
import sys
import django
django.setup()
from fourme.jobs.worker import warm_up
before = "exports.run" in sys.modules
warm_up()
print(before, *(name in sys.modules for name in ("exports.run", "imports.run", "records.urls")))
from django.template import engines
loader = engines["django"].engine.template_loaders[0]
print("mail/export_finished.html" in loader.get_template_cache)
"""


def test_the_workers_of_the_queues_are_ours() -> None:
    assert get_worker_class() is Worker  # type: ignore[no-untyped-call]


def test_what_jobs_need_is_loaded_before_the_first_one() -> None:
    told = subprocess.run(
        [sys.executable, "-c", LOADED],
        capture_output=True,
        check=True,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "fourme.settings"},
        text=True,
    )

    assert told.stdout.split() == ["False", "True", "True", "True", "True"]
