"""``kentongan register import|export|compare``: the register in and out, for people and scripts.

Exit codes: 0 all rows are in the register; 1 problems are left (only the good rows were saved) or nothing could be done;
2 wrong usage. ``--dry-run`` writes nothing and answers with the same codes.
"""

import io
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.accounts.command_line import office_asked
from kentongan.areas.command_line import area_asked
from kentongan.areas.models import NATION_CODE, Area
from kentongan.core import clock
from kentongan.core.clock import today
from kentongan.core.command_line import USAGE, HouseCommand, day_asked
from kentongan.core.errors import Conflict, Refused
from kentongan.core.tables import TableError, read_table
from kentongan.registry.models import Group
from kentongan.rosters.actions import write_roster
from kentongan.rosters.actions.reading import insert_planned, read_sheet
from kentongan.rosters.actions.remembering import remind
from kentongan.rosters.enums import Field, RowState
from kentongan.rosters.listings import all_phones, group_listing, kimid_listing
from kentongan.rosters.models import Roster, RosterRow
from kentongan.rosters.queries import facts_for, missing_groups, remembered_headings
from kentongan.rosters.rules.columns import ColumnMap, heading_words
from kentongan.rosters.rules.facts import PlannedRow
from kentongan.rosters.rules.plan import plan_rows
from kentongan.rosters.wording import problem_sentence


class Command(HouseCommand):
    help = gettext_lazy("Memasukkan daftar KIM ke buku induk, mengeluarkannya, atau membandingkannya dengan KIM.ID.")

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="import|export|compare")
        for verb, words in (
            ("import", _("masukkan daftar KIM kantor")),
            ("compare", _("bandingkan daftar KIM.ID; yang diambil hanya nomor dan alamat situs")),
        ):
            inward = verbs.add_parser(verb, help=words)
            inward.add_argument("file", metavar="BERKAS", help=_("XLSX, XLS, ODS, atau CSV"))
            inward.add_argument("--office", default="", metavar="KODE", help=_("kode wilayah kantor, misalnya 35.07"))
            inward.add_argument("--sheet", default="", metavar="NAMA", help=_("nama lembar"))
            inward.add_argument(
                "--map",
                action="append",
                default=[],
                metavar="JUDUL=BIDANG",
                help=_("isi satu kolom, misalnya --map LOKASI=village; bidang kosong: tidak dipakai"),
            )
            inward.add_argument("--dry-run", action="store_true", help=_("periksa saja, tidak menulis apa pun"))
            inward.add_argument("--json", action="store_true", help=_("jawaban sebagai JSON"))
            if verb == "compare":
                inward.add_argument("--save", action="store_true", help=_("simpan nomor dan alamat yang berbeda"))
        outward = verbs.add_parser("export", help=_("keluarkan daftar KIM"))
        outward.add_argument("out", metavar="BERKAS", help=_("berkas tujuan; - untuk keluaran baku"))
        outward.add_argument("--area", default=NATION_CODE, metavar="KODE", help=_("kode wilayah; bawaan: semua"))
        outward.add_argument("--as-of", default="", metavar="TTTT-BB-HH", help=_("keadaan per tanggal"))
        outward.add_argument("--format", default="", choices=["xlsx", "csv", "kimid"], help=_("bentuk berkas"))
        outward.add_argument("--json", action="store_true", help=_("ringkasan sebagai JSON"))

    def handle(self, *, verb: str, **options: Any) -> None:
        if verb == "export":
            self._export(**options)
        else:
            self._take_in(is_kimid=verb == "compare", **options)

    # In -----------------------------------------------------------------------------------------------------

    def _take_in(
        self,
        *,
        file: str,
        office: str,
        sheet: str,
        map: list[str],
        dry_run: bool,
        json: bool,
        is_kimid: bool,
        save: bool = True,
        **options: Any,
    ) -> None:
        roster = Roster(
            office=office_asked(office),
            purpose=Roster.Purpose.KIMID if is_kimid else Roster.Purpose.REGISTER,
            state=Roster.State.SAVING,
            file_name=Path(file).name[-200:],
        )
        rows, columns = self._read(roster, file, sheet, map)
        rows = remind(roster, rows, columns.fields)
        facts = facts_for(roster.office.area, today())
        planned = plan_rows(rows, columns.fields, facts, is_kimid=is_kimid)
        roster.layout["facts"] = facts.fingerprint
        counts = dict.fromkeys(RowState.values, 0)
        for plan in planned:
            counts[plan.state.value] += 1
        wanted = counts[RowState.NEW] + counts[RowState.CHANGED]
        saved = 0
        with transaction.atomic():
            roster.total = len(planned)
            roster.save(force_insert=True)
            insert_planned(roster, rows, planned)
            missing = missing_groups(roster, today()).count()
            if wanted and save and not dry_run:
                try:
                    write_roster(roster=roster, now=clock.now(), is_alone=False)
                except (Conflict, Refused) as refusal:
                    raise CommandError(str(refusal)) from refusal
                saved = wanted
            if not saved:
                transaction.set_rollback(True)
            else:
                # The command has shown its rows; they hold personal data and are of no more use.
                RosterRow.objects.filter(roster=roster).delete()
                Roster.objects.filter(pk=roster.pk).update(forgotten_at=clock.now())
        report = _report(roster, columns, planned, counts, missing, saved, dry_run or not save)
        if json:
            self.print_json(report)
        else:
            self._print_report(report)
        if report["problem"]:
            sys.exit(1)

    def _read(self, roster: Roster, file: str, sheet: str, maps: list[str]) -> tuple[list[Any], ColumnMap]:
        try:
            book = read_table(Path(file))
        except FileNotFoundError as error:
            raise CommandError(_("Berkas %(file)s tidak ada.") % {"file": file}, returncode=USAGE) from error
        except OSError as error:
            raise CommandError(_("Berkas %(file)s tidak dapat dibuka.") % {"file": file}, returncode=USAGE) from error
        except TableError as error:
            raise CommandError(error.message) from error
        chosen = next((one for one in book.sheets if one.name == sheet), None)
        if sheet and chosen is None:
            names = ", ".join(one.name for one in book.sheets)
            sentence = _("Lembar “%(sheet)s” tidak ada. Yang ada: %(names)s.")
            raise CommandError(sentence % {"sheet": sheet, "names": names}, returncode=USAGE)
        told = _told(maps)
        remembered = remembered_headings(roster.office, roster.purpose) | told
        rows, columns, roster.layout = read_sheet(chosen or book.main_sheet, remembered)
        unknown = told.keys() - {heading_words(name) for name in columns.headings}
        if unknown:
            sentence = _("Tidak ada kolom berjudul %(names)s.")
            raise CommandError(sentence % {"names": ", ".join(sorted(unknown))}, returncode=USAGE)
        if columns.missing:
            names = ", ".join(str(at.label) for at in columns.missing)
            seen = ", ".join(name for name in columns.headings if name) or "–"
            sentence = _(
                "Kolom untuk %(names)s tidak ditemukan. Judul yang terbaca: %(seen)s. Pakai --map JUDUL=BIDANG."
            )
            raise CommandError(sentence % {"names": names, "seen": seen})
        return rows, columns

    def _print_report(self, report: dict[str, Any]) -> None:
        write = self.stdout.write
        for heading, at in report["columns"].items():
            write(f"  {heading} → {Field(at).label}")
        if report["unused"]:
            write(_("Kolom %(names)s tidak dipakai.") % {"names": ", ".join(report["unused"])})
        words = _("%(new)d baru, %(changed)d berubah, %(same)d sama, %(problem)d perlu dilihat, %(skipped)d dilewati.")
        write(words % report)
        for row in report["rows"]:
            for problem in row["problems"]:
                write(
                    _("  baris %(number)d: %(sentence)s") % {"number": row["number"], "sentence": problem["sentence"]}
                )
        if report["missing"]:
            write(_("%(n)d KIM di buku induk tidak ada di berkas ini.") % {"n": report["missing"]})
        if report["dry_run"]:
            write(_("Tidak ada yang ditulis."))
        elif report["saved"] and report["problem"]:
            write(_("%(n)d baris tersimpan. Baris yang perlu dilihat tidak disimpan.") % {"n": report["saved"]})
        elif report["saved"]:
            write(_("%(n)d baris tersimpan.") % {"n": report["saved"]})
        else:
            write(_("Tidak ada yang perlu disimpan."))

    # Out ----------------------------------------------------------------------------------------------------

    def _export(self, *, out: str, area: str, as_of: str, format: str, json: bool, **options: Any) -> None:
        place, day = area_asked(area), day_asked(as_of)
        chosen = format or ("csv" if out.lower().endswith(".csv") else "xlsx")
        groups = Group.objects.within(place).existing_on(day)
        if chosen == "kimid":
            listing = kimid_listing(groups, day, area=place)
        else:
            listing = group_listing(groups, day, area=place, phones=all_phones)
        is_csv = chosen == "csv" or out.lower().endswith(".csv")
        write = listing.write_csv if is_csv else listing.write_xlsx
        if out == "-":
            # Whoever reads may go when they have seen enough; a workbook does not bear that while it is made.
            made = io.BytesIO()
            write(made)
            sys.stdout.buffer.write(made.getbuffer())
            sys.stdout.flush()
            return
        try:
            with open(out, "wb") as stream:
                count = write(stream)
        except OSError as error:
            raise CommandError(_("Berkas %(file)s tidak dapat ditulis.") % {"file": out}, returncode=USAGE) from error
        if json:
            self.print_json({"file": out, "groups": count, "area": place.code, "as_of": day.isoformat()})
        else:
            self.stdout.write(_("%(n)d KIM ditulis ke %(file)s.") % {"n": count, "file": out})


def _report(
    roster: Roster,
    columns: ColumnMap,
    planned: list[PlannedRow],
    counts: dict[str, int],
    missing: int,
    saved: int,
    dry_run: bool,
) -> dict[str, Any]:
    """Counts, columns and every row that needs a look; names of people are not in it."""
    places = Area.objects.in_bulk(_areas_named(planned))
    return {
        "file": roster.file_name,
        "office": roster.office_id,
        "dry_run": dry_run,
        "total": len(planned),
        **counts,
        "saved": saved,
        "missing": missing,
        "columns": {columns.headings[column]: at.value for column, at in columns.fields.items()},
        "unused": columns.unused,
        "rows": [
            {
                "number": plan.number,
                "name": plan.values.get("name", ""),
                "problems": [
                    {
                        "field": problem.field.value,
                        "code": problem.code.value,
                        "sentence": problem_sentence(problem.as_json(), places),
                        "proposals": [dict(proposal.choices) for proposal in problem.proposals],
                    }
                    for problem in plan.problems
                ],
            }
            for plan in planned
            if plan.problems
        ],
    }


def _areas_named(planned: list[PlannedRow]) -> set[str]:
    return {
        code
        for plan in planned
        for problem in plan.problems
        for proposal in problem.proposals
        if (area := proposal.words.get("area"))
        for code in (area, area[:8], area[:5])
    }


def _told(maps: list[str]) -> dict[str, str]:
    told = {}
    for text in maps:
        heading, equals, at = text.rpartition("=")
        if not equals or (at and at not in Field.values):
            names = ", ".join(Field.values)
            sentence = _("--map ditulis JUDUL=BIDANG. Bidang yang ada: %(names)s.")
            raise CommandError(sentence % {"names": names}, returncode=USAGE)
        told[heading_words(heading)] = at
    return told
