"""The dialog that starts an import."""

from typing import Any
from uuid import uuid4

from django import forms

from fourme.accounts.rights import Actor, Door
from fourme.files.models import StoredFile
from imports.upload import TooLarge, keep
from records import registry
from records.rights import import_refusal
from records.types import RecordType


class ImportForm(forms.Form):
    """A file, or one that was uploaded before (`source`), and into which type it goes.

    A valid form has the stored file in `cleaned_data["source"]`.
    """

    type = forms.ChoiceField(label="Import", widget=forms.RadioSelect)
    file = forms.FileField(
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt"}),
    )
    source = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)
    key = forms.CharField(required=False, widget=forms.HiddenInput, max_length=80)
    test_only = forms.BooleanField(
        label="Test only", required=False, help_text="Check everything, save nothing."
    )

    def __init__(self, actor: Actor, record_type: RecordType, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = [each for each in registry.options(record_type) if each.importable]
        refusals = {each.slug: import_refusal(actor, each, console=True) for each in options}
        offered = [each for each in options if not refusals[each.slug]]
        #: What is imported elsewhere, or needs more than the right to import.
        self.hints = [each for each in refusals.values() if each and actor.may(Door.IMPORT)]
        self.fields["type"].choices = [(each.slug, each.label) for each in offered]  # type: ignore[attr-defined] # a ChoiceField
        if self.initial.get("type") not in {each.slug for each in offered}:
            self.initial["type"] = offered[0].slug if offered else ""
        self.fields["key"].initial = uuid4().hex
        self.actor = actor

    def clean(self) -> dict[str, Any]:
        """Store the file, or find the one that was stored."""
        data = super().clean() or self.cleaned_data
        upload, token = data.get("file"), data.get("source")
        if upload:
            try:
                data["source"] = keep(upload, self.actor)
            except TooLarge as error:
                self.add_error("file", str(error))
        else:
            data["source"] = self._stored(token) if token else None
        if not data["source"] and not self.errors:
            self.add_error("file", "Choose a file." if not token else "Choose the file again.")
        return data

    def _stored(self, token: str) -> StoredFile | None:
        stored = StoredFile.objects.filter(
            token=token,
            account=self.actor.account,
            user=self.actor.user,
            purpose=StoredFile.Purpose.IMPORT,
        ).first()
        return stored if stored is not None and not stored.expired else None
