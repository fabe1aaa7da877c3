"""The form of a new application."""

from typing import Any

from django import forms

from fourme.accounts.context import person_label
from fourme.accounts.models import User
from fourme.accounts.rights import Actor
from fourme.oauth.applications import candidates


class ApplicationForm(forms.Form):
    """What an application is for, and in whose name it acts: one's own to begin with."""

    name = forms.CharField(
        max_length=80,
        help_text="The program that calls, such as “data warehouse”.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    user = forms.ChoiceField(
        label="Acts as",
        help_text="A person of this account who may import or export. The roles of the person "
        "are those of the application.",
        error_messages={
            "required": "Choose in whose name it acts.",
            "invalid_choice": "Choose one of the people in the list.",
        },
    )

    def __init__(self, actor: Actor, data: Any = None) -> None:
        super().__init__(data, initial={"user": str(actor.user.pk)})
        self._people = {str(user.pk): user for user in candidates(actor.account)}
        choices = [
            (pk, f"{person_label(user)} ({user.email})") for pk, user in self._people.items()
        ]
        if self.initial["user"] not in self._people:
            choices = [("", "Choose a person"), *choices]
        self.fields["user"].choices = choices  # type: ignore[attr-defined] # a ChoiceField

    def clean_user(self) -> User:
        """Return the person."""
        return self._people[self.cleaned_data["user"]]
