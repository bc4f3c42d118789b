"""The register's rows as columns of numbers, from which the figures of any day are counted in milliseconds.

A place is its code as a number of ten digits ("35.07.08.2001" is 3507082001, its kecamatan 3507080000), a day its ordinal.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kentongan.insights.rules.figures import Coverage, DecreeStates, DistrictWithout, Formation, by_size
from kentongan.insights.rules.work import FILED_WAITS, MOST_SINGLE, STEP_WAITS, WaitingCase
from kentongan.registry.enums import Precision
from kentongan.registry.rules.decrees import renewal_limit

# One column of the table a fact, so that each kind of number lies together.
Table = NDArray[np.int64]
Mask = NDArray[np.bool_]
# A condition on places: their numbers in, which of them out.
Places = Callable[[NDArray[np.int64]], Mask]

# A beginning and an end that nobody recorded.
NEVER = 0
ALWAYS = dt.date.max.toordinal() + 1

DIGITS = 10
PROVINCE, REGENCY, DISTRICT = 10**8, 10**6, 10**4


def number_of(code: str) -> int:
    """The number of a place."""
    return int(code.replace(".", "").ljust(DIGITS, "0"))


def code_of(number: int, size: int) -> str:
    """The code of the place of this size (``PROVINCE``, ``REGENCY``, ``DISTRICT``) in which the number lies."""
    digits = f"{number // size:0{DIGITS - len(str(size)) + 1}d}"
    return ".".join(digits[at : at + 2] for at in range(0, len(digits), 2))


def table(rows: Sequence[Sequence[int]], columns: int) -> Table:
    """Rows of numbers as a table of so many columns."""
    return np.ascontiguousarray(np.array(rows, np.int64).reshape(-1, columns).T)


@dataclass(frozen=True, slots=True)
class Columns:
    """All that figures are counted from, whatever the day."""

    # place, is a kelurahan, begins, ends; in order of places
    villages: Table
    # place, begins, ends
    districts: Table
    names: Mapping[int, str]
    # key, place, formed on an exact day, formed, ended, not before; in order of keys
    groups: Table
    # key of the group, starts, ends; in order of groups
    decrees: Table
    # key, place, opened, closed; in order of keys
    cases: Table
    # key of the case, is a filing, done; in order of cases
    steps: Table

    def of(self, places: Places) -> "Columns":
        """What lies in these places only."""
        groups = self.groups[:, places(self.groups[1])]
        cases = self.cases[:, places(self.cases[1])]
        return Columns(
            villages=self.villages[:, places(self.villages[0])],
            districts=self.districts[:, places(self.districts[0])],
            names=self.names,
            groups=groups,
            decrees=self.decrees[:, _among(self.decrees[0], groups[0])],
            cases=cases,
            steps=self.steps[:, _among(self.steps[0], cases[0])],
        )

    def within(self, code: str) -> "Columns":
        """What lies in a province or a regency."""
        size = PROVINCE if len(code) == 2 else REGENCY
        wanted = number_of(code) // size
        return self.of(lambda places: places // size == wanted)

    def with_regencies(self, codes: Collection[str], new: "Columns") -> "Columns":
        """The same with ``new`` in the place of all that lies in these regencies."""
        gone = np.array([number_of(code) // REGENCY for code in codes], np.int64)
        kept = self.of(lambda places: ~np.isin(places // REGENCY, gone))
        both = {one.name: (getattr(kept, one.name), getattr(new, one.name)) for one in fields(self)}
        names = {**kept.names, **new.names}
        return Columns(names=names, **{name: _in_order(*pair) for name, pair in both.items() if name != "names"})

    @property
    def regencies(self) -> list[str]:
        return [code_of(number * REGENCY, REGENCY) for number in _distinct(self.villages[0] // REGENCY).tolist()]


def _in_order(one: Table, other: Table) -> Table:
    both = np.concatenate([one, other], axis=1)
    return both[:, np.argsort(both[0], kind="stable")]


def _distinct(ordered: NDArray[np.int64]) -> NDArray[np.int64]:
    """Each number once, of numbers in order: `np.unique` takes several times as long."""
    return ordered[np.diff(ordered, prepend=ordered[:1] - 1) != 0]


def _alike(table: Table) -> tuple[Table, NDArray[np.int64]]:
    """The different rows of a table, in order, and how many there are of each."""
    ordered = table[:, np.lexsort(table[::-1])]
    is_first = np.ones(ordered.shape[1], bool)
    is_first[1:] = (ordered[:, 1:] != ordered[:, :-1]).any(axis=0)
    firsts = np.flatnonzero(is_first)
    return ordered[:, firsts], np.diff(firsts, append=ordered.shape[1])


def _among(keys: NDArray[np.int64], known: NDArray[np.int64]) -> Mask:
    """Which of the keys stand in ``known``, which is in order."""
    if not known.size:
        return np.zeros(keys.size, bool)
    at = np.minimum(np.searchsorted(known, keys), known.size - 1)
    return known[at] == keys


# --- Counting --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Count:
    """The figures of a day; ``children`` and ``groups_by_child`` by the code of the child."""

    children: dict[str, Coverage]
    districts: int
    districts_without: list[DistrictWithout]
    formations: list[Formation]
    decrees: DecreeStates
    groups_by_child: dict[str, int]
    # The first ones, and how many there are.
    cases: list[WaitingCase]
    cases_waiting: int


def count(columns: Columns, as_of: dt.date, child: int) -> Count:
    """All figures of the day; ``child`` is the size of the places they are told for, ``PROVINCE`` or ``REGENCY``."""
    day = as_of.toordinal()
    _keys, places, _exact, formed, ended, _before = columns.groups
    existing = (formed <= day) & (day < ended)
    served = _distinct(np.sort(places[existing]))
    villages = columns.villages[:, (columns.villages[2] <= day) & (day < columns.villages[3])]
    is_open = (columns.cases[2] <= day) & (day < columns.cases[3])
    in_process = is_open & _among(columns.cases[1], villages[0]) & ~_among(columns.cases[1], served)
    waiting = _waiting(columns, in_process, as_of)
    return Count(
        children=_coverage(villages, served, columns.cases[1][in_process], child),
        districts=int(_valid(columns.districts, day).sum()),
        districts_without=_districts_without(columns, villages, served, columns.cases[1][is_open], day),
        formations=_formations(columns.groups[:, formed <= day]),
        decrees=_decree_states(columns, existing, as_of),
        groups_by_child={
            code_of(number * child, child): groups
            for number, groups in zip(*_listed(*np.unique(places[existing] // child, return_counts=True)), strict=True)
        },
        cases=waiting[:MOST_SINGLE],
        cases_waiting=len(waiting),
    )


def _valid(districts: Table, day: int) -> Mask:
    return (districts[1] <= day) & (day < districts[2])


def _coverage(
    villages: Table, served: NDArray[np.int64], in_process: NDArray[np.int64], child: int
) -> dict[str, Coverage]:
    numbers, inside = np.unique(villages[0] // child, return_inverse=True)
    is_kelurahan, is_covered = villages[1] == 1, _among(villages[0], served)

    def counted(mask: Mask) -> list[int]:
        return np.bincount(inside[mask], minlength=numbers.size).tolist()

    started = np.searchsorted(numbers, _distinct(np.sort(in_process)) // child)
    columns = (
        np.bincount(inside, minlength=numbers.size).tolist(),
        counted(is_covered),
        counted(is_kelurahan),
        counted(is_kelurahan & is_covered),
        np.bincount(started, minlength=numbers.size).tolist(),
    )
    codes = [code_of(number * child, child) for number in numbers.tolist()]
    return {code: Coverage(*row) for code, *row in zip(codes, *columns, strict=True)}


def _districts_without(
    columns: Columns, villages: Table, served: NDArray[np.int64], with_case: NDArray[np.int64], day: int
) -> list[DistrictWithout]:
    districts = columns.districts[0][_valid(columns.districts, day)] // DISTRICT
    without = np.sort(districts[~_among(districts, _distinct(served // DISTRICT))])
    of_village = villages[0] // DISTRICT
    inside = _among(of_village, without)
    at = np.searchsorted(without, of_village[inside])
    in_each = np.bincount(at, minlength=without.size)
    kelurahan = np.bincount(at, weights=villages[1][inside], minlength=without.size).astype(np.int64)
    has_case = _among(without, _distinct(np.sort(with_case // DISTRICT)))
    rows = zip(*_listed(without, in_each, kelurahan, has_case), strict=True)
    return by_size(
        DistrictWithout(code_of(number * DISTRICT, DISTRICT), columns.names[number * DISTRICT], *facts)
        for number, *facts in rows
    )


def _formations(groups: Table) -> list[Formation]:
    """How many groups share their days and precision."""
    _keys, _places, exact, formed, ended, before = groups
    is_plain = (exact == 1) & (ended == ALWAYS) & (before == NEVER)
    days, groups_on = np.unique(formed[is_plain], return_counts=True)
    # Read once: an enumeration's members are slow to reach, and there are thousands of rows.
    day, by, date = Precision.DAY.value, Precision.BY.value, dt.date.fromordinal
    plain = [Formation(date(on), day, None, groups) for on, groups in zip(*_listed(days, groups_on), strict=True)]
    others, groups_like = _alike(groups[2:, ~is_plain])
    return plain + [
        Formation(date(on), day if is_exact else by, _day(end), groups, _day(first))
        for is_exact, on, end, first, groups in zip(*_listed(*others, groups_like), strict=True)
    ]


def _day(ordinal: int) -> dt.date | None:
    return None if ordinal in {NEVER, ALWAYS} else dt.date.fromordinal(ordinal)


def _decree_states(columns: Columns, existing: Mask, as_of: dt.date) -> DecreeStates:
    day, limit = as_of.toordinal(), renewal_limit(as_of).toordinal()
    begun = columns.decrees[:, columns.decrees[1] <= day]
    last = _latest(columns.groups[0], begun[0], begun[2])[existing]
    is_ended = (last != NEVER) & (last < day)
    is_ending = (last >= day) & (last <= limit)
    return DecreeStates(
        none=int((last == NEVER).sum()),
        in_force=int((last > limit).sum()),
        ending=int(is_ending.sum()),
        ended=int(is_ended.sum()),
        ended_since=dt.date.fromordinal(int(last[is_ended].min())) if is_ended.any() else None,
    )


def _latest(keys: NDArray[np.int64], owners: NDArray[np.int64], days: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each key the latest of its days, which stand in the order of their owners; ``NEVER`` for none."""
    found = np.full(keys.size, NEVER, np.int64)
    if owners.size:
        firsts = np.flatnonzero(np.diff(owners, prepend=owners[0] - 1))
        found[np.searchsorted(keys, owners[firsts])] = np.maximum.reduceat(days, firsts)
    return found


def _waiting(columns: Columns, in_process: Mask, as_of: dt.date) -> list[WaitingCase]:
    """Handed in first, then the longest unmoved."""
    keys, places, opened, _closed = columns.cases[:, in_process]
    steps = columns.steps[:, _among(columns.steps[0], keys) & (columns.steps[2] <= as_of.toordinal())]
    moved = _latest(keys, steps[0], steps[2])
    last = np.where(moved == NEVER, opened, moved)
    is_filed = _among(keys, steps[0][steps[1] == 1])
    waits = np.where(is_filed, (as_of - FILED_WAITS).toordinal(), (as_of - STEP_WAITS).toordinal()) >= last
    order = np.lexsort((places[waits], last[waits], ~is_filed[waits]))
    rows = zip(*_listed(*(column[waits][order] for column in (keys, last, is_filed))), strict=True)
    return [WaitingCase(key, dt.date.fromordinal(on), filed) for key, on, filed in rows]


def _listed(*columns: NDArray[Any]) -> Iterable[list[Any]]:
    return (column.tolist() for column in columns)


def due_again(read: Iterable[tuple[str, float]], before: float, most: int) -> list[str]:
    """Of places and when they were read, those read before that moment: the oldest, not more than ``most``."""
    return [code for code, at in sorted(read, key=lambda one: one[1])[:most] if at < before]
