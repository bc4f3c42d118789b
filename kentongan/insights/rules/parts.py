"""The figures of a regency in the form that adds up to those of a province and of the nation."""

import datetime as dt
from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from kentongan.insights.rules.figures import Coverage, DecreeStates, DistrictWithout, Formation
from kentongan.insights.rules.work import MOST_SINGLE, CaseFact
from kentongan.registry.enums import Precision


@dataclass(frozen=True, slots=True)
class Part:
    """What one regency adds on a day. A nation has 514 of them, so the many days of formation are packed."""

    coverage: Coverage = field(default_factory=Coverage)
    districts: int = 0
    districts_without: tuple[DistrictWithout, ...] = ()
    decrees: DecreeStates = field(default_factory=DecreeStates)
    # The first cases that wait, and how many there are.
    cases: tuple[CaseFact, ...] = ()
    cases_waiting: int = 0
    # One ordinal for each group with an exact day and no end, and everything else as it is.
    plain_days: "array[int]" = field(default_factory=lambda: array("i"))
    others: tuple[Formation, ...] = ()


def formations_of(parts: Iterable[Part]) -> list[Formation]:
    """How many groups formed on each day in all the parts together."""
    plain: Counter[int] = Counter()
    others: list[Formation] = []
    for part in parts:
        plain.update(part.plain_days)
        others.extend(part.others)
    days = [Formation(dt.date.fromordinal(day), Precision.DAY.value, None, groups) for day, groups in plain.items()]
    return days + merged(others)


def merged(formations: Iterable[Formation]) -> list[Formation]:
    """One for all that share their days and precision."""
    groups: Counter[tuple[dt.date, str, dt.date | None, dt.date | None]] = Counter()
    for on, precision, ended_on, count, not_before in formations:
        groups[on, precision, ended_on, not_before] += count
    return [
        Formation(on, precision, ended_on, count, not_before)
        for (on, precision, ended_on, not_before), count in groups.items()
    ]


def by_size(districts: Iterable[DistrictWithout]) -> list[DistrictWithout]:
    """Most villages first."""
    return sorted(districts, key=lambda district: (-district.villages, district.name, district.code))


def first_cases(cases: Iterable[CaseFact]) -> tuple[CaseFact, ...]:
    """Those that stand alone in the list of work: handed in first, then the longest unmoved."""
    return tuple(sorted(cases, key=lambda case: (not case.is_filed, case.last_on, case.code))[:MOST_SINGLE])


def due_again(counted: Iterable[tuple[str, float]], before: float, most: int) -> list[str]:
    """Of parts and when they were counted, those counted before that moment: the oldest, not more than ``most``."""
    return [code for code, at in sorted(counted, key=lambda one: one[1])[:most] if at < before]
