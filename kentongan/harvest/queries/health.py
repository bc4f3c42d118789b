"""How channels are, as conditions of the database: what ``rules.health`` says of one, for counting and sorting thousands."""

import datetime as dt

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from kentongan.harvest.enums import Guard, Health, Trouble, Way
from kentongan.harvest.models import Feed
from kentongan.harvest.rules.health import DEAD_AFTER, DEAD_VISITS, SILENT_AFTER

# What needs a person, the most urgent first; what follows is well or is nobody's turn.
NEEDS_A_PERSON = (Health.QUARANTINED, Health.DEAD, Health.SILENT)
ORDER = (*NEEDS_A_PERSON, Health.NEW, Health.HEALTHY, Health.PASTED, Health.PAUSED)


def in_use(feeds: QuerySet[Feed], *, on: dt.date) -> QuerySet[Feed]:
    """Of channels that are used on the day, by groups that exist on it."""
    return feeds.filter(
        Q(channel__until=None) | Q(channel__until__gt=on),
        Q(channel__group__ended_on=None) | Q(channel__group__ended_on__gt=on),
    )


def with_health(feeds: QuerySet[Feed], *, now: dt.datetime) -> QuerySet[Feed]:
    """Adds ``health``, a value of ``enums.Health``."""
    is_dead = Q(trouble=Trouble.GONE) | Q(failures__gte=DEAD_VISITS) | Q(trouble_since__lte=now - DEAD_AFTER)
    is_silent = Q(newest_on__lt=(now - SILENT_AFTER).date()) | (
        Q(newest_on=None) & (Q(found_at=None) | Q(found_at__lt=now - SILENT_AFTER))
    )
    return feeds.annotate(
        health=Case(
            When(way=Way.PASTED, then=Value(Health.PASTED.value)),
            When(~Q(guard=Guard.CLEAR), then=Value(Health.QUARANTINED.value)),
            When(is_paused=True, then=Value(Health.PAUSED.value)),
            When(tried_at=None, then=Value(Health.NEW.value)),
            When(~Q(trouble="") & is_dead, then=Value(Health.DEAD.value)),
            When(is_silent, then=Value(Health.SILENT.value)),
            default=Value(Health.HEALTHY.value),
        )
    )


def health_counts(feeds: QuerySet[Feed], *, now: dt.datetime) -> dict[str, int]:
    """How many are in each state, and ``all`` of them."""
    rows = with_health(feeds, now=now).order_by().values_list("health").annotate(n=Count("pk"))
    counts = {health.value: 0 for health in Health} | dict(rows)
    return counts | {"all": sum(counts.values())}


def by_urgency(feeds: QuerySet[Feed], *, now: dt.datetime) -> QuerySet[Feed]:
    """What needs a person first, what is judged already after that; within a state what has been so the longest."""
    ranks = [When(health=health, then=Value(place)) for place, health in enumerate(ORDER)]
    is_judged = Case(When(guard=Guard.CONFIRMED, then=Value(1)), default=Value(0))
    ranked = with_health(feeds, now=now).annotate(
        rank=Case(*ranks, default=Value(len(ORDER))),
        is_judged=is_judged,
        since=Coalesce("guarded_at", "trouble_since"),
    )
    return ranked.order_by(
        "rank", "is_judged", F("since").asc(nulls_last=True), F("newest_on").asc(nulls_first=True), "pk"
    )
