"""Accounts, trusts, logins, roles, tokens, and the shell of the screens."""
