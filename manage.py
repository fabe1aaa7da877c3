#!/usr/bin/env python
"""Run an administrative task; embedded servers are started when no others are named."""

import os
import sys

from fourme import services

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fourme.settings")
    services.ensure()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
