"""Writes tables that open well in an office's spreadsheet program and run nothing there."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import IO, Any

from kentongan.core.tables.cells import cell_text

# What a spreadsheet program may take for a formula at the start of a cell, also after spaces and in full width.
_COULD_BE_FORMULA = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")
_LONGEST_CELL = 32_767
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")


class ColumnKind(StrEnum):
    TEXT = "text"  # also codes and phone numbers: what looks like a number stays as written
    NUMBER = "number"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an export; the width is in characters."""

    label: str
    kind: ColumnKind = ColumnKind.TEXT
    width: int = 0

    @property
    def shown_width(self) -> int:
        return self.width or max(len(self.label) + 4, {"day": 20, "number": 10}.get(self.kind, 18))


def neutralise(text: str) -> str:
    """Text that no spreadsheet program will run: an apostrophe goes before what could be a formula."""
    return "'" + text if _COULD_BE_FORMULA.match(text) else text


def restore(text: str) -> str:
    """The text that `neutralise` was given."""
    return text[1:] if text[:1] == "'" and _COULD_BE_FORMULA.match(text) else text


def write_xlsx(
    stream: IO[bytes],
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    *,
    title: str = "",
    notes: Sequence[str] = (),
    sheet_name: str = "",
) -> int:
    """Write one sheet row by row (memory stays small) and return the number of rows. Title and notes stand above the headings."""
    # Imported when a file is written: nothing else takes as long to load.
    import xlsxwriter

    book = xlsxwriter.Workbook(
        stream,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": True,
        },
    )
    with book:
        sheet = book.add_worksheet(_NOT_IN_SHEET_NAMES.sub(" ", sheet_name or title).strip(" '")[:31] or "Data")
        formats = _formats(book)
        for position, column in enumerate(columns):
            sheet.set_column(position, position, min(column.shown_width, 80), formats[column.kind])
        heading = _write_top(sheet, formats, title, notes)
        for position, column in enumerate(columns):
            sheet.write_string(heading, position, column.label, formats["heading"])
        sheet.freeze_panes(heading + 1, 0)
        number = heading
        for number, row in enumerate(rows, start=heading + 1):
            for position, (column, value) in enumerate(zip(columns, row, strict=True)):
                _write_cell(sheet, number, position, value, formats[column.kind])
        if columns:
            sheet.autofilter(heading, 0, max(number, heading), len(columns) - 1)
        return number - heading


def _formats(book: Any) -> dict[str, Any]:
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "note": book.add_format({"font_color": "#655c4f"}),
        "heading": book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"}),
        ColumnKind.TEXT: book.add_format({"num_format": "@"}),
        ColumnKind.NUMBER: book.add_format({"num_format": "#,##0"}),
        # Indonesian month names in whatever language the program runs.
        ColumnKind.DAY: book.add_format({"num_format": "[$-421]d mmmm yyyy", "align": "left"}),
    }


def _write_top(sheet: Any, formats: dict[str, Any], title: str, notes: Sequence[str]) -> int:
    """Title, notes and a blank row; returns the row of the headings."""
    lines = [(title, "title")] if title else []
    lines += [(note, "note") for note in notes]
    for row, (text, kind) in enumerate(lines):
        sheet.write_string(row, 0, text, formats[kind])
    return len(lines) + 1 if lines else 0


def _write_cell(sheet: Any, row: int, column: int, value: Any, cell_format: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value, cell_format)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, cell_format)
    elif isinstance(value, dt.date):
        plain = value.replace(tzinfo=None) if isinstance(value, dt.datetime) else value
        sheet.write_datetime(row, column, plain, cell_format)
    else:
        sheet.write_string(row, column, str(value)[:_LONGEST_CELL], cell_format)


def write_csv(
    stream: IO[bytes], columns: Sequence[Column], rows: Iterable[Sequence[Any]], *, delimiter: str = ";"
) -> int:
    """Write UTF-8 with a mark so that spreadsheet programs read it right; ";" is what they expect in Indonesia."""
    lines = 0
    for line in csv_lines(columns, rows, delimiter=delimiter):
        stream.write(line)
        lines += 1
    return lines - 1


def csv_lines(columns: Sequence[Column], rows: Iterable[Sequence[Any]], *, delimiter: str = ";") -> Iterator[bytes]:
    """The same file line by line, the headings first, for an answer that streams."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter)
    start = "\ufeff"
    for row in _with_headings(columns, rows):
        writer.writerow(row)
        yield (start + buffer.getvalue()).encode()
        start = ""
        buffer.seek(0)
        buffer.truncate()


def _with_headings(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> Iterator[list[str]]:
    yield [neutralise(column.label) for column in columns]
    for row in rows:
        yield [_csv_text(value) for value in row]


def _csv_text(value: Any) -> str:
    if isinstance(value, str):
        return neutralise(value)
    # A negative number is a number; only text can be dressed up as a formula.
    return cell_text(value)
