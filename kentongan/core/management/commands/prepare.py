"""``kentongan prepare``: bring the database and the static files up to this release. Safe to run at every start."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Command(BaseCommand):
    help = gettext_lazy("Menyiapkan basis data dan berkas statis untuk rilis ini; aman dijalankan berulang kali.")
    requires_system_checks: list = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help=_("jangan muat data contoh walau mode demo"))

    def handle(self, *, no_demo: bool, verbosity: int, **options: object) -> None:
        self._database(verbosity)
        self._static_files(verbosity)
        if settings.DEMO and not no_demo and "demo" in get_commands():
            call_command("demo", verbosity=verbosity, is_prepared=True)

    def _database(self, verbosity: int) -> None:
        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return
        if verbosity:
            self.stdout.write(_("Menyiapkan basis data"))
        call_command("migrate", interactive=False, verbosity=max(verbosity - 1, 0))
        call_command("createcachetable", verbosity=0)

    def _static_files(self, verbosity: int) -> None:
        stamp = Path(settings.STATIC_ROOT) / ".fingerprint"
        fingerprint = _fingerprint()
        if stamp.exists() and stamp.read_text() == fingerprint:
            return
        if verbosity:
            self.stdout.write(_("Menyiapkan berkas statis"))
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(fingerprint)


def _fingerprint() -> str:
    """Names, sizes and times of all static files, and how they are stored."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
