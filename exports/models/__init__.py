"""The models of exports: what is to be exported and when (Export), and each run (ExportRun)."""

from exports.models.export import Export
from exports.models.run import ExportRun

__all__ = ["Export", "ExportRun"]
