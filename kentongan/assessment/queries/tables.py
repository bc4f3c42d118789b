"""The facts of very many groups as arrays: out of the roll-up and the register, or out of the ledger as it was once known."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeVar

import numpy as np
from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Length
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
    joined_table,
    table_of_columns,
    term_table,
    year_table,
)
from kentongan.core.parallel import in_parallel
from kentongan.core.rows import joined_columns
from kentongan.evidence.enums import Standing
from kentongan.evidence.models import Evidence, Tally
from kentongan.evidence.rules.standing import counts, standing_of
from kentongan.evidence.rules.tally import pack, tally_key
from kentongan.registry.models import Decree, Group

Array = NDArray[Any]
T = TypeVar("T")

# Groups judged at once: fewer cost more queries and more waiting of threads for each other, more cost memory. For few days more are taken.
AT_ONCE, AT_MOST = 4096, 8192
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
    ended_on = Coalesce(_text("ended_on"), Value("NaT"))
    # Asked for in order of keys, SQLite reads the table as it lies, instead of going there from an index of days.
    ids, formed, ended, areas = joined_columns(groups.order_by("pk"), "pk", "formed_on", ended_on, "area_id")
    keys = _numbers(ids)
    order = np.argsort(keys)
    codes = np.array(_split(areas), "U13")[order]
    # An area's code begins with the codes of all that lies above it.
    return GroupRows(
        keys[order],
        _ordinals(formed)[order],
        _ordinals(ended)[order],
        codes,
        *(codes.astype(f"U{length}") for length in (8, 5, 2)),
    )


def _text(column: str) -> Cast:
    return Cast(column, CharField())


def _split(joined: str) -> list[str]:
    return joined.split(",") if joined else []


def _numbers(joined: str) -> Array:
    return np.fromstring(joined, np.int64, sep=",") if joined else np.zeros(0, np.int64)


def _ordinals(joined: str) -> Array:
    """Days in ISO text as ordinals; `NEVER` for "NaT"."""
    found = np.array(_split(joined), "datetime64[D]").astype(np.int64)
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
    rows: GroupRows, judge: Judge, verdict: Callable[[FactsTable], T], *, known_on: dt.datetime | None = None
) -> Iterator[tuple[slice, T]]:
    """What ``verdict`` makes of the facts of the groups, some thousands at a time, in order."""
    size = min(max(AT_ONCE, AT_ONCE * 730 // len(judge.look.days)), AT_MOST)
    chunks = [slice(start, start + size) for start in range(0, len(rows), size)]

    def of_chunk(chunk: slice) -> T:
        return verdict(table_of_groups(rows.at(chunk), judge, known_on))

    yield from zip(chunks, in_parallel(of_chunk, chunks), strict=True)


def table_of_groups(rows: GroupRows, judge: Judge, known_on: dt.datetime | None = None) -> FactsTable:
    """What an instrument needs to know of these groups. One query for each kind of fact it asks for."""
    wanted = _among("group_id", rows.ids)
    return FactsTable(
        formed=rows.formed,
        ended=rows.ended,
        years=_ledger_years(rows, wanted, judge, known_on) if known_on else _years(rows, judge),
        decrees=_decrees(rows, wanted, judge, known_on),
        spans=_spans(rows, wanted, judge, known_on),
    )


def _among(column: str, keys: Array) -> Q:
    """The condition for rows with these keys, or with few more: a range where they lie close together."""
    first, last = int(keys[0]), int(keys[-1])
    if last - first < 2 * len(keys):
        return Q((f"{column}__gte", first), (f"{column}__lte", last))
    return Q((f"{column}__in", keys.tolist()))


def _places(rows: GroupRows, ids: Sequence[int] | Array) -> tuple[Array, Array]:
    """Where these keys are among the groups, and which of them are there at all."""
    found = np.asarray(ids, np.int64)
    places = np.minimum(np.searchsorted(rows.ids, found), len(rows) - 1)
    return places, rows.ids[places] == found


def _years(rows: GroupRows, judge: Judge) -> tuple[YearTable, ...]:
    found = []
    for year in judge.years:
        before = tally_key(year, 0)
        tallies = Tally.objects.filter(_among("pk", before + rows.ids))
        keys, lengths, days = joined_columns(tallies.order_by(), "pk", Length("days"), packed="days")
        places, known = _places(rows, _numbers(keys) - before)
        found.append(joined_table(year, np.where(known, places, -1), _numbers(lengths), days))
    return tuple(found)


def _decrees(rows: GroupRows, wanted: Q, judge: Judge, known_on: dt.datetime | None) -> TermTable:
    if not judge.asks_decrees:
        return term_table(())
    decrees = Decree.objects.filter(wanted, starts_on__lte=judge.last_day, ends_on__gte=judge.first_day)
    if known_on:
        decrees = decrees.filter(recorded_at__lte=known_on)
    groups, firsts, lasts = joined_columns(decrees.order_by(), "group_id", "starts_on", "ends_on")
    places, known = _places(rows, _numbers(groups))
    return table_of_columns(places[known], _ordinals(firsts)[known], _ordinals(lasts)[known])


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
