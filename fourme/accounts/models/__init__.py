"""The models of accounts: Account, Trust, User, AccessToken."""

from fourme.accounts.models.account import Account, Trust
from fourme.accounts.models.token import AccessToken
from fourme.accounts.models.user import User

__all__ = ["AccessToken", "Account", "Trust", "User"]
