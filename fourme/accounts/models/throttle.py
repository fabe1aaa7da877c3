"""The counter of failed logins."""

from django.db import models


class FailedLogins(models.Model):
    """Failed logins of one e-mail address from one IP address since `since`."""

    email = models.CharField(max_length=128)
    ip_address = models.GenericIPAddressField(null=True)
    failures = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()

    class Meta:
        verbose_name_plural = "failed logins"
        constraints = [
            models.UniqueConstraint(
                fields=["email", "ip_address"],
                name="failed_logins_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} from {self.ip_address}: {self.failures}"
