from django.db import migrations, models
from django.db.models import F


def give_keys(apps, schema_editor):
    """The year in the upper half, the group in the lower: see `kentongan.evidence.rules.tally.tally_key`."""
    apps.get_model('evidence', 'Tally').objects.update(id=F('year') * (1 << 32) + F('group'))


class Migration(migrations.Migration):

    dependencies = [
        ('evidence', '0002_waiting_and_own_data'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='tally',
            name='tally_once_a_year',
        ),
        # On SQLite the constraint after it writes the table anew, in order of the keys.
        migrations.RunPython(give_keys, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='tally',
            constraint=models.CheckConstraint(condition=models.Q(('id', models.F('year') * (1 << 32) + models.F('group'))), name='tally_of_year_and_group'),
        ),
    ]
