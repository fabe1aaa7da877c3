"""What can be chosen for an export."""

from django.db import models


class Strategy(models.TextChoices):
    """Which part of the records (enumeration `export.strategy`)."""

    FULL = "full", "Full - All data since the creation of this account"
    PARTIAL = "partial", "Partial - Changes since a specific time"
    INCREMENTAL = "incremental", "Incremental - Changes since the last run"
    FILTERED = "filtered", "Filtered - Filtered data"


class Format(models.TextChoices):
    """The format of the files (enumeration `export.format`)."""

    CSV = "csv", "Comma-separated values (.csv)"
    XLSX = "xlsx", "Microsoft Excel (.xlsx)"


class LineSeparator(models.TextChoices):
    """What stands between the records of a CSV file."""

    LF = "lf", "LF (Linux, macOS)"
    CRLF = "crlf", "CR LF (Windows)"
