"""What was changed in records, by whom, by hand or by which import."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from fourme.accounts.models import Account


class Change(models.Model):
    """A change of one record.

    `values` holds for each changed column the stored values before and after,
    `{"name": ["Old", "New"]}`: references as IDs, several references as lists of those removed and
    added. `import_number` is the import that made the change, None for one by hand. A record that
    an import has created has no entry: `Record.import_number` tells.
    """

    class Kind(models.TextChoices):
        """What was done."""

        CREATED = "created", "Created"
        CHANGED = "changed", "Changed"
        REMOVED = "removed", "Removed"

    account = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    record_type = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.CHANGED)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    import_number = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    values = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["record_id", "record_type", "-id"], name="change_record")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.record_type} {self.record_id}"
