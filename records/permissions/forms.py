"""The filter of the Permission Log."""

from typing import Any

from django import forms

from fourme.accounts.rights import Actor, Door
from fourme.accounts.roles import Role
from fourme.logs.forms import LogFilter, Pairs, search_field
from records.permissions.outcomes import CHANGES


class PermissionFilter(LogFilter):
    """Days, who made the change, whose role, which one; in a directory also which account."""

    created_by = search_field("Changed by", "Name or e-mail", 14)
    person = search_field("Person", "Name or e-mail", 14)
    event_type = forms.ChoiceField(
        label="Change", required=False, choices=[("", "All"), *CHANGES.choices()]
    )
    role = forms.ChoiceField(
        label="Role", required=False, choices=[("", "All"), *sorted(Role.choices)]
    )
    role_account = forms.ChoiceField(label="Account", required=False)

    def __init__(self, actor: Actor, data: Any) -> None:
        super().__init__(data)
        if actor.may(Door.LOGS_BELOW):
            below = actor.account.support_domains.order_by("pk")
            accounts = [(each.pk, str(each)) for each in (actor.account, *below)]
            self.fields["role_account"].choices = [("", "All"), *accounts]  # type: ignore[attr-defined] # a ChoiceField
        else:
            del self.fields["role_account"]

    @property
    def tells_accounts(self) -> bool:
        """Tell whether events of several accounts are shown."""
        return "role_account" in self.fields

    def pairs(self) -> Pairs:
        """Return the valid filter for the list of permission events."""
        exact = ("event_type", "role", "role_account")
        chosen = [(f"{name}__exact", self.cleaned_data.get(name)) for name in exact]
        return [
            *super().pairs(),
            *((name, value) for name, value in chosen if value),
            *(
                (f"{name}__icontains", word)
                for name in ("created_by", "person")
                for word in self.words(name)
            ),
        ]
