"""System logs: who did what, when, and how it ended."""
