"""Search over groups and decrees that forgives spelling."""

from django.db import migrations

from kentongan.core.search import TrigramIndex


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]

    operations = [
        TrigramIndex("group", "search_text"),
        TrigramIndex("decree", "search_text"),
    ]
