"""Verdicts for many groups on one day, with the readings that a list keeps."""

import datetime as dt
from collections.abc import Iterator, Sequence

from kentongan.assessment.queries.facts import facts_of_many
from kentongan.assessment.rules.determination import Verdict, kept_readings
from kentongan.assessment.rules.document import Document
from kentongan.assessment.rules.engine import rank_on, raw_rank, readings
from kentongan.assessment.rules.facts import Facts
from kentongan.registry.models import Group

CHUNK = 500


def judged(groups: Sequence[Group], document: Document, day: dt.date) -> Iterator[tuple[Group, Verdict]]:
    """Each group with its verdict, a chunk of groups at a time: memory stays small and queries few."""
    for start in range(0, len(groups), CHUNK):
        chunk = groups[start : start + CHUNK]
        facts = facts_for(chunk, document, day)
        for group in chunk:
            yield group, verdict_of(document, facts[group.pk], day)


def verdict_of(document: Document, facts: Facts, day: dt.date) -> Verdict:
    return Verdict(
        evident=_name(document, raw_rank(document, facts, day)),
        found=_name(document, rank_on(document, facts, day)),
        readings=kept_readings(document, readings(document, facts, day)),
    )


def facts_for(groups: Sequence[Group], document: Document, day: dt.date) -> dict[int, Facts]:
    """What is known of each group by key, as far back as the instrument looks from the day. Two queries."""
    return facts_of_many(groups, since=_earliest(document, day), until=day)


def _earliest(document: Document, day: dt.date) -> dt.date:
    """The first day whose evidence can still decide the tier of ``day``, which earlier days kept up."""
    first = day - dt.timedelta(days=document.lookback + 1)
    starts = [first]
    for one in document.base:
        window = one.window
        if window.days or window.months:
            starts.append(window.first_day(first))
        if window.months:
            starts.append(window.first_month(first))
    return min(starts)


def _name(document: Document, rank: int) -> str:
    tier = document.tier_at(rank)
    return tier.name if tier else ""
