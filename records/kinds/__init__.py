"""The kinds of values that the columns of record types share: the heart of import and export."""

from records.kinds.choices import Boolean, Country, Currency, Enumeration, Locale, TimeZone
from records.kinds.guard import guard, guard_sql, unguard
from records.kinds.kind import Kind, Problem
from records.kinds.moments import Date, LocalMoment, TimeOfDay, Timestamp
from records.kinds.named_lines import FilterLines, NamedLines, Phases
from records.kinds.notes import NOTE_HEAD_SQL, Notes, NoteText
from records.kinds.number_list import NumberList
from records.kinds.numbers import Decimal, Duration, Identifier, Integer
from records.kinds.references import (
    BY_ID,
    BY_SOURCE,
    SOURCE_SEPARATOR,
    Arrows,
    Key,
    MarkedReferences,
    Reference,
    References,
)
from records.kinds.structures import CustomFields, Json
from records.kinds.text import Attachments, Email, String, Text, Uri

__all__ = [
    "BY_ID",
    "BY_SOURCE",
    "NOTE_HEAD_SQL",
    "SOURCE_SEPARATOR",
    "Arrows",
    "Attachments",
    "Boolean",
    "Country",
    "Currency",
    "CustomFields",
    "Date",
    "Decimal",
    "Duration",
    "Email",
    "Enumeration",
    "FilterLines",
    "Identifier",
    "Integer",
    "Json",
    "Key",
    "Kind",
    "LocalMoment",
    "Locale",
    "MarkedReferences",
    "NamedLines",
    "NoteText",
    "Notes",
    "NumberList",
    "Phases",
    "Problem",
    "Reference",
    "References",
    "String",
    "Text",
    "TimeOfDay",
    "TimeZone",
    "Timestamp",
    "Uri",
    "guard",
    "guard_sql",
    "unguard",
]
