"""A picture may arrive before its article is saved."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0002_report_reasons")]

    operations = [
        migrations.AlterField(
            model_name="photo",
            name="article",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="photos",
                to="newsroom.article",
            ),
        ),
    ]
