"""Who visits which host: taken by a conditional update, so that no host has two visitors, however many workers there are.

Leases run by the real clock; the demo's stands still.
"""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string

from kentongan.core.rows import among
from kentongan.harvest.models import Host

# A host's robots.txt is asked for again after a day.
ROBOTS_KEPT = dt.timedelta(days=1)
# What a run is given of hosts that others lead to: so many texts, none longer than this.
MOST_ELSEWHERE, LONGEST_ELSEWHERE = 1000, 20_000
LEASE = dt.timedelta(minutes=5)
RENEWED_EVERY = dt.timedelta(minutes=1)


def new_token() -> str:
    return get_random_string(24)


def free(prefix: str = "") -> Q:
    """Hosts that nobody visits now, among them those of visitors that were killed."""
    until = f"{prefix}leased_until"
    return Q(**{until: None}) | Q(**{f"{until}__lt": timezone.now()})


@transaction.atomic
def take(names: Iterable[str], token: str) -> dict[str, tuple[str, dt.datetime | None]]:
    """Lease as many of the hosts as are free; those are the token's alone until it gives them back or falls silent. Each with
    its robots.txt, and when that was asked for.
    """
    wanted = sorted(set(names))
    if connection.features.has_select_for_update_skip_locked:
        rows = Host.objects.filter(free(), pk__in=among(wanted)).order_by("pk").select_for_update(skip_locked=True)
        wanted = list(rows.values_list("pk", flat=True))
    Host.objects.filter(free(), pk__in=among(wanted)).update(lease=token, leased_until=timezone.now() + LEASE)
    ours = Host.objects.filter(pk__in=among(wanted), lease=token).values_list("pk", "robots", "robots_at")
    return {name: (robots, asked_at) for name, robots, asked_at in ours}


def renew(token: str) -> None:
    """Say that the visitor is alive."""
    Host.objects.filter(lease=token).update(leased_until=timezone.now() + LEASE)


def give_back(token: str, names: Iterable[str] | None = None) -> None:
    """Let others visit these hosts, or all that the token has."""
    rows = Host.objects.filter(lease=token)
    if names is not None:
        if not names:
            return
        rows = rows.filter(pk__in=among(names))
    rows.update(lease="", leased_until=None)


def rest(token: str, name: str, seconds: float) -> None:
    """Leave a host alone for as long as it asks between two visits."""
    until = timezone.now() + dt.timedelta(seconds=seconds)
    Host.objects.filter(pk=name, lease=token).update(lease="", leased_until=until)


def note_robots(texts: Mapping[str, str], now: dt.datetime) -> None:
    """Keep what hosts ask of visitors; most ask for the same, or for nothing."""
    by_text: dict[str, list[str]] = {}
    for name, text in texts.items():
        by_text.setdefault(text, []).append(name)
    for text, names in by_text.items():
        Host.objects.filter(pk__in=among(names)).update(robots=text, robots_at=now)


def note_elsewhere(texts: Mapping[str, str], now: dt.datetime) -> None:
    """The same of hosts that others lead to, which may have no channel of their own."""
    kept = {name: text for name, text in texts.items() if len(text) <= LONGEST_ELSEWHERE}
    Host.objects.bulk_create([Host(name=name) for name in sorted(kept)], ignore_conflicts=True)
    note_robots(kept, now)


def robots_elsewhere(now: dt.datetime) -> dict[str, str]:
    """What hosts without a channel asked of us within the day."""
    rows = Host.objects.filter(feeds=None, robots_at__gt=now - ROBOTS_KEPT).order_by("-robots_at")
    return dict(rows.values_list("pk", "robots")[:MOST_ELSEWHERE])
