"""All groups of the country judged from a national ledger, compared with the raw ledger, and timed."""

import datetime as dt
import gc
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Count, Max, Q, QuerySet

from bench.national import AS_OF
from kentongan.areas.models import Area
from kentongan.assessment.actions.instruments import shipped
from kentongan.assessment.enums import Measure, Purpose
from kentongan.assessment.models import Instrument, InstrumentVersion
from kentongan.assessment.queries import standings as module
from kentongan.assessment.queries.facts import facts_of
from kentongan.assessment.queries.history import Ranks, ranks_on
from kentongan.assessment.queries.in_force import versions_in_force
from kentongan.assessment.queries.standings import standings
from kentongan.assessment.rules import engine
from kentongan.assessment.rules.document import Document
from kentongan.assessment.rules.history import MONTHS, history_of, month_ends
from kentongan.evidence.actions import record
from kentongan.evidence.enums import Source, Verdict
from kentongan.evidence.kinds import numbers_of
from kentongan.evidence.models import Evidence, Review, Tally
from kentongan.evidence.queries.records import end_of
from kentongan.registry.models import Decree, Group

INSTRUMENT = "klaster-kota-malang"
SAMPLE = 200
ONE_DATE_S, HISTORY_S, TOUCHED_S, GROUP_S = 1.0, 4.0, 0.050, 0.100


class Timer:
    """Prints wall and processor time of each part, and remembers which limits were missed."""

    def __init__(self) -> None:
        self.missed: list[str] = []

    @contextmanager
    def __call__(self, what: str, limit: float | None = None) -> Iterator[None]:
        wall, used = time.perf_counter(), _processor()
        yield
        self.tell(what, time.perf_counter() - wall, _processor() - used, limit)

    def tell(self, what: str, wall: float, used: float, limit: float | None = None) -> None:
        told = f"{wall:8.3f} s  ({used:.3f} s of processor)"
        print(f"  {what:<58} {told}" + (f"  limit {limit:g} s" if limit else ""), flush=True)
        if limit and wall > limit:
            self.missed.append(f"{what}: {wall:.3f} s, the limit is {limit:g} s")

    def best(self, what: str, limit: float, times: int, work: Callable[[], Any]) -> Any:
        """The median of several times: pages are asked for again and again."""
        found = []
        for _ in range(times):
            wall, used = time.perf_counter(), _processor()
            answer = work()
            found.append((time.perf_counter() - wall, _processor() - used))
        self.tell(f"{what}, median of {times}", *sorted(found)[times // 2], limit)
        return answer


def _processor() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def measure() -> list[str]:
    """Everything the national ledger is for; returns the limits that were missed."""
    timer = Timer()
    _print_set()
    _put_in_force()
    nation = Area.objects.get(code="ID")
    document = next(one.document for one in shipped() if one.code == INSTRUMENT)
    in_force = versions_in_force(nation, AS_OF, Purpose.TIERS, INSTRUMENT)
    groups = Group.objects.filter(formed_on__lte=AS_OF)
    # As config/wsgi.py does when everything is loaded.
    gc.freeze()
    with timer("all groups, one date, first time in this process", ONE_DATE_S):
        one_day = ranks_on(groups, [AS_OF], in_force)
    timer.best("all groups, one date", ONE_DATE_S, 5, lambda: ranks_on(groups, [AS_OF], in_force))
    months = month_ends(AS_OF, MONTHS)
    with timer("all groups, 24 months of history, every day", HISTORY_S):
        history = ranks_on(groups, months, in_force)
    print("  tiers: " + ", ".join(f"{name or 'none'} {n:,}" for name, n in one_day.counts()[0].items()))
    if not (history.ranks[:, -1] == one_day.ranks[:, 0]).all():
        timer.missed.append("the last day of the history is not the one date")
    timer.missed += _compare(document, groups, one_day, history, timer)
    _standings(nation, timer)
    _group(document, timer)
    return timer.missed


def _put_in_force() -> None:
    """The shipped instruments as they are now, as the nation's own, in force since 2020."""
    # What a kept set brings along has been in force, and the product deletes no such thing.
    QuerySet(InstrumentVersion).delete()
    Instrument.objects.all().delete()
    for one in shipped():
        document = one.document
        made = Instrument.objects.create(
            office_id="ID", code=document.code, name=document.name, purpose=document.purpose
        )
        InstrumentVersion.objects.create(instrument=made, number=1, text=one.text, holds_from=dt.date(2020, 1, 1))


def _print_set() -> None:
    words = sum(len(bytes(days)) // 4 for (days,) in Tally.objects.values_list("days").iterator(chunk_size=5_000))
    print(
        f"data set: {Group.objects.count():,} groups, {Evidence.objects.count():,} pieces of evidence, "
        f"{Review.objects.count():,} reviews, {Tally.objects.count():,} tallies of {words:,} words, "
        f"{Decree.objects.count():,} decrees; {_size():.1f} GB"
    )


def _size() -> float:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        else:
            cursor.execute("SELECT pg_database_size(current_database())")
        return cursor.fetchone()[0] / 1e9


# --- Against the raw ledger -----------------------------------------------------------------------------------


def _compare(document: Document, groups: Any, one_day: Ranks, history: Ranks, timer: Timer) -> list[str]:
    """A sample on every month's end by the engine, one group at a time; and every reading of one date by SQL over all records."""
    wrong = []
    places = np.random.default_rng(1).choice(len(history.rows), SAMPLE, replace=False)
    found = Group.objects.in_bulk(history.rows.ids[places].tolist())
    with timer(f"{SAMPLE} groups by the engine from the raw ledger"):
        for place in places.tolist():
            group = found[int(history.rows.ids[place])]
            expected = engine.ranks(document, facts_of(group, known_on=end_of(AS_OF)), history.days)
            if expected != history.ranks[place].tolist():
                wrong.append(f"{group.code}: {history.ranks[place].tolist()} instead of {expected}")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Or it walks through all reviews for each piece of evidence.
            cursor.execute("SET work_mem = '256MB'")
    with timer("all readings of one date by SQL from the raw ledger"):
        expected = _by_sql(document, one_day)
    for key, values in expected.items():
        differ = int((one_day.readings[0][key] != values).sum())
        if differ:
            wrong.append(f"{key}: {differ:,} groups have another reading than the raw ledger")
    print(f"  compared: {len(expected)} readings of {len(one_day.rows):,} groups, {SAMPLE} x {len(history.days)} ranks")
    return wrong


def _by_sql(document: Document, ranks: Ranks) -> dict[str, Any]:
    """The reading of each indicator, counted by the database over every record."""
    rows = ranks.rows
    conditions: dict[str, Q] = {}
    for one in document.base:
        if one.measure == Measure.IN_FORCE:
            continue
        window = Q(occurred_on__range=(one.window.first_day(AS_OF), AS_OF))
        conditions[one.key] = window & Q(kind__in=numbers_of(one.kinds))
        if one.of:
            conditions[f"{one.key} of"] = window & Q(kind__in=numbers_of(one.of))
    # Whatever an instrument that wants confirmed records counts: all but own reports nobody confirmed, and all but the doubtful.
    doubtful = Review.objects.filter(verdict__in=[Verdict.DISPUTED, Verdict.WITHDRAWN]).values("evidence_id")
    agreed = Review.objects.filter(verdict=Verdict.CONFIRMED).values("evidence_id")
    counted = Evidence.objects.exclude(pk__in=doubtful).filter(~Q(source=Source.REPORTED) | Q(pk__in=agreed))
    names = {key: f"n{at}" for at, key in enumerate(conditions)}
    aggregates = {names[key]: Count("pk", filter=condition) for key, condition in conditions.items()}
    found = {key: np.zeros(len(rows), np.int64) for key in conditions}
    for pk, *counts in counted.order_by().values_list("group_id").annotate(**aggregates):
        place = int(np.searchsorted(rows.ids, pk))
        for key, count in zip(conditions, counts, strict=True):
            found[key][place] = count
    expected = {}
    for one in document.base:
        if one.measure == Measure.IN_FORCE:
            expected[one.key] = _days_left(rows)
        elif one.measure == Measure.SHARE:
            whole = found[f"{one.key} of"]
            share = 1000 * found[one.key] // np.maximum(whole, 1)
            expected[one.key] = np.where(whole == 0, 1000 * one.empty_is_met, share)
        else:
            expected[one.key] = found[one.key]
    return expected


def _days_left(rows: Any) -> Any:
    left = np.zeros(len(rows), np.int64)
    decrees = Decree.objects.filter(starts_on__lte=AS_OF, ends_on__gte=AS_OF)
    for pk, last in decrees.order_by().values_list("group_id").annotate(last=Max("ends_on")):
        place = int(np.searchsorted(rows.ids, pk))
        if place < len(rows) and rows.ids[place] == pk:
            left[place] = (last - AS_OF).days + 1
    return left


# --- Pages ----------------------------------------------------------------------------------------------------


def _standings(nation: Area, timer: Timer) -> None:
    def look() -> Any:
        found = standings(nation, AS_OF, Purpose.TIERS, INSTRUMENT)
        return found, found.tiers, found.by_child, found.movers(), found.falling(), found.sleepers()

    module._kept.clear()
    with timer("the nation's standings, first visit"):
        look()
    with timer("the nation's standings, nothing new"):
        look()
    groups = list(Group.objects.filter(ended_on=None, formed_on__lte=AS_OF).order_by("?")[:9])
    walls = []
    for group in groups:
        record(group=group, kind="berita", occurred_on=AS_OF, source=Source.PUBLISHED, key=f"bench:{time.time_ns()}")
        wall, used = time.perf_counter(), _processor()
        standings(nation, AS_OF, Purpose.TIERS, INSTRUMENT)
        walls.append((time.perf_counter() - wall, _processor() - used))
    timer.tell("one new piece of evidence: touched groups again, median of 9", *sorted(walls)[4], TOUCHED_S)
    regency = Area.objects.get(code="35.07")
    timer.best("standings of a regency", 0.100, 5, lambda: standings(regency, AS_OF, Purpose.TIERS, INSTRUMENT).tiers)


def _group(document: Document, timer: Timer) -> None:
    """What a group's page asks for: its facts, its verdict with reasons, and two years of history."""
    counts = list(Evidence.objects.order_by().values_list("group_id").annotate(n=Count("pk")).order_by("-n")[:2000])
    for label, pk in (("the busiest group", counts[0][0]), ("the 2,000th group", counts[-1][0])):
        group = Group.objects.get(pk=pk)

        def page(group: Group = group) -> None:
            facts = facts_of(group)
            history_of(engine.assess(document, facts, AS_OF), facts)

        many = dict(counts)[pk]
        timer.best(f"verdict and history of {label} ({many:,} records)", GROUP_S, 5, page)
