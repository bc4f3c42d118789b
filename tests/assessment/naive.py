"""The definitions of a rank, day by day and record by record, as slow and plain as can be: what everything quicker must equal."""

import datetime as dt
from fractions import Fraction

from kentongan.assessment.enums import Measure
from kentongan.assessment.rules.document import Document, Indicator
from kentongan.assessment.rules.facts import Facts
from kentongan.evidence.kinds import kinds_of

DAY = dt.timedelta(days=1)


def value(one: Indicator, facts: Facts, day: dt.date) -> int:
    """The reading of a base indicator."""

    def days_of(kinds: tuple[str, ...], first: dt.date) -> list[dt.date]:
        codes = {kind.code for code in kinds for kind in kinds_of(code)}
        return [
            item.on
            for item in facts.items
            if item.kind in codes and first <= item.on <= day and (item.confirmed or not one.confirmed_only)
        ]

    if one.measure == Measure.IN_FORCE:
        codes = {kind.code for code in one.kinds for kind in kinds_of(code)}
        terms = [(term.first, term.last) for term in facts.terms if "sk" in one.kinds]
        terms += [
            (item.on, item.until)
            for item in facts.items
            if item.until and item.kind in codes and (item.confirmed or not one.confirmed_only)
        ]
        return max(((last - day).days + 1 for first, last in terms if first <= day <= last), default=0)
    if one.measure == Measure.MONTHS:
        return len({(on.year, on.month) for on in days_of(one.kinds, one.window.first_month(day))})
    first = one.window.first_day(day)
    if one.measure == Measure.COUNT:
        return len(days_of(one.kinds, first))
    if one.measure == Measure.SHARE:
        whole = len(days_of(one.of, first))
        return 1000 * len(days_of(one.kinds, first)) // whole if whole else 1000 * one.empty_is_met
    points = 0
    for item in one.items:
        found = item.points * len(days_of(item.kinds, first))
        points += min(found, item.cap) if item.cap else found
    return points


def values(document: Document, facts: Facts, day: dt.date) -> dict[str, int]:
    found = {one.key: value(one, facts, day) for one in document.base}
    state = document.completed(frozenset(one.key for one in document.base if found[one.key] >= one.limit))
    return {one.key: found.get(one.key, int(one.key in state)) for one in document.indicators}


def raw_rank(document: Document, facts: Facts, day: dt.date) -> int:
    if not facts.exists_on(day):
        return 0
    found = values(document, facts, day)
    if not document.by_score:
        return document.rank_of_state(frozenset(one.key for one in document.indicators if found[one.key] >= one.limit))
    score = sum(
        (
            Fraction(found[one.key])
            if one.measure == Measure.POINTS and not one.weight
            else Fraction(one.weight * min(found[one.key], one.limit), one.limit)
            for one in document.indicators
        ),
        Fraction(0),
    )
    return next((document.rank_of(tier) for tier in document.tiers if score >= tier.least_score), 0)


def rank(document: Document, facts: Facts, day: dt.date) -> int:
    found = [raw_rank(document, facts, day - back * DAY) for back in range(document.grace + 1)]
    for back in range(document.stay + 1):
        there = day - back * DAY
        raw = raw_rank(document, facts, there)
        if document.stay and raw > raw_rank(document, facts, there - DAY):
            found.append(raw)
    return max(found)
