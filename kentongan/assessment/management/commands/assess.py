"""``kentongan assess --area 35.73 --as-of 2021-12-14 --instrument klaster-kota-malang --json``: the tier of every group, and why.

In JSON a value and its limit are whole numbers in the unit of the indicator: days left, records, months, points, and thousandths
for a share. ``groups_not_judged`` are groups for which no instrument is in force on the day.
"""

import datetime as dt
import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.areas.command_line import area_asked
from kentongan.areas.models import Area
from kentongan.assessment.enums import Purpose
from kentongan.assessment.models import Instrument
from kentongan.assessment.queries.in_force import InForce, versions_in_force
from kentongan.assessment.rules.document import Document
from kentongan.assessment.rules.history import month_ends
from kentongan.assessment.rules.wording import plain, rule_sentence, score_sentence
from kentongan.core.command_line import USAGE, HouseCommand, day_asked
from kentongan.registry.models import Group

if TYPE_CHECKING:
    from kentongan.assessment.queries.history import Ranks

# Above this many groups a person at a terminal is told how far it is.
LARGE = 2_000
MOST_MONTHS = 120


class Command(HouseCommand):
    help = gettext_lazy("Menilai KIM satu wilayah pada satu tanggal dari buktinya, dengan alasannya.")

    def add_arguments(self, parser: CommandParser) -> None:
        day = "TTTT-BB-HH"
        parser.add_argument("--area", required=True, metavar="KODE", help=_("kode wilayah, misalnya 35.07"))
        parser.add_argument("--as-of", default="", metavar=day, help=_("keadaan per tanggal; bawaan: hari ini"))
        parser.add_argument("--instrument", default="", metavar="KODE", help=_("bawaan: instrumen tahap yang pertama"))
        parser.add_argument("--known-on", default="", metavar=day, help=_("hanya yang sudah tercatat pada tanggal ini"))
        parser.add_argument("--history", type=int, default=0, metavar="BULAN", help=_("tingkat setiap akhir bulan"))
        parser.add_argument("--json", action="store_true", help=_("jawaban sebagai JSON"))

    def handle(
        self, *, area: str, as_of: str, instrument: str, known_on: str, history: int, json: bool, **options: Any
    ) -> None:
        place, day = area_asked(area), day_asked(as_of)
        if not 0 <= history <= MOST_MONTHS:
            raise CommandError(_("Riwayat paling banyak %(most)d bulan.") % {"most": MOST_MONTHS}, returncode=USAGE)
        in_force = _in_force(place, day, instrument)
        known = _end_of(day_asked(known_on)) if known_on else None
        # Arrays take a third of a second to import; the other commands go without.
        from kentongan.assessment.queries.history import ranks_on

        groups = Group.objects.within(place).filter(formed_on__lte=day)
        if not history:
            groups = groups.existing_on(day)
        days = month_ends(day, history) if history else [day]
        found = ranks_on(groups, days, in_force, known_on=known, progress=self._progress)
        if json:
            self._write_json(place, found, bool(history))
        else:
            self._write_table(place, found, bool(history))

    def _progress(self, done: int, groups: int) -> None:
        if groups > LARGE and sys.stderr.isatty():
            end = "\n" if done == groups else ""
            self.stderr.write(f"\r{done:,} / {groups:,}", ending=end)
            self.stderr.flush()

    def _write_json(self, area: Area, found: "Ranks", with_history: bool) -> None:
        """One group a line, written as it is made: a nation's answer need not fit into memory."""
        write = self.stdout.write
        head = {
            "area": area.code,
            "as_of": found.days[-1].isoformat(),
            "instruments": [_version_name(version) for batch in found.batches for version in batch.versions],
            "tiers": _tiers(found, -1),
            "groups_not_judged": int((found.document_at[found.existing(-1)] < 0).sum()),
        }
        if with_history:
            head["history"] = [{"on": day.isoformat(), "tiers": _tiers(found, at)} for at, day in enumerate(found.days)]
        write(json.dumps(head, ensure_ascii=False, indent=2)[:-2] + ',\n  "groups": [')
        ending = ""
        for row in _rows(found):
            write(f"{ending}\n    {json.dumps(row, ensure_ascii=False)}", ending="")
            ending = ","
        write("\n  ]\n}")

    def _write_table(self, area: Area, found: "Ranks", with_history: bool) -> None:
        write = self.stdout.write
        names = ", ".join(version.instrument.name for batch in found.batches for version in batch.versions[:1])
        write(f"{area.full_name}, {found.days[-1].isoformat()}: {names or '–'}")
        if with_history:
            for at, day in enumerate(found.days):
                write(f"{day.isoformat()}  " + ", ".join(f"{name}: {n}" for name, n in _tiers(found, at).items()))
            return
        for name, count in _tiers(found, -1).items():
            write(f"  {name}: {count}")
        unjudged = int((found.document_at[found.existing(-1)] < 0).sum())
        if unjudged:
            write("  " + _("belum ada instrumen yang berlaku") + f": {unjudged}")
        for row in _rows(found):
            write(f"{row['code']}  {row['name']}: {row['tier'] or _('tanpa tingkat')}")
            readings = row["indicators"].values()
            write("    " + ", ".join(f"{one['name']} ({one['value']}/{one['limit']})" for one in readings))
            for reason in row["reasons"]:
                write(f"    {reason}")


# --- Rows -----------------------------------------------------------------------------------------------------


def _tiers(found: "Ranks", column: int) -> dict[str, int]:
    """The groups in each tier, those in none by that name and only where there are any."""
    counts = found.counts()[column]
    without = counts.pop("", 0)
    return {**counts, _("tanpa tingkat"): without} if without else counts


def _rows(found: "Ranks") -> Iterator[dict[str, Any]]:
    """The groups judged that exist on the last day, each with its readings and reasons; names are read some at a time."""
    existing = found.existing(-1)
    for at, batch in enumerate(found.batches):
        words = _Words(batch.document)
        inside = [place for place in range(len(batch.places)) if existing[batch.places[place]]]
        for start in range(0, len(inside), LARGE):
            some = inside[start : start + LARGE]
            keys = [int(found.rows.ids[batch.places[place]]) for place in some]
            names = {
                pk: rest for pk, *rest in Group.objects.filter(pk__in=keys).values_list("pk", "code", "area_id", "name")
            }
            for place, pk in zip(some, keys, strict=True):
                if pk not in names:
                    continue
                code, area, name = names[pk]
                rank = int(found.ranks[batch.places[place], -1])
                values = {key: int(column[place]) for key, column in found.readings[at].items()}
                yield {"code": code, "name": name, "area": area, **words.of(rank, values)}


class _Words:
    """What an instrument says of a group, in words."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._rules = {id(rule): plain(rule_sentence(document, rule)) for _tier, rule in document.rules_in_order()}

    def of(self, rank: int, values: dict[str, int]) -> dict[str, Any]:
        document = self.document
        tier = document.tier_at(rank)
        met = frozenset(one.key for one in document.indicators if values[one.key] >= one.limit)
        return {
            "tier": tier.name if tier else None,
            "indicators": {
                one.key: {
                    "value": values[one.key],
                    "limit": one.limit,
                    "met": one.key in met,
                    "name": one.name if one.key in met else one.opposite,
                }
                for one in document.indicators
            },
            "reasons": list(self._reasons(rank, met)),
        }

    def _reasons(self, rank: int, met: frozenset[str]) -> Iterator[str]:
        """The rule that decided, the office's own words for it, and whether the tier is only kept for now."""
        document = self.document
        if document.by_score:
            tier = document.tier_at(rank)
            if tier:
                yield plain(score_sentence(document, tier))
            return
        fitting = ((tier, rule) for tier, rule in document.rules_in_order() if rule.met <= met and not rule.unmet & met)
        tier, rule = next(fitting, (None, None))
        if rule is None or tier is None:
            yield _("Tidak ada aturan yang cocok dengan keadaan ini.")
        else:
            yield self._rules[id(rule)]
            if rule.reason:
                yield rule.reason
        if rank > (document.rank_of(tier) if tier else 0):
            kept = document.tier_at(rank)
            yield _("Masih %(tier)s: turun baru berlaku setelah jedanya lewat.") % {"tier": kept.name if kept else ""}


# --- What was asked for -----------------------------------------------------------------------------------------


def _in_force(area: Area, day: dt.date, code: str) -> InForce:
    """What judges whom; a sentence where the instrument asked for judges nobody in the area on the day."""
    purposes = [Purpose.TIERS, Purpose.ACTIVITY]
    if code:
        asked = Instrument.objects.filter(code=code).values_list("purpose", flat=True).distinct()
        purposes = [Purpose(one) for one in asked]
    for purpose in purposes:
        in_force = versions_in_force(area, day, purpose, code or None)
        if any(in_force.of_office(office) for office in in_force.by_area):
            return in_force
    words = {"code": code, "area": area.full_name, "day": day.isoformat()}
    if code:
        sentence = _("Instrumen “%(code)s” tidak berlaku di %(area)s pada %(day)s. Lihat: kentongan instrument list")
    else:
        sentence = _("Belum ada instrumen yang berlaku di %(area)s pada %(day)s. Lihat: kentongan instrument list")
    raise CommandError(sentence % words)


def _end_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.max))


def _version_name(version: Any) -> str:
    """As the other commands write it: office, code and number."""
    return f"{version.instrument.office_id}/{version.instrument.code}/{version.number}"
