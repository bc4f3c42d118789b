"""``kentongan run``: the web server and one background worker, watched over by one command."""

import ipaddress
import os
import socket
import sys
from argparse import ArgumentTypeError
from collections.abc import Mapping

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from granian.cli import cli as granian

from kentongan.core.supervisor import Part, Supervisor, http_status, port_is_free


class Command(BaseCommand):
    help = gettext_lazy("Menjalankan server web dan satu pekerja latar; Ctrl-C menghentikan keduanya.")
    requires_system_checks: list = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help=_("alamat yang didengarkan (bawaan: 127.0.0.1)"))
        parser.add_argument("--port", type=_port, default=8000, help=_("porta (bawaan: 8000)"))
        parser.add_argument("--threads", type=int, default=4, help=_("jumlah utas server web (bawaan: 4)"))
        parser.add_argument("--prepare", action="store_true", help=_("lebih dulu siapkan basis data dan berkas statis"))

    def handle(self, *, host: str, port: int, threads: int, prepare: bool, verbosity: int, **options: object) -> None:
        self._check_address(host, port)
        if prepare:
            call_command("prepare", verbosity=verbosity)
        self.address = f"http://{_in_url(host)}:{port}/"
        sites = _sites_of_the_demo() if settings.DEMO and "demo" in get_commands() else []
        served = _served(host, port, threads)
        connections.close_all()
        code = Supervisor(
            [
                Part(_("Server web"), [sys.executable, "-m", "granian", *served], lambda: granian(served), patience=8),
                Part(_("Pekerja latar"), [sys.executable, "-m", "kentongan", "worker"], patience=20),
                *sites,
            ],
            status=lambda: http_status(_reachable(host), port, "/"),
            say=self._say,
        ).run()
        if code:
            raise CommandError(
                _("Kentongan berhenti karena salah satu bagiannya terus gagal. Sebabnya tertulis di atas.")
            )

    def _check_address(self, host: str, port: int) -> None:
        if settings.DEMO and not _is_loopback(host):
            raise CommandError(
                _(
                    "Demo hanya boleh dibuka di komputer ini (127.0.0.1), karena siapa pun dapat masuk tanpa kata sandi. "
                    "Hapus --host %(host)s."
                )
                % {"host": host}
            )
        try:
            free = port_is_free(host, port)
        except OSError as error:
            raise CommandError(_("%(host)s bukan alamat komputer ini.") % {"host": host}) from error
        if not free:
            raise CommandError(
                _(
                    "Porta %(port)s sudah dipakai program lain atau tidak boleh dipakai. "
                    "Pilih porta lain, misalnya: make run PORT=%(other)s (atau kentongan run --port %(other)s)."
                )
                % {"port": port, "other": 8123 if port != 8123 else 8124}
            )

    def _say(self, what: str, facts: Mapping[str, object]) -> None:
        sentences = {
            "ready": _("Kentongan siap di %(address)s (Ctrl-C untuk berhenti)"),
            "ailing": _("Server web menjawab dengan kesalahan %(status)s. Sebabnya tertulis di atas."),
            "died": _("%(part)s berhenti tak terduga (%(how)s). Dijalankan lagi dalam %(pause)s detik."),
            "gave-up": _("%(part)s berhenti %(times)s kali dalam satu menit (%(how)s). Semua dihentikan."),
            "stopping": _("Menghentikan Kentongan …"),
            "stopped": _("Kentongan berhenti."),
        }
        stream = self.stderr if what in {"ailing", "died", "gave-up"} else self.stdout
        stream.write(sentences[what] % {**facts, "address": self.address})
        stream.flush()


def _served(host: str, port: int, threads: int) -> list[str]:
    """What granian is told."""
    return [
        *("--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", "1", "--blocking-threads", str(threads), "--no-ws", "--log-level", "warning"),
        # Without it granian waits for a worker that does not stop for ever.
        *("--workers-kill-timeout", "6"),
        *("--working-dir", str(settings.BASE_DIR), "config.wsgi:application"),
    ]


def _sites_of_the_demo() -> list[Part]:
    """A server of invented sites beside the worker, which is told that they are here. It listens already: who asks early waits."""
    if os.environ.get("KENTONGAN_HARVEST_STAGE"):
        return []
    domain, usual = settings.DEMO_SITES
    try:
        # Other commands look for it there.
        listening = socket.create_server(("127.0.0.1", usual), backlog=128)
    except OSError:
        listening = socket.create_server(("127.0.0.1", 0), backlog=128)
    port = listening.getsockname()[1]
    os.environ["KENTONGAN_HARVEST_STAGE"] = f"{domain}=127.0.0.1:{port}"
    # For the web server, which begins as a copy of this process.
    settings.HARVEST_STAGE = {domain: ("127.0.0.1", port)}
    # Kept for as long as the supervisor lives, so that a server that died finds it again.
    number = listening.detach()
    command = [sys.executable, "-m", "kentongan", "demo", "sites", "--socket", str(number)]
    return [Part(_("Situs contoh"), command, patience=2, passed=[number])]


def _port(value: str) -> int:
    if not value.isdecimal() or not 1 <= int(value) <= 65535:
        raise ArgumentTypeError(_("“%(value)s” bukan nomor porta (1 sampai 65535)") % {"value": value})
    return int(value)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _reachable(host: str) -> str:
    """Where to knock: a server on every address answers on loopback, too."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104


def _in_url(host: str) -> str:
    host = _reachable(host)
    return f"[{host}]" if ":" in host else host
