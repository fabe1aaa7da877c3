"""What the Export API takes and answers."""

from exports.models import ExportRun
from fourme.api.operations import (
    ADDRESS,
    KEY,
    MOMENT,
    NUMBER,
    STARTED,
    TEXT,
    TOKEN,
    Answer,
    Operation,
    Parameter,
    Schema,
    following,
    shape,
)
from records.kinds import Locale

TAG = "Export"

TYPE = Parameter(
    "type",
    "One or several record types, with commas between them: sites, or sites,teams.",
    TEXT | {"examples": ["sites,teams"]},
    required=True,
)
FROM = Parameter(
    "from",
    "Only records that were created or updated from then on: 20261231, 20261231T23:00:00 (in the "
    "time zone of the person) or with Z or an offset such as +01:00. Up to two months back as "
    "often as you like; further back it counts as a full export.",
    TEXT | {"examples": ["20261231", "2026-12-31T23:00:00+01:00"]},
)
LOCALE = Parameter(
    "locale", "Of translations those into this language.", TEXT | {"enum": ["", *Locale.values]}
)
FORMAT = Parameter(
    "export_format", "The format of the files.", TEXT | {"enum": ExportRun.Format.values}
)
SEPARATOR = Parameter(
    "line_separator",
    "What ends a line of a CSV file.",
    TEXT | {"enum": ExportRun.LineSeparator.values},
)

_STATE: Schema = shape(
    "How far it is. A key `message` never stands here: clients take it for an error.",
    required=("state",),
    state=TEXT | {"enum": ["queued", "processing", "done", "failed"]},
    type=TEXT | {"description": "While processing: the type that is being written."},
    line=NUMBER | {"description": "While processing: the records of the type written so far."},
    url=ADDRESS | {"description": "When done: where the file can be had without a token."},
    expires_at=MOMENT | {"description": "When done: the file can be had until then."},
    rate_limit_exceeded=TEXT
    | {"description": "When failed: the type whose full export was made less than 23 hours ago."},
    reason=TEXT | {"description": "When failed for another reason, or done without a file."},
)
_RUN: Schema = shape(
    required=("id", "token", "state", "types", "strategy", "export_format", "created_at"),
    id=NUMBER,
    token=TOKEN,
    state=TEXT,
    name=TEXT,
    types={"type": "array", "items": TEXT},
    strategy=TEXT | {"enum": ExportRun.Strategy.values},
    export_format=TEXT | {"enum": ExportRun.Format.values},
    records={"type": "object", "additionalProperties": NUMBER},
    origin=TEXT | {"enum": ExportRun.Origin.values},
    created_at=MOMENT,
    completed_at={"type": ["string", "null"], "format": "date-time"},
    expires_at={"type": ["string", "null"], "format": "date-time"},
)

START = Operation(
    "startExport",
    "Start an export",
    about="The type of a file for one type is CSV or XLSX, of several a ZIP with a file for each.",
    headers=(KEY,),
    form=(TYPE, FROM, LOCALE, FORMAT, SEPARATOR),
    answers={
        200: STARTED,
        204: Answer("Nothing was changed since `from`: no export was started.", has_body=False),
        400: Answer("A parameter cannot be read."),
        422: Answer("A parameter has a value that cannot be used."),
    },
    tag=TAG,
)
LIST, PROGRESS, CANCEL = following("export", _STATE, _RUN)
