"""What the Import API takes and answers."""

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
from imports.models import COUNTERS, ImportRun

TAG = "Import"

TYPE = Parameter(
    "type", "The record type of the rows: people.", TEXT | {"examples": ["people"]}, required=True
)
FILE = Parameter(
    "file",
    "A CSV or TSV file in UTF-8 or UTF-16LE whose first line has the column headers.",
    {"type": "string", "contentMediaType": "application/octet-stream"},
    required=True,
)
TEST_ONLY = Parameter("test_only", "1 or true: tell what would happen, and save nothing.", TEXT)

_RESULTS: Schema = shape(
    "What became of the rows.", required=COUNTERS, **dict.fromkeys(COUNTERS, NUMBER)
)
_STATE: Schema = shape(
    required=("state",),
    state=TEXT | {"enum": ["queued", "processing", "done", "error"]},
    line=NUMBER | {"description": "While processing: the row that the worker has reached."},
    results=_RESULTS,
    logfile=ADDRESS | {"description": "At the end: the log as a text, for two days."},
    message=TEXT | {"description": "When the state is error: why the import was not finished."},
)
_RUN: Schema = shape(
    required=("id", "token", "state", "type", "file", "test_only", "results", "created_at"),
    id=NUMBER,
    token=TOKEN,
    state=TEXT | {"enum": ["queued", "processing", "done", "error"]},
    type=TEXT,
    file=TEXT,
    test_only={"type": "boolean"},
    results=_RESULTS,
    origin=TEXT | {"enum": ImportRun.Origin.values},
    created_at=MOMENT,
    completed_at={"type": ["string", "null"], "format": "date-time"},
)

START = Operation(
    "startImport",
    "Start an import",
    headers=(KEY,),
    form=(TYPE, FILE, TEST_ONLY),
    has_file=True,
    answers={
        200: STARTED,
        400: Answer("The body cannot be read."),
        413: Answer("The file is larger than this installation takes."),
        422: Answer("The type is unknown or cannot be imported, or the file is missing."),
    },
    tag=TAG,
)
LIST, PROGRESS, CANCEL = following("import", _STATE, _RUN, stays="The rows that were done stay.")
