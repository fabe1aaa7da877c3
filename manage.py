#!/usr/bin/env python
"""Run an administrative task; embedded servers are started when no others are named."""

import os
import sys

from fourme import services

#: Commands that ask neither PostgreSQL nor Redis, and so start fast.
OFFLINE = {"check", "collectstatic", "diffsettings", "findstatic", "help", "version"}
OFFLINE |= {"--help", "-h", "--version"}


def needs_servers(arguments: list[str]) -> bool:
    """Tell whether the command line is of a command that talks to the servers."""
    if not arguments or "--help" in arguments or "-h" in arguments:
        return False
    return arguments[0] not in OFFLINE or "--database" in arguments


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fourme.settings")
    if needs_servers(sys.argv[1:]):
        try:
            services.ensure()
        except services.ServicesError as error:
            sys.exit(f"{error}")
        except KeyboardInterrupt:
            sys.exit(130)
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
