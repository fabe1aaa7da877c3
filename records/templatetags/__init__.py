"""Template tags of the Records console."""
