"""The language that an export asks for, as PostgreSQL's views of translations see it."""

#: The name of the setting of the database session; unset and "" mean all languages.
LOCALE_SETTING = "fourme.locale"
