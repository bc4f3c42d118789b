"""Reads a table from a file that nobody vouches for."""

from __future__ import annotations

import csv
import io
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

import python_calamine as calamine

from kentongan.core.tables.cells import Limits, Merge, Problem, Row, Sheet, TableError, Workbook
from kentongan.core.tables.packages import SheetScan, scan_ods, scan_xlsx
from kentongan.core.tables.pages import read_page, read_xml_2003
from kentongan.core.tables.sniff import FileKind, sniff
from kentongan.core.tables.write import restore

Source = str | os.PathLike[str] | bytes | IO[bytes]
_SCANS: Mapping[FileKind, Callable[[bytes, Limits], dict[str, SheetScan]]] = {
    FileKind.XLSX: scan_xlsx,
    FileKind.ODS: scan_ods,
}
_NO_FORMULAS: Mapping[int, str] = {}
DEFAULT_LIMITS = Limits()


def read_table(source: Source, *, filename: str = "", limits: Limits = DEFAULT_LIMITS) -> Workbook:
    """All sheets of a file, or a `TableError`. The content decides the kind; the name only names a CSV's one sheet."""
    raw = _load(source, limits)
    kind = sniff(raw)
    sheets: tuple[Sheet, ...]
    if kind is FileKind.CSV:
        sheets = (_read_csv(raw, Path(filename).stem or "CSV", limits),)
    elif kind is FileKind.PAGE:
        sheets = tuple(read_page(_decode(raw), limits))
    elif kind is FileKind.XML_2003:
        sheets = tuple(read_xml_2003(raw, limits))
    else:
        scans = _SCANS[kind](raw, limits) if kind in _SCANS else {}
        sheets = tuple(_read_sheets(raw, scans, limits))
    if all(sheet.is_blank for sheet in sheets):
        raise TableError(Problem.NO_CONTENT)
    return Workbook(kind=kind.value, sheets=sheets)


def _load(source: Source, limits: Limits) -> bytes:
    if isinstance(source, bytes | bytearray | memoryview):
        raw = bytes(source)
    elif isinstance(source, str | os.PathLike):
        with open(source, "rb") as stream:
            return _load(stream, limits)
    else:
        source.seek(0)
        raw = source.read(limits.bytes + 1)
    if len(raw) > limits.bytes:
        size = max(len(raw), getattr(source, "size", 0) or 0)
        raise TableError(Problem.TOO_LARGE, size=-(-size // (1024 * 1024)), limit=limits.bytes // (1024 * 1024))
    return raw


def _read_sheets(raw: bytes, scans: dict[str, SheetScan], limits: Limits) -> Iterator[Sheet]:
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw)) as book:
            wanted = [about for about in book.sheets_metadata if about.typ is calamine.SheetTypeEnum.WorkSheet]
            if len(wanted) > limits.sheets:
                raise TableError(Problem.TOO_MANY_SHEETS, count=len(wanted), limit=limits.sheets)
            cells = 0
            for about in wanted:
                found = book.get_sheet_by_name(about.name)
                cells += (found.end[0] + 1) * (found.end[1] + 1) if found.end else 0
                if cells > limits.cells:
                    raise limits.too_large_inside()
                yield _sheet(found, about, scans.get(about.name), limits)
    except calamine.PasswordError as error:
        raise TableError(Problem.PASSWORD) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        if "password" in str(error).lower():
            raise TableError(Problem.PASSWORD) from error
        raise TableError(Problem.DAMAGED) from error
    except BaseException as error:
        # The reader is compiled; where it meets the impossible it panics with an exception of its own.
        if type(error).__name__ == "PanicException":
            raise TableError(Problem.DAMAGED) from error
        raise


def _sheet(found: Any, about: Any, scan: SheetScan | None, limits: Limits) -> Sheet:
    height, width = (found.end[0] + 1, found.end[1] + 1) if found.end else (0, 0)
    if height > limits.rows:
        raise TableError(Problem.TOO_MANY_ROWS, sheet=about.name, count=height, limit=limits.rows)
    if width > limits.columns:
        raise TableError(Problem.TOO_MANY_COLUMNS, sheet=about.name, count=width, limit=limits.columns)
    formulas = scan.formulas if scan else {}
    values = found.to_python(skip_empty_area=False) if height else []
    rows = [Row(number, line, formulas.get(number, _NO_FORMULAS)) for number, line in enumerate(values, start=1)]
    rows += [
        Row(number, [], formulas.get(number, _NO_FORMULAS))
        for number in range(len(rows) + 1, max(formulas, default=0) + 1)
    ]
    merges = tuple(
        Merge(top + 1, bottom + 1, left, right) for (top, left), (bottom, right) in found.merged_cell_ranges or ()
    )
    hidden = about.visible is not calamine.SheetVisibleEnum.Visible
    return Sheet(about.name, rows, merges, hidden)


# CSV ------------------------------------------------------------------------------------------------------------------

_DELIMITERS = (";", ",", "\t", "|")
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)


def _read_csv(raw: bytes, name: str, limits: Limits) -> Sheet:
    text = _decode(raw)
    if directive := _SEPARATOR_LINE.match(text):
        delimiter, text = directive.group(1), text[directive.end() :]
    else:
        delimiter = _guess_delimiter(text)
    rows: list[Row] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, fields in enumerate(reader, start=1):
            if number > limits.rows:
                count = number + text.count("\n", 0) - reader.line_num + 1
                raise TableError(Problem.TOO_MANY_ROWS, sheet=name, count=max(count, number), limit=limits.rows)
            if len(fields) > limits.columns:
                raise TableError(Problem.TOO_MANY_COLUMNS, sheet=name, count=len(fields), limit=limits.columns)
            formulas = {column: field for column, field in enumerate(fields) if field[:1] == "=" and field[1:]}
            rows.append(Row(number, [restore(field) for field in fields], formulas or _NO_FORMULAS))
    except csv.Error as error:
        raise TableError(Problem.DAMAGED) from error
    while rows and rows[-1].is_blank:
        rows.pop()
    return Sheet(name, rows)


def _decode(raw: bytes) -> str:
    """UTF-8, UTF-16 with or without its mark, or the code page of Western Windows."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    if raw[:2000].count(b"\0") > len(raw[:2000]) // 4:
        return raw.decode("utf-16-be" if raw[:1] == b"\0" else "utf-16-le", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _guess_delimiter(text: str) -> str:
    """The one that gives most lines the same number of fields, and more than one."""
    sample = text[:65536]
    best, best_score = ",", (0.0, 0)
    for delimiter in _DELIMITERS:
        if delimiter not in sample:
            continue
        try:
            widths = Counter(
                len(fields)
                for fields, _ in zip(
                    csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), range(50), strict=False
                )
                if fields
            )
        except csv.Error:
            continue
        wide = {width: lines for width, lines in widths.items() if width > 1}
        if not wide:
            continue
        width, lines = max(wide.items(), key=lambda item: (item[1], item[0]))
        score = (round(lines / sum(widths.values()), 1), width)
        if score > best_score:
            best, best_score = delimiter, score
    return best
