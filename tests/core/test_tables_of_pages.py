"""Tables inside web pages and XML Spreadsheet 2003, as systems save them under the name .xls; hostile ones, too."""

import contextlib
import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.core.tables import Limits, Problem, TableError, Workbook, data_rows, find_header, read_table

DAY = dt.datetime.fromisoformat("2024-05-02")
PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset=utf-8>
<style>td { color: red } </style><script>document.write("<table><tr><td>bukan</td></tr></table>")</script></head>
<body><!-- <table><tr><td>bukan</td></tr></table> -->
<TABLE border=1 class='x>y'>
<tr><th colspan="4">DATA KIM &amp; PPID<br>TAHUN 2025</th></tr>
<tr><th>NO<th>NAMA KIM<th>DESA<th>NO HP</tr>
<tr><td x:num>1<td>KIM &quot;Gema&quot; &lt;1&gt;&nbsp;Wajak</td><td rowspan=2>Bambang</td><td x:num="81234567890">8,12E+10</td>
<tr><td>2</td><td>KIM <b>Cod</b>o</td><td x:fmla="=A1">0812</td></tr>
<tr><td>3<td>=1+1<td></table></body></html>"""


def rows(book: Workbook, at: int = 0) -> list[list[object]]:
    return [list(row.values) for row in book.sheets[at].rows]


def refused(raw: bytes, **options: Limits) -> Problem:
    with pytest.raises(TableError) as refusal:
        read_table(raw, filename="daftar.xls", **options)
    return refusal.value.problem


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_web_page_named_xls_is_read(encoding: str) -> None:
    book = read_table(PAGE.encode(encoding), filename="daftar.xls")
    assert (book.kind, len(book.sheets)) == ("page", 1)
    assert rows(book) == [
        ["DATA KIM & PPID TAHUN 2025"],
        ["NO", "NAMA KIM", "DESA", "NO HP"],
        ["1", 'KIM "Gema" <1> Wajak', "Bambang", 81234567890.0],
        ["2", "KIM Codo", "", "0812"],
        ["3", "=1+1", ""],
    ]
    sheet = book.sheets[0]
    assert [(row.number, dict(row.formulas)) for row in sheet.rows if row.formulas] == [
        (4, {3: "=A1"}),
        (5, {1: "=1+1"}),
    ]
    header = find_header(sheet.rows, sheet.merges)
    assert list(header.names) == ["NO", "NAMA KIM", "DESA", "NO HP"]
    assert [row.number for row in data_rows(sheet, header).rows] == [3, 4, 5]


def test_tables_inside_and_beside_tables_are_sheets_of_their_own() -> None:
    page = (
        b"<table><tr><td>Kop<table><tr><td>A<td>B<tr><td>1<td>2</table>surat</table><table></table><table><td>C</table>"
    )
    book = read_table(page)
    assert [rows(book, at) for at in range(3)] == [[["Kopsurat"]], [["A", "B"], ["1", "2"]], [["C"]]]


@pytest.mark.parametrize(
    ("markup", "cells"),
    [
        ("<table><tr><td>a < b & c &copy; &#233; &#x1F600; &unknown;", [["a < b & c © é 😀 &unknown;"]]),
        ("<table><tr><td>a</td></tr></tbody></html></table></table></td>b", [["a"]]),
        ("<table><td>a<tr><tr><td>b", [["a"], [], ["b"]]),
        ("<table><tr><td rowspan=3>a<td>b<tr><td>c<tr><td>d<tr><td>e", [["a", "b"], ["", "c"], ["", "d"], ["e"]]),
        ("<table><tr><td colspan=2 rowspan=2>a<td>b<tr><td>c", [["a", "", "b"], ["", "", "c"]]),
        ("<table><tr><td colspan=x rowspan=-1>a<td colspan=0>b<td rowspan=99999999999>c", [["a", "b", "c"]]),
        ("<table><tr><td>a<!-- <td>b --><td>c<!-- nothing ends this <td>d", [["a", "c"]]),
        ("<table><tr><td>a<script><td>b", [["a"]]),
        ("<table><tr><td title='a>b'>d</td><td title='e>f", [["d"]]),
    ],
)
def test_broken_pages_are_read_as_far_as_they_go(markup: str, cells: list[list[str]]) -> None:
    assert rows(read_table(markup.encode())) == cells


def test_limits_hold_for_pages() -> None:
    few = Limits(rows=3, columns=4, cells=800, sheets=2)
    assert refused(b"<table>" + b"<tr><td>a" * 4, limits=few) is Problem.TOO_MANY_ROWS
    assert refused(b"<table><tr>" + b"<td>a" * 5, limits=few) is Problem.TOO_MANY_COLUMNS
    assert refused(b"<table>" * 31, limits=Limits()) is Problem.DAMAGED
    assert refused(b"<table><tr><td>a</table>" * 41, limits=few) is Problem.TOO_MANY_SHEETS
    assert (
        refused(b"<table><tr><td colspan=3><td>a</table>" * 40, limits=Limits(columns=4, cells=600))
        is Problem.TOO_LARGE_INSIDE
    )
    # Decoration that is wider or longer than any table does no harm.
    wide = read_table(b"<table><tr><td colspan=1000>Judul<td><tr><td rowspan=900000>a", limits=few)
    assert rows(wide)[0] == ["Judul"]
    assert [(merge.last_row, merge.last_column) for merge in wide.sheets[0].merges] == [(1, 3), (3, 0)]


HOSTILE = {
    "open tags": "<a " * 300_000,
    "open quotes": '<a "' * 300_000,
    "open comments": "<!--" * 300_000,
    "open declarations": "<!" * 300_000,
    "open scripts": "<script>" * 200_000,
    "entities": "&" * 600_000,
    "long entities": "&#" + "9" * 600_000,
    "attributes": "<td " + "a=" * 300_000 + ">",
    "closing tags": "</table></td>" * 100_000,
    "wide rows": "<tr><td colspan=255><td>" * 30_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_page_takes_long(text: str) -> None:
    began = time.process_time()
    with contextlib.suppress(TableError):
        read_table(("<table><tr><td>a</td>" + text).encode())
    assert time.process_time() - began < 5


@given(st.text(alphabet="<>/\"'=-! tdrhable&;xy1", max_size=200))
def test_no_page_breaks_the_reader(text: str) -> None:
    with contextlib.suppress(TableError):
        read_table(("<table>" + text).encode())


def xml(body: str) -> bytes:
    return f"""<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:html="http://www.w3.org/TR/REC-html40">{body}</Workbook>""".encode()


def test_xml_spreadsheet_2003_is_read() -> None:
    raw = xml("""<Worksheet ss:Name="Data KIM"><Table>
      <Row><Cell ss:MergeAcross="2"><Data ss:Type="String">DATA KIM</Data></Cell></Row>
      <Row ss:Index="4"><Cell><Data ss:Type="String">KIM <html:B>Gema</html:B></Data></Cell>
        <Cell ss:Index="3"><Data ss:Type="DateTime">2024-05-02T00:00:00.000</Data></Cell>
        <Cell ss:Formula="=RC[-1]"><Data ss:Type="Number">12.5</Data><Comment><Data>bukan</Data></Comment></Cell></Row></Table>
      </Worksheet><Worksheet ss:Name="Rahasia"><Table><Row><Cell><Data ss:Type="Boolean">1</Data></Cell></Row></Table>
      <x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet>""")
    book = read_table(raw, filename="x.xls")
    first, second = book.sheets
    assert (book.kind, first.name, second.name, second.is_hidden) == ("xml_2003", "Data KIM", "Rahasia", True)
    assert rows(book) == [["DATA KIM"], [], [], ["KIM Gema", "", DAY, 12.5]]
    assert dict(first.rows[3].formulas) == {3: "=RC[-1]"}
    assert first.merges[0].last_column == 2
    assert rows(book, 1) == [[True]]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (
            '<Worksheet ss:Name="x"><Table><Row ss:Index="999999"><Cell/></Row></Table></Worksheet>',
            Problem.TOO_MANY_ROWS,
        ),
        (
            '<Worksheet ss:Name="x"><Table><Row><Cell ss:Index="300"><Data ss:Type="String">a</Data></Cell></Row></Table>'
            "</Worksheet>",
            Problem.TOO_MANY_COLUMNS,
        ),
        ("<Worksheet/>" * 61, Problem.TOO_MANY_SHEETS),
        ('<Worksheet><Table><Row ss:Index="149999"/></Table></Worksheet>' * 60, Problem.TOO_LARGE_INSIDE),
        ("<Worksheet>", Problem.DAMAGED),
    ],
)
def test_hostile_xml_is_refused(body: str, problem: Problem) -> None:
    assert refused(xml(body)) is problem


def test_entities_of_its_own_are_refused() -> None:
    laughs = xml("").replace(b"<?mso", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><?mso')
    assert refused(laughs) is Problem.DAMAGED
