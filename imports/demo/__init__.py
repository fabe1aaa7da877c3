"""The demo: two accounts that trust each other, their logins, and files of records."""
