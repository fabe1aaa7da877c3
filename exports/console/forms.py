"""The form of an export of the Settings console."""

import copy
from collections.abc import Mapping
from typing import Any

from django import forms

from exports.console import types
from exports.console.forecast import said
from exports.console.moment_field import MomentField
from exports.console.types import Family
from exports.models import Export
from exports.models.options import Format, LineSeparator, Strategy
from exports.models.recurring import Recurring
from exports.recurring import RecurrenceFields, calendars_of
from exports.request import ExportRequest
from exports.run_as import candidates
from fourme.accounts import rights
from fourme.accounts.context import person_label
from fourme.accounts.models import User
from fourme.accounts.rights import Actor
from fourme.accounts.zones import rails_name, zone_of
from fourme.jobs import clock

_RECURRENCE = tuple(field.name for field in Recurring._meta.get_fields())
#: The fields of the form that are stored; what cannot be read counts as left out in the summary.
_STORED: dict[str, Any] = {
    "name": "",
    "disabled": False,
    "strategy": Strategy.FULL,
    "since": None,
    "send_unchanged": False,
    "types": (),
    "export_format": Format.CSV,
    "line_separator": LineSeparator.LF,
}


class DefinitionForm(RecurrenceFields):
    """What is exported, in whose name and when; `seen` is the version that the person edits."""

    field_order = ("name", "disabled", "user", "strategy", "since", *_STORED)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)
    name = forms.CharField(
        label="Name",
        max_length=120,
        error_messages={"required": "Give the export a name, which its mails and logs will show."},
    )
    disabled = forms.BooleanField(
        label="Disabled",
        required=False,
        help_text="Pauses the recurrence. A run can still be started by hand.",
    )
    user = forms.ChoiceField(
        label="Run as",
        help_text="An account administrator in whose name it runs, and who gets the mails.",
        error_messages={
            "required": "Choose in whose name it runs.",
            "invalid_choice": "Choose one of the administrators of this account.",
        },
    )
    strategy = forms.ChoiceField(
        label="Strategy", choices=Export._meta.get_field("strategy").choices or ()
    )
    send_unchanged = forms.BooleanField(
        label="Send also when nothing changed",
        required=False,
        help_text="Else no file is made and no mail is sent then; the System Logs tell of it.",
    )
    types = forms.MultipleChoiceField(
        label="Types",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least one type.",
            "invalid_choice": "%(value)s is not a type that you can export.",
        },
    )
    export_format = forms.ChoiceField(label="Export format", choices=Format.choices)
    line_separator = forms.ChoiceField(
        label="Line separator", choices=LineSeparator.choices, required=False
    )

    def __init__(
        self, actor: Actor, export: Export, data: Mapping[str, Any] | None = None, *, seen: str = ""
    ) -> None:
        zone = zone_of(actor.user)
        initial = {name: getattr(export, name) for name in (*_STORED, *_RECURRENCE)}
        initial |= {"user": export.user_id, "seen": seen}
        super().__init__(
            data,
            initial=initial,
            calendars=calendars_of(actor.account, export.calendar_id),
            time_zone=rails_name(zone.key) or "UTC",
        )
        self.actor = actor
        self.export = export
        self.fields["since"] = MomentField(
            zone, label="Changes since", required=False, help_text=f"In {zone.key} time."
        )
        self.order_fields(self.field_order)
        self._administrators = {str(user.pk): user for user in candidates(actor.account)}
        self.fields["user"].choices = self._people()  # type: ignore[attr-defined] # a ChoiceField
        self.fields["types"].choices = [(each.slug, each.label) for each in types.offered(actor)]  # type: ignore[attr-defined] # as above

    @property
    def families(self) -> list[Family]:
        """The types to choose from, with those that are chosen."""
        return types.families(self.actor, self["types"].value() or ())

    @property
    def lost(self) -> User | None:
        """The person of Run as who may not export any more, if it is so."""
        lost = str(self.export.user_id) not in self._administrators
        return self.export.user if lost else None

    def clean_user(self) -> User:
        """Return the person."""
        return self._administrators[self.cleaned_data["user"]]

    def clean_line_separator(self) -> str:
        """Return it; a file that has no lines keeps the usual one."""
        is_csv = self.cleaned_data.get("export_format") == Format.CSV
        return self.cleaned_data["line_separator"] if is_csv else LineSeparator.LF

    def clean(self) -> dict[str, Any]:
        """Check the conditions between the fields."""
        cleaned = super().clean()
        strategy = cleaned.get("strategy")
        if strategy == Strategy.PARTIAL:
            self._check_since(cleaned)
        else:
            cleaned["since"] = None
            self.errors.pop("since", None)
        if strategy == Strategy.FULL:
            cleaned["send_unchanged"] = False
        if strategy == Strategy.INCREMENTAL and cleaned.get("frequency") == "no_repeat":
            text = "Incremental needs a recurrence: choose a frequency below, or another strategy."
            self.add_error("strategy", text)
        return cleaned

    def filled(self) -> Export:
        """Return the export with what was entered, as far as it can be read; it is not stored."""
        filled = copy.copy(self.export)
        for name, left_out in _STORED.items():
            setattr(filled, name, self.cleaned_data.get(name, left_out))
        filled.types = list(filled.types)
        filled.user = self.cleaned_data.get("user", self.actor.user)
        if any(name in self.errors for name in _RECURRENCE):
            filled.start_date = None
        else:
            for name in _RECURRENCE:
                setattr(filled, name, self.cleaned_data[name])
        return filled

    def _people(self) -> list[tuple[str, str]]:
        people = [
            (key, f"{person_label(user)} ({user.email})")
            for key, user in self._administrators.items()
        ]
        return [("", "Choose…"), *people] if self.lost else people

    def _check_since(self, cleaned: dict[str, Any]) -> None:
        if "since" not in cleaned:
            return
        since = cleaned["since"]
        if since is None:
            self.add_error("since", "Say since when records must have been created or changed.")
        elif since > clock.now():
            self.add_error("since", "This lies ahead. Choose a moment that has passed.")
        elif "user" in cleaned and not (cleaned["disabled"] and "since" not in self.changed_data):
            # The run will be held to the day of the person in whose name it happens.
            of_run = rights.actor(cleaned["user"], self.actor.account)
            oldest = ExportRequest(of_run, types=(), asked_at=clock.now()).oldest_change
            if since < oldest:
                limit = said(oldest, zone_of(self.actor.user))
                self.add_error(
                    "since", f"Changes go at most two months back: choose {limit} or later."
                )
