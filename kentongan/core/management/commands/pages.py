"""``kentongan pages``: the finished pages of the public sites; list them, drop them, or have them made before anyone asks."""

import datetime as dt
import xml.etree.ElementTree as ET
from argparse import ArgumentParser
from collections.abc import Iterator

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import transaction
from django.test.client import RequestFactory
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kentongan.core.command_line import HouseCommand
from kentongan.core.finished import ALL, forget
from kentongan.core.finished.journal import begin_anew, own_shelf

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


class Command(HouseCommand):
    help = gettext_lazy("Halaman publik yang sudah jadi: daftar, lupakan, atau siapkan sebelum dibuka orang.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        commands = parser.add_subparsers(dest="what", required=True, metavar="PERINTAH")
        listing = commands.add_parser("list", help=_("tulis alamat, waktu, dan tanda setiap halaman yang tersimpan"))
        listing.add_argument("--tag", default="", help=_("hanya yang bertanda ini, misalnya group:35.73.02.1007-1"))
        drop = commands.add_parser("forget", help=_("buang halaman yang tersimpan; dibuat lagi saat dibuka orang"))
        drop.add_argument("tags", nargs="*", default=[ALL], help=_("tanda; tanpa tanda: semua halaman"))
        commands.add_parser("warm", help=_("buat semua halaman yang disebut peta situs"))

    def handle(self, *, what: str, tag: str = "", tags: tuple[str, ...] = (), **options: object) -> None:
        if what == "list":
            self._list(tag)
        elif what == "forget":
            self._forget(list(tags) or [ALL])
        else:
            self._warm()

    def _list(self, tag: str) -> None:
        for file, tags, at in own_shelf().pages() if own_shelf().exists else ():
            if not tag or tag in tags:
                when = dt.datetime.fromtimestamp(at, tz=timezone.get_default_timezone())
                self.stdout.write(f"{file}\t{when:%Y-%m-%d %H:%M:%S}\t{' '.join(each for each in tags if each != ALL)}")

    def _forget(self, tags: list[str]) -> None:
        with transaction.atomic():
            forget(*tags)
        if tags == [ALL] and own_shelf().exists:
            begin_anew()
        self.stdout.write(_("Halaman dibuang; dibuat lagi saat dibuka orang."))

    def _warm(self) -> None:
        made = 0
        host = next(iter(sorted(settings.MAIN_HOSTS)), "localhost")
        handler = WSGIHandler()
        for path in dict.fromkeys(["/", *_addresses(handler, host)]):
            made += _get(handler, host, path).status_code == 200
        self.stdout.write(ngettext("%(count)s halaman siap.", "%(count)s halaman siap.", made) % {"count": made})


def _addresses(handler: WSGIHandler, host: str, path: str = "/sitemap.xml") -> Iterator[str]:
    """Paths of every page in the sitemap and those it names."""
    answer = _get(handler, host, path)
    if answer.status_code != 200:
        return
    tree = ET.fromstring(answer.content)  # noqa: S314 - our own words
    for location in tree.iter(f"{SITEMAP}loc"):
        address = "/" + (location.text or "").partition("://")[2].partition("/")[2]
        if tree.tag == f"{SITEMAP}sitemapindex":
            yield from _addresses(handler, host, address)
        else:
            yield address


def _get(handler: WSGIHandler, host: str, path: str):
    request = RequestFactory(headers={"host": host}).get(path)
    return handler.get_response(request)
