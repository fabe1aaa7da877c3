"""Print a new personal access token."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from fourme.accounts import tokens
from fourme.accounts.backends import LoginBackend
from fourme.accounts.forms import TokenForm
from fourme.accounts.models import User


class Command(BaseCommand):
    """`manage.py create_token EMAIL`: the secret stands alone on the last line of the output."""

    help = "Make a personal access token for a login and print its secret on the last line."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the e-mail address and what the token is for."""
        parser.add_argument("email")
        parser.add_argument("--name", default="command line", help="what the token is for")
        parser.add_argument(
            "--expires",
            default="365",
            choices=[*TokenForm.DAYS, TokenForm.NEVER],
            help="after how many days it expires (default: %(default)s)",
        )

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Make the token. Raises CommandError if the login is unknown or disabled."""
        email, name = options["email"].strip().lower(), options["name"]
        user = User.objects.filter(email=email).first()
        if user is None or not LoginBackend().user_can_authenticate(user):
            raise CommandError(f"There is no enabled login {email}.")
        form = TokenForm({"name": name, "lasts": options["expires"]})
        if not form.is_valid():
            raise CommandError(f"--name: {form.errors['name'].as_text()}")
        _, secret = tokens.generate(user, name, form.expires_at(), ip_address=None)
        self.stdout.write(f"A token of {email}, named “{name}”. It is shown this once:")
        self.stdout.write(secret)
