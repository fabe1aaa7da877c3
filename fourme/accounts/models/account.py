"""Accounts, and the trusts between them."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

ACCOUNT_ID = r"[a-z0-9][a-z0-9-]*"


class Account(models.Model):
    """An account: the owner of records, addressed everywhere by its short id such as `wdc`.

    A support domain names its directory account, whose organizations, people and sites it shares.
    """

    id = models.CharField(
        primary_key=True,
        max_length=30,
        validators=[
            RegexValidator(f"^{ACCOUNT_ID}$", "Use lower-case letters, digits and hyphens.")
        ],
    )
    name = models.CharField(max_length=120)
    directory = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="support_domains"
    )
    is_directory = models.BooleanField(default=False)
    #: A name of `zones.names()`, for people who have no time zone of their own.
    time_zone = models.CharField(max_length=64, default="UTC")
    #: A code of `locales.codes()`: the language that the records are written in.
    language = models.CharField(max_length=8, default="en-US")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(directory__isnull=True) | Q(is_directory=False),
                name="account_directory_or_support_domain",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.name}"

    def trusted_ids(self) -> list[str]:
        """Return the ids of the accounts with an accepted trust, in either direction."""
        return sorted(
            {
                other
                for pair in Trust.objects.filter(
                    Q(account=self) | Q(trusted=self), status=Trust.Status.ACCEPTED
                ).values_list("account_id", "trusted_id")
                for other in pair
                if other
            }
            - {self.id}
        )


class Trust(models.Model):
    """An agreement of two accounts to refer to each other's records.

    `account` invites `trusted`; only an accepted trust lets a reference cross the border. The id of
    `trusted` may be one that no account has: who invites must not learn which accounts exist.
    """

    class Status(models.TextChoices):
        """State of the invitation (enumeration `account_trust_invitation.status`)."""

        PENDING = "pending"
        ACCEPTED = "accepted"
        REJECTED = "rejected"
        CANCELED = "canceled"
        EXPIRED = "expired"

    account = models.ForeignKey(Account, models.CASCADE, related_name="trusts")
    trusted = models.ForeignKey(
        Account, models.CASCADE, null=True, db_constraint=False, related_name="trusted_by"
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PENDING)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["account", "trusted"]
        constraints = [
            models.UniqueConstraint(fields=["account", "trusted"], name="trust_once"),
            models.CheckConstraint(condition=~Q(account=F("trusted")), name="trust_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} trusts {self.trusted_id} ({self.status})"

    def other_id(self, account: Account) -> str:
        """Return the id of the account at the other side."""
        return str(self.trusted_id if self.account_id == account.pk else self.account_id)

    def other(self, account: Account) -> str:
        """Return what one side may know of the other: the name once it is invited, or trusted."""
        if self.trusted_id == account.pk:
            return str(self.account)
        accepted = self.status == self.Status.ACCEPTED
        return str(self.trusted) if accepted else str(self.trusted_id)
