"""``kentongan demo``: load the invented network of Malang. Safe to run at every start."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.demo.actions import load_demo


class Command(BaseCommand):
    help = gettext_lazy("Memuat data contoh Malang Raya; hanya dalam mode demo, dan hanya sekali.")
    requires_system_checks: list = []
    # Set by ``kentongan prepare``, which has looked at the tables and has nothing to say when all is there.
    stealth_options = ("is_prepared",)

    def handle(self, *, verbosity: int, is_prepared: bool = False, **options: object) -> None:
        if not settings.DEMO:
            raise CommandError(_("Data contoh hanya dimuat dalam mode demo. Jalankan: KENTONGAN_DEMO=1 kentongan demo"))
        if not is_prepared and _is_behind():
            call_command("prepare", no_demo=True, verbosity=verbosity)
        loaded = load_demo()
        if not verbosity or (loaded is None and is_prepared):
            return
        if loaded is None:
            self.stdout.write(_("Data contoh sudah ada."))
            return
        self.stdout.write(
            _("Data contoh dimuat: %(groups)d KIM, %(cases)d desa dalam proses pembentukan.")
            % {"groups": loaded.groups, "cases": loaded.cases}
        )
        self.stdout.write(_("Daftar untuk mencoba impor: %(path)s") % {"path": loaded.spreadsheet})


def _is_behind() -> bool:
    """Whether the database lacks tables of this release."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
