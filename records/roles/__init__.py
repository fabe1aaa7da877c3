"""Granting and taking roles in the Settings console."""
