"""What the instruments in force say of one group on a day."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from kentongan.assessment.enums import Purpose
from kentongan.assessment.models import InstrumentVersion
from kentongan.assessment.queries.facts import facts_of
from kentongan.assessment.queries.in_force import document_of, nearest_first
from kentongan.assessment.rules.engine import Assessment, assess, rank_on
from kentongan.assessment.rules.facts import Facts
from kentongan.assessment.rules.history import History, history_of
from kentongan.registry.models import Group


@dataclass(frozen=True)
class Verdict:
    """A group judged: by ``version``, chosen among ``versions`` that are in force for it; all blank where none is.

    ``is_active`` is what the instrument of activity says, None without one.
    """

    group: Group
    as_of: dt.date
    versions: tuple[InstrumentVersion, ...] = ()
    version: InstrumentVersion | None = None
    assessment: Assessment | None = None
    history: History | None = None
    is_active: bool | None = None


def verdict_on(group: Group, as_of: dt.date, code: str = "") -> Verdict:
    """The verdict on a group that exists on the day, with its months; ``code`` chooses the instrument. Five queries."""
    versions = versions_for(group, as_of)
    if not versions:
        return Verdict(group, as_of)
    facts = facts_of(group)
    version = next((one for one in versions if one.instrument.code == code), versions[0])
    found = assess(document_of(version), facts, as_of)
    return Verdict(group, as_of, versions, version, found, history_of(found, facts), _is_active(versions, facts, as_of))


def versions_for(group: Group, as_of: dt.date) -> tuple[InstrumentVersion, ...]:
    """What judges the group on the day: the tiers' instruments of the nearest office first, then that of activity."""
    above = nearest_first(group.area.regency_code, group.area.province_code)
    in_force = list(
        InstrumentVersion.objects.in_force_on(as_of)
        .filter(instrument__office__in=above)
        .select_related("instrument")
        .oldest_first()
    )
    found: list[InstrumentVersion] = []
    for purpose in (Purpose.TIERS, Purpose.ACTIVITY):
        fitting = [one for one in in_force if one.instrument.purpose == purpose]
        nearest = min((above.index(one.instrument.office_id) for one in fitting), default=0)
        found += [one for one in fitting if one.instrument.office_id == above[nearest]]
    return tuple(found)


def counting_days(group: Group, as_of: dt.date) -> int | None:
    """How many days back most requirements of the group's instrument look, the fewest of several; None without one. One query."""
    many: Counter[int] = Counter()
    for version in versions_for(group, as_of)[:1]:
        windows = [one.window for one in document_of(version).base if one.window.days or one.window.months]
        many.update((as_of - window.first_day(as_of)).days + 1 for window in windows)
    return max(sorted(many), key=lambda days: many[days], default=None)


def _is_active(versions: tuple[InstrumentVersion, ...], facts: Facts, as_of: dt.date) -> bool | None:
    version = next((one for one in versions if one.instrument.purpose == Purpose.ACTIVITY), None)
    if version is None:
        return None
    document = document_of(version)
    tier = document.tier_at(rank_on(document, facts, as_of))
    return bool(tier and tier.is_active)
