"""The worker of all queues: it forks for each job, and has loaded before what jobs need."""

import gc
from pathlib import Path
from typing import Any

import rq
from django.apps import apps
from django.core.validators import validate_email
from django.template import engines
from django.template.loader import get_template
from django.urls import get_resolver
from django.utils.module_loading import import_string

from fourme.jobs.models import Job


class Worker(rq.Worker):
    """RQ's worker, warmed up."""

    def work(self, *arguments: Any, **options: Any) -> bool:
        """Work on jobs until it is told to stop."""
        warm_up()
        return bool(super().work(*arguments, **options))


def warm_up() -> None:
    """Load once what each job would load anew in its own process, which takes about a second.

    What was loaded is kept from the garbage collector, so that the processes share its memory.
    """
    for model in apps.get_models():
        if issubclass(model, Job):
            import_string(model.task)
    _ = get_resolver().reverse_dict  # addresses in mails and logs
    validate_email("worker@widget.example")  # compiles its pattern, which checks who gets a mail
    for folder in engines["django"].template_dirs:
        for mail in Path(folder).glob("mail/*"):
            get_template(f"mail/{mail.name}")
    gc.collect()
    gc.freeze()
