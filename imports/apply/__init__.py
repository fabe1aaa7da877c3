"""Stage 8: set-based writes of a batch whose rows are checked."""
