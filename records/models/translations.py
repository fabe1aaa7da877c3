"""Translations of the phrases of other records, and two views: what lacks one, what is outdated.

Which columns can be translated is said by their types (`translatable`); the views are made from
that. The number of a row of a view is made of the type, the record, the column and the language, so
that rows stand in this order and keep their numbers.
"""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.apps import apps
from django.db import models

from records import columns
from records.keys import ID_KEY
from records.kinds import Locale
from records.locale import LOCALE_SETTING
from records.models.record import Record, unique_name
from records.models.settings import FAMILY
from records.types import By, Upsert

TYPES = (
    "account_design",
    "pdf_design",
    "product_category",
    "request_template",
    "self_service_design",
    "service",
    "service_instance",
    "service_category",
    "time_allocation",
    "ui_extension",
)
#: Bits of the number of a row: the type, the record, the column, the language.
_RECORD, _COLUMN, _LANGUAGE = 57, 14, 8
_LOCALES = ", ".join(
    f"('{locale}', {number})" for number, locale in enumerate(sorted(Locale.values))
)
_HELPS = {
    "type": "What kind of record the phrase comes from.",
    "field": "The field of the record, such as name; html. and the phrase in a UI extension.",
    "phrase": "The text that is translated.",
}


def translatable() -> dict[str, str]:
    """Return the types of which phrases can be translated here: value of Type → model."""
    return {value: model.__name__ for value, model, _ in _declared()}


def _declared() -> Iterator[tuple[str, Any, tuple[str, ...]]]:
    """Yield the value of Type, the model and the columns of each type that can be translated."""
    for model in apps.get_models():
        declared: Any = vars(model).get("Type")
        if names := getattr(declared, "translatable", ()):
            yield declared.singular.lower().replace(" ", "_"), model, names


def _phrases() -> str:
    """Return the query of all phrases that can be translated, with the number of the first row."""
    return " UNION ALL ".join(
        f"SELECT account_id, updated_at, changed_xid, '{value}' AS type, id AS key, "  # noqa: S608 -- names of ours
        f"'{name}' AS field, \"{name}\" AS phrase, {TYPES.index(value) << _RECORD}::bigint "
        f"+ (id << {_COLUMN}) + {place << _LANGUAGE} AS number "
        f"FROM {model._meta.db_table} WHERE \"{name}\" <> ''"
        for value, model, names in _declared()
        for place, name in enumerate(names)
    )


def _missing() -> str:
    """Return the query of the phrases without translation.

    Languages that count are those the account translates into, and the one of the export; not the
    language of the account, in which the phrases are written.
    """
    return f"""
        SELECT p.number + l.number AS id, p.account_id, p.updated_at AS created_at, p.updated_at,
            p.changed_xid, l.locale, p.type, p.key, p.field, p.phrase, '' AS translation
        FROM ({_phrases()}) p JOIN (
            SELECT * FROM (
                SELECT account_id, locale FROM records_translation
                UNION SELECT id, current_setting('{LOCALE_SETTING}', true) FROM accounts_account
            ) used JOIN (VALUES {_LOCALES}) known (locale, number) USING (locale)
        ) l ON l.account_id = p.account_id
        JOIN accounts_account home ON home.id = p.account_id AND home.language <> l.locale
        WHERE NOT EXISTS (
            SELECT FROM records_translation t WHERE t.account_id = p.account_id
            AND t.locale = l.locale AND t.type = p.type AND t.key = p.key AND t.field = p.field
        )
    """  # noqa: S608 -- names of ours


def _outdated() -> str:
    """Return the query of the translations whose phrase has another text by now."""
    return f"""
        SELECT p.number + l.number AS id, p.account_id, t.created_at,
            greatest(t.updated_at, p.updated_at) AS updated_at,
            t.changed_xid, p.changed_xid AS phrase_changed_xid, t.locale, p.type, p.key, p.field,
            p.phrase, t.translation
        FROM ({_phrases()}) p
        JOIN records_translation t ON t.account_id = p.account_id
            AND t.type = p.type AND t.key = p.key AND t.field = p.field
        JOIN (VALUES {_LOCALES}) l (locale, number) ON l.locale = t.locale
        WHERE t.phrase <> p.phrase
    """  # noqa: S608 -- names of ours


class Translation(Record):
    """A phrase of a record in another language."""

    locale = columns.Choice("Locale", Locale(), max_length=8, required=True)
    type = columns.Enum("Type", TYPES, required=True, help=_HELPS["type"])
    key = columns.RecordId(
        "Key",
        of="type",
        models=translatable,
        required=True,
        help="The ID of the record that the phrase comes from.",
    )
    field = columns.String("Field", max_length=70, required=True, help=_HELPS["field"])
    phrase = columns.Text("Phrase", required=True, help=_HELPS["phrase"])
    translation = columns.Text(
        "Translation", help="An empty one removes the translation that is there."
    )

    class Type:
        slug, label, singular, family = "translations", "Translations", "Translation", FAMILY
        by_locale = "locale"
        key = ID_KEY
        merge = Upsert(removes="translation", when="")
        match = (By(("locale", "type", "key", "field")),)
        omit = ("id", "created_at", "updated_at")
        list_columns = ("phrase", "translation", "locale", "type", "field")
        search_columns = ("field",)
        notes = (
            "Export the missing translations, fill in the last column, and import the file.",
            "A phrase that changes later makes its translations outdated.",
        )
        example = ({"locale": "nl", "field": "name"}, {"locale": "de", "field": "name"})

    class Meta(Record.Meta):
        constraints: ClassVar = [unique_name("locale", "type", "key", "field")]
        indexes: ClassVar = [models.Index(fields=["key", "type"], name="translation_record")]


class MissingTranslation(Record):
    """A phrase that has no translation into a language of the account."""

    locale = columns.Choice("Locale", Locale(), max_length=8, required=True)
    type = columns.Enum("Type", TYPES, required=True, help=_HELPS["type"])
    key = columns.Integer("Key", required=True, help="The ID of the record.")
    field = columns.String("Field", max_length=70, required=True, help=_HELPS["field"])
    phrase = columns.Text("Phrase", required=True, help=_HELPS["phrase"])
    translation = columns.Text("Translation", help="Empty, to be filled in.")

    class Type:
        slug, label, singular, family = (
            "missing_translations",
            "Missing Translations",
            "Missing Translation",
            FAMILY,
        )
        parent = "translations"
        importable = False
        view = _missing
        marks = ()  # what is missing depends on rows that are gone, and on all languages
        by_locale = "locale"
        key = ID_KEY
        omit = ("id", "created_at", "updated_at")
        list_columns = ("phrase", "locale", "type", "field")
        notes = ("Fill in the translations and import the file as translations.",)

    class Meta(Record.Meta):
        managed = False


class OutdatedTranslation(Record):
    """A translation of a phrase that has another text by now."""

    locale = columns.Choice("Locale", Locale(), max_length=8, required=True)
    type = columns.Enum("Type", TYPES, required=True, help=_HELPS["type"])
    key = columns.Integer("Key", required=True, help="The ID of the record.")
    field = columns.String("Field", max_length=70, required=True, help=_HELPS["field"])
    phrase = columns.Text("Phrase", required=True, help="The text as it is now.")
    translation = columns.Text("Translation", help="What an earlier text was translated into.")
    #: Either transaction may be the one that was not seen yet, so none stands for both.
    phrase_changed_xid = models.BigIntegerField(editable=False, default=0)

    class Type:
        slug, label, singular, family = (
            "outdated_translations",
            "Outdated Translations",
            "Outdated Translation",
            FAMILY,
        )
        parent = "translations"
        importable = False
        view = _outdated
        marks = ("changed_xid", "phrase_changed_xid")
        by_locale = "locale"
        key = ID_KEY
        omit = ("id", "created_at", "updated_at")
        list_columns = ("phrase", "translation", "locale", "type", "field")
        notes = ("Correct the translations and import the file as translations.",)

    class Meta(Record.Meta):
        managed = False
