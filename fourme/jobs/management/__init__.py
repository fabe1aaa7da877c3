"""Commands of fourme.jobs."""
