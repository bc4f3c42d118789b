"""``kentongan instrument list|show|check|compare|adopt|put-in-force``: rule books, for people and scripts.

Exit codes of ``check``: 0 complete; 1 states without a tier, or tiers that nothing reaches; 2 the text is no instrument.
The others: 0 done; 1 refused, the sentence says why; 2 wrong usage.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kentongan.accounts.command_line import office_asked
from kentongan.areas.command_line import area_asked
from kentongan.areas.models import NATION_CODE
from kentongan.assessment.actions.instruments import SHIPPED, adopt, put_in_force, shipped
from kentongan.assessment.models import InstrumentVersion
from kentongan.assessment.queries.effect import Effect, movers
from kentongan.assessment.rules.checker import Report, check, labels_of
from kentongan.assessment.rules.complaints import BadDocument
from kentongan.assessment.rules.document import Document
from kentongan.assessment.rules.reading import LARGEST, read_document
from kentongan.assessment.rules.wording import (
    fall_sentences,
    hidden_sentence,
    hole_words,
    limit_words,
    meaning,
    plain,
    rule_sentence,
    score_sentence,
    tier_noun,
    window_words,
)
from kentongan.core.command_line import USAGE, HouseCommand, day_asked
from kentongan.core.errors import Conflict, Refused

INCOMPLETE = 1


class Command(HouseCommand):
    help = gettext_lazy("Melihat, memeriksa, membandingkan, dan memberlakukan instrumen penilaian.")

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="list|show|check|compare|adopt|put-in-force")
        as_json: dict[str, Any] = {"action": "store_true", "help": _("jawaban sebagai JSON")}
        office: dict[str, Any] = {"default": "", "metavar": "KODE", "help": _("kode wilayah kantor, misalnya 35.73")}
        what = _("berkas TOML, kode contoh (%(codes)s), atau KANTOR/KODE[/VERSI]") % {"codes": ", ".join(SHIPPED)}

        verb = verbs.add_parser("list", help=_("instrumen semua kantor dan contoh yang tersedia"))
        verb.add_argument("--office", **office)
        verb.add_argument("--json", **as_json)
        verb = verbs.add_parser("show", help=_("aturan, batas, dan rentang dalam kalimat"))
        verb.add_argument("what", metavar="INSTRUMEN", help=what)
        verb.add_argument("--text", action="store_true", help=_("isi berkasnya saja"))
        verb = verbs.add_parser(
            "check", help=_("keadaan tanpa tingkat, tingkat yang tidak tercapai, aturan yang tertutup")
        )
        verb.add_argument("what", metavar="INSTRUMEN", help=what)
        verb.add_argument("--json", **as_json)
        verb = verbs.add_parser("compare", help=_("KIM mana yang pindah tingkat"))
        verb.add_argument("old", metavar="LAMA", help=what)
        verb.add_argument("new", metavar="BARU", help=what)
        verb.add_argument("--as-of", default="", metavar="TTTT-BB-HH", help=_("keadaan per tanggal"))
        verb.add_argument("--area", default=NATION_CODE, metavar="KODE", help=_("kode wilayah; bawaan: semua"))
        verb.add_argument("--json", **as_json)
        verb = verbs.add_parser("adopt", help=_("jadikan rancangan sebuah kantor"))
        verb.add_argument("what", metavar="INSTRUMEN", help=what)
        verb.add_argument("--office", **office)
        verb = verbs.add_parser("put-in-force", help=_("berlakukan rancangan mulai suatu tanggal"))
        verb.add_argument("code", metavar="KODE", help=_("kode instrumen"))
        verb.add_argument("--office", **office)
        verb.add_argument("--from", dest="holds_from", default="", metavar="TTTT-BB-HH", help=_("bawaan: hari ini"))

    def handle(self, *, verb: str, **options: Any) -> None:
        acts: dict[str, Callable[..., None]] = {
            "list": self._list,
            "show": self._show,
            "check": self._check,
            "compare": self._compare,
            "adopt": self._adopt,
            "put-in-force": self._put_in_force,
        }
        try:
            acts[verb](**options)
        except (Conflict, Refused) as refusal:
            raise CommandError(str(refusal)) from refusal

    # Looking ------------------------------------------------------------------------------------------------

    def _list(self, *, office: str, json: bool, **options: Any) -> None:
        versions = InstrumentVersion.objects.select_related("instrument__office").order_by(
            "instrument__office", "instrument__purpose", "instrument__name", "number"
        )
        if office:
            versions = versions.filter(instrument__office=office_asked(office))
        rows = [
            {
                "office": version.instrument.office_id,
                "code": version.instrument.code,
                "name": version.instrument.name,
                "purpose": version.instrument.purpose,
                "version": version.number,
                "holds_from": version.holds_from.isoformat() if version.holds_from else None,
                "holds_until": version.holds_until.isoformat() if version.holds_until else None,
            }
            for version in versions
        ]
        examples = [{"code": one.code, "name": one.document.name, "purpose": one.document.purpose} for one in shipped()]
        if json:
            self.print_json({"instruments": rows, "shipped": examples})
            return
        for row in rows:
            since = _("berlaku sejak %(day)s") % {"day": row["holds_from"]} if row["holds_from"] else _("rancangan")
            until = " " + _("sampai sebelum %(day)s") % {"day": row["holds_until"]} if row["holds_until"] else ""
            self.stdout.write(f"{row['office']}/{row['code']}/{row['version']}  {row['name']}: {since}{until}")
        if not rows:
            self.stdout.write(_("Belum ada instrumen. Pakai salah satu contoh dengan: kentongan instrument adopt KODE"))
        self.stdout.write(_("Contoh yang tersedia:"))
        for example in examples:
            self.stdout.write(f"  {example['code']}: {example['name']}")

    def _show(self, *, what: str, text: bool, **options: Any) -> None:
        written = _text(what)
        if text:
            self.stdout.write(written, ending="")
            return
        document = _read(what, written)
        write = self.stdout.write
        write(f"{document.name} ({document.code})")
        if document.is_proposal:
            write(_("Ini usulan, bukan ukuran yang diterbitkan."))
        labels = labels_of(document)
        for tier in document.tiers:
            write(tier.name)
            if document.by_score:
                write(f"  {plain(score_sentence(document, tier))}")
            for label, owner, rule in labels:
                if owner is tier:
                    write(f"  {label:>3}  {plain(rule_sentence(document, rule))}")
        write(_("Syarat:"))
        for one in document.indicators:
            limits = ", ".join(words for words in (limit_words(one), window_words(one)) if words)
            write(f"  {one.name}: {meaning(document, one)}{'; ' + limits if limits else ''}")
        write(" ".join(fall_sentences(document)))

    def _check(self, *, what: str, json: bool, **options: Any) -> None:
        try:
            report = check(read_document(_text(what)))
        except BadDocument as error:
            if json:
                problems = [{"line": one.line, "text": one.text} for one in error.problems]
                self.print_json({"is_complete": False, "problems": problems})
                sys.exit(USAGE)
            raise CommandError("\n".join(f"{what}: {one}" for one in error.problems), returncode=USAGE) from error
        if json:
            self.print_json(_report_as_json(report))
        else:
            self._print_report(report)
        if not report.is_complete:
            sys.exit(INCOMPLETE)

    def _print_report(self, report: Report) -> None:
        document, write = report.document, self.stdout.write
        noun = tier_noun(document)
        if report.states:
            what = {"covered": report.covered, "all": len(report.states), "noun": noun}
            write(_("%(covered)d dari %(all)d keadaan punya %(noun)s.") % what)
        elif report.most is not None:
            write(_("Skor dari 0 sampai %(most)d.") % {"most": report.most})
        for hole in report.holes:
            count = ngettext("%(n)d keadaan", "%(n)d keadaan", len(hole.states)) % {"n": len(hole.states)}
            size = f" ({count})" if hole.states else ""
            what = {"letter": hole.letter, "words": hole_words(document, hole), "noun": noun}
            write(_("Lubang %(letter)s: %(words)s tidak masuk %(noun)s mana pun") % what + size + ".")
        for tier in report.unreachable:
            write(_("%(tier)s tidak pernah tercapai.") % {"tier": tier.name})
        for hidden in report.shadowed:
            write(hidden_sentence(hidden))
        if report.is_complete:
            write(_("Lengkap: setiap keadaan punya tepat satu %(noun)s.") % {"noun": noun})

    # Comparing ----------------------------------------------------------------------------------------------

    def _compare(self, *, old: str, new: str, as_of: str, area: str, json: bool, **options: Any) -> None:
        place, day = area_asked(area), day_asked(as_of)
        effect = movers(_read(old, _text(old)), _read(new, _text(new)), place, day)
        if json:
            self.print_json({"area": place.code, **_effect_as_json(effect)})
            return
        write = self.stdout.write
        what = {"moved": effect.moved, "total": effect.total, "day": day.isoformat()}
        write(_("%(moved)d dari %(total)d KIM pindah, keadaan per %(day)s.") % what)
        for move in effect.moves():
            after = move.after.name if move.after else _("tanpa tingkat")
            hole = " " + _("(lubang %(letter)s)") % {"letter": move.letter} if move.letter else ""
            before = move.before.name if move.before else _("tanpa tingkat")
            write(f"  {move.group.code}  {move.group.name}: {before} → {after}{hole}")

    # Changing -----------------------------------------------------------------------------------------------

    def _adopt(self, *, what: str, office: str, **options: Any) -> None:
        text = _text(what)
        try:
            draft = adopt(office=office_asked(office), text=text)
        except BadDocument as error:
            raise CommandError("\n".join(f"{what}: {one}" for one in error.problems), returncode=USAGE) from error
        words = {"name": draft.instrument.name, "number": draft.number, "office": draft.instrument.office}
        self.stdout.write(_("%(name)s versi %(number)d kini rancangan %(office)s.") % words)

    def _put_in_force(self, *, code: str, office: str, holds_from: str, **options: Any) -> None:
        owner, day = office_asked(office), day_asked(holds_from)
        versions = InstrumentVersion.objects.select_related("instrument__office__area")
        draft = versions.drafts().filter(instrument__office=owner, instrument__code=code).first()
        if draft is None:
            raise CommandError(_("Tidak ada rancangan dengan kode “%(code)s” di kantor ini.") % {"code": code})
        put_in_force(version=draft, holds_from=day)
        words = {"name": draft.instrument.name, "number": draft.number, "day": day.isoformat()}
        self.stdout.write(_("%(name)s versi %(number)d berlaku sejak %(day)s.") % words)


def _report_as_json(report: Report) -> dict[str, Any]:
    document = report.document
    return {
        "code": document.code,
        "name": document.name,
        "is_complete": report.is_complete,
        "states": len(report.states),
        "covered": report.covered,
        "most_score": report.most if document.by_score else None,
        "holes": [
            {
                "letter": hole.letter,
                "words": hole_words(document, hole),
                "met": sorted(hole.met),
                "unmet": sorted(hole.unmet),
                "states": len(hole.states),
            }
            for hole in report.holes
        ],
        "unreachable": [tier.name for tier in report.unreachable],
        "shadowed": [{"rule": one.label, "tier": one.tier.name, "by": list(one.by)} for one in report.shadowed],
    }


def _effect_as_json(effect: Effect) -> dict[str, Any]:
    def tiers(document: Document | None, place: int) -> dict[str, int]:
        if document is None:
            return {}
        ranks = range(len(document.tiers), -1, -1)
        counts = {rank: sum(n for pair, n in effect.counts.items() if pair[place] == rank) for rank in ranks}
        names = {rank: tier.name if (tier := document.tier_at(rank)) else "" for rank in ranks}
        return {names[rank]: counts[rank] for rank in ranks if rank or counts[rank]}

    return {
        "as_of": effect.as_of.isoformat(),
        "total": effect.total,
        "moved": effect.moved,
        "old": tiers(effect.old, 0),
        "new": tiers(effect.new, 1),
        "moves": [
            {
                "group": move.group.code,
                "name": move.group.name,
                "from": move.before.name if move.before else None,
                "to": move.after.name if move.after else None,
                "hole": move.letter or None,
            }
            for move in effect.moves()
        ],
    }


# What was asked for -----------------------------------------------------------------------------------------


def _text(what: str) -> str:
    """The text of a file, of a shipped instrument, or of an office's version."""
    if example := next((one for one in shipped() if one.code == what), None):
        return example.text
    if not Path(what).exists() and (text := _text_of_office(what)) is not None:
        return text
    try:
        with open(what, "rb") as stream:
            return stream.read(LARGEST * 2).decode()
    except UnicodeDecodeError as error:
        sentence = _("%(file)s bukan teks UTF-8. Simpan lagi sebagai teks biasa.")
        raise CommandError(sentence % {"file": what}, returncode=USAGE) from error
    except OSError as error:
        raise CommandError(_("Berkas %(file)s tidak dapat dibuka.") % {"file": what}, returncode=USAGE) from error


def _text_of_office(what: str) -> str | None:
    """The text named as 35.73/klaster-kota-malang: the latest in force, or the version asked for."""
    office, code, number = [*what.split("/"), "", ""][:3]
    versions = InstrumentVersion.objects.filter(instrument__office=office, instrument__code=code)
    versions = versions.filter(number=number) if number.isdigit() else versions.put_in_force()
    return versions.order_by("-number").values_list("text", flat=True).first()


def _read(what: str, text: str) -> Document:
    try:
        return read_document(text)
    except BadDocument as error:
        raise CommandError("\n".join(f"{what}: {one}" for one in error.problems), returncode=USAGE) from error
