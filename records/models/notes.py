"""Notes: what people write about requests, problems, tasks and other records of work."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from records import columns
from records.keys import ID_KEY
from records.models.record import Record
from records.models.request_templates import FAMILY
from records.types import Append

#: The types of record that have notes, as the files name them → the model. Files of other systems
#: bring notes of requests only; those of the others are written the same way.
RECORDS = {
    "Request": "Request",
    "Problem": "Problem",
    "Release": "Release",
    "Workflow": "Workflow",
    "Task": "Task",
    "Project": "Project",
    "ProjectTask": "ProjectTask",
}


class Note(Record):
    """What somebody wrote about a record."""

    created_at = columns.Timestamp(
        "Created At",
        null=False,
        db_default=Now(),
        generated="now()",
        help="When it was written; the moment of the import when it is left empty.",
    )
    about = columns.Enum(
        "Record Type", tuple(RECORDS), required=True, help="What the note is about."
    )
    record_id = columns.RecordId(
        "Record ID",
        of="about",
        models=RECORDS,
        required=True,
        help="The ID of the record of that type.",
    )
    person = columns.Ref("Person", to="Person", required=True, help="Who wrote it.")
    internal = columns.Boolean("Internal", help="Only specialists of the account can read it.")
    medium = columns.Enum(
        "Medium",
        (
            "default",
            "email",
            "outbound_email",
            "system",
            "reference",
            "redacted",
            "automation",
            "ai",
        ),
        default="default",
        help="How it came in.",
    )
    text = columns.Text("Text", required=True, help="What was written.")
    attachments = columns.Attachments("Attachments")

    class Type:
        slug, label, singular, family = "notes", "Notes", "Note", FAMILY
        parent = "requests"
        key = ID_KEY
        merge = Append()
        api_only = True
        omit = ("updated_at",)
        list_columns = ("about", "record_id", "person", "internal", "text", "created_at")
        search_columns = ("text",)
        example = (
            {"text": "Since this morning each mail comes back.", "medium": "email"},
            {"text": "We look into it.", "internal": "1", "created_at": "2026-01-05T09:00:00Z"},
        )
        notes = (
            (
                "Notes are only added, never changed: leave the ID column out, or empty. A file "
                "that is imported twice adds its notes twice."
            ),
            "Notes come in through the API or from the command line only.",
            "The record has to be in the account; import it first.",
        )

    class Meta(Record.Meta):
        indexes: ClassVar = [
            models.Index(fields=["record_id", "about", "created_at"], name="note_record")
        ]
