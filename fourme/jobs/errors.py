"""What ends the work of a worker before its time."""


class Superseded(Exception):  # noqa: N818 - not an error: another worker has the job now
    """The job was taken from this worker; it must stop and write nothing more."""


class Canceled(Exception):  # noqa: N818 - not an error: a person asked for it
    """A person asked to stop the run."""
