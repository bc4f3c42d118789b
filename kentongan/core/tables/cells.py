"""What a table is made of, how large it may be, and why one can be refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

# An empty cell is this, never None: it is what the readers yield, a million times over.
EMPTY = ""


class Problem(StrEnum):
    """Why a file is refused as a whole. The values are stable."""

    EMPTY_FILE = "empty_file"
    NO_CONTENT = "no_content"
    TOO_LARGE = "too_large"
    TOO_LARGE_INSIDE = "too_large_inside"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_MANY_SHEETS = "too_many_sheets"
    PASSWORD = "password"  # noqa: S105 - a name of a problem
    WEB_PAGE = "web_page"
    BINARY_WORKBOOK = "binary_workbook"
    PICTURE = "picture"
    PDF = "pdf"
    WORD = "word"
    ARCHIVE = "archive"
    LINK = "link"
    DAMAGED = "damaged"
    UNKNOWN = "unknown"


SENTENCES = {
    Problem.EMPTY_FILE: _("Berkas ini kosong. Periksa berkasnya, lalu unggah lagi."),
    Problem.NO_CONTENT: _("Tidak ada isi di lembar mana pun. Pilih berkas yang berisi tabel."),
    Problem.TOO_LARGE: _("Berkas ini %(size)s MB, batasnya %(limit)s MB. Bagi menjadi beberapa berkas."),
    Problem.TOO_LARGE_INSIDE: _(
        "Isi berkas ini setelah dibuka melebihi %(limit)s MB. Simpan tabelnya saja ke berkas baru, lalu unggah lagi."
    ),
    Problem.TOO_MANY_ROWS: _(
        "Lembar “%(sheet)s” berakhir di baris %(count)s, batasnya %(limit)s. "
        "Hapus isi di bawah data atau bagi menjadi beberapa berkas."
    ),
    Problem.TOO_MANY_COLUMNS: _(
        "Lembar “%(sheet)s” berakhir di kolom ke-%(count)s, batasnya %(limit)s. Hapus isi di kanan data."
    ),
    Problem.TOO_MANY_SHEETS: _(
        "Berkas ini berisi %(count)s lembar, batasnya %(limit)s. Simpan lembar yang perlu saja."
    ),
    Problem.PASSWORD: _("Berkas ini dikunci kata sandi. Buka di Excel, hapus kata sandinya, simpan, lalu unggah lagi."),
    Problem.WEB_PAGE: _(
        "Berkas ini halaman web tanpa tabel yang terbaca, walau namanya mungkin berakhiran .xls. "
        "Buka di Excel, pilih Simpan Sebagai, jenis Buku Kerja Excel (.xlsx), lalu unggah hasilnya."
    ),
    Problem.BINARY_WORKBOOK: _(
        "Berkas ini berjenis XLSB. Buka di Excel, pilih Simpan Sebagai, jenis Buku Kerja Excel (.xlsx), lalu unggah hasilnya."
    ),
    Problem.PICTURE: _("Berkas ini gambar. Unggah tabel aslinya (XLSX atau CSV), bukan fotonya."),
    Problem.PDF: _("Berkas ini PDF. Minta tabel aslinya (XLSX atau CSV) kepada pengirim."),
    Problem.WORD: _("Berkas ini dokumen Word. Salin tabelnya ke Excel, simpan sebagai .xlsx, lalu unggah hasilnya."),
    Problem.ARCHIVE: _("Berkas ini arsip. Buka arsipnya, lalu unggah lembar kerja di dalamnya."),
    Problem.LINK: _(
        "Berkas ini hanya tautan ke lembar daring. Buka lembarnya, pilih Unduh sebagai .xlsx, lalu unggah hasilnya."
    ),
    Problem.DAMAGED: _(
        "Berkas ini rusak atau belum terunduh seluruhnya. Buka di Excel, simpan lagi sebagai .xlsx, lalu unggah."
    ),
    Problem.UNKNOWN: _("Jenis berkas ini tidak dikenal. Unggah lembar kerja XLSX, XLS, ODS, atau CSV."),
}


class TableError(Exception):
    """A file that cannot be read as a table, with a sentence that says what to do next."""

    def __init__(self, problem: Problem, **parts: Any) -> None:
        super().__init__(problem, parts)
        self.problem = problem
        self.parts = parts

    @property
    def message(self) -> str:
        return str(SENTENCES[self.problem]) % self.parts

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may hold. Bytes are of the file, and of everything inside it once unpacked."""

    bytes: int = 30 * 1024 * 1024
    unpacked_bytes: int = 400 * 1024 * 1024
    rows: int = 150_000
    columns: int = 256
    sheets: int = 60
    # From the first to the last cell of every sheet, empty ones between them too: that is what a reader fills.
    cells: int = 12_000_000

    def too_large_inside(self) -> TableError:
        return TableError(Problem.TOO_LARGE_INSIDE, limit=self.unpacked_bytes // (1024 * 1024))


@dataclass(frozen=True, slots=True)
class Cell:
    """A value; where the cell is a formula, its text and (in `value`) its last result."""

    value: Any
    formula: str = ""


_NO_FORMULAS: Mapping[int, str] = {}


@dataclass(frozen=True, slots=True)
class Row:
    """One row with its number as Excel shows it; columns count from 0. Formulas are few, so they are kept apart."""

    number: int
    values: Sequence[Any]
    formulas: Mapping[int, str] = field(default_factory=lambda: _NO_FORMULAS)

    def cell(self, column: int) -> Cell:
        value = self.values[column] if column < len(self.values) else EMPTY
        return Cell(value, self.formulas.get(column, ""))

    def text(self, column: int) -> str:
        return cell_text(self.values[column]) if column < len(self.values) else ""

    @property
    def is_blank(self) -> bool:
        return not self.formulas and all(_is_blank(value) for value in self.values)


@dataclass(frozen=True, slots=True)
class Merge:
    """Joined cells: rows as Excel numbers them, columns from 0, all included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    rows: Sequence[Row]
    merges: tuple[Merge, ...] = ()
    is_hidden: bool = False

    @property
    def width(self) -> int:
        return max((len(row.values) for row in self.rows), default=0)

    @property
    def is_blank(self) -> bool:
        return all(row.is_blank for row in self.rows)


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of a file in its order; a CSV file has one, named after the file."""

    kind: str
    sheets: tuple[Sheet, ...]

    @property
    def main_sheet(self) -> Sheet:
        """The visible sheet with most rows, for a first choice."""
        visible = [sheet for sheet in self.sheets if not sheet.is_hidden] or list(self.sheets)
        return max(visible, key=lambda sheet: len(sheet.rows))


def cell_text(value: Any) -> str:
    """The value as a person reads it: 12.0 is "12", a day is ISO, runs of spaces are one."""
    if isinstance(value, str):
        return " ".join(value.split())
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e16:
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
