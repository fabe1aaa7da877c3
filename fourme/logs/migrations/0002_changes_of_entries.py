"""Entries know the transaction that wrote them; running ones have no level."""

from django.db import migrations, models
from django.db.models import Q

_TRIGGER = """
CREATE FUNCTION mark_log_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed_xid := pg_current_xact_id()::text::bigint;
    RETURN NEW;
END $$;
CREATE TRIGGER mark_log_change BEFORE INSERT OR UPDATE ON logs_systemlog
FOR EACH ROW EXECUTE FUNCTION mark_log_change();
"""
_BACK = """
DROP TRIGGER mark_log_change ON logs_systemlog;
DROP FUNCTION mark_log_change();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('logs', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='systemlog',
            name='changed_xid',
            field=models.BigIntegerField(default=0, editable=False),
        ),
        migrations.AddIndex(
            model_name='systemlog',
            index=models.Index(fields=['account', 'changed_xid'], name='logs_systemlog_changed'),
        ),
        migrations.AddConstraint(
            model_name='systemlog',
            constraint=models.CheckConstraint(
                condition=Q(finished_at=None, level='unknown') | (Q(finished_at__isnull=False) & ~Q(level='unknown')),
                name='logs_systemlog_level',
                violation_error_message='An entry has a level when it is finished.',
            ),
        ),
        migrations.RunSQL(_TRIGGER, _BACK),
    ]
