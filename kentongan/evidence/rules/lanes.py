"""Where pieces of evidence stand on a group's time line: shares of its width, from the first day to the last."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

# The months shown: this one and the five before it.
MONTHS = 6
# A little more than a week each: wide enough for a finger, where single days would be too narrow.
SPOTS = 24


def first_day(as_of: dt.date) -> dt.date:
    """The first day shown: the first of the month five months before."""
    month = as_of.year * 12 + as_of.month - MONTHS
    return dt.date(month // 12, month % 12 + 1, 1)


@dataclass(frozen=True, slots=True)
class Axis:
    """From the first to the last day, both included."""

    first: dt.date
    last: dt.date

    def share(self, day: dt.date, within: float = 0.0) -> float:
        """Where a moment of the day is, 0 at the beginning of the first and 1 at the end of the last."""
        days = (self.last - self.first).days + 1
        return round(min(max(((day - self.first).days + within) / days, 0.0), 1.0), 4)

    def months(self) -> list[tuple[dt.date, float]]:
        """The first of every month with its place."""
        starts, day = [], self.first
        while day <= self.last:
            starts.append((day, self.share(day)))
            day = (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
        return starts

    def spot(self, day: dt.date) -> int:
        """Which of the parts of the axis the day begins in: what lies in one part is opened together."""
        return min(int(self.share(day) * SPOTS), SPOTS - 1)

    def places(self, days: Iterable[dt.date]) -> list[float]:
        """A place for each of these days, which come in order; several of one day stand side by side within it."""
        return [self.share(day, (nth + 0.5) / n) for day, n in Counter(days).items() for nth in range(n)]
