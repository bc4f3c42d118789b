"""Reads days as Indonesian offices write them, and never guesses.

Pure: no clock, no settings. What cannot be read comes back as `Unreadable` with a reason, a sentence and, where
the writing allows only one or two readings, proposals to choose from.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from enum import StrEnum
from typing import Any

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext_lazy as _

EARLIEST = date(1900, 1, 1)
LATEST = date(2100, 12, 31)
# Day 60 of Excel's 1900 system is the 29 February 1900 that never was; counting from here is right for every later day.
EXCEL_DAY_ZERO = date(1899, 12, 30)
# As a bare number only days of these years are taken for Excel serials, so that 2025 stays a year and 812345 stays a number.
SERIAL_FIRST = (date(1950, 1, 1) - EXCEL_DAY_ZERO).days
SERIAL_LAST = (date(2099, 12, 31) - EXCEL_DAY_ZERO).days
# Two-digit years: 69 is 2069, 70 is 1970 (the rule of POSIX).
TWO_DIGIT_PIVOT = 70
LONGEST_TEXT = 120

_MONTH_WORDS = {
    1: "januari january jan i",
    2: "februari february pebruari febuari feb febr peb pebr ii",
    3: "maret march mar mrt iii",
    4: "april apr iv",
    5: "mei may v",
    6: "juni june jun vi",
    7: "juli july jul vii",
    8: "agustus august agt agu ags agus agust agst aug viii",
    9: "september sept sep ix",
    10: "oktober october okt oct x",
    11: "november nopember nov nop xi",
    12: "desember december des dec xii",
}
MONTH_NUMBERS = {word: number for number, words in _MONTH_WORDS.items() for word in words.split()}
_WEEKDAY_WORDS = {
    0: "senin sen monday mon",
    1: "selasa sel tuesday tue",
    2: "rabu rab wednesday wed",
    3: "kamis kam thursday thu",
    4: "jumat jum'at jum friday fri",
    5: "sabtu sab saturday sat",
    6: "minggu min ahad sunday sun",
}
WEEKDAY_NUMBERS = {word: number for number, words in _WEEKDAY_WORDS.items() for word in words.split()}


class Reason(StrEnum):
    """Why a cell is not a day. The values are stable: scripts and stored previews may rely on them."""

    EMPTY = "empty"
    NOT_A_DAY = "not_a_day"
    NO_SUCH_DAY = "no_such_day"
    NOT_A_LEAP_YEAR = "not_a_leap_year"
    NO_SUCH_MONTH = "no_such_month"
    UNKNOWN_MONTH = "unknown_month"
    NO_YEAR = "no_year"
    YEAR_ONLY = "year_only"
    MONTH_ONLY = "month_only"
    YEARS_ONLY = "years_only"
    PERIODS_ONLY = "periods_only"
    WEEKDAY_DIFFERS = "weekday_differs"
    OUT_OF_RANGE = "out_of_range"
    NOT_A_RANGE = "not_a_range"
    ENDS_BEFORE_START = "ends_before_start"


SENTENCES = {
    Reason.EMPTY: _("Tanggal belum diisi."),
    Reason.NOT_A_DAY: _("“%(text)s” tidak terbaca sebagai tanggal. Tulis misalnya 24 September 2025."),
    Reason.NO_SUCH_DAY: _("Tanggal %(day)s %(month)s tidak ada."),
    Reason.NOT_A_LEAP_YEAR: _("Tanggal 29 Februari %(year)s tidak ada: %(year)s bukan tahun kabisat."),
    Reason.NO_SUCH_MONTH: _("Bulan ke-%(month)s tidak ada. Urutannya tanggal, bulan, tahun."),
    Reason.UNKNOWN_MONTH: _("Bulan “%(month)s” tidak dikenal."),
    Reason.NO_YEAR: _("“%(text)s” belum menyebut tahun."),
    Reason.YEAR_ONLY: _("Hanya tahun %(year)s yang tertulis. Pilih atau tulis tanggalnya."),
    Reason.MONTH_ONLY: _("Hanya bulan %(month)s %(year)s yang tertulis. Pilih atau tulis tanggalnya."),
    Reason.YEARS_ONLY: _("Hanya tahun %(first)s dan %(last)s yang tertulis. Pilih atau tulis tanggalnya."),
    Reason.PERIODS_ONLY: _("Hanya %(first)s dan %(last)s yang tertulis. Pilih atau tulis tanggalnya."),
    Reason.WEEKDAY_DIFFERS: _("%(written)s tidak cocok: tanggal itu hari %(real)s."),
    Reason.OUT_OF_RANGE: _("Tahun %(year)s di luar jangkauan (1900 sampai 2100)."),
    Reason.NOT_A_RANGE: _("“%(text)s” bukan rentang tanggal. Tulis misalnya 2 Mei 2023 s/d 1 Mei 2026."),
    Reason.ENDS_BEFORE_START: _("Akhir rentang mendahului awalnya."),
}
_IMPRECISE = {Reason.YEAR_ONLY, Reason.MONTH_ONLY, Reason.YEARS_ONLY, Reason.PERIODS_ONLY}


@dataclass(frozen=True, slots=True)
class ParsedDay:
    """A day that stood in the cell, complete and possible."""

    day: date


@dataclass(frozen=True, slots=True)
class DayRange:
    """Two days, both included."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that is not one day, with what it may have meant.

    `period` is set when a whole year or month was written (a recognised, imprecise kind): its last day is the first proposal.
    Proposals are days, or ranges when a range was asked for; `sides` then are the days that may be its first and its last.
    """

    reason: Reason
    parts: tuple[tuple[str, Any], ...] = ()
    proposals: tuple[date, ...] | tuple[DayRange, ...] = ()
    period: DayRange | None = None
    sides: tuple[DayRange, DayRange] | None = None

    @property
    def is_empty(self) -> bool:
        return self.reason is Reason.EMPTY

    @property
    def is_imprecise(self) -> bool:
        return self.reason in _IMPRECISE

    @property
    def message(self) -> str:
        """The sentence for people, in the language of the moment."""
        words = {name: _spoken(name, value) for name, value in self.parts}
        return str(SENTENCES[self.reason]) % words


def parse_day(value: object) -> ParsedDay | Unreadable:
    """One day from a cell: text, number (Excel serial) or date. Day comes before month, always."""
    if isinstance(value, datetime):
        return _in_range(value.date())
    if isinstance(value, date):
        return _in_range(value)
    if value is None:
        return Unreadable(Reason.EMPTY)
    if isinstance(value, bool):
        return _not_a_day(str(value))
    if isinstance(value, int | float):
        return _from_number(value)
    return _from_text(str(value))


def parse_range(value: object) -> DayRange | Unreadable:
    """Two days from a cell such as "2 Mei 2023 s/d 1 Mei 2026"; for bare years or months the range is only proposed."""
    text = _tidy("" if value is None else str(value))
    if not any(map(str.isalnum, text)):
        return Unreadable(Reason.EMPTY)
    if len(text) > LONGEST_TEXT:
        return Unreadable(Reason.NOT_A_RANGE, (("text", _short(text)),))
    problem: Unreadable | None = None
    for left, right in _splits(text):
        outcome = _join(left, right)
        if isinstance(outcome, DayRange):
            return outcome
        if outcome.reason is not Reason.NOT_A_DAY and problem is None:
            problem = outcome
    return problem or Unreadable(Reason.NOT_A_RANGE, (("text", _short(str(value))),))


def last_day_of_month(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


# From text -----------------------------------------------------------------------------------------------------------

_GAP = r"\s*[-./,\s]\s*"
_YEAR = r"'?(\d{4}|\d{2})"
_DIGITS = re.compile(r"\d+(?:[.,]\d+)?")
_DAY_MONTH_YEAR = re.compile(rf"(\d{{1,2}}){_GAP}(\d{{1,2}}){_GAP}{_YEAR}")
_YEAR_MONTH_DAY = re.compile(rf"(\d{{4}}){_GAP}(\d{{1,2}}){_GAP}(\d{{1,2}})")
_DAY_NAME_YEAR = re.compile(rf"(\d{{1,2}})[-./,\s]*([a-z]+)[-./,\s]*{_YEAR}")
_NAME_DAY_YEAR = re.compile(r"([a-z]+)\.?[-\s]+(\d{1,2})(?:st|nd|rd|th)?(?:\s*,\s*|\s+)(\d{4})")
_NAME_YEAR = re.compile(rf"([a-z]+)[-./,\s]*{_YEAR}")
_MONTH_YEAR = re.compile(r"(\d{1,2})\s*[-./]\s*(\d{4})")
_DAY_NAME = re.compile(r"(\d{1,2})[-./,\s]*([a-z]+)\.?")
_YEAR_ALONE = re.compile(r"(?:tahun|thn|th)?\.?\s*(\d{4})")
_TIME = re.compile(
    r"(?:[\s,]+|(?<=\d)t)(?:"
    r"\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:z|am|pm|wib|wita|wit|[+-]\d{2}:?\d{2})?"
    r"|(?:pukul|jam|pkl\.?)\s*\d{1,2}(?:[.:]\d{2})?\s*(?:wib|wita|wit)?"
    r"|\d{1,2}\.\d{2}\s*(?:wib|wita|wit))$"
)
_LEAD_WORD = re.compile(r"(?:tanggal|tgl|tertanggal|pada)\b[.:\s]*")
_LEAD_PLACE = re.compile(r"([a-z][a-z' ]*?)\s*,\s*(?=\d)")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-") | dict.fromkeys(map(ord, "’‘`´ʼ"), "'")


def _tidy(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).translate(_DASHES).casefold()
    return " ".join(text.split()).strip(" .;,")


def _from_text(written: str) -> ParsedDay | Unreadable:
    text = _tidy(written)
    if not any(map(str.isalnum, text)):
        # Also "-", as people fill what they do not know.
        return Unreadable(Reason.EMPTY)
    if len(text) > LONGEST_TEXT or not any(character in "0123456789" for character in text):
        return _not_a_day(written)
    if _DIGITS.fullmatch(text):
        return _from_digits(text, written)
    text = _LEAD_WORD.sub("", _TIME.sub("", text), count=1) if text[0].isalpha() else _TIME.sub("", text)
    weekday, text = _without_lead(text)
    outcome = _from_parts(text, written)
    if weekday is not None and isinstance(outcome, ParsedDay) and outcome.day.weekday() != weekday:
        parts = (("written", weekday), ("real", outcome.day.weekday()))
        return Unreadable(Reason.WEEKDAY_DIFFERS, parts, (outcome.day,))
    return outcome


def _without_lead(text: str) -> tuple[int | None, str]:
    """Take "Rabu," or the place of signing ("Kepanjen, ") off the front."""
    word, _space, rest = text.partition(" ")
    bare = word.rstrip(",.")
    if bare in WEEKDAY_NUMBERS and rest:
        return WEEKDAY_NUMBERS[bare], rest.lstrip(" ,-")
    if lead := _LEAD_PLACE.match(text):
        name = lead.group(1)
        if name in WEEKDAY_NUMBERS:
            return WEEKDAY_NUMBERS[name], text[lead.end() :]
        if name not in MONTH_NUMBERS:
            return None, text[lead.end() :]
    return None, text


def _from_parts(text: str, written: str) -> ParsedDay | Unreadable:
    """Try the shapes a date has, the complete ones first."""
    shapes: tuple[tuple[re.Pattern[str], Callable[..., ParsedDay | Unreadable]], ...] = (
        (_YEAR_MONTH_DAY, lambda year, month, day: _build(day, int(month), year)),
        (_DAY_MONTH_YEAR, lambda day, month, year: _build(day, int(month), year)),
        (_DAY_NAME_YEAR, lambda day, name, year: _named(day, name, year)),
        (_NAME_DAY_YEAR, lambda name, day, year: _named(day, name, year)),
        (_NAME_YEAR, lambda name, year: _month_only(name, year, written)),
        (_MONTH_YEAR, lambda month, year: _month_period(int(month), int(year))),
        (_YEAR_ALONE, lambda year: _year_period(int(year))),
        (_DAY_NAME, lambda _day, name: _no_year(name, written)),
    )
    for pattern, reading in shapes:
        if found := pattern.fullmatch(text):
            return reading(*found.groups())
    return _not_a_day(written)


def _from_digits(text: str, written: str) -> ParsedDay | Unreadable:
    """A run of digits: a year, 24092025, 20250924 or an Excel serial. No run can be two of these."""
    if len(text) == 8 and text.isdigit():
        if text[4:6] in {"19", "20", "21"}:
            return _build(text[:2], int(text[2:4]), text[4:])
        return _build(text[6:], int(text[4:6]), text[:4]) if text[:2] in {"19", "20", "21"} else _not_a_day(written)
    if "." in text and (found := _MONTH_YEAR.fullmatch(text)):
        return _month_period(int(found.group(1)), int(found.group(2)))
    return _from_number(float(text.replace(",", ".")), written)


def _from_number(number: float, written: str = "") -> ParsedDay | Unreadable:
    if number != number or number in (float("inf"), float("-inf")):
        return _not_a_day(written or str(number))
    if number == int(number) and EARLIEST.year <= number <= LATEST.year:
        return _year_period(int(number))
    if SERIAL_FIRST <= number < SERIAL_LAST + 1:
        return ParsedDay(EXCEL_DAY_ZERO + timedelta(days=int(number)))
    if number == int(number) and 10_000_000 <= abs(number) < 100_000_000 and not written:
        return _from_digits(str(int(number)), str(int(number)))
    return _not_a_day(written or f"{number:g}")


def _named(day: str, name: str, year: str) -> ParsedDay | Unreadable:
    if month := MONTH_NUMBERS.get(name):
        return _build(day, month, year)
    return _unknown_month(name, day, year)


def _unknown_month(name: str, day: str, year: str) -> Unreadable:
    known = [word for word in MONTH_NUMBERS if len(word) > 2]
    proposals: list[date] = []
    for word in get_close_matches(name, known, n=3, cutoff=0.8):
        meant = _build(day, MONTH_NUMBERS[word], year)
        if isinstance(meant, ParsedDay) and meant.day not in proposals:
            proposals.append(meant.day)
    return Unreadable(Reason.UNKNOWN_MONTH, (("month", name),), tuple(proposals[:2]))


def _month_only(name: str, year: str, written: str) -> Unreadable:
    if name in {"tahun", "thn", "th"} and len(year) == 4:
        return _year_period(int(year))
    month = MONTH_NUMBERS.get(name)
    return _month_period(month, _full_year(year)) if month else _not_a_day(written)


def _no_year(name: str, written: str) -> Unreadable:
    if name in MONTH_NUMBERS:
        return Unreadable(Reason.NO_YEAR, (("text", _short(written)),))
    return _not_a_day(written)


def _month_period(month: int, year: int) -> Unreadable:
    if not 1 <= month <= 12:
        return Unreadable(Reason.NO_SUCH_MONTH, (("month", month),))
    if not EARLIEST.year <= year <= LATEST.year:
        return Unreadable(Reason.OUT_OF_RANGE, (("year", year),))
    period = DayRange(date(year, month, 1), last_day_of_month(year, month))
    return Unreadable(Reason.MONTH_ONLY, (("month", _Month(month)), ("year", year)), (period.end,), period)


def _year_period(year: int) -> Unreadable:
    if not EARLIEST.year <= year <= LATEST.year:
        return Unreadable(Reason.OUT_OF_RANGE, (("year", year),))
    period = DayRange(date(year, 1, 1), date(year, 12, 31))
    return Unreadable(Reason.YEAR_ONLY, (("year", year),), (period.end,), period)


def _build(day_text: str, month: int, year_text: str) -> ParsedDay | Unreadable:
    day, year = int(day_text), _full_year(year_text)
    if not EARLIEST.year <= year <= LATEST.year:
        return Unreadable(Reason.OUT_OF_RANGE, (("year", year),))
    if not 1 <= month <= 12:
        swapped = (date(year, day, month),) if _exists(year, day, month) else ()
        return Unreadable(Reason.NO_SUCH_MONTH, (("month", month),), swapped)
    if _exists(year, month, day):
        return ParsedDay(date(year, month, day))
    if (day, month) == (29, 2):
        return Unreadable(Reason.NOT_A_LEAP_YEAR, (("year", year),))
    return Unreadable(Reason.NO_SUCH_DAY, (("day", day), ("month", _Month(month))))


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _full_year(text: str) -> int:
    year = int(text)
    if len(text) > 2:
        return year
    return year + (2000 if year < TWO_DIGIT_PIVOT else 1900)


def _in_range(day: date) -> ParsedDay | Unreadable:
    if EARLIEST <= day <= LATEST:
        return ParsedDay(day)
    return Unreadable(Reason.OUT_OF_RANGE, (("year", day.year),))


# Ranges --------------------------------------------------------------------------------------------------------------

_UNTIL = re.compile(r"\s*(?:\bs\s*[./]\s*d\b\.?|\bsd\b\.?|\bsampai(?:\s+dengan)?\b|\bhingga\b|\bto\b|\buntil\b|~)\s*")
_BARE_DAY = re.compile(r"\d{1,2}")


def _splits(text: str) -> Iterator[tuple[str, str]]:
    """Where the range may be cut: at a word such as "s/d", at a spaced dash, then at any dash or slash."""
    for pattern in (_UNTIL, re.compile(r"\s+-\s+"), re.compile(r"\s*[-/]\s*")):
        for cut in pattern.finditer(text):
            left, right = text[: cut.start()].strip(" ,"), text[cut.end() :].strip(" ,")
            if left and right:
                yield left, right


def _join(left: str, right: str) -> DayRange | Unreadable:
    end = _from_text(right)
    if isinstance(end, ParsedDay):
        start = _start_before(left, end.day)
        if isinstance(start, ParsedDay):
            return _ordered(start.day, end.day)
        return _propose(start, DayRange(end.day, end.day))
    if end.period is None:
        return end
    start = _from_text(left)
    if isinstance(start, ParsedDay):
        return _propose(end, DayRange(start.day, start.day), starts=True)
    if start.period is None:
        return start
    return _propose(_both(start, end), start.period, starts=True)


def _both(start: Unreadable, end: Unreadable) -> Unreadable:
    """Two whole periods, each named: "Hanya tahun 2024 dan 2027"."""
    if start.parts == end.parts:
        return end
    reason = Reason.YEARS_ONLY if start.reason is end.reason is Reason.YEAR_ONLY else Reason.PERIODS_ONLY
    first, last = (tuple(value for _name, value in side.parts) for side in (start, end))
    return Unreadable(reason, (("first", first), ("last", last)), period=end.period)


def _start_before(left: str, end: date) -> ParsedDay | Unreadable:
    """The first day, which may lean on the second for its month and year ("2 – 5 Mei 2023")."""
    if _BARE_DAY.fullmatch(left):
        return _build(left, end.month, str(end.year))
    if (found := _DAY_NAME.fullmatch(left)) and found.group(2) in MONTH_NUMBERS:
        return _build(found.group(1), MONTH_NUMBERS[found.group(2)], str(end.year))
    return _from_text(left)


def _propose(problem: Unreadable, other: DayRange, *, starts: bool = False) -> Unreadable:
    """Keep the reason, and propose the range that whole periods would give."""
    if problem.period is None:
        return Unreadable(problem.reason, problem.parts)
    first, second = (other, problem.period) if starts else (problem.period, other)
    if second.end < first.start:
        return Unreadable(Reason.ENDS_BEFORE_START)
    return Unreadable(
        problem.reason, problem.parts, (DayRange(first.start, second.end),), problem.period, (first, second)
    )


def _ordered(start: date, end: date) -> DayRange | Unreadable:
    if end < start:
        return Unreadable(Reason.ENDS_BEFORE_START)
    return DayRange(start, end)


# Words ---------------------------------------------------------------------------------------------------------------


class _Month(int):
    """A month number that is spoken as its name."""


def _spoken(name: str, value: Any) -> str:
    if isinstance(value, tuple):
        return " ".join(_spoken(name, part) for part in value)
    if isinstance(value, _Month):
        return str(MONTHS[int(value)])
    if name in {"written", "real"}:
        return str(WEEKDAYS[value])
    return str(value)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:39] + "…"


def _not_a_day(written: str) -> Unreadable:
    return Unreadable(Reason.NOT_A_DAY, (("text", _short(written)),))
