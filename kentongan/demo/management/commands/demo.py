"""``kentongan demo``: load the invented network of Malang. Safe to run at every start.

``kentongan demo sites`` serves the invented sites of its groups on this machine, where the demo's harvest visits them.
"""

from argparse import SUPPRESS
from socket import socket as socket_of
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.core.clock import now
from kentongan.core.command_line import HouseCommand
from kentongan.demo.queries import is_loaded


class Command(HouseCommand):
    help = gettext_lazy("Memuat data contoh Malang Raya; hanya dalam mode demo, dan hanya sekali.")
    requires_system_checks: list = []
    # Set by ``kentongan prepare``, which has looked at the tables and has nothing to say when all is there.
    stealth_options = ("is_prepared",)

    def add_arguments(self, parser: CommandParser) -> None:
        steps = parser.add_subparsers(dest="step", metavar="sites")
        sites = steps.add_parser("sites", help=_("layani situs-situs karangan di komputer ini"))
        sites.add_argument("--port", type=int, default=settings.DEMO_SITES[1], help=_("porta (bawaan: 8765)"))
        # A socket that ``kentongan run`` listens on already, so that who asks early waits instead of being refused.
        sites.add_argument("--socket", type=int, help=SUPPRESS)

    def handle(self, *, step: str | None = None, is_prepared: bool = False, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(_("Data contoh hanya dimuat dalam mode demo. Jalankan: KENTONGAN_DEMO=1 kentongan demo"))
        if step == "sites":
            self._serve(**options)
        else:
            self._load(is_prepared=is_prepared, **options)

    def _serve(self, *, port: int, socket: int | None, verbosity: int, **_options: Any) -> None:
        from kentongan.demo.actions import planned_sites
        from kentongan.demo.sites.plan import DOMAIN
        from kentongan.demo.sites.server import LOOPBACK, SitesServer

        listening = socket_of(fileno=socket) if socket is not None else None
        try:
            server = SitesServer(planned_sites(), clock=now, port=port, listening=listening)
        except OSError as error:
            raise CommandError(_("Porta %(port)s sudah dipakai program lain.") % {"port": port}) from error
        if listening is None and verbosity:
            self.stdout.write(
                _("%(sites)d situs contoh dilayani di 127.0.0.1:%(port)d (Ctrl-C untuk berhenti). Kunjungi dengan:")
                % {"sites": len(server.sites), "port": server.port}
            )
            self.stdout.write(
                f"  KENTONGAN_DEMO=1 KENTONGAN_HARVEST_STAGE={DOMAIN}={LOOPBACK}:{server.port} kentongan harvest discover "
                f"{next(iter(server.sites.values())).url}"
            )
        with server:
            server.serve_forever()

    def _load(self, *, verbosity: int, is_prepared: bool, **_options: Any) -> None:
        if not is_prepared and _is_behind():
            call_command("prepare", no_demo=True, verbosity=verbosity)
        if is_prepared and is_loaded():
            return
        # Half a second of planning that a later start does without.
        from kentongan.demo.actions import load_demo

        loaded = load_demo()
        if not verbosity:
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
