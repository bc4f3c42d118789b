"""``kentongan figures --area 35.07 --as-of 2023-06-15 --json``: the control room's figures, for people and scripts."""

import json

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from kentongan.areas.command_line import area_asked
from kentongan.core.command_line import HouseCommand, day_asked
from kentongan.insights.queries import Figures, figures
from kentongan.insights.rules.sentences import joined, number, with_number


class Command(HouseCommand):
    help = _("Angka ruang kendali satu wilayah pada satu tanggal.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--area", required=True, metavar="KODE", help=_("kode wilayah, misalnya 35.07"))
        parser.add_argument(
            "--as-of", default="", metavar="TTTT-BB-HH", help=_("keadaan per tanggal; bawaan: hari ini")
        )
        parser.add_argument("--json", action="store_true", help=_("satu objek JSON yang datar"))

    def handle(self, *, area: str, as_of: str, json: bool, **options: object) -> None:
        result = figures(area_asked(area), day_asked(as_of))
        self.stdout.write(_as_json(result) if json else _as_table(result))


def _as_json(result: Figures) -> str:
    return json.dumps(result.as_flat(), ensure_ascii=False, indent=2)


def _as_table(result: Figures) -> str:
    """Label and figure on one line each, in the order of the control room."""
    coverage, decrees, new = result.coverage, result.decrees, result.target_new
    flat = result.as_flat()
    active = flat["groups_active"]
    names = joined([with_number(district.name, district.villages) for district in result.districts_without])
    lines = [
        (_("KIM terbentuk"), number(result.groups_formed)),
        (_("KIM aktif"), "–" if active is None else number(active)),
        *((f"  {name or _('tanpa tingkat')}", number(count)) for name, count in flat["tiers"].items()),
        (_("Desa dan kelurahan"), number(coverage.villages)),
        (_("  sudah punya KIM"), number(coverage.covered)),
        (_("  belum punya KIM"), number(coverage.without)),
        (_("  sedang diproses"), number(coverage.in_process)),
        (_("Kecamatan"), number(result.districts)),
        (_("  sudah punya KIM"), number(result.districts_covered)),
        (_("  belum punya KIM"), number(len(result.districts_without)) + (f"  {names}" if names else "")),
        (_("SK berlaku lebih dari 90 hari"), number(decrees.in_force)),
        (_("SK habis dalam 90 hari"), number(decrees.ending)),
        (_("SK sudah habis"), number(decrees.ended)),
        (_("SK belum tercatat"), number(decrees.none)),
        (_("Target KIM baru %(year)s") % {"year": new.year}, _or_dash(new.values)),
        (_("  tercapai"), number(new.reached)),
        (_("  kurang"), _or_dash(new.shorts)),
    ]
    width = max(len(label) for label, _figure in lines)
    head = f"{result.area.full_name} ({result.area.code}), {result.as_of.isoformat()}"
    return "\n".join([head, *(f"  {label:<{width}}  {figure}" for label, figure in lines)])


def _or_dash(values: tuple[int, ...]) -> str:
    return " / ".join(number(value) for value in values) or "–"
