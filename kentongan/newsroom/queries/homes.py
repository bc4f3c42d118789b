"""What the first pages of portals and of groups' sites open with, and who stands behind a group. One query a part."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from kentongan.areas.models import Area
from kentongan.core.finished import Memory
from kentongan.newsroom.enums import ArticleKind
from kentongan.newsroom.models import Article, Site
from kentongan.newsroom.queries.market import coming_events, coverage_below, newest_products
from kentongan.newsroom.queries.public import of_kind, shown_in
from kentongan.newsroom.tags import site_tags
from kentongan.registry.enums import ChannelKind
from kentongan.registry.models import Channel, Decree, Group

NEWEST_ON_PORTAL = 6
NEWEST_OF_GROUP = 6
EVENTS = 4
PRODUCTS = 4
POTENTIALS = 3


@dataclass(frozen=True)
class Below:
    """An area below an office's, with how many of its villages have a group."""

    area: Area
    filled: int
    total: int


@dataclass(frozen=True)
class Standing:
    """Until when a group's decrees hold, as of a day; None where none is recorded."""

    ends_on: dt.date | None
    in_force: bool


_standings: Memory[Standing] = Memory()


def portal_parts(site: Site, *, now: dt.datetime, on: dt.date) -> dict[str, Any]:
    """The article a portal opens with, what follows, what is coming, what is made, and how far the network reaches."""
    events = coming_events(site, now, EVENTS)
    potentials = list(shown_in(site).filter(kind=ArticleKind.POTENTIAL).prefetch_related(None)[:POTENTIALS])
    told = _told(site, NEWEST_ON_PORTAL + 1, apart=[*events, *potentials])
    below = [Below(*row) for row in coverage_below(site.area, on)]
    return {
        "lead": told[0] if told else None,
        "newest": told[1:],
        "events": events,
        "products": newest_products(site, PRODUCTS),
        "potentials": potentials,
        "below": below,
        "groups": Group.objects.within(site.area).existing_on(on).count(),
        "villages": sum(one.total for one in below),
    }


def group_parts(site: Site, *, now: dt.datetime, on: dt.date) -> dict[str, Any]:
    """A group's newest, what it invites to and what its neighbours make."""
    events = coming_events(site, now, EVENTS)
    return {
        "newest": _told(site, NEWEST_OF_GROUP, apart=events),
        "events": events,
        "products": newest_products(site, 6),
        **group_facts(site, on=on),
    }


def _told(site: Site, limit: int, *, apart: Iterable[Article]) -> list[Article]:
    """The newest of what is told, without what stands on the page by itself."""
    return list(of_kind(shown_in(site), ArticleKind.NEWS).exclude(pk__in=[article.pk for article in apart])[:limit])


def group_facts(site: Site, *, on: dt.date) -> dict[str, Any]:
    """Who stands behind a group's site."""
    return {"standing": standing_of(site, on), "channels": channels_of(site.group_id, on)}


def standing_of(site: Site, on: dt.date) -> Standing:
    """Of the site's group."""
    return _standings.get((site.group_id, on), lambda: _standing_of(site.group_id, on), lambda _found: site_tags(site))


def _standing_of(group_id: int | None, on: dt.date) -> Standing:
    ends = Decree.objects.filter(group=group_id, starts_on__lte=on).order_by().values_list("ends_on", flat=True)
    ends_on = max(ends, default=None)
    return Standing(ends_on, in_force=ends_on is not None and ends_on >= on)


def channels_of(group_id: int | None, on: dt.date) -> list[Channel]:
    """Where else the group can be read; each knows the name of its ``icon``."""
    running = (Q(since=None) | Q(since__lte=on)) & (Q(until=None) | Q(until__gt=on))
    channels = list(Channel.objects.filter(running, group=group_id))
    for channel in channels:
        channel.icon = "globe" if channel.kind == ChannelKind.WEBSITE else channel.kind  # type: ignore[attr-defined]
    return channels


def kinds_of(site: Site) -> list[ArticleKind]:
    """Which kinds a site shows, in the order of the closed list."""
    kinds = set(
        shown_in(site).prefetch_related(None).select_related(None).order_by().values_list("kind", flat=True).distinct()
    )
    return [kind for kind in ArticleKind if kind in kinds]
