"""Evidence as a table, in and out: one row a record. What was taken out and is read again adds nothing."""

import csv
import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.areas.models import Area
from kentongan.areas.rules import tidy_code
from kentongan.core.clock import read_as_of, today
from kentongan.core.dates import Unreadable, parse_day
from kentongan.core.normalise import fold
from kentongan.core.tables import Column, ColumnKind, cell_text, read_table, restore
from kentongan.evidence.actions import NewEvidence
from kentongan.evidence.actions._entering import LONGEST_KEY, SENTENCES, life_of
from kentongan.evidence.enums import Source
from kentongan.evidence.kinds import BY_CODE
from kentongan.evidence.models import Evidence
from kentongan.evidence.queries.records import end_of
from kentongan.evidence.rules.intake import Life, misfit_of
from kentongan.evidence.rules.standing import standing_of
from kentongan.registry.models import Group
from kentongan.rosters.rules.cells import clean
from kentongan.rosters.rules.columns import heading_words

# The column a heading means. A group is named by its own code, or by the code of an area that has one group only.
HEADINGS = {
    "group": ("kode kim", "kim", "kode", "id kim", "group"),
    "area": ("kode wilayah", "wilayah", "kode desa", "area"),
    "kind": ("jenis", "jenis bukti", "jenis kegiatan", "kategori", "kind"),
    "date": ("tanggal", "tgl", "tanggal kegiatan", "tgl kegiatan", "hari tanggal", "mulai", "terjadi", "date"),
    "until": ("sampai", "sampai dengan", "selesai", "berlaku sampai", "until"),
    "title": ("isi", "judul", "uraian", "keterangan", "nama kegiatan", "kegiatan", "title"),
    "url": ("tautan", "link", "alamat", "url"),
    "key": ("kunci", "key"),
}
NEEDED = ("kind", "date")
LONGEST_TITLE = Evidence._meta.get_field("title").max_length or 0
LONGEST_URL = Evidence._meta.get_field("url").max_length or 0
_require_address = URLValidator(schemes=["http", "https"])


class UnfitTable(Exception):
    """The file cannot be read as evidence. The message says what to do."""


class UnfitRow(Exception):
    """One row is no record. The message says why."""


@dataclass
class Reading:
    """The entries of a file, read while they are recorded; ``problems`` grows meanwhile."""

    rows: Iterator[tuple[int, Sequence[Any]]]
    columns: dict[str, int]
    problems: list[tuple[int, str]] = field(default_factory=list)

    def entries(self) -> Iterator[NewEvidence]:
        groups = _Groups()
        day = today()
        for number, values in self.rows:
            cells = {name: values[at] if at < len(values) else "" for name, at in self.columns.items()}
            if not any(cell_text(value) for value in cells.values()):
                continue
            try:
                yield _entry(cells, groups, day)
            except UnfitRow as problem:
                self.problems.append((number, str(problem)))


def read_evidence(path: Path) -> Reading:
    """The file's rows, a CSV line by line whatever its length; UnfitTable where columns are missing."""
    rows = _csv_rows(path) if path.suffix.lower() == ".csv" else _sheet_rows(path)
    heading = next(rows, (0, ()))[1]
    known = {name: meant for meant, names in HEADINGS.items() for name in names}
    columns: dict[str, int] = {}
    for at, cell in enumerate(heading):
        if meant := known.get(heading_words(cell_text(cell))):
            columns.setdefault(meant, at)
    missing = [name for name in NEEDED if name not in columns]
    if "group" not in columns and "area" not in columns:
        missing.insert(0, "group")
    if missing:
        names = ", ".join(HEADINGS[name][0] for name in missing)
        raise UnfitTable(_("Kolom %(names)s tidak ada di baris pertama.") % {"names": names})
    return Reading(rows, columns)


def _csv_rows(path: Path) -> Iterator[tuple[int, Sequence[Any]]]:
    done = 0
    with path.open(encoding="utf-8-sig", newline="") as stream:
        try:
            first = stream.readline()
            delimiter = max(";,\t", key=first.count)
            stream.seek(0)
            reader = csv.reader(stream, delimiter=delimiter)
            for values in reader:
                done = reader.line_num
                yield done, [restore(value) for value in values]
        except UnicodeDecodeError as error:
            raise UnfitTable(_("Berkas ini bukan CSV dengan huruf UTF-8. Simpan ulang sebagai CSV UTF-8.")) from error
        except csv.Error as error:
            sentence = _("Berkas ini tidak terbaca setelah baris %(line)d. Periksa tanda kutip di baris berikutnya.")
            raise UnfitTable(sentence % {"line": done}) from error


def _sheet_rows(path: Path) -> Iterator[tuple[int, Sequence[Any]]]:
    for row in read_table(path).main_sheet.rows:
        yield row.number, [restore(value) if isinstance(value, str) else value for value in row.values]


class _Groups:
    """Groups by their code and by their area's, with the days on which they existed."""

    def __init__(self) -> None:
        self.by_code: dict[str, tuple[int, Life]] = {}
        self.by_area: dict[str, list[str]] = defaultdict(list)
        for group in Group.objects.only(
            "code", "area_id", "formed_on", "formed_precision", "formed_not_before", "ended_on"
        ).iterator():
            self.by_code[group.code] = group.pk, life_of(group)
            self.by_area[group.area_id].append(group.code)

    def named(self, code: str, area: str) -> tuple[int, Life]:
        if code:
            if code not in self.by_code:
                raise UnfitRow(_("KIM dengan kode “%(code)s” tidak ada.") % {"code": code[:40]})
            return self.by_code[code]
        if not area:
            raise UnfitRow(_("Kode KIM belum diisi."))
        codes = self.by_area.get(tidy_code(area) or area, [])
        if len(codes) != 1:
            sentence = _("Wilayah “%(area)s” punya %(n)d KIM. Tulis kode KIM-nya.")
            raise UnfitRow(sentence % {"area": area[:40], "n": len(codes)})
        return self.by_code[codes[0]]


def _entry(cells: dict[str, Any], groups: _Groups, day: dt.date) -> NewEvidence:
    def text(name: str) -> str:
        return clean(cell_text(cells.get(name, "")))

    group, life = groups.named(text("group"), text("area"))
    kind = _kind(text("kind"))
    occurred_on, until = _day(cells["date"]), _day(cells["until"]) if text("until") else None
    if misfit := misfit_of(occurred_on, until, life=life, today=day):
        raise UnfitRow(str(SENTENCES[misfit]))
    if BY_CODE[kind].is_span and until is None:
        sentence = _("%(kind)s perlu tanggal di kolom sampai.")
        raise UnfitRow(sentence % {"kind": BY_CODE[kind].name})
    title, url, key = text("title"), text("url"), text("key")
    if len(title) > LONGEST_TITLE:
        sentence = _("Isi paling panjang %(most)d huruf, ini %(n)d. Pendekkan.")
        raise UnfitRow(sentence % {"most": LONGEST_TITLE, "n": len(title)})
    if url and not _is_address(url):
        raise UnfitRow(_("Tautan “%(url)s” bukan alamat web.") % {"url": url[:40]})
    if len(key) > LONGEST_KEY:
        raise UnfitRow(_("Kunci bukti harus 1 sampai 64 huruf."))
    return NewEvidence(
        group, kind, occurred_on, Source.IMPORTED, key or _key(kind, occurred_on, title, url), until, title, url
    )


@lru_cache(maxsize=256)
def _kind(written: str) -> str:
    """The code of a kind written as its code or as its name, in whatever case and with whatever signs."""
    wanted = fold(written)
    for code, kind in BY_CODE.items():
        if wanted in {fold(code), fold(str(kind.name))}:
            return code
    names = ", ".join(BY_CODE)
    raise UnfitRow(_("Jenis “%(kind)s” tidak dikenal. Yang ada: %(names)s.") % {"kind": written[:40], "names": names})


def _is_address(url: str) -> bool:
    """An address of the web, or the path of a page of ours, as it stands in what we give out."""
    is_own_page = url.startswith("/") and not url.startswith("//")
    try:
        _require_address(f"https://contoh.example{url}" if is_own_page else url)
    except ValidationError:
        return False
    return len(url) <= LONGEST_URL


def _day(value: Any) -> dt.date:
    try:
        return read_as_of(value)
    except (TypeError, ValueError):
        read = parse_day(value)
    if isinstance(read, Unreadable):
        raise UnfitRow(read.message)
    return read.day


def _key(*facts: Any) -> str:
    """The same row without a key of its own has the same key again."""
    return f"impor:{hashlib.sha256('|'.join(map(str, facts)).encode()).hexdigest()[:24]}"


# Out --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Out:
    label: Any
    value: Callable[[Any], Any]
    kind: ColumnKind = ColumnKind.TEXT


_OUT = (
    _Out(gettext_lazy("Kode KIM"), lambda row: row.group.code),
    _Out(gettext_lazy("Nama KIM"), lambda row: row.group.name),
    _Out(gettext_lazy("Kode wilayah"), lambda row: row.group.area_id),
    _Out(gettext_lazy("Jenis"), lambda row: row.kind_facts.code),
    _Out(gettext_lazy("Tanggal"), lambda row: row.occurred_on, ColumnKind.DAY),
    _Out(gettext_lazy("Sampai"), lambda row: row.until, ColumnKind.DAY),
    _Out(gettext_lazy("Isi"), lambda row: row.title),
    _Out(gettext_lazy("Tautan"), lambda row: row.url),
    _Out(gettext_lazy("Kunci"), lambda row: row.key),
    _Out(gettext_lazy("Sumber"), lambda row: row.get_source_display()),
    _Out(gettext_lazy("Keadaan"), lambda row: str(standing_of(row.source, row.verdict).label)),
)


def columns() -> list[Column]:
    return [Column(str(one.label), one.kind) for one in _OUT]


def rows_out(area: Area, as_of: dt.date, known_on: dt.date | None = None) -> Iterable[list[Any]]:
    """Every record of the area's groups up to the day, in order of entry, whatever its standing."""
    moment = end_of(known_on) if known_on else None
    rows = Evidence.objects.within(area).filter(occurred_on__lte=as_of).with_verdict(moment)
    if moment:
        rows = rows.filter(recorded_at__lte=moment)
    for row in rows.select_related("group").order_by("pk").iterator(chunk_size=2000):
        yield [one.value(row) for one in _OUT]
