"""A site that is recorded again goes on where it was, however its address is spelt now and whatever became of its channel."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from kentongan.harvest.enums import Guard
from kentongan.harvest.models import Feed, Judgement
from kentongan.harvest.rules.links import is_same_site, site_of
from kentongan.registry.models import Channel

# What is said of a site, in the columns that feeds and judgements share.
SAID = ("guard", "guard_reasons", "guarded_at", "released_at")


def remember(feed: Feed) -> None:
    """What was said of the channel just now is said of its site."""
    said = {name: getattr(feed, name) for name in SAID}
    site = site_of(feed.channel_url or feed.channel.url)
    Judgement.objects.update_or_create(group=feed.group, site=site, defaults=said)


def take_over(feeds: Sequence[Feed]) -> None:
    """Give feeds, which are not saved here, what their groups' sites were like and what was last said of them."""
    groups = {feed.channel.group_id for feed in feeds}
    said: dict[int, list[Judgement]] = defaultdict(list)
    for judgement in Judgement.objects.filter(group__in=groups).order_by("guarded_at"):
        said[judgement.group_id].append(judgement)
    others: dict[int, list[Feed]] = defaultdict(list)
    for other in Feed.objects.filter(channel__group__in=groups).select_related("channel").order_by("found_at", "pk"):
        others[other.channel.group_id].append(other)
    for feed in feeds:
        site = site_of(feed.channel.url)
        for judgement in said[feed.channel.group_id]:
            if is_same_site(site, judgement.site):
                for name in SAID:
                    setattr(feed, name, getattr(judgement, name))
                feed.clean_looks = 0
        for other in others[feed.channel.group_id]:
            if other.pk != feed.pk and other.found_at and is_same_site(site, site_of(other.channel.url)):
                feed.follows = other


def moved_elsewhere(feed: Feed) -> bool:
    """Whether the channel's address is one of another site now."""
    return not is_same_site(site_of(feed.channel_url), site_of(feed.channel.url))


def held_among(channels: Iterable[Channel]) -> list[Feed]:
    """Those of new channels that are held from the beginning."""
    feeds = Feed.objects.filter(channel__in=list(channels)).exclude(guard=Guard.CLEAR)
    return list(feeds.select_related("channel__group__area"))
