"""``kentongan evidence import|export|rebuild``: the ledger in and out, and its roll-up made anew.

Exit codes: 0 done; 1 problems are left (only the good rows were recorded) or nothing could be done; 2 wrong usage.
``--dry-run`` writes nothing and answers with the same codes. An import that was stopped goes on when it is run again.
"""

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.areas.command_line import area_asked
from kentongan.areas.models import NATION_CODE
from kentongan.core.command_line import USAGE, HouseCommand, day_asked
from kentongan.core.tables import TableError, write_csv, write_xlsx
from kentongan.evidence.actions import rebuild_tallies, record_many
from kentongan.evidence.tables import UnfitTable, columns, read_evidence, rows_out

# So many problems are printed; the JSON has them all.
SHOWN = 20


class Command(HouseCommand):
    help = gettext_lazy("Memasukkan bukti kegiatan KIM, mengeluarkannya, atau menghitung ulang rangkumannya.")

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
            self.print_json(
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
        place, day, known = area_asked(area), day_asked(as_of), day_asked(known_on) if known_on else None
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
