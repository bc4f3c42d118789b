"""Builds spreadsheets as offices really have them."""

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

import openpyxl

HEADINGS = ["NO", "NAMA KIM", "DS / KEL", "KEC", "KAB / KOTA", "TGL BENTUK", "NO SK", "TGL SK", "S/D", "KET"]


def workbook(rows: Sequence[Sequence[Any]], *, title: str = "", sheet: str = "Sept 2025") -> bytes:
    """One sheet with the rows, below a merged title when one is given."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    if title:
        page["A1"] = title
        page.merge_cells("A1:H2")
        page.append([])
    for row in rows:
        page.append(list(row))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def simple(*rows: Sequence[Any]) -> bytes:
    """Name, village, district, regency, formed, number, first and last day of the decree."""
    return workbook([HEADINGS, *([at, *row] for at, row in enumerate(rows, start=1))])


def ugly() -> bytes:
    """Merged title, headings in two rows, formulas, serials, mixed dates, totals, blanks, marks nobody sees.

    Rows 5 to 10 are data of which all but row 10 can be saved; row 8 repeats the headings; row 12 is a total.
    """
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Data KIM 2025"
    page["A1"] = "DATA KIM SE-MALANG RAYA TAHUN 2025"
    page.merge_cells("A1:L1")
    page["A2"] = "Dinas Komunikasi dan Informatika"
    page.merge_cells("A2:L2")
    upper = [
        "NO",
        "NAMA KIM",
        "DESA/KEL",
        "KECAMATAN",
        "TGL BENTUK",
        "SK",
        None,
        None,
        "PENGURUS",
        None,
        "NO HP",
        "KET",
    ]
    lower = [None, None, None, None, None, "NOMOR", "MULAI", "BERAKHIR", "KETUA", "SEKRETARIS", None, None]
    for column, (top, part) in enumerate(zip(upper, lower, strict=True), start=1):
        page.cell(3, column, top)
        page.cell(4, column, part)
    for joined in ("A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:E4", "F3:H3", "I3:J3", "K3:K4", "L3:L4"):
        page.merge_cells(joined)
    page.append(
        [
            1,
            "KIM BAMBANG  JAYA",
            "Desa\u00a0Bambang",
            "Wajak",
            "17 Agustus 2024",
            "141/5/2024",
            45536,
            dt.date(2027, 8, 31),
            "SITI AMINAH, S.Pd",
            "Budi",
            81234567890,
            None,
        ]
    )
    page.append(
        [
            2,
            "Codo\u200b Makmur",
            "Ds. Codo",
            "KEC. WAJAK",
            "3-Mar-23",
            "141/6/2023",
            "1/4/2023",
            "31/3/2026",
            "Wati",
            None,
            "0812-3456-7891",
            "aktif",
        ]
    )
    page.append(
        [
            3,
            "KIM Gubugklakah",
            "Gubuk Klakah",
            "Poncokusumo",
            dt.date(2016, 5, 3),
            None,
            None,
            None,
            "Harun",
            None,
            None,
            None,
        ]
    )
    page.append(upper)
    page.append([])
    page.append([4, "KIM Arjosari", "Arjosari", "Kalipare", "31/02/2023", None, None, None, None, None, None, None])
    page.append([])
    page.append(["Jumlah", 4, None, None, None, None, None, None, None, None, None, None])
    return saved(book)
