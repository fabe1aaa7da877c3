"""All modules with cases."""

from importlib import import_module

import django

_MODULES = (
    "csv_export",
    "xlsx_export",
    "all_types",
    "import_people",
    "memory",
    "list_page",
    "shapes",
)


def load() -> None:
    """Import the modules, which register their cases and figures."""
    django.setup()
    for module in _MODULES:
        import_module(f"benchmarks.{module}")
