"""``kentongan areas``: the official areas, their spellings, and what became of them."""

import datetime as dt
import json
import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.areas import actions
from kentongan.areas.models import NATION_CODE, Area
from kentongan.areas.queries import find_areas
from kentongan.areas.rules import tidy_code
from kentongan.core.clock import today
from kentongan.core.dates import ParsedDay, parse_day
from kentongan.core.errors import Conflict, Refused


class Command(BaseCommand):
    help = gettext_lazy("Kode wilayah resmi: memuat, mencari, mengejakan, mengakhiri, memekarkan.")
    requires_system_checks: list = []

    def add_arguments(self, parser: CommandParser) -> None:
        parsers = parser.add_subparsers(dest="what", metavar=_("PEKERJAAN"), required=True)

        def job(name: str, text: str) -> Any:
            made = parsers.add_parser(name, help=text, description=text)
            made.add_argument("--json", action="store_true", help=_("jawab dalam JSON"))
            return made

        load = job("import", _("memuat kode wilayah resmi; aman diulang"))
        load.add_argument("--only", default="", metavar="35.07,35.73", help=_("hanya wilayah di bawah kode-kode ini"))
        show = job("show", _("menampilkan satu wilayah"))
        show.add_argument("code", metavar=_("KODE"))
        find = job("find", _("mencari wilayah menurut nama; salah eja dimaklumi"))
        find.add_argument("name", metavar=_("NAMA"))
        find.add_argument("--within", default="", metavar=_("KODE"), help=_("hanya di dalam wilayah ini"))
        find.add_argument("--limit", type=int, default=10, help=_("jumlah hasil terbanyak (bawaan: 10)"))
        spell = job("spell", _("mengingat ejaan lain untuk satu wilayah"))
        spell.add_argument("code", metavar=_("KODE"))
        spell.add_argument("name", metavar=_("EJAAN"))
        end = job("end", _("mengakhiri satu wilayah mulai suatu tanggal"))
        end.add_argument("code", metavar=_("KODE"))
        end.add_argument("--on", required=True, metavar=_("TANGGAL"))
        split = job("split", _("memekarkan satu wilayah mulai suatu tanggal"))
        split.add_argument("code", metavar=_("KODE"))
        split.add_argument(
            "--into",
            required=True,
            nargs="+",
            action="extend",
            metavar=_("KODE=NAMA"),
            help=_("wilayah hasilnya; sebut juga kode asalnya bila tetap ada"),
        )
        split.add_argument("--on", required=True, metavar=_("TANGGAL"))

    def handle(self, *, what: str, **options: Any) -> None:
        try:
            answer = getattr(self, f"_{what}")(**options)
        except (Refused, Conflict) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False, default=str))

    def _import(self, *, only: str, json: bool, verbosity: int, **_options: Any) -> dict[str, Any]:
        codes = [code for code in only.split(",") if code.strip()]
        bar = _Bar(self.stderr, shown=not json and verbosity > 0 and sys.stderr.isatty())
        started = time.monotonic()
        report = actions.import_areas(only=codes, progress=bar)
        bar.close()
        seconds = round(time.monotonic() - started, 1)
        if not json:
            self.stdout.write(
                _(
                    "%(total)s wilayah: %(added)s baru, %(renamed)s berganti ejaan, %(unchanged)s tetap (%(seconds)s detik)."
                )
                % {
                    "total": number_format(report.total, force_grouping=True),
                    "added": number_format(report.added, force_grouping=True),
                    "renamed": number_format(report.renamed, force_grouping=True),
                    "unchanged": number_format(report.unchanged, force_grouping=True),
                    "seconds": number_format(seconds),
                }
            )
        return {
            "total": report.total,
            "added": report.added,
            "renamed": report.renamed,
            "unchanged": report.unchanged,
            "seconds": seconds,
        }

    def _show(self, *, code: str, json: bool, **_options: Any) -> dict[str, Any]:
        area = _area(code)
        above = Area.objects.in_bulk([part for part in area.ancestor_codes if part not in {area.code, NATION_CODE}])
        answer = _plain(area) | {
            "within": [_plain(above[part]) for part in area.ancestor_codes if part in above],
            "spellings": list(area.spellings.order_by("spelling").values_list("spelling", flat=True)),
            "succeeds": list(area.succeeds.order_by("predecessor_id").values_list("predecessor_id", flat=True)),
            "succeeded_by": list(area.succeeded_by.order_by("successor_id").values_list("successor_id", flat=True)),
            "children": Area.objects.filter(parent=area).valid_on(today()).count(),
        }
        if not json:
            self.stdout.write(f"{area.code}  {area.full_name}")
            for line in self._facts(answer):
                self.stdout.write(f"  {line}")
        return answer

    def _facts(self, answer: dict[str, Any]) -> list[str]:
        facts = (
            (_("Di dalam"), ", ".join(above["name"] for above in reversed(answer["within"]))),
            (_("Ejaan lain"), ", ".join(answer["spellings"])),
            (_("Berlaku sejak"), answer["valid_from"] or ""),
            (_("Berlaku sampai sebelum"), answer["valid_until"] or ""),
            (_("Menggantikan"), ", ".join(answer["succeeds"])),
            (_("Digantikan"), ", ".join(answer["succeeded_by"])),
            (_("Wilayah di bawahnya"), str(answer["children"] or "")),
        )
        return [f"{label}: {value}" for label, value in facts if value]

    def _find(self, *, name: str, within: str, limit: int, json: bool, **_options: Any) -> list[dict[str, Any]]:
        areas = find_areas(name, _area(within) if within else None, limit=limit)
        above = Area.objects.in_bulk(
            {code for area in areas for code in (area.regency_code, area.district_code) if code}
        )
        answer = []
        for area in areas:
            parts = [area.full_name]
            parts += [
                above[c].full_name for c in (area.district_code, area.regency_code) if c in above and c != area.code
            ]
            answer.append(_plain(area) | {"place": ", ".join(parts)})
        if not json:
            if not answer:
                raise CommandError(_("Tidak ada wilayah yang mirip “%(name)s”.") % {"name": name})
            for found in answer:
                self.stdout.write(f"{found['code']:<14}{found['place']}")
        return answer

    def _spell(self, *, code: str, name: str, json: bool, **_options: Any) -> dict[str, Any]:
        area = _area(code)
        saved = actions.add_spelling(area=area, spelling=name)
        if not json:
            self.stdout.write(
                _("“%(spelling)s” kini dibaca sebagai %(area)s (%(code)s).")
                % {"spelling": saved.spelling, "area": area.full_name, "code": area.code}
            )
        return {"code": area.code, "spelling": saved.spelling}

    def _end(self, *, code: str, on: str, json: bool, **_options: Any) -> dict[str, Any]:
        area, day = _area(code), _day(on)
        actions.end_area(area=area, on=day)
        if not json:
            self.stdout.write(_("%(area)s berakhir %(day)s.") % {"area": area.full_name, "day": day.isoformat()})
        return {"code": area.code, "valid_until": day}

    def _split(self, *, code: str, into: list[str], on: str, json: bool, **_options: Any) -> dict[str, Any]:
        area, day = _area(code), _day(on)
        parts = dict(_code_and_name(part) for part in into)
        made = actions.split_area(area=area, into=parts, on=day)
        if not json:
            for successor in made:
                self.stdout.write(f"{successor.code}  {successor.full_name}")
        return {"code": area.code, "on": day, "into": [_plain(successor) for successor in made]}


def _area(code: str) -> Area:
    wanted = NATION_CODE if code.strip().upper() == NATION_CODE else tidy_code(code)
    try:
        return Area.objects.get(code=wanted)
    except Area.DoesNotExist:
        raise CommandError(
            _("Tidak ada wilayah dengan kode “%(code)s”. Cari dengan: kentongan areas find NAMA") % {"code": code}
        ) from None


def _day(text: str) -> dt.date:
    day = parse_day(text)
    if isinstance(day, ParsedDay):
        return day.day
    raise CommandError(day.message)


def _code_and_name(part: str) -> tuple[str, str]:
    code, _sign, name = part.partition("=")
    return tidy_code(code) or code, " ".join(name.split())


def _plain(area: Area) -> dict[str, Any]:
    return {
        "code": area.code,
        "level": area.level,
        "kind": area.kind,
        "name": area.name,
        "valid_from": area.valid_from and area.valid_from.isoformat(),
        "valid_until": area.valid_until and area.valid_until.isoformat(),
    }


class _Bar:
    """A progress bar on the terminal; silent elsewhere."""

    WIDTH = 40

    def __init__(self, stream: Any, *, shown: bool) -> None:
        self.stream, self.shown = stream, shown

    def __call__(self, done: int, total: int) -> None:
        if not self.shown:
            return
        full = self.WIDTH * done // max(total, 1)
        figures = f"{number_format(done, force_grouping=True)} / {number_format(total, force_grouping=True)}"
        self.stream.write(f"\r{'█' * full}{'░' * (self.WIDTH - full)} {figures}", ending="")
        self.stream.flush()

    def close(self) -> None:
        if self.shown:
            self.stream.write("")
