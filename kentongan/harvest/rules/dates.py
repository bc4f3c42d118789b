"""When an entry was published, as sites write it: in two languages, a dozen ways, with and without a zone."""

import datetime as dt
import re
from collections.abc import Iterable

from kentongan.core.dates import MONTH_NUMBERS

# Most sites that forget their zone are in western Indonesia.
ASSUMED = dt.timezone(dt.timedelta(hours=7))
# No village had a site before; a clock that was never set says 1970.
EARLIEST = dt.datetime(1995, 1, 1, tzinfo=dt.UTC)
LEEWAY = dt.timedelta(days=1)
LONGEST = 120

# Roman numerals and "mr" are no words of a date here.
_MONTHS = {
    word: number for word, number in MONTH_NUMBERS.items() if len(word) > 2 and word not in {"iii", "vii", "xii"}
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))

_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})([-/.]?)(\d{2}|(?<=[-/.])\d)\2(\d{2}|(?<=[-/.])\d)(?!\d)")
_DAY_FIRST = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?[\s./,-]*({_MONTH})\b[\s./,-]*(\d{{4}}|\d{{2}})(?!\d)", re.I
)
_MONTH_FIRST = re.compile(
    rf"\b({_MONTH})\.?[\s/-]+(\d{{1,2}})(?:st|nd|rd|th)?\b[\s,]*?(\D+?\d{{1,2}}:\d\d\S*\s+(?:(?:[A-Z]{{3,4}}|[+-]\d{{4}})\s+)?)?[\s,/-]*(\d{{4}})(?!\d)",
    re.I,
)
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_TIME = re.compile(r"(?<![\d/-])(\d{1,2})([:.])(\d{2})(?:\2(\d{2})(?:[.,]\d+)?)?(?!\d)\s*([ap]\.?m\b\.?)?", re.I)
_COMPACT_TIME = re.compile(r"(\d{2})()(\d{2})(\d{2})?()(?=Z|[+-]\d{4}|\s*$)")
_ZONE = re.compile(
    r"\s*\(?\s*(?:(Z)(?![a-z])|(?:Etc/)?(WIB|WITA|WIT|UTC|GMT|UT|[ECMP][SD]T|CES?T|BST|SGT|MYT|HKT|JST|KST|AE[SD]T)\b)?\s*(?:([+-])(\d{1,2})(?::?(\d{2}))?(?![\d.:]))?",
    re.I,
)
_HOURS = {
    "wib": 7,
    "wita": 8,
    "wit": 9,
    "sgt": 8,
    "myt": 8,
    "hkt": 8,
    "jst": 9,
    "kst": 9,
    "aest": 10,
    "aedt": 11,
    "bst": 1,
    "cet": 1,
    "cest": 2,
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
}
_EPOCH = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")
# Nothing longer: who says "two months ago" may mean either of three.
_UNITS = {
    dt.timedelta(minutes=1): "menit|minutes?|mins?",
    dt.timedelta(hours=1): "jam|hours?",
    dt.timedelta(days=1): "hari|days?",
    dt.timedelta(weeks=1): "minggu|pekan|weeks?",
}
_AGO = {
    unit: re.compile(rf"(?<![\w.,])(\d{{1,2}}|se|an?)\s*(?:{names})\s+(?:yang\s+)?(?:lalu|ago)\b", re.I)
    for unit, names in _UNITS.items()
}
_IN_ADDRESS = re.compile(r"/((?:19|20)\d{2})[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/_-]|$)")


_RFC = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?(\d\d?) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4}) (\d\d):(\d\d):(\d\d) (?:GMT|\+0000)",
    re.ASCII,
)
_ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-](?:0\d|1[0-4]):\d\d)", re.ASCII)


def read(text: str, *, is_month_first: bool = False) -> dt.datetime | None:
    """The moment a text names, in UTC; None where it names none. Believed or not is asked of ``is_believable``."""
    text = text.strip()[:LONGEST]
    return at_once(text) or thoroughly(text, is_month_first) if text else None


def at_once(text: str) -> dt.datetime | None:
    """A moment as most feeds write it, many times quicker, and the same as ``thoroughly``; None for all others."""
    try:
        if _ISO.fullmatch(text):
            return dt.datetime.fromisoformat(text).astimezone(dt.UTC)
        if found := _RFC.fullmatch(text):
            day, month, *rest = found.groups()
            year, hour, minute, second = map(int, rest)
            return dt.datetime(year, _MONTHS[month.lower()], int(day), hour, minute, second, tzinfo=dt.UTC)
    except (ValueError, OverflowError):
        pass
    return None


def thoroughly(text: str, is_month_first: bool) -> dt.datetime | None:
    try:
        if _EPOCH.fullmatch(text):
            return dt.datetime.fromtimestamp(float(text) / (1000 if len(text.partition(".")[0]) == 13 else 1), dt.UTC)
        found = _day(text, is_month_first)
        if found is None:
            return None
        (year, month, day), rest = found
        hour, minute, second, zone = _time(rest)
        moment = dt.datetime(year, month, day, tzinfo=zone) + dt.timedelta(hours=hour, minutes=minute, seconds=second)
        return moment.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None


def is_believable(moment: dt.datetime, *, now: dt.datetime) -> bool:
    return EARLIEST <= moment <= now + LEEWAY


def first_believable(texts: Iterable[str], *, now: dt.datetime, is_month_first: bool = False) -> dt.datetime | None:
    """The first of the texts that names a moment which can have been."""
    for text in texts:
        moment = read(text, is_month_first=is_month_first)
        if moment is not None and is_believable(moment, now=now):
            return moment
    return None


def ago(text: str, *, now: dt.datetime) -> dt.datetime | None:
    """The moment that “3 hari yang lalu” means now."""
    if "lalu" not in text.lower() and "ago" not in text.lower():
        return None
    for unit, words in _AGO.items():
        if found := words.search(text):
            return now - unit * (int(found[1]) if found[1].isdigit() else 1)
    return None


def month_comes_first(texts: Iterable[str]) -> bool:
    """Whether a site writes 08/25/2023: a number over twelve stands second somewhere, and first nowhere."""
    second = False
    for text in texts:
        found = _NUMERIC.search(text[:LONGEST])
        if found and int(found[1]) > 12:
            return False
        second = second or bool(found and int(found[3]) > 12)
    return second


def from_address(link: str, *, now: dt.datetime) -> dt.datetime | None:
    """The day in an address like …/2023/08/05/kerja-bakti, at noon."""
    found = _IN_ADDRESS.search(link)
    if found is None:
        return None
    try:
        moment = dt.datetime(int(found[1]), int(found[2]), int(found[3]), 12, tzinfo=ASSUMED).astimezone(dt.UTC)
    except ValueError:
        return None
    return moment if is_believable(moment, now=now) else None


def _day(text: str, is_month_first: bool) -> tuple[tuple[int, int, int], str] | None:
    """Year, month and day, and what is left of the text: first what follows, then what stood before."""
    if found := _YEAR_FIRST.search(text):
        return (int(found[1]), int(found[3]), int(found[4])), _rest(text, found)
    if found := _DAY_FIRST.search(text):
        return (_year(found[3]), _MONTHS[found[2].lower()], int(found[1])), _rest(text, found)
    if found := _MONTH_FIRST.search(text):
        return (int(found[4]), _MONTHS[found[1].lower()], int(found[2])), found[3] or _rest(text, found)
    if found := _NUMERIC.search(text):
        day, month = int(found[1]), int(found[3])
        if month > 12 or (is_month_first and day <= 12):
            day, month = month, day
        return (_year(found[4]), month, day), _rest(text, found)
    return None


def _rest(text: str, found: re.Match[str]) -> str:
    return f"{text[found.end() :].removeprefix('T').removeprefix('t')} {text[: found.start()]}"


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits) - (100 if int(digits) >= 70 else 0)


def _time(text: str) -> tuple[int, int, int, dt.tzinfo]:
    found = _COMPACT_TIME.match(text) or _TIME.search(text)
    if found is None:
        return 0, 0, 0, ASSUMED
    hour, minute, second = int(found[1]), int(found[3]), int(found[4] or 0)
    if found[5]:
        hour = hour % 12 + (12 if found[5][0] in "pP" else 0)
    if hour > 24 or minute > 59:
        return 0, 0, 0, ASSUMED
    return hour, minute, second, _zone(text, found.end())


def _zone(text: str, at: int) -> dt.tzinfo:
    found = _ZONE.match(text, at)
    if found is None or not found[0].strip(" ("):
        return ASSUMED
    if found[3]:
        shift = dt.timedelta(hours=int(found[4]), minutes=int(found[5] or 0))
        return dt.timezone(-shift if found[3] == "-" else shift) if shift < dt.timedelta(hours=15) else ASSUMED
    return dt.timezone(dt.timedelta(hours=_HOURS.get((found[2] or "").lower(), 0)))
