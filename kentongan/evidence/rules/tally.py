"""The packed form of a group's calendar year: one 32-bit word for each day, kind and standing, in order of days.

    bits 17 to 25   day of the year, 0 for 1 January
    bits  9 to 16   number of the kind
    bit   8         confirmed
    bits  0 to 7    how many, 1 to 255; more take another word

Little-endian, so that arrays of many groups can be read at once without a loop.
"""

import datetime as dt
import sys
from array import array
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

DAY_SHIFT, KIND_SHIFT, CONFIRMED = 17, 9, 1 << 8
MOST = 255
# A group's key is below this.
KEYS_A_YEAR = 1 << 32


class DayCount(NamedTuple):
    """``n`` records of a kind on a day; confirmed ones apart from the others."""

    day: dt.date
    kind: int
    confirmed: bool
    n: int


def tally_key(year: int, group: int) -> int:
    """The key of a group's year: all groups of a year follow one another in the order of their own keys."""
    return year * KEYS_A_YEAR + group


def pack(year: int, records: Iterable[tuple[dt.date, int, bool]]) -> bytes:
    """The words of a year for records of (day, number of kind, confirmed), each of which counts once."""
    return add(year, b"", records)


def add(year: int, days: bytes, records: Iterable[tuple[dt.date, int, bool]]) -> bytes:
    """The words of a year after more records: the same as packing the old and the new ones together."""
    first = dt.date(year, 1, 1)
    heads = Counter(
        (day - first).days << DAY_SHIFT | kind << KIND_SHIFT | (CONFIRMED if confirmed else 0)
        for day, kind, confirmed in records
    )
    for word in _little(array("I", days)):
        heads[word & ~MOST] += word & MOST
    words = array("I")
    for head, n in sorted(heads.items()):
        words.extend([head | MOST] * (n // MOST))
        if n % MOST:
            words.append(head | n % MOST)
    return _little(words).tobytes()


def unpack(year: int, days: bytes) -> list[DayCount]:
    """What was packed, in order of days."""
    first = dt.date(year, 1, 1).toordinal()
    # A busy group has a dozen words a day: each day is made once.
    dates = [dt.date.fromordinal(first + n) for n in range(366)]
    return [
        DayCount(dates[word >> DAY_SHIFT], word >> KIND_SHIFT & 0xFF, bool(word & CONFIRMED), word & MOST)
        for word in _little(array("I", days))
    ]


def _little(words: "array[int]") -> "array[int]":
    if sys.byteorder == "big":
        words.byteswap()
    return words
