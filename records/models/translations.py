"""TODO."""

from typing import ClassVar

from records import columns
from records.locale import LOCALE_SETTING
from records.keys import ID_KEY
from records.kinds import Locale
from records.models.record import Record, unique_name
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
#: The types of which records are kept here → the model.
TRANSLATABLE = {
    "pdf_design": "PdfDesign",
    "product_category": "ProductCategory",
    "request_template": "RequestTemplate",
    "service": "Service",
    "service_instance": "ServiceInstance",
    "service_category": "ServiceCategory",
    "time_allocation": "TimeAllocation",
    "ui_extension": "UiExtension",
}


#: The columns that can be translated: value of Type → table and columns.
_PHRASES = {
    "pdf_design": ("records_pdfdesign", ("name",)),
    "product_category": ("records_productcategory", ("name", "group")),
    "request_template": (
        "records_requesttemplate",
        ("subject", "keywords", "registration_hints", "note"),
    ),
    "service": ("records_service", ("name", "description")),
    "service_instance": ("records_serviceinstance", ("name",)),
    "service_category": ("records_servicecategory", ("name", "description")),
    "time_allocation": ("records_timeallocation", ("name", "group")),
    "ui_extension": ("records_uiextension", ("title",)),
}
#: Each phrase of the account that can be translated.
_PHRASE_SQL = " UNION ALL ".join(
    f"SELECT account_id, updated_at, changed_xid, '{name}' AS type, id AS key, "  # noqa: S608 -- ours
    f"'{column}' AS field, \"{column}\" AS phrase FROM {table} WHERE \"{column}\" <> ''"
    for name, (table, columns_) in _PHRASES.items()
    for column in columns_
)
#: A number that stays the same for the same phrase and language.
_ID_SQL = (
    "hashtextextended(concat_ws('/', p.account_id, {locale}, p.type, p.key, p.field), 0) "
    "& 9223372036854775807 AS id"
)
#: The languages that an account translates into, and the one that an export asks for.
_LOCALE_SQL = f"""
    SELECT DISTINCT account_id, locale FROM records_translation UNION
    SELECT id, current_setting('{LOCALE_SETTING}', true) FROM accounts_account
    WHERE current_setting('{LOCALE_SETTING}', true) <> ''
"""  # noqa: S608 -- a constant of ours


class Translation(Record):
    """TODO Translation."""

    locale = columns.Choice("Locale", Locale(), max_length=8, required=True)
    type = columns.Enum("Type", TYPES, required=True)
    key = columns.RecordId("Key", of="type", models=TRANSLATABLE, required=True)
    field = columns.String("Field", max_length=70, required=True)
    phrase = columns.Text("Phrase", required=True)
    translation = columns.Text("Translation")

    class Type:
        slug, label, singular, family = "translations", "Translations", "Translation", "Settings"
        by_locale = "locale"
        key = ID_KEY
        merge = Upsert(removes="translation", when="")
        match = (By(("locale", "type", "key", "field")),)
        omit = ("id", "created_at", "updated_at")
        list_columns = ("type", "field", "updated_at")

    class Meta(Record.Meta):
        constraints: ClassVar = [unique_name("locale", "type", "key", "field")]


class MissingTranslation(Record):
    """TODO Missing Translation."""

    locale = columns.Choice("Locale", Locale(), max_length=8, required=True)
    type = columns.Enum("Type", TYPES, required=True)
    key = columns.Integer("Key", required=True)
    field = columns.String("Field", max_length=70, required=True)
    phrase = columns.Text("Phrase", required=True)
    translation = columns.Text("Translation")

    class Type:
        slug, label, singular, family = (
            "missing_translations",
            "Missing Translations",
            "Missing Translation",
            "Settings",
        )
        parent = "translations"
        importable = False
        view = f"""
            SELECT {_ID_SQL.format(locale="l.locale")}, p.account_id, p.updated_at AS created_at,
                p.updated_at, p.changed_xid, l.locale, p.type, p.key, p.field, p.phrase,
                '' AS translation
            FROM ({_PHRASE_SQL}) p JOIN ({_LOCALE_SQL}) l ON l.account_id = p.account_id
            WHERE NOT EXISTS (
                SELECT FROM records_translation t WHERE t.account_id = p.account_id
                AND t.locale = l.locale AND t.type = p.type AND t.key = p.key
                AND t.field = p.field
            )
        """  # noqa: S608 -- made of constants
        by_locale = "locale"
        key = ID_KEY
        omit = ("id", "created_at", "updated_at")
        list_columns = ("type", "field", "updated_at")

    class Meta(Record.Meta):
        managed = False


class OutdatedTranslation(Record):
    """TODO Outdated Translation."""

    locale = columns.Choice("Locale", Locale(), max_length=8, required=True)
    type = columns.Enum("Type", TYPES, required=True)
    key = columns.Integer("Key", required=True)
    field = columns.String("Field", max_length=70, required=True)
    phrase = columns.Text("Phrase", required=True)
    translation = columns.Text("Translation")

    class Type:
        slug, label, singular, family = (
            "outdated_translations",
            "Outdated Translations",
            "Outdated Translation",
            "Settings",
        )
        parent = "translations"
        importable = False
        view = f"""
            SELECT {_ID_SQL.format(locale="t.locale")}, p.account_id, t.created_at,
                greatest(t.updated_at, p.updated_at) AS updated_at,
                greatest(t.changed_xid, p.changed_xid) AS changed_xid, t.locale, p.type, p.key,
                p.field, p.phrase, t.translation
            FROM ({_PHRASE_SQL}) p JOIN records_translation t ON t.account_id = p.account_id
                AND t.type = p.type AND t.key = p.key AND t.field = p.field
            WHERE t.phrase <> p.phrase
        """  # noqa: S608 -- made of constants
        by_locale = "locale"
        key = ID_KEY
        omit = ("id", "created_at", "updated_at")
        list_columns = ("type", "field", "updated_at")

    class Meta(Record.Meta):
        managed = False
