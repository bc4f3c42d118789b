"""``kentongan init``: a real office begins, with the areas of the country and its first administrator."""

import datetime as dt
import getpass
import json
import sys
from io import StringIO
from typing import Any

from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.accounts.actions import invite_person, join_by_invitation, open_office
from kentongan.accounts.enums import Role, TimeZone
from kentongan.accounts.models import Office
from kentongan.accounts.phones import read_phone
from kentongan.areas.enums import Level
from kentongan.areas.models import Area
from kentongan.areas.rules import tidy_code
from kentongan.core.errors import Conflict, Refused

# Provinces whose clocks show WITA or WIT; all others show WIB.
WITA = {"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"}
WIT = {"81", "82", "91", "92", "93", "94", "95", "96"}
SECRET_OPTION = "--admin-password-stdin"  # noqa: S105 - the name of an option


class Command(BaseCommand):
    help = gettext_lazy("Memulai sebuah kantor: wilayah seluruh Indonesia, nama kantor, dan admin pertamanya.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--regency", metavar="KODE", help=_("kode kabupaten atau kota, misalnya 35.07"))
        parser.add_argument("--name", help=_("nama kantor, misalnya “Diskominfo Kabupaten Malang”"))
        parser.add_argument("--time-zone", choices=TimeZone.names, help=_("WIB, WITA atau WIT"))
        parser.add_argument("--admin-name", help=_("nama admin pertama"))
        parser.add_argument("--admin-phone", help=_("nomor HP admin, bila kata sandinya dipilih di sini"))
        parser.add_argument(
            SECRET_OPTION,
            action="store_true",
            help=_("baca kata sandi admin dari masukan baku; tanpa ini dicetak tautan sekali pakai"),
        )
        parser.add_argument("--add-admin", action="store_true", help=_("tambah admin untuk kantor yang sudah ada"))
        parser.add_argument(
            "--address", metavar="URL", help=_("alamat server untuk tautan, misalnya https://kim.contoh.go.id")
        )
        parser.add_argument("--json", action="store_true", help=_("cetak hasil sebagai JSON"))

    def handle(self, *, verbosity: int, **options: Any) -> None:
        if settings.DEMO:
            raise CommandError(
                _("Mode demo hanya berisi data contoh. Hapus KENTONGAN_DEMO untuk memulai kantor sungguhan.")
            )
        self.asks = sys.stdin.isatty() and not options["admin_password_stdin"]
        options["regency"] = self._code(options["regency"])
        said = StringIO() if options["json"] else self.stdout
        call_command("prepare", stdout=said, verbosity=verbosity)
        self._refuse_second(options)
        call_command("areas", "import", stdout=said, verbosity=verbosity)
        area = self._area(options["regency"])
        answers = self._answers(area, options)
        password = self._password(options)
        phone = self._phone(options, is_needed=password is not None)
        try:
            report = begin(area=area, password=password, admin_phone=phone, add_admin=options["add_admin"], **answers)
        except (Refused, Conflict) as error:
            raise CommandError(str(error)) from error
        self._tell(report, options)

    def _code(self, given: str | None) -> str:
        return tidy_code(given or self._ask("--regency", _("Kode kabupaten atau kota (misalnya 35.07): ")))

    def _refuse_second(self, options: dict[str, Any]) -> None:
        office = Office.objects.filter(area_id=options["regency"]).first()
        if office and not options["add_admin"]:
            raise CommandError(
                _(
                    "%(office)s sudah ada; tidak ada yang diubah. Untuk menambah admin: "
                    "kentongan init --regency %(code)s --add-admin"
                )
                % {"office": office.name, "code": office.area_id}
            )
        if options["add_admin"] and not office:
            raise CommandError(_("Belum ada kantor dengan kode %(code)s.") % {"code": options["regency"]})
        if office:
            options["name"], options["time_zone"] = office.name, TimeZone(office.time_zone).name

    def _area(self, code: str) -> Area:
        area = Area.objects.filter(code=code).first()
        if area is None or area.level not in {Level.REGENCY, Level.PROVINCE, Level.NATION}:
            raise CommandError(
                _("“%(code)s” bukan kode kabupaten atau kota. Cari kodenya: kentongan areas find NAMA") % {"code": code}
            )
        return area

    def _answers(self, area: Area, options: dict[str, Any]) -> dict[str, str]:
        """What was given, then what a person at the terminal answers; everything missing is named at once."""
        if not self.asks:
            wanted = ["name", "admin_name", *(["admin_phone"] if options["admin_password_stdin"] else [])]
            missing = [f"--{name.replace('_', '-')}" for name in wanted if not options[name]]
            if missing:
                raise CommandError(_("Belum lengkap: %(options)s") % {"options": " ".join(missing)}, returncode=2)
        office = options["name"] or self._ask("--name", _("Nama kantor: "), f"Diskominfo {area.full_name}")
        zone = options["time_zone"] or usual_time_zone(area)
        if self.asks and not options["time_zone"]:
            zone = self._ask("--time-zone", _("Zona waktu: "), zone).upper()
        if zone not in TimeZone.names:
            raise CommandError(_("Zona waktu “%(zone)s” tidak dikenal: WIB, WITA atau WIT.") % {"zone": zone})
        person = options["admin_name"] or self._ask("--admin-name", _("Nama admin pertama: "))
        return {"name": office, "time_zone": TimeZone[zone], "admin_name": person}

    def _password(self, options: dict[str, Any]) -> str | None:
        if options["admin_password_stdin"]:
            password = sys.stdin.readline().rstrip("\n")
        elif self.asks:
            password = getpass.getpass(_("Kata sandi admin (kosongkan untuk tautan sekali pakai): "))
        else:
            return None
        if not password and not options["admin_password_stdin"]:
            return None
        try:
            password_validation.validate_password(password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        return password

    def _phone(self, options: dict[str, Any], *, is_needed: bool) -> str:
        """The number to sign in with; who gets a link types it there."""
        written = options["admin_phone"] or ""
        if is_needed and not written:
            written = self._ask("--admin-phone", _("Nomor HP admin: "))
        phone = read_phone(written) if written else ""
        if phone is None:
            raise CommandError(
                _("Nomor HP “%(phone)s” tidak terbaca. Tulis misalnya 081234567890.") % {"phone": written}
            )
        return phone

    def _ask(self, option: str, question: str, default: str = "") -> str:
        if not sys.stdin.isatty():
            raise CommandError(_("Belum lengkap: %(options)s") % {"options": option}, returncode=2)
        answer = input(f"{question}[{default}] " if default else question).strip() or default
        return answer or self._ask(option, question)

    def _tell(self, report: dict[str, str], options: dict[str, Any]) -> None:
        if report["token"]:
            report["link"] = self._address(options) + reverse("join", args=[report["token"]])
        del report["token"]
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False))
            return
        self.stdout.write(_("%(office)s siap.") % report)
        if "link" in report:
            self.stdout.write(
                _("Tautan sekali pakai untuk %(admin)s, berlaku sampai %(until)s:")
                % {"admin": report["admin"], "until": _moment(report["expires_at"])}
            )
            self.stdout.write(f"    {report['link']}")
            self.stdout.write(_("Nomor HP dan cara masuk dipilih di sana."))
        else:
            self.stdout.write(_("%(admin)s masuk dengan nomor %(phone)s dan kata sandinya.") % report)

    def _address(self, options: dict[str, Any]) -> str:
        if options["address"]:
            return options["address"].rstrip("/")
        if settings.SESSION_COOKIE_SECURE and settings.ALLOWED_HOSTS:
            return f"https://{settings.ALLOWED_HOSTS[0].lstrip('.')}"
        return "http://127.0.0.1:8000"


@transaction.atomic
def begin(
    *, area: Area, name: str, time_zone: str, admin_name: str, admin_phone: str, password: str | None, add_admin: bool
) -> dict[str, str]:
    """The office and its administrator, both or neither; the token of the link when no password was chosen."""
    now = timezone.now()
    office = Office.objects.get(area=area) if add_admin else open_office(area=area, name=name, time_zone=time_zone)
    invitation, token = invite_person(name=admin_name, role=Role.OFFICE_ADMIN, area=area, by=None, now=now)
    report = {"office": office.name, "area": area.code, "admin": admin_name, "token": token}
    if password is None:
        return {**report, "expires_at": invitation.expires_at.isoformat()}
    join_by_invitation(invitation=invitation, name=admin_name, phone=admin_phone, password=password, now=now)
    return {**report, "phone": admin_phone, "token": ""}


def usual_time_zone(area: Area) -> str:
    """WIB, WITA or WIT by province; the office may choose another."""
    province = area.province_code
    return "WITA" if province in WITA else "WIT" if province in WIT else "WIB"


def _moment(iso: str) -> str:
    return date_format(timezone.localtime(dt.datetime.fromisoformat(iso)), "j F Y H.i")
