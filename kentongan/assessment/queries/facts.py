"""Groups' facts, out of the roll-up, the ledger and the register: the one place where rows become what the engine takes."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product
from operator import attrgetter

from django.db.models import Q, QuerySet

from kentongan.assessment.rules.facts import Facts, Item, Term
from kentongan.evidence.enums import Standing
from kentongan.evidence.kinds import BY_NUMBER, KINDS
from kentongan.evidence.models import Evidence, Tally
from kentongan.evidence.queries import tallied_years
from kentongan.evidence.rules.standing import counts, standing_of
from kentongan.evidence.rules.tally import unpack
from kentongan.registry.models import Decree, Group

# The roll-up has their first days only.
SPANS = [kind.number for kind in KINDS if kind.is_span]


def facts_of(group: Group, *, known_on: dt.datetime | None = None) -> Facts:
    """Everything recorded of a group that counts; with ``known_on`` only what was recorded and said by then, out of the ledger."""
    return facts_of_many([group], known_on=known_on)[group.pk]


def facts_of_many(
    groups: Sequence[Group],
    *,
    since: dt.date = dt.date.min,
    until: dt.date = dt.date.max,
    known_on: dt.datetime | None = None,
) -> dict[int, Facts]:
    """The facts of groups by key, of evidence only what holds on some day from ``since`` to ``until``. At most four queries."""
    evidence = Evidence.objects.filter(Q(occurred_on__gte=since) | Q(until__gte=since), group__in=groups)
    evidence = evidence.filter(occurred_on__lte=until)
    decrees = Decree.objects.filter(group__in=groups)
    if known_on:
        decrees = decrees.filter(recorded_at__lte=known_on)
        found = list(_recorded(evidence.filter(recorded_at__lte=known_on), known_on))
    else:
        # First the records: what comes meanwhile is in neither or in the roll-up.
        found = [*_recorded(evidence.filter(kind__in=SPANS)), *_tallied(groups, since, until)]
    items: dict[int, list[Item]] = defaultdict(list)
    for group_id, item in found:
        items[group_id].append(item)
    terms: dict[int, list[Term]] = defaultdict(list)
    for group_id, first, last, number in decrees.order_by("starts_on", "pk").values_list(
        "group_id", "starts_on", "ends_on", "number"
    ):
        terms[group_id].append(Term(first, last, number, number))
    by_day = attrgetter("on")
    return {
        group.pk: Facts(
            group.formed_on, group.ended_on, tuple(terms[group.pk]), tuple(sorted(items[group.pk], key=by_day))
        )
        for group in groups
    }


def _recorded(evidence: QuerySet[Evidence], known_on: dt.datetime | None = None) -> Iterator[tuple[int, Item]]:
    """What counts of these records, by group."""
    rows = evidence.with_verdict(known_on).order_by("pk")
    for group_id, kind, source, verdict, day, last in rows.values_list(
        "group_id", "kind", "source", "verdict", "occurred_on", "until"
    ):
        standing = standing_of(source, verdict)
        if counts(standing) and kind in BY_NUMBER:
            yield group_id, Item(BY_NUMBER[kind].code, day, standing == Standing.CONFIRMED, last)


def _tallied(groups: Sequence[Group], since: dt.date, until: dt.date) -> Iterator[tuple[int, Item]]:
    """What counts of these days by the roll-up, by group, without what is an interval."""
    codes = {number: kind.code for number, kind in BY_NUMBER.items() if number not in SPANS}
    years = [year for year in tallied_years() if since.year <= year <= until.year]
    tallies = Tally.objects.at(product((group.pk for group in groups), years))
    for group_id, year, days in tallies.values_list("group_id", "year", "days"):
        for day, kind, confirmed, n in unpack(year, bytes(days)):
            if kind in codes and since <= day <= until:
                yield group_id, Item(codes[kind], day, confirmed, None, n)
