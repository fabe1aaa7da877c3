"""Print a new personal access token."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from fourme.accounts.backends import LoginBackend
from fourme.accounts.forms import TokenForm
from fourme.accounts.models import AccessToken, User


class Command(BaseCommand):
    """`manage.py create_token EMAIL`: the secret stands alone on the last line of the output."""

    help = "Make a personal access token for a login and print its secret on the last line."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the e-mail address and what the token is for."""
        parser.add_argument("email")
        parser.add_argument("--name", default="command line", help="what the token is for")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Make the token. Raises CommandError if the login is unknown or disabled."""
        email, name = options["email"].strip().lower(), options["name"]
        user = User.objects.filter(email=email).first()
        if user is None or not LoginBackend().user_can_authenticate(user):
            raise CommandError(f"There is no enabled login {email}.")
        form = TokenForm({"name": name})
        if not form.is_valid():
            raise CommandError(f"--name: {form.errors['name'].as_text()}")
        _, secret = AccessToken.generate(user, name)
        self.stdout.write(f"A token of {email}, named “{name}”. It is shown this once:")
        self.stdout.write(secret)
