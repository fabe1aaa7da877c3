"""The formats of the files of an export."""

from exports.formats.csv import Csv
from exports.formats.format import Format, Watch
from exports.formats.xlsx import Xlsx
from exports.models import ExportRun

__all__ = ["Format", "Watch", "of"]


def of(run: ExportRun) -> Format:
    """Return the format that a run asks for."""
    if run.export_format == ExportRun.Format.XLSX:
        return Xlsx()
    return Csv(run.line_separator)
