from django.db import migrations

from kentongan.core.seals import Sealed


class Migration(migrations.Migration):

    dependencies = [
        ("assessment", "0002_determination_snapshot"),
    ]

    operations = [
        Sealed("Determination", "signed_at", "DeterminationRow", "determination"),
    ]
