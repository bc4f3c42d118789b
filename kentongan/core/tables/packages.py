"""Looks into XLSX and ODS packages before anything is unpacked for good: sizes, extents and formulas.

A reader that fills a rectangle from the first to the last cell can be killed by one cell in the far corner, and headers of a zip
can lie about sizes. So every byte is counted while it streams through, and every cell's place is checked.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from kentongan.core.tables.cells import Limits, Problem, TableError

CHUNK = 1 << 18
_MOST_ENTRIES = 5_000
_MOST_REPEATS = 1 << 20
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")


@dataclass(slots=True)
class SheetScan:
    """The formulas of a sheet by (row as Excel shows it, column from 0)."""

    formulas: dict[int, dict[int, str]] = field(default_factory=dict)

    def add(self, row: int, column: int, text: str) -> None:
        self.formulas.setdefault(row, {})[column] = text


class Package:
    """A zip whose entries stream out under one common limit of unpacked bytes."""

    def __init__(self, raw: bytes, limits: Limits) -> None:
        self._raw = raw
        self._seen: set[str] = set()
        self._limits = limits
        try:
            with zipfile.ZipFile(io.BytesIO(raw)) as package:
                entries = package.infolist()
        except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
            raise TableError(Problem.DAMAGED) from error
        if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
            raise self._too_large()
        if any(entry.flag_bits & 1 for entry in entries):
            raise TableError(Problem.PASSWORD)
        self._entries = {entry.filename.replace("\\", "/").lower(): entry for entry in entries}
        if len(self._entries) != len(entries):
            # Two entries of one name: what was checked might not be what is read.
            raise TableError(Problem.DAMAGED)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    def names(self) -> list[str]:
        return list(self._entries)

    def read(self, name: str) -> bytes:
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """The entry's bytes; the declared size is a promise that is kept or the file is refused."""
        entry = self._entries.get(name.lower())
        if entry is None:
            raise TableError(Problem.DAMAGED)
        total = 0
        for chunk in self._inflate(entry):
            total += len(chunk)
            if total > entry.file_size:
                raise self._too_large()
            yield chunk
        self._seen.add(name.lower())

    def _inflate(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        try:
            header = _LOCAL_HEADER.unpack_from(self._raw, entry.header_offset)
        except struct.error as error:
            raise TableError(Problem.DAMAGED) from error
        start = entry.header_offset + _LOCAL_HEADER.size + header[9] + header[10]
        data = memoryview(self._raw)[start : start + entry.compress_size]
        if header[0] != b"PK\x03\x04" or entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise TableError(Problem.DAMAGED)
        if entry.compress_type == zipfile.ZIP_STORED:
            for at in range(0, len(data), CHUNK):
                yield bytes(data[at : at + CHUNK])
            return
        inflater = zlib.decompressobj(-15)
        waiting: bytes | memoryview = data
        try:
            while waiting and not inflater.eof:
                yield inflater.decompress(waiting, CHUNK)
                waiting = inflater.unconsumed_tail
        except zlib.error as error:
            raise TableError(Problem.DAMAGED) from error

    def check(self) -> None:
        """Unpack what nobody here has read to its end, and throw it away: its size is checked by that."""
        for name in self._entries.keys() - self._seen:
            for _chunk in self.chunks(name):
                pass

    def _too_large(self) -> TableError:
        return self._limits.too_large_inside()


# XML, strictly --------------------------------------------------------------------------------------------------------


def strict_parser(namespace_separator: str | None = None) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=namespace_separator)
    parser.buffer_text = True
    parser.ordered_attributes = True

    def refuse_doctype(*_arguments: object) -> None:
        # Neither format has any use for one; entities are how small files grow.
        raise TableError(Problem.DAMAGED)

    parser.StartDoctypeDeclHandler = refuse_doctype
    return parser


def _feed(parser: expat.XMLParserType, chunks: Iterator[bytes]) -> None:
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, KeyError, ValueError) as error:
        raise TableError(Problem.DAMAGED) from error


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _attributes(ordered: list[str]) -> dict[str, str]:
    return {_local(name): value for name, value in zip(ordered[::2], ordered[1::2], strict=True)}


def _elements(package: Package, entry: str, wanted: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    parser = strict_parser()

    def start(name: str, attributes: list[str]) -> None:
        if _local(name) == wanted:
            found.append(_attributes(attributes))

    parser.StartElementHandler = start
    _feed(parser, package.chunks(entry))
    return found


# XLSX -----------------------------------------------------------------------------------------------------------------


def scan_xlsx(raw: bytes, limits: Limits) -> dict[str, SheetScan]:
    """Check every part of the workbook and find its formulas, by name of sheet."""
    package = Package(raw, limits)
    scans: dict[str, SheetScan] = {}
    places = _sheet_places(package)
    if len(places) > limits.sheets:
        raise TableError(Problem.TOO_MANY_SHEETS, count=len(places), limit=limits.sheets)
    for name, entry in places.items():
        scans[name] = _scan_worksheet(package, entry, name, limits)
    for entry in package.names():
        if entry.startswith("xl/worksheets/") and entry.endswith(".xml") and entry not in set(places.values()):
            # Not in the list of sheets, but a reader might find it by another way.
            _scan_worksheet(package, entry, entry, limits)
    package.check()
    return scans


def _sheet_places(package: Package) -> dict[str, str]:
    relations = {}
    if "xl/_rels/workbook.xml.rels" in package:
        for relation in _elements(package, "xl/_rels/workbook.xml.rels", "Relationship"):
            if relation.get("Type", "").endswith("/worksheet"):
                target = relation.get("Target", "")
                path = target.lstrip("/") if target.startswith("/") else posixpath.normpath("xl/" + target)
                relations[relation.get("Id", "")] = path.lower()
    places = {}
    for sheet in _elements(package, "xl/workbook.xml", "sheet"):
        entry = relations.get(sheet.get("id", ""))
        if entry is not None and entry in package:
            places[sheet.get("name", "")] = entry
    return places


_DIGITS = "0123456789"


def column_number(letters: str) -> int:
    """Column from 0: A is 0, Z is 25, AA is 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


# Anything that is not a cell with its place written first, in the first 52 columns and 99,999 rows: a formula, a prefixed element, a
# comment or CDATA.
_NOT_PLAIN = re.compile(rb'<(?:c(?=[\s/>])(?! r="A?[A-Z]\d{1,5}")|f[\s/>]|!|[^<>\s/:]+:[cf][\s/>])')
_PLAIN_ROWS, _PLAIN_COLUMNS = 99_999, 52
_HEAD = re.compile(
    rb"""(?:\xef\xbb\xbf)?(?:<\?xml(?:\s+(?:version|standalone)=["'][\w.]+["']|\s+encoding=["']UTF-8["'])*\s*\?>|<\w)""",
    re.I,
)


def _is_plain(chunks: Iterator[bytes]) -> bool:
    """Whether a sheet has no formula and no cell far out, by one search through its bytes: six times faster than to parse it."""
    rest = b""
    is_first = True
    for chunk in chunks:
        data = rest + chunk
        if is_first and not _HEAD.match(data):
            return False
        is_first = False
        cut = max(data.rfind(b"<"), 0)
        rest = data[cut:]
        if len(rest) > 4 * CHUNK or _NOT_PLAIN.search(data, 0, cut):
            return False
    return not _NOT_PLAIN.search(rest)


def _scan_worksheet(package: Package, entry: str, sheet: str, limits: Limits) -> SheetScan:
    may_be_plain = limits.rows >= _PLAIN_ROWS and limits.columns >= _PLAIN_COLUMNS
    if may_be_plain and _is_plain(package.chunks(entry)):
        return SheetScan()
    return _parse_worksheet(package, entry, sheet, limits)


def _parse_worksheet(package: Package, entry: str, sheet: str, limits: Limits) -> SheetScan:
    scan = SheetScan()
    parser = strict_parser()
    row = column = 0  # as Excel counts rows, from 1; columns from 0
    text: list[str] = []
    shared: dict[str, str] = {}
    share = ""
    columns: dict[str, int] = {}
    kinds: dict[str, str] = {}
    most_rows, most_columns = limits.rows, limits.columns
    last_row = last_column = 0

    def start(name: str, attributes: list[str]) -> None:
        nonlocal row, column, share, last_row, last_column
        kind = kinds.get(name)
        if kind is None:
            kind = kinds[name] = _local(name)
        if kind == "c":
            column += 1
            if attributes and attributes[0] == "r":
                place = attributes[1]
            elif "r" in attributes[::2]:
                place = _attributes(attributes)["r"]
            else:
                return
            letters = place.rstrip(_DIGITS)
            known = columns.get(letters)
            if known is None:
                known = columns[letters] = _column_of(letters)
            column = known
            row = int(place[len(letters) :] or 0)
        elif kind == "v" or kind == "is":
            if row > last_row or column > last_column:
                if row > most_rows or column >= most_columns:
                    _refuse_extent(sheet, row, column, limits)
                last_row, last_column = max(row, last_row), max(column, last_column)
                if last_row * (last_column + 1) > limits.cells:
                    raise limits.too_large_inside()
        elif kind == "row":
            number = _attributes(attributes).get("r")
            row = _row_of(number) if number else row + 1
            column = -1
        elif kind == "f":
            if row > most_rows or column >= most_columns:
                _refuse_extent(sheet, row, column, limits)
            share = _attributes(attributes).get("si", "")
            text.clear()
            parser.CharacterDataHandler = text.append

    def end(name: str) -> None:
        if kinds.get(name) == "f":
            parser.CharacterDataHandler = None
            formula = "".join(text)
            if share and formula:
                shared[share] = formula
            scan.add(row, column, "=" + (formula or shared.get(share, "")))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    _feed(parser, package.chunks(entry))
    return scan


def _column_of(letters: str) -> int:
    if not letters.isascii() or not letters.isalpha() or len(letters) > 3:
        raise TableError(Problem.DAMAGED)
    return column_number(letters)


def _row_of(number: str) -> int:
    if not number.isascii() or not number.isdigit() or len(number) > 9:
        raise TableError(Problem.DAMAGED)
    return int(number)


def _refuse_extent(sheet: str, row: int, column: int, limits: Limits) -> None:
    if row > limits.rows:
        raise TableError(Problem.TOO_MANY_ROWS, sheet=sheet, count=row, limit=limits.rows)
    raise TableError(Problem.TOO_MANY_COLUMNS, sheet=sheet, count=column + 1, limit=limits.columns)


# ODS ------------------------------------------------------------------------------------------------------------------


def scan_ods(raw: bytes, limits: Limits) -> dict[str, SheetScan]:
    """Check an OpenDocument spreadsheet and find its formulas, by name of sheet."""
    package = Package(raw, limits)
    if "meta-inf/manifest.xml" in package and _elements(package, "meta-inf/manifest.xml", "encryption-data"):
        raise TableError(Problem.PASSWORD)
    scans: dict[str, SheetScan] = {}
    parser = strict_parser()
    parser.StartElementHandler = _ods_handler(scans, limits)
    _feed(parser, package.chunks("content.xml"))
    package.check()
    return scans


def _ods_handler(scans: dict[str, SheetScan], limits: Limits) -> Callable[[str, list[str]], None]:
    sheet = ""
    row = column = 0
    repeated_rows = 0
    height = width_of_all = 0

    def start(name: str, ordered: list[str]) -> None:
        nonlocal sheet, row, column, repeated_rows, height, width_of_all
        kind = _local(name)
        if kind == "table-cell" or kind == "covered-table-cell":
            attributes = _attributes(ordered)
            width = _repeats(attributes, "number-columns-repeated")
            formula = attributes.get("formula", "")
            if formula or "value-type" in attributes:
                last_row, last_column = row + repeated_rows - 1, column + width - 1
                if last_row > limits.rows or last_column >= limits.columns:
                    _refuse_extent(sheet, last_row, last_column, limits)
                height, width_of_all = max(height, last_row), max(width_of_all, last_column + 1)
                if height * width_of_all > limits.cells:
                    raise limits.too_large_inside()
                if formula:
                    scans[sheet].add(row, column, "=" + formula.partition("=")[2])
            column += width
        elif kind == "table-row":
            row += repeated_rows
            repeated_rows = _repeats(_attributes(ordered), "number-rows-repeated")
            column = 0
        elif kind == "table":
            sheet = _attributes(ordered).get("name", "")
            scans[sheet] = SheetScan()
            if len(scans) > limits.sheets:
                raise TableError(Problem.TOO_MANY_SHEETS, count=len(scans), limit=limits.sheets)
            row, column, repeated_rows = 1, 0, 0
            height = width_of_all = 0

    return start


def _repeats(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:8]) <= _MOST_REPEATS:
        raise TableError(Problem.DAMAGED)
    return int(text)
