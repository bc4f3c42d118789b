"""What search knows of shown articles, and the words written in them."""

import django.db.models.deletion
from django.db import migrations, models

from kentongan.core.search import TrigramIndex
from kentongan.core.terms import TermIndex


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0003_waiting_photos")]

    operations = [
        migrations.CreateModel(
            name="KnownWord",
            fields=[("word", models.CharField(max_length=30, primary_key=True, serialize=False))],
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("kabar", "Kabar"),
                            ("produk", "Produk"),
                            ("potensi", "Potensi desa"),
                            ("acara", "Acara"),
                            ("video", "Video"),
                            ("pengumuman", "Pengumuman"),
                        ],
                        max_length=12,
                    ),
                ),
                ("title", models.TextField(blank=True)),
                ("body", models.TextField(blank=True)),
                ("terms", models.TextField()),
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="search_entry", to="newsroom.article"
                    ),
                ),
            ],
        ),
        TermIndex("searchentry", "terms"),
        TrigramIndex("knownword", "word"),
    ]
