from django.db import migrations


class Migration(migrations.Migration):
    """Nothing but an order: in a new database the toolkit's migrations run early by it.

    Django goes by the labels of the applications; after the hundred tables of the record types,
    which stand in its picture of all models then, the same migrations take a hundred times longer.
    """

    dependencies = [
        ('applications', '0001_initial'),
        ('oauth2_provider', '0022_refreshtoken_token_family_index'),
    ]
