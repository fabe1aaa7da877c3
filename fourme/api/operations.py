"""What an endpoint takes and answers: read by the endpoint itself and by the OpenAPI document."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Schema = dict[str, Any]


@dataclass(frozen=True)
class Parameter:
    """A parameter with its JSON Schema; where it is written is said by the operation."""

    name: str
    about: str
    schema: Schema
    required: bool = False

    @property
    def choices(self) -> list[str]:
        """The values of an enumeration, the default first."""
        return list(self.schema.get("enum", ()))


@dataclass(frozen=True)
class Answer:
    """What comes with a status: words, the schema of the JSON (None for an error), headers."""

    about: str
    schema: Schema | None = None
    headers: tuple[str, ...] = ()
    has_body: bool = True


@dataclass(frozen=True)
class Operation:
    """An operation of the API. `form` parameters stand in the body, as a form or as JSON.

    A body that `has_file` is multipart/form-data. Answers that all operations have in common (401,
    403 …) are not repeated.
    """

    name: str
    summary: str
    answers: Mapping[int, Answer]
    about: str = ""
    path: tuple[Parameter, ...] = ()
    query: tuple[Parameter, ...] = ()
    headers: tuple[Parameter, ...] = ()
    form: tuple[Parameter, ...] = ()
    has_file: bool = False
    tag: str = "General"


def shape(about: str = "", required: tuple[str, ...] = (), **properties: Schema) -> Schema:
    """Return the schema of an object with these properties; those that are always there by name."""
    found: dict[str, Any] = {"type": "object", "properties": properties}
    if about:
        found["description"] = about
    if required:
        found["required"] = list(required)
    return found


TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer", "minimum": 0}
MOMENT: Schema = {"type": "string", "format": "date-time"}
ADDRESS: Schema = {"type": "string", "format": "uri"}
TOKEN: Schema = {"type": "string", "pattern": "^[0-9a-f]{40}$"}
#: The token of a run in an address.
RUN = Parameter("token", "The token that the start was answered with.", TEXT, required=True)
PAGING = (
    Parameter("per_page", "Entries of a page.", {"type": "integer", "minimum": 1, "maximum": 100}),
    Parameter("search_after", "The ID after which the page begins.", NUMBER),
    Parameter("search_before", "The ID before which the page ends.", NUMBER),
)
STARTED = Answer("The token of the run.", shape(required=("token",), token=TOKEN))
CANCELED = Answer(
    "The worker is asked to stop; the run ends as failed or error within seconds.", has_body=False
)
KEY = Parameter(
    "Idempotency-Key",
    "A text of up to 80 characters: within 24 hours a call with the same key and the same body "
    "starts nothing and gets the token of the first call.",
    {"type": "string", "maxLength": 80},
)
UNKNOWN = Answer("There is no such run, or it ended more than 5 minutes ago.")


def following(thing: str, state: Schema, entry: Schema, *, stays: str = "") -> list[Operation]:
    """Return the operations that list runs, tell how far one is, and cancel it.

    `thing` is "export"; `state` and `entry` are the schemas of a poll and of a line of the list;
    `stays` says what a canceled run leaves behind.
    """
    name = thing.capitalize()
    listed = Answer(f"A page of {thing}s.", {"type": "array", "items": entry}, headers=("Link",))
    told = Answer(f"The state of the {thing}.", state)
    over = Answer(f"The {thing} is over already.")
    return [
        Operation(
            f"list{name}s",
            f"List the {thing}s of the account, the newest first",
            {200: listed, 400: Answer("A parameter cannot be used.")},
            query=PAGING,
            tag=name,
        ),
        Operation(
            f"get{name}",
            f"Ask how far an {thing} is",
            {200: told, 404: UNKNOWN},
            path=(RUN,),
            tag=name,
        ),
        Operation(
            f"cancel{name}",
            f"Cancel an {thing}",
            {204: CANCELED, 404: UNKNOWN, 409: over},
            about=stays,
            path=(RUN,),
            tag=name,
        ),
    ]
