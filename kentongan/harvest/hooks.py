"""What lower rooms ask of the harvest. What that needs is imported when it is asked: every command starts without it."""

import datetime as dt

from kentongan.newsroom.elsewhere import Prints
from kentongan.registry.models import Channel


def first_elsewhere(prints: Prints) -> dict[str, dt.datetime]:
    """When each text was first shown on a group's own site."""
    from kentongan.harvest.actions import ledger

    return ledger.first_elsewhere(prints)


def settle_elsewhere(prints: Prints) -> None:
    """Articles with these texts changed."""
    from kentongan.harvest.actions import ledger

    ledger.settle_elsewhere(prints)


def page_of_channel(channel: Channel) -> str:
    """A channel was recorded or corrected: it is read from now on, and its page says how that goes. Empty for one that ended."""
    from django.urls import reverse

    from kentongan.core.clock import today
    from kentongan.harvest.actions import feeds
    from kentongan.harvest.models import Feed
    from kentongan.harvest.queries.health import in_use

    feed = feeds.feed_of(channel)
    is_read = in_use(Feed.objects.filter(pk=feed.pk), on=today()).exists()
    return reverse("feed", args=[feed.code]) if is_read else ""
