"""Whole numbers that change on few days: how readings and ranks run over time. Days are ordinals."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from operator import itemgetter

EVER = 1 << 30


@dataclass(frozen=True, slots=True)
class Steps:
    """``values[i]`` holds from day ``starts[i]`` until the day before the next start; the first starts at 0, before all days."""

    starts: list[int]
    values: list[int]

    def at(self, day: int) -> int:
        return self.values[bisect_right(self.starts, day) - 1]

    def run_at(self, day: int) -> tuple[int, int]:
        """The first day of the value of ``day``, and the first day of the next value (`EVER` for none)."""
        place = bisect_right(self.starts, day)
        return self.starts[place - 1], self.starts[place] if place < len(self.starts) else EVER

    def after(self, day: int) -> list[tuple[int, int]]:
        """The changes after ``day``: when, and to what."""
        place = bisect_right(self.starts, day)
        return list(zip(self.starts[place:], self.values[place:], strict=True))

    def mapped(self, change: Callable[[int], int]) -> "Steps":
        return steps_of(zip(self.starts, map(change, self.values), strict=True))

    def runs(self) -> Iterable[tuple[int, int, int]]:
        """Each value with its first day and its last."""
        ends = [*self.starts[1:], EVER]
        return ((start, end - 1, value) for start, end, value in zip(self.starts, ends, self.values, strict=True))


def steps_of(changes: Iterable[tuple[int, int]]) -> Steps:
    """Steps of (day, value) in order of days; what changes nothing is left out."""
    starts: list[int] = []
    values: list[int] = []
    for day, value in changes:
        if not values or values[-1] != value:
            starts.append(day)
            values.append(value)
    return Steps(starts, values)


def counting(spans: Iterable[tuple[int, int, int]]) -> Steps:
    """What holds on each day of these spans: first day, last day, how many of them."""
    deltas: dict[int, int] = {}
    for first, last, n in spans:
        deltas[first] = deltas.get(first, 0) + n
        deltas[last + 1] = deltas.get(last + 1, 0) - n
    running = 0
    changes = [(0, 0)]
    for day in sorted(deltas):
        running += deltas[day]
        changes.append((day, running))
    return steps_of(changes)


def highest(spans: Iterable[tuple[int, int, int]]) -> Steps:
    """On each day the highest value of the spans (first day, last day, value) that hold on it; 0 for none."""
    ordered = sorted(spans)
    edges = sorted({0, *(first for first, _, _ in ordered), *(last + 1 for _, last, _ in ordered if last < EVER)})
    open_spans: list[tuple[int, int]] = []
    waiting = iter(ordered)
    upcoming = next(waiting, None)
    changes = []
    for day in edges:
        while upcoming and upcoming[0] <= day:
            heappush(open_spans, (-upcoming[2], upcoming[1]))
            upcoming = next(waiting, None)
        while open_spans and open_spans[0][1] < day:
            heappop(open_spans)
        changes.append((day, -open_spans[0][0] if open_spans else 0))
    return steps_of(changes)


def combined(parts: Sequence[Steps], judge: Callable[[tuple[int, ...]], int]) -> Steps:
    """What ``judge`` makes of the parts' values, day by day; it is asked once for each tuple of values."""
    changes = sorted(
        (
            (day, place, value)
            for place, part in enumerate(parts)
            for day, value in zip(part.starts, part.values, strict=True)
        ),
        key=itemgetter(0),
    )
    now = [0] * len(parts)
    answers: dict[tuple[int, ...], int] = {}
    days: dict[int, tuple[int, ...]] = {0: tuple(now)}
    for day, place, value in changes:
        now[place] = value
        days[day] = tuple(now)
    for values in days.values():
        if values not in answers:
            answers[values] = judge(values)
    return steps_of((day, answers[values]) for day, values in days.items())
