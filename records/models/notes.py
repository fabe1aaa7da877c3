"""TODO."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from records import columns
from records.keys import ID_KEY
from records.models.record import Record
from records.types import Append

#: The types of record that have notes, as the files name them → the model.
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
    """TODO Note."""

    created_at = columns.Timestamp("Created At", null=False, db_default=Now())
    about = columns.Enum("Record Type", tuple(RECORDS), required=True)
    record_id = columns.RecordId("Record ID", of="about", models=RECORDS, required=True)
    person = columns.Ref("Person", to="Person", required=True)
    internal = columns.Boolean("Internal")
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
    )
    text = columns.Text("Text", required=True)
    attachments = columns.Attachments("Attachments")

    class Type:
        slug, label, singular, family = "notes", "Notes", "Note", "Requests"
        parent = "requests"
        key = ID_KEY
        merge = Append()
        api_only = True
        omit = ("updated_at",)
        list_columns = ("about", "record_id", "person", "internal", "text", "created_at")

    class Meta(Record.Meta):
        indexes: ClassVar = [
            models.Index(fields=["record_id", "about", "created_at"], name="note_record")
        ]
