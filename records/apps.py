"""The application of record types."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class RecordsConfig(AppConfig):
    """Fills the registry of record types; keeps the triggers and views of the database."""

    name = "records"

    def ready(self) -> None:
        """Fill the registry once all models are there, and what is made from it."""
        from fourme.accounts import overview, trusts  # noqa: PLC0415 -- needs models
        from fourme.accounts.navigation import register_section  # noqa: PLC0415 -- needs models
        from fourme.accounts.rights import Door  # noqa: PLC0415 -- needs models
        from fourme.logs.tabs import register_tab  # noqa: PLC0415 -- as above
        from records import (  # noqa: PLC0415 -- needs the models
            admin,
            largest,
            registry,
            sql_views,
            triggers,
        )
        from records.permissions import listing as permission_log  # noqa: PLC0415 -- as above
        from records.permissions import triggers as permissions  # noqa: PLC0415 -- as above
        from records.roles import administrators, sharing  # noqa: PLC0415 -- as above

        registry.fill()
        admin.register()
        register_section(
            "Roles", "settings_roles", Door.SETTINGS, "Who may do what in this account."
        )
        overview.register(largest.panel)
        trusts.register_roles(trusts.Roles(sharing.count, sharing.take))
        register_tab(permission_log.TAB, before=permission_log.FOLLOWED_BY)
        pre_migrate.connect(sql_views.drop, sender=self)
        post_migrate.connect(sql_views.create, sender=self)
        post_migrate.connect(triggers.create, sender=self)
        post_migrate.connect(administrators.create, sender=self)
        post_migrate.connect(permissions.create, sender=self)
