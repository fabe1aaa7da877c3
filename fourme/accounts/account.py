"""Change the settings of an account; the Job Log tells who changed what, since jobs go by them."""

from django.db import transaction

from fourme.accounts.forms import AccountForm
from fourme.accounts.rights import Actor
from fourme.logs import events, write

# Of the documented logs the one of jobs fits best: by the time zone and the language of the account
# they are started, and write their files and mails.
_CHANGED = events.register("account.changed", "job", "Account settings changed").name


@transaction.atomic
def save(actor: Actor, form: AccountForm, *, ip_address: str | None) -> None:
    """Save what the valid form changes, and enter it in the log; nothing when it is the same."""
    changes = form.changes()
    if not changes:
        return
    form.save()
    told = "; ".join(f"{label} from “{old}” to “{new}”" for label, old, new in changes)
    write.record(
        _CHANGED,
        account=actor.account,
        user=actor.user,
        ip_address=ip_address,
        message=f"{actor.user.email} changed the settings of {actor.account.pk}: {told}.",
        data={label: f"{old} → {new}" for label, old, new in changes},
    )
