"""The facts of very many groups as arrays: out of the roll-up and the register, or out of the ledger as it was once known."""

import datetime as dt
import os
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, fields
from typing import Any, TypeVar

import numpy as np
from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce
from numpy.typing import NDArray

from kentongan.assessment.models import InstrumentVersion
from kentongan.assessment.queries.in_force import InForce, document_of_text, nearest_first
from kentongan.assessment.rules.bulk import Judge
from kentongan.assessment.rules.document import Document
from kentongan.assessment.rules.fact_tables import (
    NEVER,
    FactsTable,
    TermTable,
    YearTable,
    table_of_columns,
    term_table,
    year_table,
)
from kentongan.core.rows import plain_rows
from kentongan.evidence.enums import Standing
from kentongan.evidence.models import Evidence, Tally
from kentongan.evidence.rules.standing import counts, standing_of
from kentongan.evidence.rules.tally import pack
from kentongan.registry.models import Decree, Group

Array = NDArray[Any]
T = TypeVar("T")

# So many groups' matrices of two years fit into a processor's cache; for few days more are taken, which spares queries.
AT_ONCE, AT_MOST = 2048, 8192
# Chunks read ahead of those being judged: enough to keep the processors busy, little enough to keep memory small.
AHEAD = 3
_FIRST_ORDINAL = dt.date(1970, 1, 1).toordinal()


@dataclass(frozen=True, eq=False)
class GroupRows:
    """Groups in order of their keys, with where they are: columns of equal length."""

    ids: Array
    formed: Array
    ended: Array
    areas: Array
    districts: Array
    regencies: Array
    provinces: Array

    def __len__(self) -> int:
        return len(self.ids)

    def at(self, places: Any) -> "GroupRows":
        return GroupRows(*(getattr(self, one.name)[places] for one in fields(self)))


def group_rows(groups: QuerySet[Group]) -> GroupRows:
    """The groups as columns. One query."""
    ended_on = Coalesce(_day("ended_on"), Value(""))
    rows = plain_rows(groups.order_by("pk").values_list("pk", _day("formed_on"), ended_on, "area_id"))
    ids, formed, ended, areas = zip(*rows, strict=True) if rows else ((), (), (), ())
    codes = np.array(areas, "U13")
    # An area's code begins with the codes of all that lies above it.
    return GroupRows(
        np.array(ids, np.int64),
        ordinals(formed),
        ordinals(ended),
        codes,
        *(codes.astype(f"U{length}") for length in (8, 5, 2)),
    )


def _day(column: str) -> Cast:
    """A day as text: whole columns of text become days far quicker than single days do."""
    return Cast(column, CharField())


def ordinals(days: Sequence[str]) -> Array:
    """Days in ISO text as ordinals; `NEVER` for an empty one."""
    found = np.array(days, "datetime64[D]").astype(np.int64)
    return np.where(found == np.iinfo(np.int64).min, NEVER, found + _FIRST_ORDINAL).astype(np.int32)


@dataclass(frozen=True, eq=False)
class Batch:
    """Groups, by their places, that the same text judges: in one version of it, or in those of several offices."""

    document: Document
    versions: tuple[InstrumentVersion, ...]
    places: Array


def batches_of(rows: GroupRows, in_force: InForce) -> list[Batch]:
    """Who is judged by what. Groups for which nothing is in force are in no batch."""
    regencies, which = np.unique(rows.regencies, return_inverse=True)
    versions = [in_force.for_place(nearest_first(str(code), str(code[:2]))) for code in regencies]
    by_text: dict[str, list[int]] = defaultdict(list)
    for at, version in enumerate(versions):
        if version:
            by_text[version.text].append(at)
    return [
        Batch(
            document_of_text(text),
            tuple({one.pk: one for one in versions if one and one.text == text}.values()),
            np.flatnonzero(np.isin(which, places)),
        )
        for text, places in by_text.items()
    ]


def judged(
    rows: GroupRows,
    judge: Judge,
    verdict: Callable[[FactsTable], T],
    *,
    known_on: dt.datetime | None = None,
    progress: Callable[[int], None] | None = None,
) -> Iterator[tuple[slice, T]]:
    """What ``verdict`` makes of the facts of the groups, some thousands at a time, in order; ``progress`` hears how many are done.

    This thread reads while others judge: the arrays leave the interpreter free.
    """
    size = min(max(AT_ONCE, AT_ONCE * 730 // len(judge.look.days)), AT_MOST)
    chunks = [slice(start, start + size) for start in range(0, len(rows), size)]
    if not chunks:
        return
    if len(chunks) == 1:
        yield chunks[0], verdict(table_of_groups(rows, judge, known_on))
        return
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        waiting: deque[tuple[slice, Future[T]]] = deque()
        for chunk in chunks:
            facts = table_of_groups(rows.at(chunk), judge, known_on)
            waiting.append((chunk, pool.submit(verdict, facts)))
            while len(waiting) > AHEAD:
                yield _first(waiting, rows, progress)
        while waiting:
            yield _first(waiting, rows, progress)


def _first(
    waiting: "deque[tuple[slice, Future[T]]]", rows: GroupRows, progress: Callable[[int], None] | None
) -> tuple[slice, T]:
    chunk, answer = waiting.popleft()
    found = answer.result()
    if progress:
        progress(min(chunk.stop, len(rows)))
    return chunk, found


def table_of_groups(rows: GroupRows, judge: Judge, known_on: dt.datetime | None = None) -> FactsTable:
    """What an instrument needs to know of these groups. One query for each kind of fact it asks for."""
    wanted = _wanted(rows.ids)
    return FactsTable(
        formed=rows.formed,
        ended=rows.ended,
        years=_ledger_years(rows, wanted, judge, known_on) if known_on else _years(rows, wanted, judge),
        decrees=_decrees(rows, wanted, judge, known_on),
        spans=_spans(rows, wanted, judge, known_on),
    )


def _wanted(ids: Array) -> Q:
    """The condition for rows of these groups, or of few more: a range where their keys lie close together."""
    first, last = int(ids[0]), int(ids[-1])
    if last - first < 2 * len(ids):
        return Q(group_id__gte=first, group_id__lte=last)
    return Q(group_id__in=ids.tolist())


def _places(rows: GroupRows, ids: Sequence[int]) -> tuple[Array, Array]:
    """Where these keys are among the groups, and which of them are there at all."""
    found = np.array(ids, np.int64)
    places = np.minimum(np.searchsorted(rows.ids, found), len(rows) - 1)
    return places, rows.ids[places] == found


def _years(rows: GroupRows, wanted: Q, judge: Judge) -> tuple[YearTable, ...]:
    tallies = plain_rows(
        Tally.objects.filter(wanted, year__in=judge.years).order_by().values_list("group_id", "year", "days")
    )
    if not tallies:
        return ()
    ids, years, days = zip(*tallies, strict=True)
    places, known = _places(rows, ids)
    of_year = np.array(years)
    found = []
    for year in judge.years:
        chosen = np.flatnonzero(known & (of_year == year))
        if len(chosen):
            found.append(year_table(year, places[chosen], [days[at] for at in chosen.tolist()]))
    return tuple(found)


def _decrees(rows: GroupRows, wanted: Q, judge: Judge, known_on: dt.datetime | None) -> TermTable:
    if not judge.asks_decrees:
        return term_table(())
    decrees = Decree.objects.filter(wanted, starts_on__lte=judge.last_day, ends_on__gte=judge.first_day)
    if known_on:
        decrees = decrees.filter(recorded_at__lte=known_on)
    found = plain_rows(decrees.order_by().values_list("group_id", _day("starts_on"), _day("ends_on")))
    ids, firsts, lasts = zip(*found, strict=True) if found else ((), (), ())
    places, known = _places(rows, ids)
    return table_of_columns(places[known], ordinals(firsts)[known], ordinals(lasts)[known])


def _spans(rows: GroupRows, wanted: Q, judge: Judge, known_on: dt.datetime | None) -> TermTable:
    if not judge.span_kinds:
        return term_table(())
    evidence = Evidence.objects.filter(
        wanted,
        until__isnull=False,
        kind__in=judge.span_kinds,
        occurred_on__lte=judge.last_day,
        until__gte=judge.first_day,
    )
    return term_table(
        (place, day, until, kind, standing == Standing.CONFIRMED)
        for place, kind, day, until, standing in _counting(rows, evidence, known_on)
    )


def _ledger_years(rows: GroupRows, wanted: Q, judge: Judge, known_on: dt.datetime) -> tuple[YearTable, ...]:
    """The same words as the roll-up's, out of the ledger: only what was recorded, and only as it stood."""
    records: dict[int, dict[int, list[tuple[dt.date, int, bool]]]] = {}
    for year in judge.years:
        evidence = Evidence.objects.filter(wanted, occurred_on__range=(dt.date(year, 1, 1), dt.date(year, 12, 31)))
        for place, kind, day, _until, standing in _counting(rows, evidence, known_on):
            records.setdefault(year, {}).setdefault(place, []).append((day, kind, standing == Standing.CONFIRMED))
    return tuple(
        year_table(year, list(some), [pack(year, one) for one in some.values()]) for year, some in records.items()
    )


def _counting(
    rows: GroupRows, evidence: QuerySet[Evidence], known_on: dt.datetime | None
) -> Iterator[tuple[int, int, dt.date, dt.date | None, Standing]]:
    """Of these records those that count: the group's place, kind, days, and what each counts as."""
    if known_on:
        evidence = evidence.filter(recorded_at__lte=known_on)
    found = list(
        evidence.with_verdict(known_on)
        .order_by()
        .values_list("group_id", "kind", "occurred_on", "until", "source", "verdict")
    )
    places, known = _places(rows, [row[0] for row in found])
    for place, is_known, (_group, kind, day, until, source, verdict) in zip(
        places.tolist(), known.tolist(), found, strict=True
    ):
        standing = standing_of(source, verdict)
        if is_known and counts(standing):
            yield place, kind, day, until, standing
