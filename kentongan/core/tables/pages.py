"""Tables inside web pages and XML Spreadsheet 2003: what many systems of government offices save under the name .xls.

Such a file opens in Excel, so people take it for a workbook. Nothing in it is run or fetched; a tag is only looked at where it
makes a table. The scanner goes through the text once, however broken the markup is, and every bound is checked while a cell is
placed, not after.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import html
import re
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from kentongan.core.tables.cells import EMPTY, Limits, Merge, Problem, Row, Sheet, TableError
from kentongan.core.tables.packages import strict_parser

_DEEPEST = 30
_LONGEST_CELL = 10_000
# A row weighs as much as so many cells, or one number in a small file could ask for millions of empty ones.
_ROW = 16


class _Budget:
    """How many cells all tables of a file may fill together, empty ones and rows counted."""

    def __init__(self, limits: Limits) -> None:
        self.limits, self.left = limits, limits.cells

    def spend(self, cells: int) -> None:
        self.left -= cells
        if self.left < 0:
            raise self.limits.too_large_inside()


class Grid:
    """A table as it is being read: cells take the next free place, joined ones keep theirs free below."""

    def __init__(self, name: str, limits: Limits, budget: _Budget) -> None:
        self.name, self.limits, self._budget = name, limits, budget
        self.is_hidden = False
        self.rows: list[Row] = []
        self.merges: list[Merge] = []
        # Columns that a cell above still holds, and for how many rows.
        self._held: dict[int, int] = {}
        self._values: list[Any] | None = None
        self._formulas: dict[int, str] = {}
        self._next = 0

    @property
    def number(self) -> int:
        """Of the row that is being filled."""
        return len(self.rows) + 1

    def start_row(self, number: int = 0) -> None:
        self.end_row()
        while self.number < number:
            self._values = []
            self.end_row()
        self._values, self._formulas, self._next = [], {}, 0

    def end_row(self) -> None:
        if self._values is None:
            return
        if self.number > self.limits.rows:
            raise TableError(Problem.TOO_MANY_ROWS, sheet=self.name, count=self.number, limit=self.limits.rows)
        self._budget.spend(_ROW)
        self.rows.append(Row(self.number, self._values, self._formulas))
        self._held = {column: left - 1 for column, left in self._held.items() if left > 1}
        self._values = None

    def put(self, value: Any, formula: str = "", *, column: int = -1, across: int = 1, down: int = 1) -> None:
        """Place a cell; ``column`` where the file says so. Decoration wider or longer than any table is cut."""
        if self._values is None:
            self.start_row()
        values, at = self._values or [], self._next if column < 0 else column
        while at in self._held:
            at += 1
        if at >= self.limits.columns:
            if value == EMPTY and not formula:
                return
            raise TableError(Problem.TOO_MANY_COLUMNS, sheet=self.name, count=at + 1, limit=self.limits.columns)
        self._budget.spend(at + 1 - len(values))
        values += [EMPTY] * (at + 1 - len(values))
        values[at] = value
        if formula:
            self._formulas[at] = formula
        last = min(at + max(across, 1), self.limits.columns) - 1
        bottom = min(self.number + max(down, 1) - 1, self.limits.rows)
        if last > at or bottom > self.number:
            self.merges.append(Merge(self.number, max(bottom, self.number), at, last))
        if bottom > self.number:
            self._held |= dict.fromkeys(range(at, last + 1), bottom - self.number + 1)
        self._values, self._next = values, last + 1

    def sheet(self) -> Sheet:
        self.end_row()
        while self.rows and self.rows[-1].is_blank:
            self.rows.pop()
        return Sheet(self.name, self.rows, tuple(self.merges), self.is_hidden)


# Web pages ------------------------------------------------------------------------------------------------------------

_TAG = re.compile(r"""<(/?)([a-zA-Z][\w:-]{0,30})((?:[^<>"']++|"[^"]{0,2000}+"|'[^']{0,2000}+')*+)>""")
_ATTRIBUTE = re.compile(r"""([\w:-]{1,30})(?:\s*=\s*("[^"]*+"|'[^']*+'|[^\s"'>]++))?""")
_RAW = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("script", "style", "textarea", "title")}
_BREAKS = {"br", "p", "div", "li", "tr"}


def read_page(text: str, limits: Limits) -> list[Sheet]:
    """Each table of a web page as a sheet, also those that lie in a cell of another."""
    page = _Page(limits)
    for closes, name, attributes, words in _parts(text):
        if words:
            page.say(words)
        elif closes:
            page.close(name)
        elif name:
            page.open(name, attributes)
    while page.tables:
        page.close("table")
    sheets = [grid.sheet() for grid in page.grids]
    filled = [sheet for sheet in sheets if not sheet.is_blank]
    if not filled:
        raise TableError(Problem.WEB_PAGE)
    return filled


def _parts(text: str) -> Iterator[tuple[bool, str, str, str]]:
    """Tags (closing, name, attributes) and the text between them, each found by going on, never by going back."""
    at = 0
    while (start := text.find("<", at)) >= 0:
        if start > at:
            yield False, "", "", text[at:start]
        if text.startswith("<!--", start):
            at = text.find("-->", start + 4) + 3
            if at < 3:
                return
        elif text.startswith(("<!", "<?"), start):
            at = text.find(">", start) + 1
            if not at:
                return
        elif tag := _TAG.match(text, start):
            at = tag.end()
            name = tag[2].lower()
            if not tag[1] and name in _RAW:
                end = _RAW[name].search(text, at)
                if end is None:
                    return
                at = end.end()
                continue
            yield bool(tag[1]), name, tag[3], ""
        else:
            yield False, "", "", "<"
            at = start + 1
    if at < len(text):
        yield False, "", "", text[at:]


class _Page:
    def __init__(self, limits: Limits) -> None:
        self.limits, self._budget = limits, _Budget(limits)
        self.grids: list[Grid] = []
        # Tables that are open, the innermost last, each with its open cell: attributes and words.
        self.tables: list[tuple[Grid, list[_OpenCell]]] = []

    def open(self, name: str, attributes: str) -> None:
        if name == "table":
            if len(self.tables) >= _DEEPEST:
                raise TableError(Problem.DAMAGED)
            if len(self.grids) >= 20 * self.limits.sheets:
                raise TableError(Problem.TOO_MANY_SHEETS, count=len(self.grids) + 1, limit=self.limits.sheets)
            self.grids.append(Grid(f"Tabel {len(self.grids) + 1}", self.limits, self._budget))
            self.tables.append((self.grids[-1], []))
        elif not self.tables:
            return
        elif name == "tr":
            self._end_cell()
            self.tables[-1][0].start_row()
        elif name in {"td", "th"}:
            self._end_cell()
            self.tables[-1][1].append(_OpenCell(attributes))
        elif name in _BREAKS:
            self.say(" ")

    def close(self, name: str) -> None:
        if not self.tables:
            return
        if name in {"td", "th", "tr", "table"}:
            self._end_cell()
        if name == "tr":
            self.tables[-1][0].end_row()
        elif name == "table":
            self.tables.pop()[0].end_row()
        elif name in _BREAKS:
            self.say(" ")

    def say(self, words: str) -> None:
        if self.tables and self.tables[-1][1]:
            self.tables[-1][1][-1].add(words)

    def _end_cell(self) -> None:
        grid, cells = self.tables[-1]
        if cells:
            cells.pop().put_into(grid)


class _OpenCell:
    def __init__(self, attributes: str) -> None:
        self.attributes = attributes
        self.words: list[str] = []
        self.length = 0

    def add(self, words: str) -> None:
        if self.length < _LONGEST_CELL:
            self.words.append(words[:_LONGEST_CELL])
            self.length += len(words)

    def put_into(self, grid: Grid) -> None:
        known = {name.lower(): value.strip("\"'") for name, value in _ATTRIBUTE.findall(self.attributes)}
        text = " ".join(html.unescape("".join(self.words)).split())
        formula = html.unescape(known.get("x:fmla", "")) or (text if text[:1] == "=" and text[1:] else "")
        value: Any = text
        with contextlib.suppress(ValueError):
            # Excel writes the number itself beside how it shows it.
            value = float(known["x:num"]) if known.get("x:num") else text
        grid.put(value, formula, across=_span(known.get("colspan", "")), down=_span(known.get("rowspan", "")))


def _span(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 7 else 1


# XML Spreadsheet 2003 -------------------------------------------------------------------------------------------------

_SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet "
_EXCEL = "urn:schemas-microsoft-com:office:excel "


def read_xml_2003(raw: bytes, limits: Limits) -> list[Sheet]:
    """The worksheets of an XML Spreadsheet 2003."""
    book = _XmlBook(limits)
    parser = strict_parser(" ")
    parser.ordered_attributes = False
    parser.StartElementHandler = book.start
    parser.EndElementHandler = book.end
    parser.CharacterDataHandler = book.say
    try:
        parser.Parse(raw, True)
    except expat.ExpatError as error:
        raise TableError(Problem.DAMAGED) from error
    return [grid.sheet() for grid in book.grids]


class _XmlBook:
    def __init__(self, limits: Limits) -> None:
        self.limits, self._budget = limits, _Budget(limits)
        self.grids: list[Grid] = []
        self.cell: dict[str, str] = {}
        self.kind = ""
        self.words: list[str] = []
        self.is_heard = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        about = {key.removeprefix(_SPREADSHEET): value for key, value in attributes.items()}
        element = name.removeprefix(_SPREADSHEET)
        if element == "Worksheet":
            if len(self.grids) >= self.limits.sheets:
                raise TableError(Problem.TOO_MANY_SHEETS, count=len(self.grids) + 1, limit=self.limits.sheets)
            self.grids.append(
                Grid(about.get("Name", "")[:100] or f"Lembar {len(self.grids) + 1}", self.limits, self._budget)
            )
        elif not self.grids:
            return
        elif element == "Row":
            index = _span(about.get("Index", "0"))
            if index > self.limits.rows:
                raise TableError(Problem.TOO_MANY_ROWS, sheet=self.grids[-1].name, count=index, limit=self.limits.rows)
            self.grids[-1].start_row(index)
        elif element == "Cell":
            self.cell, self.kind, self.words = about, "", []
        elif element == "Data" and not self.kind:
            # The first of a cell; a comment has one of its own.
            self.kind, self.is_heard = about.get("Type", "String"), True
        elif name == f"{_EXCEL}Visible":
            self.words, self.is_heard = [], True

    def say(self, words: str) -> None:
        if self.is_heard:
            self.words.append(words[:_LONGEST_CELL])

    def end(self, name: str) -> None:
        element = name.removeprefix(_SPREADSHEET)
        if element == "Data":
            self.is_heard = False
        elif name == f"{_EXCEL}Visible" and self.grids:
            self.is_heard = False
            self.grids[-1].is_hidden = "".join(self.words) != "SheetVisible"
        elif element == "Cell" and self.grids:
            about = self.cell
            self.grids[-1].put(
                _typed("".join(self.words), self.kind),
                about.get("Formula", ""),
                column=_span(about["Index"]) - 1 if "Index" in about else -1,
                across=_span(about.get("MergeAcross", "0")) + 1,
                down=_span(about.get("MergeDown", "0")) + 1,
            )


def _typed(text: str, kind: str) -> Any:
    with contextlib.suppress(ValueError):
        if kind == "Number":
            return float(text)
        if kind == "DateTime":
            return dt.datetime.fromisoformat(text)
        if kind == "Boolean":
            return text == "1"
    return text
