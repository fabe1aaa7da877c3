"""Exports: records of an account as files, from the request to the mail with the link."""
