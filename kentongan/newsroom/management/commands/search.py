"""``kentongan search index|find``: what readers can find, written anew where it is missing, and asked as readers ask it."""

import sys
from typing import Any

from django.core.management.base import CommandParser
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.areas.command_line import area_asked
from kentongan.areas.models import NATION_CODE
from kentongan.core.command_line import HouseCommand
from kentongan.newsroom.addresses import article_path
from kentongan.newsroom.queries.search import search
from kentongan.newsroom.search_index import reindex_all


class Command(HouseCommand):
    help = gettext_lazy("Indeks pencarian pembaca: melengkapi, menyusun ulang, mencoba.")

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="index|find")
        index = verbs.add_parser("index", help=_("lengkapi indeks; bila dihentikan, lanjut dari situ"))
        index.add_argument("--anew", action="store_true", help=_("lupakan indeks yang ada dan susun dari awal"))
        index.add_argument("--json", action="store_true", help=_("jawaban sebagai JSON"))
        find = verbs.add_parser("find", help=_("cari seperti pembaca"))
        find.add_argument("words", metavar=_("KATA"))
        find.add_argument("--area", default=NATION_CODE, metavar="KODE", help=_("kode wilayah; bawaan: semua"))
        find.add_argument("--json", action="store_true", help=_("jawaban sebagai JSON"))

    def handle(self, *, verb: str, **options: Any) -> None:
        if verb == "index":
            self._index(**options)
        else:
            self._find(**options)

    def _index(self, *, anew: bool, json: bool, **_options: Any) -> None:
        written = reindex_all(anew=anew, progress=None if json else self._told)
        if json:
            self.print_json({"indexed": written})
        else:
            self.stdout.write(_("%(count)s tulisan dimasukkan ke indeks.") % {"count": number_format(written)})

    def _told(self, done: int, total: int) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r  {number_format(done)} / {number_format(total)}", ending="")
            if done >= total:
                self.stderr.write("")

    def _find(self, *, words: str, area: str, json: bool, **_options: Any) -> None:
        found = search(words, area=area_asked(area))
        places = [found.lead, *found.places] if found.lead else found.places or found.proposals
        hits = [
            {
                "title": hit.article.title,
                "path": article_path(hit.article),
                "published": hit.article.published_at.isoformat() if hit.article.published_at else None,
            }
            for hit in found.hits
        ]
        if json:
            names = [str(place.thing) for place in places]
            self.print_json(
                {
                    "total": found.total,
                    "counted": found.is_counted,
                    "corrected": found.corrected,
                    "places": names,
                    "hits": hits,
                }
            )
            return
        if found.corrected:
            self.stdout.write(_("Menampilkan hasil untuk %(words)s.") % {"words": found.corrected})
        for place in places:
            self.stdout.write(str(place.thing))
        for hit in hits:
            self.stdout.write(f"{hit['title']}  {hit['path']}")
        if not places and not hits:
            self.stdout.write(_("Tidak ada yang ditemukan."))
