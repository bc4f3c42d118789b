"""``kentongan determination open|sign|show|verify|export``: the office's lists, for people and scripts.

Exit codes: 0 done, and every list verified is as it was signed; 1 it cannot be, or a list is not what was signed; 2 wrong usage.
``export --json`` writes exactly the bytes whose SHA-256 is the digest: ``... export 35.73 1 --json | sha256sum``.
"""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from kentongan.accounts.command_line import office_asked
from kentongan.assessment import listings
from kentongan.assessment.actions.determinations import open_determination, sign_determination
from kentongan.assessment.models import Determination
from kentongan.assessment.queries.determinations import content_of, is_intact, summary, versions_for
from kentongan.assessment.rules.determination import canonical, digest_of, previous_month_end
from kentongan.core.clock import today
from kentongan.core.command_line import HouseCommand, day_asked
from kentongan.core.errors import Conflict, Refused


class Command(HouseCommand):
    help = gettext_lazy("Menyusun, menandatangani, dan memeriksa penetapan tingkat KIM sebuah kantor.")

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="open|sign|show|verify|export")
        opening = verbs.add_parser("open", help=_("buka daftar baru"))
        opening.add_argument("office", metavar="KANTOR", help=_("kode wilayah kantor, misalnya 35.73"))
        opening.add_argument("--as-of", default="", metavar="TTTT-BB-HH", help=_("bawaan: hari terakhir bulan lalu"))
        opening.add_argument("--instrument", default="", metavar="KODE", help=_("bawaan: tahap atau klaster kantor"))
        opening.add_argument("--corrects", type=int, metavar="NOMOR", help=_("penetapan yang dibetulkan"))
        opening.add_argument("--reason", default="", help=_("apa yang dibetulkan, dan mengapa"))
        signing = self._about_one(verbs, "sign", _("tandatangani daftar yang sudah diperiksa"))
        signing.add_argument("--seen", required=True, metavar="SIDIK", help=_("sidik yang ditampilkan “show”"))
        signing.add_argument("--name", required=True, help=_("nama penanda tangan"))
        signing.add_argument("--position", required=True, help=_("jabatan"))
        signing.add_argument("--nip", default="", help=_("NIP; boleh kosong"))
        signing.add_argument("--place", required=True, help=_("tempat"))
        signing.add_argument("--on", default="", metavar="TTTT-BB-HH", help=_("tanggal; bawaan: hari ini"))
        signing.add_argument("--basis", default="", help=_("kalimat pembuka; boleh kosong"))
        showing = self._about_one(verbs, "show", _("tampilkan jumlah dan sidiknya"))
        showing.add_argument("--json", action="store_true", help=_("satu objek JSON"))
        verifying = verbs.add_parser("verify", help=_("periksa apakah daftar masih sama dengan yang ditandatangani"))
        verifying.add_argument("office", metavar="KANTOR", nargs="?", default="", help=_("bawaan: semua kantor"))
        verifying.add_argument("number", metavar="NOMOR", type=int, nargs="?", help=_("bawaan: semua nomor"))
        exporting = self._about_one(verbs, "export", _("keluarkan daftarnya"))
        form = exporting.add_mutually_exclusive_group(required=True)
        form.add_argument("--json", action="store_true", help=_("tulis isi yang disidik ke keluaran"))
        form.add_argument("--pdf", metavar="BERKAS", help=_("daftar cetak"))
        form.add_argument("--xlsx", metavar="BERKAS", help=_("tabel Excel"))

    def _about_one(self, verbs: Any, verb: str, words: str) -> Any:
        parser = verbs.add_parser(verb, help=words)
        parser.add_argument("office", metavar="KANTOR", help=_("kode wilayah kantor, misalnya 35.73"))
        parser.add_argument("number", metavar="NOMOR", type=int)
        return parser

    def handle(self, *, verb: str, **options: Any) -> None:
        try:
            getattr(self, f"_{verb}")(**options)
        except (Conflict, Refused) as refusal:
            raise CommandError(str(refusal)) from refusal

    def _open(
        self, *, office: str, as_of: str, instrument: str, corrects: int | None, reason: str, **_rest: Any
    ) -> None:
        found = office_asked(office)
        if corrects is not None:
            old = _determination(office, corrects)
            day, version = old.as_of, old.version
        else:
            old, day = None, day_asked(as_of, previous_month_end(today()))
            versions = [one for one in versions_for(found, day) if instrument in ("", one.instrument.code)]
            if not versions:
                raise CommandError(_("Tidak ada instrumen itu yang berlaku untuk kantor ini pada hari itu."))
            version = versions[0]
        made = open_determination(office=found, version=version, as_of=day, corrects=old, reason=reason)
        self.stdout.write(_in_words(made))

    def _sign(self, *, office: str, number: int, seen: str, on: str, **options: Any) -> None:
        signed = sign_determination(
            determination=_determination(office, number),
            seen=seen,
            signer_name=options["name"],
            signer_position=options["position"],
            signer_number=options["nip"],
            place=options["place"],
            signed_on=day_asked(on),
            basis=options["basis"],
        )
        self.stdout.write(_in_words(signed))

    def _show(self, *, office: str, number: int, json: bool, **_rest: Any) -> None:
        found = _determination(office, number)
        self.stdout.write(_as_json(found) if json else _in_words(found))

    def _verify(self, *, office: str, number: int | None, **_rest: Any) -> None:
        lists = Determination.objects.exclude(signed_at=None).select_related("version", "corrects", "previous")
        if office:
            lists = lists.filter(office=office_asked(office))
        if number is not None:
            lists = lists.filter(number=_determination(office, number).number)
        changed = 0
        for one in lists.order_by("office", "number"):
            intact = is_intact(one)
            changed += not intact
            words = _("sama dengan yang ditandatangani") if intact else _("TIDAK sama dengan yang ditandatangani")
            self.stdout.write(f"{one.office_id} {one.number}  {one.digest}  {words}")
        if changed:
            raise CommandError(_("%(n)d penetapan tidak lagi sama dengan yang ditandatangani.") % {"n": changed})

    def _export(self, *, office: str, number: int, json: bool, pdf: str | None, xlsx: str | None, **_rest: Any) -> None:
        found = _determination(office, number)
        if json:
            self.stdout.write(canonical(content_of(found)).decode(), ending="")
            return
        rows = found.rows.select_related("overridden_by")
        write, path = (listings.write_pdf, pdf) if pdf else (listings.write_xlsx, xlsx)
        try:
            with open(str(path), "wb") as stream, override(settings.LANGUAGE_CODE):
                write(found, rows, stream, is_demo=settings.DEMO)
        except OSError as error:
            raise CommandError(_("Berkas “%(path)s” tidak dapat ditulis.") % {"path": path}) from error
        self.stdout.write(str(path))


def _determination(office: str, number: int) -> Determination:
    lists = Determination.objects.select_related("office__area", "version__instrument", "corrects", "previous")
    found = lists.filter(office=office_asked(office), number=number).first()
    if found is None:
        raise CommandError(_("Kantor ini tidak punya penetapan nomor %(number)d.") % {"number": number})
    return found


def _facts(found: Determination) -> dict[str, Any]:
    numbers = summary(found, found.rows.all())
    return {
        "office": found.office_id,
        "number": found.number,
        "as_of": found.as_of.isoformat(),
        "instrument": found.instrument_code,
        "signed_on": found.signed_on.isoformat() if found.signed_on else None,
        "corrects": found.corrects.number if found.corrects else None,
        "groups": numbers.groups,
        "tiers": {count.name: count.now for count in numbers.tiers},
        "overridden": found.rows.overridden().count(),
        "digest": found.digest or digest_of(content_of(found)),
    }


def _as_json(found: Determination) -> str:
    return json.dumps(_facts(found), ensure_ascii=False, indent=2)


def _in_words(found: Determination) -> str:
    facts = _facts(found)
    state = _("ditandatangani %(day)s") % {"day": facts["signed_on"]} if found.is_signed else _("belum ditandatangani")
    lines = [
        _("Penetapan nomor %(number)d, keadaan %(day)s, %(state)s")
        % {"number": found.number, "day": facts["as_of"], "state": state},
        *(f"  {name or _('tanpa tingkat')}: {count}" for name, count in facts["tiers"].items()),
        _("  Semuanya: %(n)d KIM, %(overridden)d diubah dengan alasan")
        % {"n": facts["groups"], "overridden": facts["overridden"]},
        _("  Sidik: %(digest)s") % {"digest": facts["digest"]},
    ]
    return "\n".join(lines)
