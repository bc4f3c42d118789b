from django.db import migrations, models

from kentongan.core.clock import now
from kentongan.core.search import TrigramIndex


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_search")]

    operations = [
        migrations.AddField("decree", "recorded_at", models.DateTimeField(default=now, editable=False)),
        TrigramIndex("decree", "search_text"),
    ]
