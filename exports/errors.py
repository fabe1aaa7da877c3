"""Why an export is not made."""


class Refused(Exception):  # noqa: N818 - no error of ours: the request asks for what may not be
    """An export that may not be made, with a sentence for the person.

    `limited` is the slug of the type whose full export was made too short a time ago, else "".
    """

    def __init__(self, message: str, *, limited: str = "") -> None:
        super().__init__(message)
        self.limited = limited


class Stopped(Exception):  # noqa: N818 - not an error: the run ends for another reason
    """The type that is written is no longer wanted."""
