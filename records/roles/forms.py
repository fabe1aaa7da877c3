"""The forms of roles: filter the list, find a person, choose the roles of one."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms

from fourme.accounts import rights
from fourme.accounts.rights import Actor, Door
from fourme.accounts.roles import Role
from records import registry, search
from records.fields import KindField
from records.kinds import Key, Problem
from records.models import PersonRoles
from records.references import RecordTarget, Scope

_READING = frozenset({Door.VIEW, Door.SETTINGS})


def by_what_they_open(roles: Sequence[Role]) -> list[tuple[str, list[Role]]]:
    """Return what roles let people do here, in words, with the roles that do; the most first."""
    groups: dict[tuple[Door, ...], list[Role]] = {}
    for role in roles:
        groups.setdefault(tuple(rights.doors({role})), []).append(role)
    ordered = sorted(groups.items(), key=lambda group: -len(group[0]))
    return [(_words(doors), alike) for doors, alike in ordered]


def _words(doors: Collection[Door]) -> str:
    more = [door.label for door in doors if door not in _READING]
    if more:
        return f"May {', '.join(more)}"
    return "May see lists, records and settings" if doors else "Opens nothing here"


class FilterForm(forms.Form):
    """Which people the list shows."""

    q = forms.CharField(
        label="Person",
        required=False,
        max_length=search.MAX_LENGTH,
        widget=forms.TextInput({"type": "search", "placeholder": "Name or e-mail", "size": 20}),
    )
    role = forms.ChoiceField(label="Role", required=False)

    def __init__(self, offered: Sequence[Role], data: Mapping[str, Any]) -> None:
        super().__init__(data)
        role = self.fields["role"]
        role.choices = [("", "Any"), *((each.value, each.label) for each in offered)]  # type: ignore[attr-defined] # a ChoiceField

    def problem(self) -> str:
        """Say what is wrong with it."""
        return " ".join(
            f"{self[name].label}: {message}"
            for name, messages in self.errors.items()
            for message in messages
        )


class PersonForm(forms.Form):
    """A person who is to get roles, named as in the record of roles, with its suggestions."""

    def __init__(self, actor: Actor, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self._actor = actor
        self._column = registry.of(PersonRoles).column("person")
        self.fields["person"] = KindField(self._column)

    def clean_person(self) -> int:
        """Return the number of the person. Raises ValidationError with what an import would say."""
        key: Key = self.cleaned_data["person"]
        target = self._column.target
        assert isinstance(target, RecordTarget)  # noqa: S101 -- as the model declares
        found = target.find([key], Scope.of(self._actor.account))[key]
        if isinstance(found, Problem):
            raise forms.ValidationError(str(found))
        return int(found)


class RolesForm(forms.Form):
    """The roles that a person is to have, and when those were read that the sender saw."""

    roles = forms.MultipleChoiceField(required=False)
    seen = forms.CharField(required=False, max_length=40)

    def __init__(self, offered: Sequence[Role], data: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.fields["roles"].choices = [(each.value, each.label) for each in offered]  # type: ignore[attr-defined] # a MultipleChoiceField

    def clean_seen(self) -> dt.datetime | None:
        """Return the moment, None for a person without roles so far."""
        text = self.cleaned_data["seen"]
        try:
            return dt.datetime.fromisoformat(text) if text else None
        except ValueError as error:
            raise forms.ValidationError("The page is not complete. Load it again.") from error

    def wanted(self) -> frozenset[Role]:
        """Return the roles of the valid form."""
        return frozenset(Role(name) for name in self.cleaned_data["roles"])
