"""Finds the headings of a table below its titles, and tells rows of data from all that offices put between them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from kentongan.core.tables.cells import Merge, Row, Sheet, cell_text

_LOOK_AT = 40
_WORDS = re.compile(r"[^\W\d_]{2,}")
_ORDINAL = re.compile(r"\(?\d{1,2}\)?|[a-z]")
_TOTALS = {"jumlah", "total", "jumlah total", "grand total", "jumlah seluruhnya", "sub total", "subtotal"}


class SkipReason(StrEnum):
    """Why a row is not data. The values are stable."""

    BLANK = "blank"
    TITLE = "title"
    HEADING = "heading"
    COLUMN_NUMBERS = "column_numbers"
    REPEATED_HEADING = "repeated_heading"
    TOTAL = "total"


REASON_TEXTS = {
    SkipReason.BLANK: _("baris kosong"),
    SkipReason.TITLE: _("ini judul, bukan data"),
    SkipReason.HEADING: _("ini kepala tabel"),
    SkipReason.COLUMN_NUMBERS: _("ini nomor kolom, bukan data"),
    SkipReason.REPEATED_HEADING: _("ini kepala tabel yang berulang"),
    SkipReason.TOTAL: _("ini baris jumlah, bukan data"),
}


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that is left out, with its text and whether joined cells gave it away."""

    number: int
    reason: SkipReason
    text: str = ""
    is_merged: bool = False

    @property
    def reason_text(self) -> str:
        return str(REASON_TEXTS[self.reason])


@dataclass(frozen=True, slots=True)
class HeaderGuess:
    """The rows that hold the headings (numbers as Excel shows them; two when joined) and one name for each column."""

    header_rows: tuple[int, ...]
    names: tuple[str, ...]
    skipped: tuple[SkippedRow, ...] = ()

    @property
    def header_row(self) -> int | None:
        return self.header_rows[-1] if self.header_rows else None

    @property
    def first_data_row(self) -> int:
        below = [skip.number for skip in self.skipped if self.header_rows and skip.number > self.header_rows[-1]]
        return max([*self.header_rows, *below], default=0) + 1


@dataclass(frozen=True, slots=True)
class DataRows:
    rows: tuple[Row, ...]
    skipped: tuple[SkippedRow, ...]


def find_header(
    rows: Sequence[Row],
    merges: Sequence[Merge] = (),
    *,
    is_known: Callable[[str], bool] = lambda heading: False,
) -> HeaderGuess:
    """The headings of a table. `is_known` says whether the caller has a field for a heading; such rows are preferred."""
    scored = [(_score(row, below, is_known), -at) for at, (row, below) in enumerate(_with_next(rows[:_LOOK_AT]))]
    score, place = max(scored, default=(0.0, 0))
    if score <= 0:
        return HeaderGuess((), ())
    at = -place
    top, bottom = _both_rows(rows, at, merges)
    names = _names(rows[top], rows[bottom], merges) if top != bottom else _texts(rows[at])
    skipped = [skip for row in rows[:top] if (skip := _skip_above(row, merges))]
    if bottom + 1 < len(rows) and _is_column_numbers(rows[bottom + 1]):
        skipped.append(_skip(rows[bottom + 1], SkipReason.COLUMN_NUMBERS))
    numbers = tuple(rows[index].number for index in sorted({top, bottom}))
    return HeaderGuess(numbers, tuple(_trim(names)), tuple(skipped))


def data_rows(sheet: Sheet, header: HeaderGuess) -> DataRows:
    """Rows below the headings, without blank rows, titles between blocks, repeated headings and totals."""
    kept: list[Row] = []
    skipped = list(header.skipped)
    already = {skip.number for skip in skipped}
    wide = _wide_merges(sheet.merges)
    for row in sheet.rows:
        if row.number <= (header.header_row or 0) or row.number in already:
            continue
        reason = _why_not_data(row, header, row.number in wide)
        if reason is None:
            kept.append(row)
        elif reason is not SkipReason.BLANK:
            skipped.append(_skip(row, reason, is_merged=row.number in wide))
    return DataRows(tuple(kept), tuple(sorted(skipped, key=lambda skip: skip.number)))


# Scoring --------------------------------------------------------------------------------------------------------------


def _with_next(rows: Sequence[Row]) -> list[tuple[Row, Row | None]]:
    return list(zip(rows, [*rows[1:], None], strict=True)) if rows else []


def _score(row: Row, below: Row | None, is_known: Callable[[str], bool]) -> float:
    """Headings are several, short, different texts without digits, with something under them."""
    texts = [text for text in _texts(row) if text]
    if len(texts) < 2 or any(not isinstance(value, str) for value in row.values if value not in ("", None)):
        return 0.0
    worded = [text for text in texts if _WORDS.search(text) and len(text) <= 60 and not re.search(r"\d{3}", text)]
    if len(worded) < max(2, 0.6 * len(texts)):
        return 0.0
    score = len(worded) + 3.0 * sum(is_known(text) for text in texts) - 2.0 * (len(texts) - len(set(texts)))
    if any(re.search(r"\d", text) for text in texts):
        score -= 1.0
    if below is None or below.is_blank:
        score -= 1.0
    return score


def _both_rows(rows: Sequence[Row], at: int, merges: Sequence[Merge]) -> tuple[int, int]:
    """The upper and lower row of the headings: groups may stand above ("SK" over "Nomor" and "Tanggal") or parts below."""
    if at + 1 < len(rows) and _is_lower_half(rows[at], rows[at + 1], merges):
        return at, at + 1
    if at > 0 and _is_lower_half(rows[at - 1], rows[at], merges):
        return at - 1, at
    return at, at


def _is_lower_half(upper: Row, lower: Row, merges: Sequence[Merge]) -> bool:
    """Whether `lower` holds parts of the headings in `upper`: words in the gaps to the right of a group, nothing under the others."""
    tops, parts = _texts(upper), _texts(lower)
    if sum(bool(text) for text in tops) < 2 or not any(parts):
        return False
    if any(not isinstance(value, str) for value in lower.values if value not in ("", None)) or _is_column_numbers(
        lower
    ):
        return False
    if any(
        (merge.first_row == upper.number and merge.last_row == upper.number and merge.last_column > merge.first_column)
        or (merge.first_row == upper.number and merge.last_row == lower.number)
        for merge in merges
    ):
        under_tall = {
            column
            for merge in merges
            if merge.first_row <= upper.number and merge.last_row >= lower.number
            for column in range(merge.first_column, merge.last_column + 1)
        }
        return not any(text and column in under_tall for column, text in enumerate(parts))
    width = max(len(tops), len(parts))
    tops, parts = tops + [""] * (width - len(tops)), parts + [""] * (width - len(parts))
    in_gaps = any(part and not top for top, part in zip(tops, parts, strict=True))
    empty_below = any(top and not part for top, part in zip(tops, parts, strict=True))
    return in_gaps and empty_below and all(_WORDS.search(part) for part in parts if part) and len(tops) > 2


def _names(upper: Row, lower: Row, merges: Sequence[Merge]) -> list[str]:
    tops, parts = _texts(upper), _texts(lower)
    width = max(len(tops), len(parts))
    tops, parts = tops + [""] * (width - len(tops)), parts + [""] * (width - len(parts))
    reach = {
        column: merge.first_column
        for merge in merges
        if merge.first_row <= upper.number <= merge.last_row
        for column in range(merge.first_column, merge.last_column + 1)
    }
    names = []
    group = ""
    for column in range(width):
        if tops[column]:
            group = tops[column]
        elif merges and column not in reach:
            group = ""
        names.append(_join(group if parts[column] or tops[column] else "", parts[column]))
    return names


def _join(group: str, part: str) -> str:
    if not group or not part:
        return group or part
    return part if group.casefold() in part.casefold() else f"{group} {part}"


# Rows that are not data -----------------------------------------------------------------------------------------------


def _why_not_data(row: Row, header: HeaderGuess, is_merged: bool) -> SkipReason | None:
    if row.is_blank:
        return SkipReason.BLANK
    texts = _texts(row)
    filled = [text for text in texts if text]
    if len(filled) == 1 and not row.formulas and (is_merged or len(header.names) > 3) and _WORDS.search(filled[0]):
        return SkipReason.TITLE
    if filled and filled[0].casefold().strip(" :.") in _TOTALS:
        return SkipReason.TOTAL
    same = sum(text.casefold() == name.casefold() for text, name in zip(texts, header.names, strict=False) if text)
    if same >= 2 and same >= 0.6 * len(filled):
        return SkipReason.REPEATED_HEADING
    return None


def _skip_above(row: Row, merges: Sequence[Merge]) -> SkippedRow | None:
    if row.is_blank:
        return None
    return _skip(row, SkipReason.TITLE, is_merged=row.number in _wide_merges(merges))


def _skip(row: Row, reason: SkipReason, *, is_merged: bool = False) -> SkippedRow:
    return SkippedRow(row.number, reason, " ".join(text for text in _texts(row) if text)[:200], is_merged)


def _wide_merges(merges: Sequence[Merge]) -> set[int]:
    """Rows with joined cells across columns."""
    return {
        number
        for merge in merges
        if merge.last_column > merge.first_column
        for number in range(merge.first_row, min(merge.last_row, merge.first_row + 1000) + 1)
    }


def _is_column_numbers(row: Row) -> bool:
    """The row of 1, 2, 3 or (1), (2), (3) that forms carry under their headings."""
    texts = [text for text in _texts(row) if text]
    if len(texts) < 3 or not all(_ORDINAL.fullmatch(text.casefold()) for text in texts):
        return False
    bare = [text.strip("()").casefold() for text in texts]
    start = [str(number) for number in range(1, len(bare) + 1)]
    return bare == start or bare == [chr(97 + number) for number in range(len(bare))]


def _texts(row: Row) -> list[str]:
    return [cell_text(value) for value in row.values]


def _trim(names: Sequence[str]) -> list[str]:
    names = list(names)
    while names and not names[-1]:
        names.pop()
    return names
