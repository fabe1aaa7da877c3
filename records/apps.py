"""The application of record types."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class RecordsConfig(AppConfig):
    """Fills the registry of record types; keeps the triggers and views of the database."""

    name = "records"

    def ready(self) -> None:
        """Fill the registry once all models are there, and what is made from it."""
        from records import admin, registry, sql_views, triggers  # noqa: PLC0415 -- needs the models

        registry.fill()
        admin.register()
        pre_migrate.connect(sql_views.drop, sender=self)
        post_migrate.connect(sql_views.create, sender=self)
        post_migrate.connect(triggers.create, sender=self)
