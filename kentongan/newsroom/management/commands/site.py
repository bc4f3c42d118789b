"""``kentongan site list|open|slug|domain|close``: the sites of groups and the portals of offices.

A site is named by its address (kayutangan), a group or an office by its code (35.73.02.1007-1, 35.73).
Exit codes: 0 done; 1 refused, with the reason; 2 wrong usage.
"""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.accounts.models import Office
from kentongan.core.clock import today
from kentongan.core.command_line import USAGE, HouseCommand
from kentongan.core.errors import Refused
from kentongan.newsroom import addresses
from kentongan.newsroom.actions.sites import change_site, open_site, site_of
from kentongan.newsroom.models import Site
from kentongan.registry.models import Group


class Command(HouseCommand):
    help = gettext_lazy("Membuka, menamai, dan menutup situs KIM dan portal kantor.")

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="list|open|slug|domain|close")
        listing = verbs.add_parser("list", help=_("semua situs dengan alamatnya"))
        listing.add_argument("--json", action="store_true", help=_("jawaban sebagai JSON"))
        opening = verbs.add_parser("open", help=_("buka situs satu KIM atau portal satu kantor"))
        opening.add_argument(
            "code", metavar="KODE", nargs="?", default="", help=_("kode KIM, kode kantor, atau alamat situs")
        )
        opening.add_argument("--slug", default="", metavar="ALAMAT", help=_("alamatnya; bawaan: dari namanya"))
        opening.add_argument("--all", action="store_true", help=_("portal semua kantor dan situs semua KIM"))
        renaming = verbs.add_parser("slug", help=_("ganti alamat situs"))
        renaming.add_argument("site", metavar="SITUS", help=_("alamatnya sekarang"))
        renaming.add_argument("slug", metavar="ALAMAT", help=_("alamat baru"))
        domain = verbs.add_parser("domain", help=_("beri situs domain sendiri; kosong: kembali ke alamat biasa"))
        domain.add_argument("site", metavar="SITUS")
        domain.add_argument("domain", metavar="DOMAIN", nargs="?", default="")
        closing = verbs.add_parser("close", help=_("tutup situs: pembaca tidak menemukannya lagi"))
        closing.add_argument("site", metavar="SITUS")

    def handle(self, *, verb: str, **options: Any) -> None:
        try:
            if verb == "list":
                self._list(as_json=options["json"])
            elif verb == "open":
                self._open(options["code"], options["slug"], everything=options["all"])
            elif verb == "slug":
                self._say(change_site(site=_site(options["site"]), slug=options["slug"]))
            elif verb == "domain":
                self._say(change_site(site=_site(options["site"]), domain=options["domain"].lower()))
            else:
                site = change_site(site=_site(options["site"]), is_open=False)
                self.stdout.write(_("Situs %(slug)s ditutup.") % {"slug": site.slug})
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal

    def _list(self, *, as_json: bool) -> None:
        sites = Site.objects.select_related("group", "office").order_by("slug")
        rows = [
            {
                "slug": site.slug,
                "name": site.name,
                "owner": site.group.code if site.group else site.office_id,
                "address": addresses.canonical(site),
                "open": site.is_open,
            }
            for site in sites
        ]
        if as_json:
            self.print_json({"sites": rows})
            return
        for row in rows:
            closed = "" if row["open"] else f" ({_('ditutup')})"
            self.stdout.write(f"{row['address']}  {row['owner']}  {row['name']}{closed}")
        if not rows:
            self.stdout.write(_("Belum ada situs. Buka dengan: kentongan site open --all"))

    def _open(self, code: str, slug: str, *, everything: bool) -> None:
        if everything:
            before = Site.objects.count()
            for office in Office.objects.select_related("area"):
                site_of(office)
            for group in Group.objects.existing_on(today()).filter(site=None).select_related("area__parent"):
                site_of(group)
            self.stdout.write(_("%(count)d situs dibuka.") % {"count": Site.objects.count() - before})
            return
        if not code:
            raise CommandError(_("Sebutkan kode KIM atau kantor, atau --all."), returncode=USAGE)
        site = Site.objects.filter(slug=code).first()
        if site is None:
            owner = _owner(code)
            site = Site.objects.filter(**owner).first() or open_site(**owner, slug=slug or None)
        self._say(change_site(site=site, is_open=True))

    def _say(self, site: Site) -> None:
        self.stdout.write(_("%(name)s: %(address)s") % {"name": site.name, "address": addresses.canonical(site)})


def _site(slug: str) -> Site:
    site = Site.objects.filter(slug=slug).first()
    if site is None:
        raise CommandError(_("Tidak ada situs beralamat %(slug)s.") % {"slug": slug}, returncode=USAGE)
    return site


def _owner(code: str) -> dict[str, Any]:
    """The group or the office of a code, as ``open_site`` takes it."""
    if group := Group.objects.select_related("area__parent").filter(code=code).first():
        return {"group": group}
    if office := Office.objects.select_related("area").filter(pk=code).first():
        return {"office": office}
    raise CommandError(_("Tidak ada KIM atau kantor dengan kode %(code)s.") % {"code": code}, returncode=USAGE)
