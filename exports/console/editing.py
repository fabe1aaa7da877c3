"""The screen that adds or edits an export: its form, its summary, and saving it."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.http import QueryDict

from exports import runs
from exports.console import changes
from exports.console.changes import Conflict
from exports.console.forms import DefinitionForm
from exports.console.row import Row, rows
from exports.console.summary import Summary
from exports.console.wording import described
from exports.models import Export
from exports.models.options import Strategy
from fourme.accounts.rights import Actor
from fourme.accounts.zones import zone_of


class Editing:
    """What is on the screen; `conflict` tells label and stored text of what another changed."""

    def __init__(self, actor: Actor, export: Export, data: Mapping[str, Any] | None = None) -> None:
        self.actor = actor
        self.export = export
        self.form = DefinitionForm(actor, export, data, seen=self._version)
        self.conflict: list[tuple[str, str]] | None = None

    @property
    def stored(self) -> bool:
        """Whether it is an export that there is."""
        return self.export.pk is not None

    @property
    def title(self) -> str:
        """The heading."""
        return self.export.name if self.stored else "Add export"

    @cached_property
    def row(self) -> Row:
        """Where the stored export stands."""
        return rows([self.export])[0]

    @cached_property
    def runs(self) -> list[runs.Row]:
        """The latest runs of the stored export."""
        return runs.latest(self.export)

    @property
    def advances(self) -> bool:
        """Whether a run by hand changes what the next one takes."""
        return self.stored and self.export.strategy == Strategy.INCREMENTAL

    @property
    def wrong(self) -> list[tuple[str, str]]:
        """Label and reason of what has to be mended, in the order of the fields."""
        if not self.form.is_bound:
            return []
        return [
            (str(self.form.fields[name].label), str(reason))
            for name in self.form.fields
            for reason in self.form.errors.get(name, ())
        ]

    @cached_property
    def summary(self) -> Summary:
        """What the export will do, with what was entered so far."""
        wrong = self.wrong
        export = self.form.filled() if self.form.is_bound else self.export
        return Summary(export, self.actor, wrong)

    def save(self, ip_address: str | None) -> Export | None:
        """Save what was sent; None when something has to be mended, or another was faster."""
        if not self.form.is_valid():
            return None
        export = self.form.filled()
        if not self.stored:
            changes.add(export, self.actor, ip_address)
            return export
        try:
            changes.change(export, self.actor, ip_address, seen=self.form.cleaned_data["seen"])
        except Conflict as conflict:
            self._show(conflict.stored, export)
            return None
        return export

    @property
    def _version(self) -> str:
        return changes.version(self.export) if self.stored else ""

    def _show(self, stored: Export, wanted: Export) -> None:
        """Show what is stored now; saving once more replaces it."""
        zone = zone_of(self.actor.user)
        now, sent = described(stored, zone), described(wanted, zone)
        self.conflict = [(label, text) for label, text in now.items() if text != sent[label]]
        data = QueryDict(mutable=True)
        data.update(self.form.data)
        data["seen"] = changes.version(stored)
        self.form.data = data
