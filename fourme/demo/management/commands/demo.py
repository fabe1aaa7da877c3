"""`manage.py demo`: everything that a newcomer needs, until Ctrl-C."""

import signal
from types import FrameType
from typing import Any, NoReturn

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

from fourme import environment, services
from fourme.demo import ports
from fourme.demo.run import Demo, DemoError
from fourme.services import locks, places

WELCOME = """
fourme is ready: http://127.0.0.1:{port}/

  Logins    admin@wdc.example    Account Administrator of Widget Data Center
            admin@wna.example    Account Administrator of Widget North America
            auditor@wdc.example  Auditor of Widget Data Center
  Password  fourme-demo
  Mail      {mail} (one .eml file for each message)
  Logs      {logs}

Press Ctrl-C to end it."""


class Command(BaseCommand):
    """Prepare the database and run all programs of fourme."""

    help = (
        "Run fourme with demo data: web server, workers, clock and a mail folder. Ctrl-C ends it."
    )
    requires_system_checks = []

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        """Return never; SIGINT, SIGTERM and SIGHUP end everything with exit code 0."""
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(signum, leave)
        if not settings.DEVELOPMENT:
            raise CommandError("The demo has public passwords: it does not run with DEBUG off.")
        try:
            self._run(environment.number("PORT", 8000, at_least=1))
        except (DemoError, services.ServicesError) as error:
            raise CommandError(str(error)) from error
        finally:
            services.release()

    def _run(self, port: int) -> None:
        lock = locks.open_lock(places.lock_file("demo"))
        if not locks.try_take(lock, exclusive=True):
            raise DemoError(
                f"A demo runs in {services.var_dir()} already. "
                "For a second one set FOURME_VAR to another folder and PORT to another port."
            )
        ports.require_free(port)
        self._say("Preparing the database…")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("load_demo", verbosity=0)
        (services.var_dir() / "static").mkdir(exist_ok=True)
        mail = services.var_dir() / "mail"
        with Demo(port, ports.free_port(), mail) as demo:
            demo.wait_until_ready()
            logs = services.var_dir() / "log"
            self._say(WELCOME.format(port=port, mail=mail, logs=logs))
            demo.watch()

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def leave(_signum: int, _frame: FrameType | None) -> NoReturn:
    """End the demo in order; further signals must not disturb that."""
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, signal.SIG_IGN)
    raise SystemExit(0)
