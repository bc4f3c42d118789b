"""Groups' facts, out of the ledger and the register: the one place where rows become what the engine takes."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Q

from kentongan.assessment.rules.facts import Facts, Item, Term
from kentongan.evidence.enums import Standing
from kentongan.evidence.kinds import BY_NUMBER
from kentongan.evidence.models import Evidence
from kentongan.evidence.rules.standing import counts, standing_of
from kentongan.registry.models import Decree, Group


def facts_of(group: Group, *, known_on: dt.datetime | None = None) -> Facts:
    """Everything recorded of a group that counts; with ``known_on`` only what was recorded and said by then. Two queries."""
    return facts_of_many([group], known_on=known_on)[group.pk]


def facts_of_many(
    groups: Sequence[Group],
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    known_on: dt.datetime | None = None,
) -> dict[int, Facts]:
    """The facts of groups by key, of evidence only what holds on some day from ``since`` to ``until``. Two queries."""
    evidence = Evidence.objects.filter(group__in=groups).with_verdict(known_on)
    decrees = Decree.objects.filter(group__in=groups)
    if since:
        evidence = evidence.filter(Q(occurred_on__gte=since) | Q(until__gte=since))
    if until:
        evidence = evidence.filter(occurred_on__lte=until)
    if known_on:
        evidence = evidence.filter(recorded_at__lte=known_on)
        decrees = decrees.filter(recorded_at__lte=known_on)
    items: dict[int, list[Item]] = defaultdict(list)
    for group_id, pk, kind, source, verdict, occurred_on, last, title in evidence.order_by(
        "occurred_on", "pk"
    ).values_list("group_id", "pk", "kind", "source", "verdict", "occurred_on", "until", "title"):
        standing = standing_of(source, verdict)
        if counts(standing) and kind in BY_NUMBER:
            confirmed = standing == Standing.CONFIRMED
            items[group_id].append(Item(BY_NUMBER[kind].code, occurred_on, confirmed, last, str(pk), title))
    terms: dict[int, list[Term]] = defaultdict(list)
    for group_id, first, last, number in decrees.order_by("starts_on", "pk").values_list(
        "group_id", "starts_on", "ends_on", "number"
    ):
        terms[group_id].append(Term(first, last, number, number))
    return {
        group.pk: Facts(group.formed_on, group.ended_on, tuple(terms[group.pk]), tuple(items[group.pk]))
        for group in groups
    }
