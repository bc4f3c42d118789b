"""``kentongan worker``: does the background jobs. Any number on PostgreSQL, one on SQLite."""

import fcntl
import logging
import os
from typing import IO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.core.jobs import KentonganWorker


class Command(BaseCommand):
    help = gettext_lazy("Mengerjakan pekerjaan latar sampai dihentikan.")
    requires_system_checks: list = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", action="store_true", help=_("kerjakan yang menunggu, lalu selesai"))
        parser.add_argument("--interval", type=float, default=0.5, help=_("jeda antarpemeriksaan, dalam detik"))

    def handle(self, *, batch: bool, interval: float, verbosity: int, **options: object) -> None:
        logging.getLogger("kentongan").setLevel(logging.WARNING if verbosity < 2 else logging.DEBUG)
        # Its sentence at each stop is for people at a terminal; whoever runs two programs has one of us already.
        logging.getLogger("django_tasks_db").setLevel(logging.ERROR if verbosity < 2 else logging.DEBUG)
        lock = _only_one_on_sqlite()
        worker = KentonganWorker(interval=interval, batch=batch)
        worker.configure_signals()
        try:
            worker.run()
        finally:
            if lock:
                lock.close()


def _only_one_on_sqlite() -> IO | None:
    """Take the lock beside the database file; the kernel lets go of it however this process ends."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or not os.path.exists(name):
        return None
    lock = open(f"{name}.worker", "a")  # noqa: SIM115 - held for the life of the process
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise CommandError(
            _("Sudah ada pekerja latar untuk basis data ini. SQLite cukup dengan satu; PostgreSQL dapat lebih.")
        ) from None
    return lock
