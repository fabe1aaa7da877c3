"""Record types: kinds of values, columns, models, and the Records console."""
