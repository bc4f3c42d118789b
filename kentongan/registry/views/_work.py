"""What a group lacks, as rows of work with one action each."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kentongan.core.templatetags.core import day_date, long_date
from kentongan.registry.permissions import add_decree_refusal, edit_group_refusal, edit_register_refusal
from kentongan.registry.queries.group_page import GroupRecord
from kentongan.registry.rules import Lack, Lacking


def work_rows(record: GroupRecord, user: Any, *, writes: bool) -> list[dict[str, Any]]:
    """Rows of components/work_list.html. Who may not do it sees the finding without a button."""
    group, asked = record.group, {}
    for name, refusal_of in (
        ("decree", add_decree_refusal),
        ("register", edit_register_refusal),
        ("group", edit_group_refusal),
    ):
        asked[name] = writes and refusal_of(user, group) is None
    rows = []
    for lacking in record.lacks:
        leave, row = _row(lacking, record)
        if not asked[leave]:
            row.pop("action", None)
        rows.append(row)
    return rows


def _row(lacking: Lacking, record: GroupRecord) -> tuple[str, dict[str, Any]]:
    """Whose work it is, and the row."""
    code = record.group.code
    term, finding = lacking.term, lacking.finding
    new_decree = reverse("decree_new", args=[code])
    edit = reverse("group_edit", args=[code])
    match lacking.lack:
        case Lack.AREA_ENDED:
            area = record.group.area
            title = _("%(name)s sudah berakhir") % {"name": area.full_name}
            detail = _(
                "Sejak %(day)s KIM ini tidak punya desa. Catat berakhir; bila diteruskan di desa penerusnya, catat KIM-nya di sana."
            ) % {"day": day_date(area.valid_until)}
            end = reverse("group_end", args=[code])
            return "register", _work(title, "bad", _("Perlu keputusan"), detail, _("Catat berakhir"), end)
        case Lack.DECREE_ENDED:
            days = record.standing.days_over or 0
            title = ngettext("SK habis %(n)d hari lalu", "SK habis %(n)d hari lalu", days) % {"n": days}
            detail = _("%(number)s berlaku sampai %(day)s.") % {"number": term.label, "day": long_date(term.ends_on)}
            return "decree", _work(title, "bad", _("Habis"), detail, _("Catat SK baru"), new_decree)
        case Lack.DECREE_ENDING:
            days = record.standing.days_left or 0
            title = ngettext("SK tinggal %(n)d hari", "SK tinggal %(n)d hari", days) % {"n": days}
            if days == 0:
                title = _("SK habis hari ini")
            detail = _("%(number)s berlaku sampai %(day)s.") % {"number": term.label, "day": long_date(term.ends_on)}
            return "decree", _work(title, "warn", _("Perpanjang"), detail, _("Catat SK baru"), new_decree)
        case Lack.DECREE_NONE:
            detail = _("Nomor, masa berlaku, dan pindaiannya.")
            return "decree", _work(_("SK belum tercatat"), "bad", _("Kurang"), detail, _("Catat SK"), new_decree)
        case Lack.DECREE_GAP:
            title = ngettext("%(n)d hari tanpa SK", "%(n)d hari tanpa SK", finding.days) % {"n": finding.days}
            return "decree", _work(
                title, "neutral", _("Celah"), _span(finding), _("Periksa SK"), _later(record, finding)
            )
        case Lack.DECREE_OVERLAP:
            title = ngettext("%(n)d hari dengan dua SK", "%(n)d hari dengan dua SK", finding.days) % {"n": finding.days}
            return "decree", _work(
                title, "warn", _("Bertumpuk"), _span(finding), _("Periksa SK"), _later(record, finding)
            )
        case Lack.DECREE_BEFORE_FORMATION:
            detail = _("%(number)s mulai %(starts)s, sedangkan KIM tercatat terbentuk %(formed)s.") % {
                "number": term.label,
                "starts": day_date(term.starts_on),
                "formed": day_date(record.group.formed_on),
            }
            title = _("SK lebih dulu daripada KIM-nya")
            return "register", _work(title, "warn", _("Bertentangan"), detail, _("Perbaiki tanggal"), edit)
        case Lack.CHAIR:
            href = reverse("officer_new", args=[code]) + "?jabatan=chair"
            detail = _("Nama ketua masa bakti ini.")
            return "group", _work(_("Ketua belum tercatat"), "warn", _("Kurang"), detail, _("Tambah ketua"), href)
        case Lack.CONTACT_PHONE:
            detail = _("Supaya kabar dan undangan sampai.")
            title = _("Nomor HP narahubung belum ada")
            return "group", _work(title, "warn", _("Kurang"), detail, _("Isi kontak"), edit + "#id_contact_name")
        case Lack.FORMATION_DAY:
            detail = _("Diketahui sudah ada pada %(day)s.") % {"day": long_date(record.group.formed_on)}
            title = _("Tanggal terbentuk belum pasti")
            return "register", _work(title, "neutral", _("Belum pasti"), detail, _("Isi tanggal"), edit)
        case _:
            href = reverse("channel_new", args=[code])
            detail = _("Situs web, media sosial, atau saluran WhatsApp.")
            return "group", _work(_("Kanal belum tercatat"), "neutral", _("Kurang"), detail, _("Tambah kanal"), href)


def _work(title: str, kind: str, tag: str, detail: str, action: str, href: str) -> dict[str, Any]:
    return {"title": title, "tag_kind": kind, "tag": tag, "detail": detail, "action": action, "href": href}


def _span(finding: Any) -> str:
    return _("%(from)s sampai %(to)s, antara %(earlier)s dan %(later)s.") % {
        "from": day_date(finding.starts_on),
        "to": day_date(finding.ends_on),
        "earlier": finding.earlier,
        "later": finding.later,
    }


def _later(record: GroupRecord, finding: Any) -> str:
    number = next((decree.nth for decree in record.decrees if decree.number == finding.later), 1)
    return reverse("decree_edit", args=[record.group.code, number])
