"""The models of accounts: Account, Trust, User, AccessToken, FailedLogins."""

from fourme.accounts.models.account import Account, Trust
from fourme.accounts.models.throttle import FailedLogins
from fourme.accounts.models.token import AccessToken
from fourme.accounts.models.user import User

__all__ = ["AccessToken", "Account", "FailedLogins", "Trust", "User"]
