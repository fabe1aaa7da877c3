"""`python -m benchmarks`: see benchmarks/run.py."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fourme.settings")

from benchmarks.run import main

main()
