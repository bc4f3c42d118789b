"""What the contract says, day by day and record by record: slow, and plain enough to be read against it."""

import datetime as dt
from fractions import Fraction

from kentongan.assessment.enums import Measure
from kentongan.assessment.rules.document import Document, Indicator
from kentongan.assessment.rules.facts import Facts, Item
from kentongan.evidence.kinds import kinds_of

DAY = dt.timedelta(days=1)


def days(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + DAY * n for n in range((last - first).days + 1)]


def counted(facts: Facts, one: Indicator, kinds: tuple[str, ...], first: dt.date, day: dt.date) -> list[Item]:
    wanted = {kind.code for code in kinds for kind in kinds_of(code)}
    return [
        item
        for item in facts.items
        for _ in range(item.n)
        if item.kind in wanted and first <= item.on <= day and (item.confirmed or not one.confirmed_only)
    ]


def naive_reading(one: Indicator, facts: Facts, day: dt.date) -> int:
    if one.measure == Measure.IN_FORCE:
        spans = [(term.first, term.last) for term in facts.terms] if "sk" in one.kinds else []
        spans += [(item.on, item.until) for item in counted(facts, one, one.kinds, dt.date.min, day) if item.until]
        return max(((last - day).days + 1 for first, last in spans if first <= day <= last), default=0)
    if one.measure == Measure.MONTHS:
        found = counted(facts, one, one.kinds, one.window.first_month(day), day)
        return len({(item.on.year, item.on.month) for item in found})
    first = one.window.first_day(day)
    if one.measure == Measure.COUNT:
        return len(counted(facts, one, one.kinds, first, day))
    if one.measure == Measure.SHARE:
        part, whole = (len(counted(facts, one, kinds, first, day)) for kinds in (one.kinds, one.of))
        return 1000 * part // whole if whole else 1000 * one.empty_is_met
    points = 0
    for item in one.items:
        worth = item.points * len(counted(facts, one, item.kinds, first, day))
        points += min(item.cap, worth) if item.cap else worth
    return points


def naive_readings(document: Document, facts: Facts, day: dt.date) -> dict[str, int]:
    found = {one.key: naive_reading(one, facts, day) for one in document.indicators if not one.is_composite}
    while len(found) < len(document.indicators):
        for one in document.indicators:
            if one.is_composite and one.key not in found and all(part in found for part in one.parts):
                met = [found[part] >= document.by_key[part].limit for part in one.parts]
                found[one.key] = int(all(met) if one.measure == Measure.ALL_OF else any(met))
    return found


def naive_raw(document: Document, facts: Facts, day: dt.date) -> int:
    if not facts.exists_on(day):
        return 0
    found = naive_readings(document, facts, day)
    if document.by_score:
        score = Fraction(0)
        for one in document.indicators:
            if one.measure == Measure.POINTS and not one.weight:
                score += found[one.key]
            else:
                score += Fraction(one.weight * min(found[one.key], one.limit), one.limit)
        fitting = [tier for tier in document.tiers if score >= tier.least_score]
    else:
        state = {one.key for one in document.indicators if found[one.key] >= one.limit}
        fitting = [
            tier for tier in document.tiers if any(rule.met <= state and not rule.unmet & state for rule in tier.rules)
        ]
    return document.rank_of(fitting[0]) if fitting else 0


def naive_rank(document: Document, facts: Facts, day: dt.date) -> int:
    best = max(naive_raw(document, facts, one) for one in days(day - DAY * document.grace, day))
    for one in days(day - DAY * document.stay, day):
        risen_to = naive_raw(document, facts, one)
        if risen_to > naive_raw(document, facts, one - DAY):
            best = max(best, risen_to)
    return best
