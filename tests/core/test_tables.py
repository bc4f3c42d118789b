"""Tables from files that nobody vouches for, and tables that go out."""

import contextlib
import datetime as dt
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from kentongan.core.tables import (
    Column,
    ColumnKind,
    Limits,
    Problem,
    Row,
    SkipReason,
    TableError,
    Workbook,
    cell_text,
    data_rows,
    find_header,
    neutralise,
    read_table,
    restore,
    write_csv,
    write_xlsx,
)

MIDNIGHT = dt.datetime(2025, 9, 24)  # noqa: DTZ001 - as a spreadsheet gives it
HEADINGS = ["NAMA KIM", "DS / KEL", "KEC", "TGL BENTUK"]
FIRST = ["KIM Gema Tulusrejo", "Tulusrejo", "Lowokwaru", dt.date(2025, 8, 6)]


def xlsx(fill: Callable[[Any, Any], None]) -> bytes:
    """A workbook of one sheet, written by the office's own kind of program."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        fill(book, book.add_worksheet("Sept 2025"))
    return stream.getvalue()


def rows_of(raw: bytes, **options: Any) -> list[list[Any]]:
    return [list(row.values) for row in read_table(raw, **options).sheets[0].rows]


def refused(raw: bytes, **options: Any) -> Problem:
    with pytest.raises(TableError) as caught:
        read_table(raw, **options)
    assert str(caught.value).endswith("."), "the sentence is whole"
    return caught.value.problem


def package(entries: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return stream.getvalue()


WORKBOOK = (
    b'<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Target="worksheets/sheet1.xml" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>'
)
PARTS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Target="xl/workbook.xml" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'


def raw_xlsx(data: bytes, sheet: bytes = SHEET, **more: bytes) -> bytes:
    """A workbook with a sheet of the given XML, for what no honest program writes."""
    entries = {
        "[Content_Types].xml": b"<Types/>",
        "_rels/.rels": PARTS,
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": RELATIONS,
        "xl/worksheets/sheet1.xml": sheet % data if b"%s" in sheet else sheet,
    }
    return package(entries | more)


# In -------------------------------------------------------------------------------------------------------------------


def test_xlsx_keeps_values_dates_and_row_numbers() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(2, 1, HEADINGS)
        sheet.write_row(3, 1, FIRST[:3])
        sheet.write_datetime(3, 4, FIRST[3], book.add_format({"num_format": "dd mmmm yyyy"}))
        sheet.write_number(3, 5, 12)
        sheet.write_string(3, 6, "0812345678")

    book = read_table(xlsx(fill))
    assert (book.kind, book.sheets[0].name) == ("xlsx", "Sept 2025")
    rows = book.sheets[0].rows
    assert [row.number for row in rows] == [1, 2, 3, 4]
    assert rows[2].values[1:5] == HEADINGS
    assert rows[3].values[1:] == [*FIRST, 12.0, "0812345678"]
    assert [rows[3].text(column) for column in (4, 5, 6, 99)] == ["2025-08-06", "12", "0812345678", ""]


def test_a_formula_is_told_with_its_last_result() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["NO", "SK"])
        sheet.write_number(1, 0, 141)
        sheet.write_formula(1, 1, '=A2&"/30/2022"', None, "141/30/2022")

    cell = read_table(xlsx(fill)).sheets[0].rows[1].cell(1)
    assert (cell.value, cell.formula) == ("141/30/2022", '=A2&"/30/2022"')


def test_a_formula_without_a_result_is_an_empty_cell_with_a_formula() -> None:
    book = openpyxl.Workbook()
    book.active.append(["a", "b"])
    book.active.append(["x", "=1+1"])
    stream = io.BytesIO()
    book.save(stream)
    cell = read_table(stream).sheets[0].rows[1].cell(1)
    assert (cell.value, cell.formula) == ("", "=1+1")


def test_a_shared_formula_is_told_in_every_cell_and_prefixes_do_not_hide_it() -> None:
    shared = b'<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1+1</f><v>2</v></c></row><row r="2"><c r="A2"><f t="shared" si="0"/><v>3</v></c></row>'
    assert [row.formulas for row in read_table(raw_xlsx(shared)).sheets[0].rows] == [{0: "=B1+1"}, {0: "=B1+1"}]
    prefixed = b'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row r="1"><x:c r="A1"><x:f>1+1</x:f><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    assert read_table(raw_xlsx(b"", prefixed)).sheets[0].rows[0].formulas == {0: "=1+1"}


def test_cells_without_a_place_are_counted() -> None:
    rows = b"<row><c><v>1</v></c><c><f>A1</f><v>1</v></c></row><row><c><v>2</v></c></row>"
    assert read_table(raw_xlsx(rows)).sheets[0].rows[0].formulas == {1: "=A1"}


def test_ods_with_formulas_and_repeated_cells() -> None:
    content = (
        b'<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        b'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        b'<office:body><office:spreadsheet><table:table table:name="Data"><table:table-row>'
        b'<table:table-cell office:value-type="string"><text:p>KIM</text:p></table:table-cell>'
        b'<table:table-cell table:number-columns-repeated="2"/>'
        b'<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"><text:p>2</text:p></table:table-cell>'
        b'</table:table-row><table:table-row table:number-rows-repeated="%s"><table:table-cell%s/></table:table-row>'
        b"</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    parts = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "META-INF/manifest.xml": b"<manifest/>"}
    book = read_table(package(parts | {"content.xml": content % (b"1048574", b"")}))
    assert book.kind == "ods"
    assert list(book.sheets[0].rows[0].values) == ["KIM", "", "", 2.0]
    assert book.sheets[0].rows[0].formulas == {3: "=1+1"}
    far = content % (b"1048574", b' office:value-type="float" office:value="1"')
    assert refused(package(parts | {"content.xml": far})) is Problem.TOO_MANY_ROWS
    absurd = content % (b"99999999999", b"")
    assert refused(package(parts | {"content.xml": absurd})) is Problem.DAMAGED


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [(e, d) for e in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252") for d in (";", ",", "\t")],
)
def test_csv_in_the_encodings_and_delimiters_of_offices(encoding: str, delimiter: str) -> None:
    lines = [
        ["Nama KIM", "Keterangan", "Café"],
        ["KIM Titir, Arjosari", "a; b", "é"],
        ["", "", ""],
        ["KIM Swara", "x", "y"],
    ]
    text = "\r\n".join(delimiter.join(f'"{field}"' for field in line) for line in lines)
    book = read_table(text.encode(encoding), filename="Daftar KIM.csv")
    assert (book.kind, book.sheets[0].name) == ("csv", "Daftar KIM")
    assert [list(row.values) for row in book.sheets[0].rows] == lines
    assert [row.number for row in book.sheets[0].rows] == [1, 2, 3, 4]


def test_csv_obeys_the_separator_line_and_quoted_line_breaks() -> None:
    rows = read_table(b'sep=|\r\na|b\r\n"x\ny"|2\r\nz|3\r\n\r\n').sheets[0].rows
    assert [(row.number, list(row.values)) for row in rows] == [(1, ["a", "b"]), (2, ["x\ny", "2"]), (3, ["z", "3"])]


def test_a_formula_in_csv_is_a_formula_and_a_phone_number_is_not() -> None:
    row = read_table(b"a,b,c\r\n=1+1,+62812,-\r\n").sheets[0].rows[1]
    assert row.formulas == {0: "=1+1"}


OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"", Problem.EMPTY_FILE),
        (b"\0\0 \r\n", Problem.EMPTY_FILE),
        (b",,,\r\n,,\r\n", Problem.NO_CONTENT),
        (b"<html><table><tr><td> &nbsp; </td></tr></table></html>", Problem.WEB_PAGE),
        (b"\xef\xbb\xbf\r\n <!DOCTYPE html>", Problem.WEB_PAGE),
        (b"<html><p>Silakan masuk</p>", Problem.WEB_PAGE),
        ("<html>".encode("utf-16"), Problem.WEB_PAGE),
        (b"MIME-Version: 1.0\r\n", Problem.WEB_PAGE),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', Problem.DAMAGED),
        (
            b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            Problem.NO_CONTENT,
        ),
        (b"\x89PNG\r\n\x1a\n....", Problem.PICTURE),
        (b"\xff\xd8\xff\xe0 JFIF", Problem.PICTURE),
        (b"\0\0\0\x18ftypheic....", Problem.PICTURE),
        (b"RIFF....WEBPVP8 ", Problem.PICTURE),
        (b"%PDF-1.7", Problem.PDF),
        (b"{\\rtf1 halo}", Problem.WORD),
        (b"Rar!\x1a\x07", Problem.ARCHIVE),
        (b'{"url": "https://docs.google.com/spreadsheets/d/x"}', Problem.LINK),
        (b"\x7fELF\x02\x01\x01\0" + b"\x01" * 40, Problem.UNKNOWN),
        (b"PK\x03\x04 not really", Problem.DAMAGED),
        (package({"a.txt": b"x"}), Problem.ARCHIVE),
        (package({"word/document.xml": b"<w/>"}), Problem.WORD),
        (package({"xl/workbook.bin": b"x"}), Problem.BINARY_WORKBOOK),
        (OLE2 + "EncryptedPackage".encode("utf-16-le"), Problem.PASSWORD),
        (OLE2 + "WordDocument".encode("utf-16-le"), Problem.WORD),
        (OLE2 + "Workbook".encode("utf-16-le"), Problem.DAMAGED),
        (OLE2, Problem.UNKNOWN),
    ],
)
def test_what_is_no_table_is_called_by_its_name(raw: bytes, problem: Problem) -> None:
    assert refused(raw, filename="daftar.xlsx") is problem


def test_a_file_cut_short_is_damaged() -> None:
    whole = xlsx(lambda book, sheet: sheet.write_row(0, 0, HEADINGS))
    for length in (40, len(whole) // 2, len(whole) - 30):
        assert refused(whole[:length]) is Problem.DAMAGED


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>', Problem.TOO_MANY_ROWS),
        (b'<row r="1"><c r="XFD1"><v>1</v></c></row>', Problem.TOO_MANY_COLUMNS),
        (b"<row r='1'><c s='1' r='XFD1'><v>1</v></c></row>", Problem.TOO_MANY_COLUMNS),
        (b'<row r="1"><c r="&#88;FD1"><v>1</v></c></row>', Problem.TOO_MANY_COLUMNS),
        (b'<row r="1"><c r="A1"><v>1</v></c><c r="ZZZZZZZ1"><v>1</v></c></row>', Problem.DAMAGED),
        (b'<row r="1"><c r="A1"><v>1</v></row>', Problem.DAMAGED),
        (b'<row r="-5"><c><v>1</v></c></row>', Problem.DAMAGED),
    ],
)
def test_a_cell_in_the_far_corner_is_refused_before_memory_is_asked_for(data: bytes, problem: Problem) -> None:
    assert refused(raw_xlsx(data)) is problem


def test_styled_but_empty_cells_far_down_do_no_harm() -> None:
    data = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert rows_of(raw_xlsx(data)) == [[1.0]]


def test_a_doctype_with_entities_is_refused() -> None:
    laughs = b'<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + SHEET % (
        b'<row r="1"><c r="A1" t="str"><v>&b;</v></c></row>'
    )
    assert refused(raw_xlsx(b"", laughs)) is Problem.DAMAGED


def test_a_zip_bomb_is_refused() -> None:
    bomb = raw_xlsx(b'<row r="1"><c r="A1"><v>1</v></c></row>', **{"xl/media/bomb.bin": b"\0" * 30_000_000})
    assert len(bomb) < 100_000
    assert refused(bomb, limits=Limits(unpacked_bytes=10_000_000)) is Problem.TOO_LARGE_INSIDE


def test_a_zip_that_lies_about_its_sizes_is_refused() -> None:
    honest = raw_xlsx(b'<row r="1"><c r="A1"><v>1</v></c></row>', **{"xl/media/bomb.bin": b"\0" * 3_000_000})
    lie = honest.replace((3_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lie != honest
    assert refused(lie) is Problem.TOO_LARGE_INSIDE


def test_two_entries_of_one_name_are_refused() -> None:
    stream = io.BytesIO(raw_xlsx(b'<row r="1"><c r="A1"><v>1</v></c></row>'))
    with zipfile.ZipFile(stream, "a") as made, pytest.warns(UserWarning, match="Duplicate name"):
        made.writestr("xl/worksheets/sheet1.xml", SHEET % b"")
    assert refused(stream.getvalue()) is Problem.DAMAGED


def test_limits_of_size_rows_columns_and_sheets() -> None:
    lines = b"a,b,c\r\n" * 30
    assert refused(lines, limits=Limits(bytes=100)) is Problem.TOO_LARGE
    assert refused(lines, limits=Limits(rows=20)) is Problem.TOO_MANY_ROWS
    assert refused(lines, limits=Limits(columns=2)) is Problem.TOO_MANY_COLUMNS
    three = xlsx(lambda book, sheet: [sheet.write(0, 0, "a"), book.add_worksheet(), book.add_worksheet()])
    assert refused(three, limits=Limits(sheets=2)) is Problem.TOO_MANY_SHEETS
    assert refused(xlsx(lambda book, sheet: sheet.write(30, 0, 1)), limits=Limits(rows=30)) is Problem.TOO_MANY_ROWS


def test_a_path_a_stream_and_bytes_are_read_alike(tmp_path: Path) -> None:
    raw = b"a;b\r\n1;2\r\n"
    path = tmp_path / "x.csv"
    path.write_bytes(raw)
    assert rows_of(raw) == rows_of(path) == rows_of(io.BytesIO(raw)) == [["a", "b"], ["1", "2"]]  # type: ignore[arg-type]


@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", OLE2[:8], b"<", b"\xff\xfe", b"a;b\n"]))
def test_no_bytes_break_the_reader(noise: bytes, start: bytes) -> None:
    with contextlib.suppress(TableError):
        assert isinstance(read_table(start + noise), Workbook)


# Headings -------------------------------------------------------------------------------------------------------------


def test_headings_below_merged_titles_and_blank_rows() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.merge_range("A1:D1", "DATA KIM SE-MALANG RAYA TAHUN 2025")
        sheet.merge_range("A2:D2", "Keadaan 24 September 2025")
        sheet.write_row(3, 0, HEADINGS)
        sheet.write_row(4, 0, [1, 2, 3, 4])
        sheet.write_row(5, 0, [*FIRST[:3], "6 Agustus 2025"])
        sheet.merge_range("A7:D7", "KECAMATAN WAJAK")
        sheet.write_row(7, 0, ["KIM Bambang", "Bambang", "Wajak", "1 Mei 2024"])
        sheet.write_row(9, 0, HEADINGS)
        sheet.write_row(10, 0, ["KIM Codo", "Codo", "Wajak", ""])
        sheet.write_row(11, 0, ["Jumlah", 3])

    sheet = read_table(xlsx(fill)).sheets[0]
    header = find_header(sheet.rows, sheet.merges)
    assert (header.header_row, header.names, header.first_data_row) == (4, tuple(HEADINGS), 6)
    found = data_rows(sheet, header)
    assert [row.number for row in found.rows] == [6, 8, 11]
    assert [(skip.number, skip.reason, skip.is_merged) for skip in found.skipped] == [
        (1, SkipReason.TITLE, True),
        (2, SkipReason.TITLE, True),
        (5, SkipReason.COLUMN_NUMBERS, False),
        (7, SkipReason.TITLE, True),
        (10, SkipReason.REPEATED_HEADING, False),
        (12, SkipReason.TOTAL, False),
    ]
    assert found.skipped[0].text == "DATA KIM SE-MALANG RAYA TAHUN 2025"
    assert found.skipped[0].reason_text


def test_two_rows_of_headings_are_joined() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write(0, 0, "DAFTAR KIM")
        sheet.merge_range("A2:A3", "NAMA KIM")
        sheet.merge_range("B2:B3", "DESA")
        sheet.merge_range("C2:E2", "SK")
        sheet.write_row(2, 2, ["NOMOR", "TANGGAL", "BERLAKU S/D"])
        sheet.write_row(3, 0, ["KIM Codo", "Codo", "141/5/2024", "1 Mei 2024", "1 Mei 2027"])

    sheet = read_table(xlsx(fill)).sheets[0]
    header = find_header(sheet.rows, sheet.merges)
    assert header.header_rows == (2, 3)
    assert header.names == ("NAMA KIM", "DESA", "SK NOMOR", "SK TANGGAL", "SK BERLAKU S/D")
    assert header.first_data_row == 4


def test_two_rows_of_headings_without_joined_cells() -> None:
    rows = [
        Row(1, ["NAMA KIM", "DESA", "SK", "", "KET"]),
        Row(2, ["", "", "NOMOR", "TANGGAL", ""]),
        Row(3, ["KIM Codo", "Codo", "141/5/2024", "1 Mei 2024", "lengkap"]),
    ]
    header = find_header(rows)
    assert (header.header_rows, header.names) == ((1, 2), ("NAMA KIM", "DESA", "SK NOMOR", "SK TANGGAL", "KET"))


def test_a_row_of_data_with_gaps_is_no_half_of_the_headings() -> None:
    rows = [Row(1, HEADINGS), Row(2, ["KIM Codo", "Codo", "", ""]), Row(3, ["KIM Bambang", "Bambang", "Wajak", ""])]
    assert find_header(rows).header_rows == (1,)


def test_known_headings_win_over_a_list_of_names() -> None:
    rows = [
        Row(1, ["Kepala Dinas", "Sekretaris", "Bendahara", "Pengawas", "Ketua"]),
        Row(2, ["Nama KIM", "Desa", "", "", ""]),
        Row(3, ["KIM Codo", "Codo", "", "", ""]),
    ]
    assert find_header(rows, is_known=lambda heading: heading in {"Nama KIM", "Desa"}).header_row == 2


@pytest.mark.parametrize(
    "rows", [[], [Row(1, [""])], [Row(1, ["DAFTAR KIM"])], [Row(1, [1.0, 2.0]), Row(2, [3.0, 4.0])]]
)
def test_no_headings_is_said(rows: list[Row]) -> None:
    header = find_header(rows)
    assert (header.header_row, header.names) == (None, ())


# Out ------------------------------------------------------------------------------------------------------------------

COLUMNS = [
    Column("Nama KIM"),
    Column("Terbentuk", ColumnKind.DAY),
    Column("Nomor HP"),
    Column("Anggota", ColumnKind.NUMBER),
]
ROWS = [("=1+1", dt.date(2025, 9, 24), "+6281234", 12), ("KIM Codo", None, "0812", -3)]


def test_xlsx_out_runs_nothing_and_keeps_days_numbers_and_codes() -> None:
    stream = io.BytesIO()
    assert write_xlsx(stream, COLUMNS, ROWS, title="Daftar KIM: 2025", notes=["Keadaan 25 September 2025"]) == 2
    sheet = openpyxl.load_workbook(stream).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, values_only=False)] == [
        ["Nama KIM", "Terbentuk", "Nomor HP", "Anggota"],
        ["=1+1", MIDNIGHT, "+6281234", 12],
        ["KIM Codo", None, "0812", -3],
    ]
    assert (sheet.title, sheet["A1"].value) == ("Daftar KIM  2025", "Daftar KIM: 2025")
    assert (sheet["A5"].data_type in {"s", "inlineStr"}, sheet["B5"].is_date) == (True, True)
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A5", "A4:D6")
    with zipfile.ZipFile(stream) as made:
        assert b"<f>" not in made.read("xl/worksheets/sheet1.xml")


def test_what_goes_out_comes_back_the_same() -> None:
    stream = io.BytesIO()
    write_xlsx(stream, COLUMNS, ROWS, title="Daftar KIM", notes=["Keadaan 25 September 2025", "data contoh"])
    sheet = read_table(stream).sheets[0]
    header = find_header(sheet.rows, sheet.merges)
    assert header.names == ("Nama KIM", "Terbentuk", "Nomor HP", "Anggota")
    assert [tuple(value or None for value in row.values) for row in data_rows(sheet, header).rows] == ROWS


@pytest.mark.parametrize("delimiter", [";", ","])
def test_csv_out(delimiter: str) -> None:
    stream = io.BytesIO()
    assert write_csv(stream, COLUMNS, ROWS, delimiter=delimiter) == 2
    expected = "\ufeffNama KIM;Terbentuk;Nomor HP;Anggota\r\n'=1+1;2025-09-24;'+6281234;12\r\nKIM Codo;;0812;-3\r\n"
    assert stream.getvalue().decode() == expected.replace(";", delimiter)


@pytest.mark.parametrize(
    "text", ["=1+1", "+62", "-1", "@SUM", "\t=1", "\r=1", "\n=1", " =1", "'=1", "＝1", "=cmd|' /C calc'!A0"]
)
def test_what_could_be_a_formula_is_neutralised(text: str) -> None:
    assert neutralise(text) == "'" + text


@pytest.mark.parametrize("text", ["", "KIM Codo", "141/5/2024", "Jum'at", "'t", "35.07", "a=b"])
def test_plain_text_stays(text: str) -> None:
    assert neutralise(text) == text


@given(st.text())
def test_neutralised_text_comes_back(text: str) -> None:
    assert restore(neutralise(text)) == text
    assert neutralise(text).lstrip()[:1] not in {"=", "+", "-", "@"} or not text


printable = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1).filter(str.strip)


@given(st.lists(st.lists(printable, min_size=2, max_size=2), min_size=1, max_size=8))
def test_csv_survives_the_journey(rows: list[list[str]]) -> None:
    stream = io.BytesIO()
    write_csv(stream, [Column("Nama KIM"), Column("Desa")], rows)
    assert rows_of(stream.getvalue())[1:] == rows


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("", ""),
        ("  KIM \n Codo ", "KIM Codo"),
        (12.0, "12"),
        (3507082003.0, "3507082003"),
        (1.5, "1.5"),
        (True, "TRUE"),
        (MIDNIGHT, "2025-09-24"),
        (MIDNIGHT.replace(hour=7, minute=30), "2025-09-24T07:30:00"),
    ],
)
def test_cells_as_a_person_reads_them(value: Any, text: str) -> None:
    assert cell_text(value) == text


@pytest.mark.parametrize(("sheets", "corner"), [(1, "IV150000"), (1, "CZ149999"), (60, "AZ99999")])
def test_a_cell_in_the_far_corner_does_not_fill_the_memory(sheets: int, corner: str) -> None:
    """A few thousand bytes that would be read as tens of millions of empty cells."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number in range(sheets):
        page = book.create_sheet(f"S{number}")
        page["A1"] = page[corner] = 1
    stream = io.BytesIO()
    book.save(stream)
    with pytest.raises(TableError) as caught:
        read_table(stream)
    assert caught.value.problem is Problem.TOO_LARGE_INSIDE
