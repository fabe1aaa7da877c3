"""The Settings console: the current account, its trusts, personal access tokens."""
