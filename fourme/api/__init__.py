"""What every call of the API shares: login by token, the account header, errors, bodies."""
