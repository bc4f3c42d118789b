"""A group's facts, out of the ledger and the register."""

import datetime as dt

from kentongan.assessment.rules.facts import Facts, Item, Term
from kentongan.evidence.enums import Standing
from kentongan.evidence.kinds import BY_NUMBER
from kentongan.evidence.models import Evidence
from kentongan.evidence.rules.standing import counts, standing_of
from kentongan.registry.models import Decree, Group


def facts_of(group: Group, *, known_on: dt.datetime | None = None) -> Facts:
    """Everything recorded of a group that counts; with ``known_on`` only what was recorded and said by then. Two queries."""
    evidence = Evidence.objects.filter(group=group).with_verdict(known_on)
    decrees = Decree.objects.filter(group=group)
    if known_on:
        evidence = evidence.filter(recorded_at__lte=known_on)
        decrees = decrees.filter(recorded_at__lte=known_on)
    rows = evidence.order_by("occurred_on", "pk").values_list(
        "pk", "kind", "source", "verdict", "occurred_on", "until", "title"
    )
    items = []
    for pk, kind, source, verdict, occurred_on, until, title in rows:
        standing = standing_of(source, verdict)
        if counts(standing) and kind in BY_NUMBER:
            confirmed = standing == Standing.CONFIRMED
            items.append(Item(BY_NUMBER[kind].code, occurred_on, confirmed, until, str(pk), title))
    terms = decrees.order_by("starts_on", "pk").values_list("starts_on", "ends_on", "number")
    return Facts(
        group.formed_on,
        group.ended_on,
        tuple(Term(first, last, number, number) for first, last, number in terms),
        tuple(items),
    )
