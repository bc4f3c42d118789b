from django.db import migrations, models

MEASURES = [
    ("formed_new", "KIM baru dalam setahun"),
    ("formed_total", "KIM terbentuk pada akhir tahun"),
    ("active", "KIM aktif pada akhir tahun"),
]


class Migration(migrations.Migration):
    dependencies = [("registry", "0003_decree_recorded_at")]

    operations = [
        migrations.AlterField("target", "measure", models.CharField("ukuran", max_length=12, choices=MEASURES)),
    ]
