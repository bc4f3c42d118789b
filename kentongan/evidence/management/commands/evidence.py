"""``kentongan evidence import|export|rebuild``: the ledger in and out, and its roll-up made anew.

Exit codes: 0 done; 1 problems are left (only the good rows were recorded) or nothing could be done; 2 wrong usage.
``--dry-run`` writes nothing and answers with the same codes. An import that was stopped goes on when it is run again.
"""

import argparse
import datetime as dt
import json
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.areas.models import NATION_CODE, Area
from kentongan.areas.rules import tidy_code
from kentongan.core.clock import read_as_of, today
from kentongan.core.tables import TableError, write_csv, write_xlsx
from kentongan.evidence.actions import rebuild_tallies, record_many
from kentongan.evidence.tables import UnfitTable, columns, read_evidence, rows_out

USAGE = 2
# So many problems are printed; the JSON has them all.
SHOWN = 20


class Command(BaseCommand):
    help = gettext_lazy("Memasukkan bukti kegiatan KIM, mengeluarkannya, atau menghitung ulang rangkumannya.")

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        kwargs.setdefault("formatter_class", argparse.HelpFormatter)
        return super().create_parser(prog_name, subcommand, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="import|export|rebuild")
        inward = verbs.add_parser("import", help=_("catat bukti dari CSV atau XLSX"))
        inward.add_argument(
            "file", metavar="BERKAS", help=_("kolom: kode kim, jenis, tanggal; boleh sampai, isi, tautan, kunci")
        )
        inward.add_argument("--dry-run", action="store_true", help=_("periksa saja, tidak menulis apa pun"))
        inward.add_argument("--json", action="store_true", help=_("jawaban sebagai JSON"))
        outward = verbs.add_parser("export", help=_("keluarkan bukti"))
        outward.add_argument("file", metavar="BERKAS", help=_("berkas tujuan .csv atau .xlsx; - untuk keluaran baku"))
        outward.add_argument("--area", default=NATION_CODE, metavar="KODE", help=_("kode wilayah; bawaan: semua"))
        outward.add_argument("--as-of", default="", metavar="TTTT-BB-HH", help=_("yang terjadi sampai tanggal ini"))
        outward.add_argument("--known-on", default="", metavar="TTTT-BB-HH", help=_("yang tercatat sampai tanggal ini"))
        verbs.add_parser("rebuild", help=_("hitung ulang rangkuman dari buku bukti"))

    def handle(self, *, verb: str, **options: Any) -> None:
        if verb == "import":
            self._import(**options)
        elif verb == "export":
            self._export(**options)
        else:
            self._rebuild()

    def _import(self, *, file: str, dry_run: bool, json: bool, **options: Any) -> None:
        try:
            reading = read_evidence(Path(file))
            with transaction.atomic() if dry_run else nullcontext():
                recorded = record_many(entries=reading.entries(), progress=None if json else self._told)
                if dry_run:
                    transaction.set_rollback(True)
        except FileNotFoundError as error:
            raise CommandError(_("Berkas %(file)s tidak ada.") % {"file": file}, returncode=USAGE) from error
        except OSError as error:
            raise CommandError(_("Berkas %(file)s tidak dapat dibuka.") % {"file": file}, returncode=USAGE) from error
        except TableError as error:
            raise CommandError(error.message) from error
        except UnfitTable as error:
            raise CommandError(str(error)) from error
        if json:
            self._print_json(
                {
                    "file": Path(file).name,
                    "dry_run": dry_run,
                    "new": recorded.new,
                    "known": recorded.known,
                    "problems": [{"row": number, "sentence": words} for number, words in reading.problems],
                }
            )
        else:
            for number, words in reading.problems[:SHOWN]:
                self.stdout.write(_("  baris %(number)d: %(sentence)s") % {"number": number, "sentence": words})
            counts = {"new": recorded.new, "known": recorded.known, "problem": len(reading.problems)}
            self.stdout.write(_("%(new)d baru, %(known)d sudah ada, %(problem)d perlu dilihat.") % counts)
            if dry_run:
                self.stdout.write(_("Tidak ada yang ditulis."))
        if reading.problems:
            sys.exit(1)

    def _export(self, *, file: str, area: str, as_of: str, known_on: str, **options: Any) -> None:
        place, day, known = _area(area), _day(as_of) or today(), _day(known_on)
        write = write_xlsx if file.lower().endswith(".xlsx") else write_csv
        rows = rows_out(place, day, known)
        if file == "-":
            write_csv(sys.stdout.buffer, columns(), rows)
            return
        try:
            with open(file, "wb") as stream:
                count = write(stream, columns(), rows)
        except OSError as error:
            raise CommandError(_("Berkas %(file)s tidak dapat ditulis.") % {"file": file}, returncode=USAGE) from error
        self.stdout.write(_("%(n)d bukti ditulis ke %(file)s.") % {"n": count, "file": file})

    def _rebuild(self) -> None:
        count = rebuild_tallies(progress=self._told)
        self.stdout.write(_("Rangkuman %(n)d KIM dihitung ulang.") % {"n": count})

    def _told(self, done: int) -> None:
        self.stderr.write(_("  %(n)d selesai") % {"n": done})

    def _print_json(self, answer: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))


def _area(code: str) -> Area:
    area = Area.objects.filter(pk=code if code == NATION_CODE else tidy_code(code)).first()
    if area is None:
        raise CommandError(_("Wilayah dengan kode “%(code)s” tidak ada.") % {"code": code}, returncode=USAGE)
    return area


def _day(text: str) -> dt.date | None:
    try:
        return read_as_of(text) if text else None
    except ValueError as error:
        sentence = _("Tanggal “%(text)s” tidak terbaca. Tulis tahun-bulan-hari, misalnya 2023-06-15.")
        raise CommandError(sentence % {"text": text}, returncode=USAGE) from error
