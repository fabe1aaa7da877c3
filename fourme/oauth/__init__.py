"""OAuth 2: applications of an account that call the API in the name of a person."""
