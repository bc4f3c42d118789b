"""What is said about problems and proposals, in the language of the moment. Stored previews keep codes, not sentences."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kentongan.areas.models import Area
from kentongan.core.dates import ParsedDay, Unreadable, parse_day, parse_range
from kentongan.core.templatetags.core import number as in_words
from kentongan.rosters.enums import Field, Trouble

Places = Mapping[str, Area]


def day_words(iso: str) -> str:
    """ "12 Maret 2027" for an ISO day."""
    return format_date(dt.date.fromisoformat(iso), "j F Y") if iso else ""


def as_before_words(day: str, who: Any, viewer: Any) -> str:
    """Whose earlier decision a row follows."""
    if who is None:
        return _("Seperti diputuskan pada %(day)s.") % {"day": day_words(day)}
    if who == viewer:
        return _("Seperti keputusan Anda pada %(day)s.") % {"day": day_words(day)}
    return _("Seperti keputusan %(name)s pada %(day)s.") % {"name": who.name, "day": day_words(day)}


def problem_sentence(problem: Mapping[str, Any], places: Places) -> str:
    """Both halves in one line, for lists and files."""
    wrong, thought = problem_words(problem, places)
    return f"{wrong} {thought}".strip()


def problem_words(problem: Mapping[str, Any], places: Places) -> tuple[str, str]:
    """What is wrong, and what we think of it."""
    words = problem["words"]
    match problem["code"]:
        case Trouble.NO_NAME:
            return _("Nama KIM kosong."), _("Isi namanya, atau lewati baris ini.")
        case Trouble.NO_VILLAGE:
            return _("Desa atau kelurahan kosong."), ""
        case Trouble.UNKNOWN_VILLAGE:
            return _unknown_place(problem, places)
        case Trouble.AMBIGUOUS_VILLAGE:
            if words["count"] == 2:
                return _("Ada dua %(name)s.") % {"name": words["text"]}, _("Yang mana?")
            return _("Ada %(n)d %(name)s.") % {"n": words["count"], "name": words["text"]}, _("Yang mana?")
        case Trouble.CODE_DISAGREES:
            return _("Kode wilayah dan nama desa tidak cocok."), _("Yang mana yang benar?")
        case Trouble.OUTSIDE_OFFICE:
            return _("“%(text)s” di luar wilayah kantor Anda.") % words, _("Baris ini bukan untuk buku induk Anda.")
        case Trouble.DAY_UNREADABLE | Trouble.DAY_IMPRECISE:
            return _day_words(problem)
        case Trouble.FORMED_IN_FUTURE:
            return _("%(day)s belum tiba.") % {"day": day_words(words["day"])}, _("Tanggalnya tidak kami tebak.")
        case Trouble.ENDS_BEFORE_START:
            return _("SK berakhir sebelum mulai."), _meant_words(problem)
        case Trouble.TERM_TOO_LONG:
            return _("Masa SK %(years)d tahun.") % words, _("Biasanya tiga sampai lima tahun.")
        case Trouble.DECREE_WITHOUT_DATES:
            missing = _("Tanggal mulai SK kosong.") if not words["has_start"] else _("Tanggal berakhir SK kosong.")
            return missing, _("SK disimpan hanya dengan kedua tanggalnya.")
        case Trouble.DATES_WITHOUT_DECREE:
            return _("Masa SK tanpa nomor SK."), ""
        case Trouble.FORMULA:
            if words["result"]:
                return _("Isi sel ini rumus, bukan nilai."), _("Hasil terakhirnya %(result)s.") % words
            return _("Isi sel ini rumus, bukan nilai."), _("Hasilnya tidak tersimpan di berkas.")
        case Trouble.TWIN:
            same = _("Isinya sama.") if not words["differing"] else _differing(words["differing"])
            return _("Baris kembar dengan baris %(twin)d.") % words, same
        case Trouble.OTHER_NAME:
            if words["count"] > 1:
                return _("Desa ini sudah punya %(n)d KIM dengan nama lain.") % {"n": words["count"]}, _("Yang mana?")
            return _("Desa ini sudah punya %(name)s.") % words, _("KIM yang sama dengan nama baru, atau KIM lain?")
        case Trouble.UNKNOWN_GROUP:
            return _("Kode KIM “%(text)s” tidak ada di desa ini.") % words, ""
        case Trouble.NUMBER_TAKEN:
            if words["name"]:
                return _("Nomor KIM ini sudah dipakai %(name)s.") % words, _("Satu nomor untuk satu KIM.")
            return _("Nomor KIM ini sudah dipakai KIM di wilayah lain."), _("Satu nomor untuk satu KIM.")
        case Trouble.NUMBER_TWICE:
            return _("Nomor KIM ini juga ada di baris %(twin)d.") % words, _("Satu nomor untuk satu KIM.")
        case Trouble.LOOKS_LIKE_NIK:
            return _("Ini 16 angka, seperti NIK."), _("NIK tidak pernah disimpan, jadi angkanya sudah kami buang.")
        case Trouble.PHONE_UNREADABLE:
            return _("“%(text)s” tidak terbaca sebagai nomor HP.") % words, ""
        case Trouble.ADDRESS_UNREADABLE:
            return _("“%(text)s” bukan alamat yang cocok untuk kolom ini.") % words, ""
        case Trouble.TOO_LONG:
            return _("Isi sel ini terlalu panjang, batasnya %(limit)d huruf.") % words, ""
        case Trouble.ENDED_GROUP:
            day = day_words(words["day"])
            return _("%(name)s sudah berakhir pada %(day)s.") % {"name": words["name"], "day": day}, _(
                "KIM baru, atau KIM yang sama?"
            )
        case Trouble.NOT_IN_REGISTER:
            return _("Hanya ada di daftar KIM.ID."), _("Perbandingan tidak menambah KIM ke buku induk.")
    return _("Baris ini perlu dilihat."), ""


def _unknown_place(problem: Mapping[str, Any], places: Places) -> tuple[str, str]:
    wrong = {
        Field.VILLAGE: _("Desa ini tidak ada di daftar resmi."),
        Field.DISTRICT: _("Kecamatan “%(text)s” tidak ada di wilayah ini.") % problem["words"],
        Field.REGENCY: _("Kabupaten atau kota “%(text)s” tidak dikenal.") % problem["words"],
        Field.AREA_CODE: _("Kode wilayah “%(text)s” tidak dikenal.") % problem["words"],
    }[problem["field"]]
    code = problem["proposals"][0]["words"].get("area") if problem["proposals"] else None
    if code is None:
        return wrong, _("Tidak ada nama yang mirip.")
    return wrong, _("Terdekat: %(place)s.") % {"place": place_words(code, places)}


def place_words(code: str, places: Places, *, regency: bool = False) -> str:
    """ "Rampalcelaket, Klojen", or with the regency first: "Kota Malang, Blimbing"."""
    village, district, above = (places.get(part) for part in (code, code[:8], code[:5]))
    named = (above, district) if regency else (village, district)
    words = ", ".join(area.name for area in named if area) or code
    return words.replace(_("Kabupaten "), _("Kab. "), 1) if regency else words


def strong_word(problem: Mapping[str, Any], places: Places) -> str:
    """The value in our thought that is set in bold: the nearest name, the day that may be meant, a formula's result."""
    first = problem["proposals"][0]["words"] if problem["proposals"] else {}
    match problem["code"]:
        case Trouble.UNKNOWN_VILLAGE if "area" in first:
            area = places.get(first["area"])
            return area.name if area else ""
        case Trouble.ENDS_BEFORE_START if "day" in first:
            return day_words(first["day"])
        case Trouble.FORMULA:
            return str(problem["words"]["result"])
    return ""


def _day_words(problem: Mapping[str, Any]) -> tuple[str, str]:
    text = problem["words"]["text"]
    found = parse_range(text) if problem["field"] == Field.DECREE_TERM else parse_day(text)
    message = found.message if isinstance(found, Unreadable) else _("Tanggal ini tidak terbaca.")
    if isinstance(found, ParsedDay) or problem["code"] == Trouble.DAY_IMPRECISE:
        return message, ""
    return message, _("Tanggalnya tidak kami tebak.")


def _meant_words(problem: Mapping[str, Any]) -> str:
    first = problem["proposals"][0]
    if first["verb"] == "use_day":
        return _("Mungkin maksudnya %(day)s.") % {"day": day_words(first["words"]["day"])}
    return _("Tanggalnya tidak kami tebak.")


def _differing(names: list[str]) -> str:
    labels = [str(Field(name).label) for name in names if name in Field.values]
    if not labels:
        return _("Isinya berbeda.")
    if len(labels) > 2:
        return ngettext("Isinya berbeda di %(n)d kolom.", "Isinya berbeda di %(n)d kolom.", len(labels)) % {
            "n": len(labels)
        }
    return _("Isinya berbeda di %(names)s.") % {"names": _(" dan ").join(labels)}


def proposal_label(proposal: Mapping[str, Any], places: Places, problem: Mapping[str, Any]) -> str:
    """The words of a proposal's button: a verb with the value in it."""
    words = proposal["words"]
    match proposal["verb"]:
        case "use_and_remember":
            if proposal == problem["proposals"][0]:
                return _("Pakai dan ingat ejaan ini")
            return _("Pakai %(place)s") % {"place": place_words(words["area"], places)}
        case "choose_place":
            by_regency = problem["code"] == Trouble.AMBIGUOUS_VILLAGE
            place = place_words(words["area"], places, regency=by_regency)
            return place if by_regency else _("Pakai %(place)s") % {"place": place}
        case "use_day":
            return _("Pakai %(day)s") % {"day": day_words(words["day"])}
        case "by_day":
            return _("Catat sudah ada pada %(day)s") % {"day": day_words(words["day"])}
        case "use_range":
            return _("Pakai %(start)s – %(end)s") % {
                "start": day_words(words["start"]),
                "end": day_words(words["end"]),
            }
        case "swap_days":
            return _("Tukar kedua tanggal")
        case "leave_empty":
            return _("Kosongkan dulu")
        case "without_decree":
            return _("Simpan tanpa SK")
        case "accept":
            return _("Memang begitu")
        case "use_result":
            return _("Pakai hasil terakhir")
        case "use_number":
            return _("Pakai nomor %(value)s") % words
        case "rename":
            return _("Ini %(name)s, ganti nama") % words
        case "is_group":
            return _("Ini %(name)s") % words
        case "other_group":
            return _("KIM lain")
        case "skip":
            if "number" in words:
                return _("Lewati baris %(number)s") % words
            return _("Lewati baris ini")
    return str(proposal["verb"])


def alike_words(code: str, verb: str, count: int) -> tuple[str, str]:
    """What many rows have in common, and the words of the button that settles them all."""
    n = {"n": in_words(count)}
    if verb == "without_decree":
        sentence = {
            Trouble.DAY_IMPRECISE: ngettext(
                "%(n)s baris hanya menyebut tahun atau bulan SK.",
                "%(n)s baris hanya menyebut tahun atau bulan SK.",
                count,
            ),
            Trouble.ENDS_BEFORE_START: ngettext(
                "%(n)s SK berakhir sebelum mulai.", "%(n)s SK berakhir sebelum mulai.", count
            ),
            Trouble.TERM_TOO_LONG: ngettext(
                "%(n)s SK berlaku lebih dari sepuluh tahun.", "%(n)s SK berlaku lebih dari sepuluh tahun.", count
            ),
            Trouble.DECREE_WITHOUT_DATES: ngettext(
                "%(n)s SK tanpa tanggal yang lengkap.", "%(n)s SK tanpa tanggal yang lengkap.", count
            ),
            Trouble.DATES_WITHOUT_DECREE: ngettext(
                "%(n)s masa SK tanpa nomor SK.", "%(n)s masa SK tanpa nomor SK.", count
            ),
        }.get(
            Trouble(code),
            ngettext("%(n)s tanggal SK tidak terbaca.", "%(n)s tanggal SK tidak terbaca.", count),
        )
        label = ngettext("Simpan %(n)s baris ini tanpa SK", "Simpan %(n)s baris ini tanpa SK", count)
        return sentence % n, label % n
    sentence = {
        Trouble.DAY_IMPRECISE: ngettext(
            "%(n)s baris hanya menyebut tahun atau bulan terbentuknya.",
            "%(n)s baris hanya menyebut tahun atau bulan terbentuknya.",
            count,
        ),
        Trouble.DAY_UNREADABLE: ngettext("%(n)s tanggal tidak terbaca.", "%(n)s tanggal tidak terbaca.", count),
        Trouble.FORMULA: ngettext(
            "%(n)s baris berisi rumus di kolom yang sama.", "%(n)s baris berisi rumus di kolom yang sama.", count
        ),
        Trouble.PHONE_UNREADABLE: ngettext("%(n)s nomor HP tidak terbaca.", "%(n)s nomor HP tidak terbaca.", count),
        Trouble.ADDRESS_UNREADABLE: ngettext("%(n)s alamat tidak terbaca.", "%(n)s alamat tidak terbaca.", count),
    }[Trouble(code)]
    label = {
        "by_day": _("Catat semuanya sudah ada pada hari terakhirnya"),
        "use_result": _("Pakai hasil terakhir untuk semua"),
        "leave_empty": _("Kosongkan dulu semuanya"),
    }[verb]
    return sentence % n, label


def type_label(problem: Mapping[str, Any]) -> str:
    """The words that open the small form for typing the cell anew."""
    at = Field(problem["field"])
    if at in {Field.FORMED_ON, Field.DECREE_START, Field.DECREE_END, Field.DECREE_SIGNED}:
        return _("Isi tanggal lain") if problem["code"] == Trouble.ENDS_BEFORE_START else _("Isi tanggal")
    return {
        Field.DECREE_NUMBER: _("Isi nomor"),
        Field.KIM_NUMBER: _("Isi nomor"),
        Field.VILLAGE: _("Isi desa lain"),
        Field.NAME: _("Isi nama lain"),
    }.get(at, _("Isi yang benar"))
