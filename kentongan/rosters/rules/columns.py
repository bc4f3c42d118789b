"""Guesses which column holds what, from headings as offices write them and from sampled values."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kentongan.core.dates import DayRange, ParsedDay, parse_day, parse_range
from kentongan.rosters.enums import Field
from kentongan.rosters.rules.cells import plain

# A heading equal to one of these names the field; one that only contains it is a weaker sign.
PHRASES: dict[Field, str] = {
    Field.NAME: "nama kim, kim, nama kelompok, nama komunitas, nama kelompok informasi masyarakat, "
    "nama komunitas informasi masyarakat, kelompok informasi masyarakat, komunitas informasi masyarakat, nama, "
    "nama lembaga, nama kelompok kim",
    Field.GROUP_CODE: "kode kim, kode kim kentongan, kode kelompok",
    Field.AREA_CODE: "kode wilayah, kode desa, kode kelurahan, kode desa kelurahan, kode kemendagri, kode wil, "
    "kode desa kel, kode ds kel, kd wilayah, kd desa",
    Field.VILLAGE: "desa, kelurahan, ds kel, desa kel, desa kelurahan, desa atau kelurahan, nama desa, ds, kel, "
    "nama desa kelurahan, kelurahan desa, kel desa, kel ds, nama kelurahan, wilayah, asal desa",
    Field.DISTRICT: "kecamatan, kec, nama kecamatan, nama kec",
    Field.REGENCY: "kabupaten, kota, kab kota, kab, kabupaten kota, kabupaten atau kota, nama kabupaten, "
    "nama kab kota, kota kab, kota kabupaten, nama kabupaten kota",
    Field.FORMED_ON: "terbentuk, tgl bentuk, tanggal bentuk, tgl terbentuk, tanggal terbentuk, tgl pembentukan, "
    "tanggal pembentukan, dibentuk, tgl dibentuk, tanggal dibentuk, tgl berdiri, tanggal berdiri, berdiri, "
    "tahun berdiri, tahun terbentuk, tahun pembentukan, thn berdiri, thn terbentuk, thn bentuk, tahun dibentuk, "
    "pembentukan, berdiri sejak, sejak, tgl pengukuhan, tanggal pengukuhan",
    Field.FORMED_PRECISION: "kepastian tanggal",
    Field.DECREE_NUMBER: "nomor sk, no sk, sk nomor, sk no, nomor surat keputusan, no surat keputusan, "
    "sk pengukuhan, no sk pengukuhan, nomor sk kim, no sk kim, sk, surat keputusan, nomor dan tahun sk, "
    "no sk kades lurah, nomor sk kepala desa lurah, dasar hukum, no sk kades, nomor sk pembentukan, no sk pembentukan",
    Field.DECREE_SIGNED: "tgl sk, tanggal sk, sk tanggal, sk tgl, sk ditetapkan, ditetapkan, tgl penetapan, "
    "tanggal penetapan, tanggal surat keputusan, tgl surat keputusan, tgl terbit sk, tanggal terbit sk, tgl sk kim",
    Field.DECREE_SIGNER: "penandatangan, penanda tangan, penandatangan sk, penanda tangan sk, ditandatangani oleh, "
    "ttd, pejabat penandatangan, yang menandatangani, ditetapkan oleh, pejabat",
    Field.DECREE_START: "sk mulai, mulai berlaku, berlaku mulai, mulai, tmt, tmt sk, awal sk, awal masa berlaku, "
    "masa berlaku mulai, masa bakti mulai, berlaku sejak, tanggal mulai, tgl mulai, mulai sk, masa berlaku awal, "
    "masa berlaku sk mulai, dari",
    Field.DECREE_END: "s d, sd, sampai, sampai dengan, sk berakhir, berakhir, berlaku sampai, berlaku s d, "
    "akhir masa berlaku, masa berlaku sampai, masa berlaku selesai, masa berlaku s d, habis masa berlaku, "
    "akhir sk, tanggal berakhir, tgl berakhir, tgl akhir, tanggal akhir, hingga, kadaluarsa, kedaluwarsa, "
    "masa berlaku sd, masa berlaku akhir, masa berlaku berakhir, masa bakti selesai, masa bakti sampai, selesai",
    Field.DECREE_TERM: "masa berlaku, masa berlaku sk, masa bakti, masa sk, periode, masa jabatan, periode sk, "
    "masa kepengurusan, periode kepengurusan, masa bakti pengurus, masa kerja, jangka waktu, masa sk dalam satu kolom",
    Field.CHAIR: "ketua, nama ketua, ketua kim, nama ketua kim, pengurus ketua",
    Field.SECRETARY: "sekretaris, nama sekretaris, sekertaris, sekretaris kim, pengurus sekretaris",
    Field.TREASURER: "bendahara, nama bendahara, bendahara kim, pengurus bendahara",
    Field.CHAIR_PHONE: "no hp ketua, nomor hp ketua, hp ketua, telp ketua, no telp ketua, no wa ketua, wa ketua, "
    "kontak ketua, nomor telepon ketua, cp ketua",
    Field.CONTACT: "nama narahubung, narahubung, contact person, nama kontak, nama admin, admin, nama operator, operator",
    Field.PHONE: "no hp, nomor hp, hp, no telp, no telepon, telepon, telp, no wa, wa, nomor wa, kontak, cp, "
    "no kontak, no hp wa, hp wa, nomor telepon, nomor hp narahubung, no hp kim, no hp aktif, nomor kontak, "
    "no handphone, handphone, nomor handphone, whatsapp, no whatsapp, nomor whatsapp, no hp narahubung, no tlp, tlp",
    Field.KIM_NUMBER: "no kim, nomor kim, nomor kim nasional, no induk kim, nomor induk kim, nik kim, "
    "no registrasi kim, nomor registrasi, no registrasi, nomor registrasi kim, id kim, no reg kim, nomor identitas kim",
    Field.KIMID_URL: "alamat kim id, alamat situs di kim id, kim id, website kim id, situs kim id, url kim id, "
    "link kim id, web kim id, alamat situs kim id",
    Field.WEBSITE: "website, situs, situs web, web, alamat website, alamat web, blog, url, laman, alamat situs, "
    "website kim, link website, web blog, website blog, web site, nama website",
    Field.INSTAGRAM: "instagram, ig, akun ig, akun instagram, link ig, link instagram, media sosial instagram",
    Field.FACEBOOK: "facebook, fb, akun fb, akun facebook, fanpage, link fb, link facebook, fb fanpage",
    Field.YOUTUBE: "youtube, yt, kanal youtube, channel youtube, akun youtube, link youtube",
    Field.TIKTOK: "tiktok, tik tok, tt, akun tiktok, link tiktok",
    Field.WHATSAPP: "saluran whatsapp, saluran wa, whatsapp channel, wa channel, kanal wa, kanal whatsapp, channel wa",
    Field.ADDRESS: "alamat, alamat sekretariat, alamat kim, sekretariat, alamat kantor, alamat lengkap",
}
# Headings that are known and never read; a column of residents' numbers is not even kept.
UNUSED = {
    "no",
    "nomor",
    "no urut",
    "nomor urut",
    "ket",
    "keterangan",
    "catatan",
    "jumlah anggota",
    "jml anggota",
    "status",
}
_PRIVATE = re.compile(r"\b(nik|ktp|kk|no kk|nomor induk kependudukan|rekening|npwp)\b")
_DAYS = frozenset({Field.FORMED_ON, Field.DECREE_SIGNED, Field.DECREE_START, Field.DECREE_END})
_URLS = frozenset(
    {Field.KIMID_URL, Field.WEBSITE, Field.INSTAGRAM, Field.FACEBOOK, Field.YOUTUBE, Field.TIKTOK, Field.WHATSAPP}
)
_PHONES = frozenset({Field.PHONE, Field.CHAIR_PHONE})
_HOSTS = {
    "instagram.com": Field.INSTAGRAM,
    "facebook.com": Field.FACEBOOK,
    "fb.com": Field.FACEBOOK,
    "youtube.com": Field.YOUTUBE,
    "youtu.be": Field.YOUTUBE,
    "tiktok.com": Field.TIKTOK,
    "whatsapp.com/channel": Field.WHATSAPP,
    "kim.id": Field.KIMID_URL,
}
_AREA_CODE = re.compile(r"\d{2}\.\d{2}\.\d{2}\.\d{4}|\d{10}")
_GROUP_CODE = re.compile(r"\d{2}(\.\d{2,4}){1,3}-\d+")
_PHONE = re.compile(r"\+?[\d\s().-]{9,20}")
ENOUGH = 0.5


def heading_words(heading: str) -> str:
    """The heading in lower case, its signs as spaces: "DS / KEL." is "ds kel"."""
    return " ".join(re.sub(r"[\W_]+", " ", heading.casefold()).split())


_EXACT = {
    heading_words(phrase): field
    for field, phrases in PHRASES.items()
    for phrase in (*phrases.split(","), str(field.label))
}
_PARTS = sorted(((frozenset(words.split()), field) for words, field in _EXACT.items()), key=lambda part: -len(part[0]))


def is_known_heading(heading: str) -> bool:
    """Whether the words alone name a field or a column that is known to be left out."""
    words = heading_words(heading)
    return words in _EXACT or words in UNUSED


def is_private_heading(heading: str) -> bool:
    """Whether the column holds numbers of residents, which are neither read nor kept."""
    words = heading_words(heading)
    return bool(_PRIVATE.search(words)) and words not in _EXACT


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Which column (from 0) holds which field, and what is left over."""

    fields: Mapping[int, Field]
    headings: tuple[str, ...]

    @property
    def unused(self) -> list[str]:
        return [name for column, name in enumerate(self.headings) if name and column not in self.fields]

    @property
    def missing(self) -> list[Field]:
        """Fields without which no row can be read."""
        found = set(self.fields.values())
        missing = [] if Field.NAME in found else [Field.NAME]
        if not found & {Field.VILLAGE, Field.AREA_CODE, Field.GROUP_CODE}:
            missing.append(Field.VILLAGE)
        return missing


def guess_columns(
    headings: Sequence[str],
    samples: Sequence[Sequence[Any]] = (),
    remembered: Mapping[str, str] | None = None,
) -> ColumnMap:
    """The likeliest field of every column; ``remembered`` maps heading words to a field, or to "" for unused."""
    remembered = remembered or {}
    fields: dict[int, Field] = {}
    scored: list[tuple[float, int, Field]] = []
    for column, heading in enumerate(headings):
        words = heading_words(heading)
        if is_private_heading(heading):
            continue
        if words in remembered:
            known = remembered[words]
            if known in Field.values and Field(known) not in fields.values():
                fields[column] = Field(known)
            continue
        looks = _looks([row[column] for row in samples if column < len(row)])
        scored += [(score, column, field) for field, score in _scores(words, looks).items() if score >= ENOUGH]
    # Equal scores: the heading's words decide, not its place, so that the order of columns does not matter.
    scored.sort(key=lambda item: (-item[0], heading_words(headings[item[1]]), item[2]))
    for _score, column, field in scored:
        if column not in fields and field not in fields.values():
            fields[column] = field
    return ColumnMap(_settle(fields, headings, samples), tuple(headings))


def _scores(words: str, looks: Mapping[str, float]) -> dict[Field, float]:
    """How well each field fits a column, by its heading and then by its values."""
    scores: dict[Field, float] = {}
    if words in _EXACT:
        scores[_EXACT[words]] = 1.0
    elif words and words not in UNUSED:
        tokens = set(words.split())
        for part, field in _PARTS:
            if part <= tokens and not (len(part) == 1 and part <= {"nama", "no", "sk", "dari", "kota", "wilayah"}):
                scores[field] = max(scores.get(field, 0.0), 0.45 + 0.4 * len(part) / len(tokens))
    for field in list(scores):
        scores[field] += _fit(field, looks)
    if not scores or max(scores.values()) < ENOUGH:
        scores |= {field: 0.75 for field, share in _by_values(looks).items() if share > 0.8}
    return scores


def _fit(field: Field, looks: Mapping[str, float]) -> float:
    """A bonus or a penalty for what the values look like; nothing where there are no values."""
    if not looks:
        return 0.0
    if field in _DAYS:
        return 0.2 * (looks["day"] + looks["period"]) - 0.4 * (looks["range"] + looks["text"])
    if field == Field.DECREE_TERM:
        return 0.2 * looks["range"] - 0.3 * looks["day"]
    if field in _PHONES:
        return 0.2 * looks["phone"] - 0.6 * looks["text"] - 0.6 * looks["url"]
    if field == Field.AREA_CODE:
        return 0.2 * looks["code"] - 0.7 * looks["text"]
    if field == Field.VILLAGE:
        return -0.7 * looks["code"]
    if field == Field.DECREE_NUMBER:
        return -0.7 * looks["day"] - 0.7 * looks["range"]
    if field in _URLS:
        return 0.1 * looks["url"]
    return -0.3 * looks["day"] if field in {Field.NAME, Field.CHAIR} else 0.0


def _by_values(looks: Mapping[str, float]) -> dict[Field, float]:
    """Fields whose values speak for themselves, whatever the heading says."""
    if not looks:
        return {}
    found = {Field.AREA_CODE: looks["code"], Field.GROUP_CODE: looks["group"]}
    found |= {Field(field): share for field, share in looks.items() if field in _HOSTS.values()}
    return found


def _looks(values: Iterable[Any]) -> dict[str, float]:
    """Shares of the sampled values that are days, ranges, codes, phones, addresses or other text."""
    written = [text for value in values if (text := plain(value))]
    if not written:
        return {}
    seen = dict.fromkeys(
        ("day", "period", "range", "code", "group", "phone", "url", "text", *map(str, _HOSTS.values())), 0
    )
    for text in written:
        for look in _look(text):
            seen[look] = seen.get(look, 0) + 1
    return {look: count / len(written) for look, count in seen.items()}


def _look(text: str) -> list[str]:
    if _GROUP_CODE.fullmatch(text):
        return ["group"]
    if _AREA_CODE.fullmatch(text):
        return ["code"]
    low = text.lower()
    if "://" in low or low.startswith("www.") or "@" in low:
        return ["url", *(str(field) for host, field in _HOSTS.items() if host in low)]
    day = parse_day(text)
    if isinstance(day, ParsedDay):
        return ["day"]
    if day.is_imprecise:
        return ["period"]
    if isinstance(parse_range(text), DayRange):
        return ["range"]
    if _PHONE.fullmatch(text):
        return ["phone"]
    return ["text"] if re.search(r"[^\W\d_]{3}", text) else []


def _settle(fields: dict[int, Field], headings: Sequence[str], samples: Sequence[Sequence[Any]]) -> dict[int, Field]:
    """Read "TGL SK" as the start where no column says it, and "MASA BERLAKU" with single days as the end."""
    column_of = {field: column for column, field in fields.items()}
    term = column_of.get(Field.DECREE_TERM)
    if term is not None and Field.DECREE_END not in column_of:
        looks = _looks([row[term] for row in samples if term < len(row)])
        if looks and looks["day"] > max(looks["range"], 0.5):
            fields[term] = Field.DECREE_END
            del column_of[Field.DECREE_TERM]
    signed = column_of.get(Field.DECREE_SIGNED)
    if signed is not None and not {Field.DECREE_START, Field.DECREE_TERM} & column_of.keys():
        fields[signed] = Field.DECREE_START
    return dict(sorted(fields.items()))
