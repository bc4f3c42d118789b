"""Tables in and out: what offices send (XLSX, XLS, ODS, CSV, web tables) and what they take away (XLSX, CSV)."""

from kentongan.core.tables.cells import (
    EMPTY,
    Cell,
    Limits,
    Merge,
    Problem,
    Row,
    Sheet,
    TableError,
    Workbook,
    cell_text,
)
from kentongan.core.tables.headings import DataRows, HeaderGuess, SkippedRow, SkipReason, data_rows, find_header
from kentongan.core.tables.read import read_table
from kentongan.core.tables.write import Column, ColumnKind, neutralise, restore, write_csv, write_xlsx

__all__ = [
    "EMPTY",
    "Cell",
    "Column",
    "ColumnKind",
    "DataRows",
    "HeaderGuess",
    "Limits",
    "Merge",
    "Problem",
    "Row",
    "Sheet",
    "SkipReason",
    "SkippedRow",
    "TableError",
    "Workbook",
    "cell_text",
    "data_rows",
    "find_header",
    "neutralise",
    "read_table",
    "restore",
    "write_csv",
    "write_xlsx",
]
