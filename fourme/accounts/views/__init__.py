"""The screens of logins, profiles and the Settings console."""
