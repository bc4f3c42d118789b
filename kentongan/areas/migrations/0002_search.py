from django.db import migrations

from kentongan.core.search import TrigramIndex


class Migration(migrations.Migration):
    dependencies = [("areas", "0001_initial")]

    operations = [TrigramIndex("area", "search_text"), TrigramIndex("areaspelling", "folded")]
