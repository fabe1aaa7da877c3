"""Columns of record types: Django fields that know their header and their kind."""

from records.columns.derived import Derived
from records.columns.references import Ref, Refs, RoleAccount
from records.columns.stored import StoredColumn
from records.columns.values import (
    Attachments,
    Boolean,
    Choice,
    CustomFields,
    Date,
    Decimal,
    Duration,
    Email,
    Enum,
    Id,
    Integer,
    Json,
    LocalMoment,
    String,
    Text,
    TimeOfDay,
    Timestamp,
    Uri,
)

__all__ = [
    "Attachments",
    "Boolean",
    "Choice",
    "CustomFields",
    "Date",
    "Decimal",
    "Derived",
    "Duration",
    "Email",
    "Enum",
    "Id",
    "Integer",
    "Json",
    "LocalMoment",
    "Ref",
    "Refs",
    "RoleAccount",
    "StoredColumn",
    "String",
    "Text",
    "TimeOfDay",
    "Timestamp",
    "Uri",
]
