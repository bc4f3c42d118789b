"""What the phone's first page shows of a group's news elsewhere."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from kentongan.harvest.enums import EntryState, Guard
from kentongan.harvest.models import Entry, Feed, Post
from kentongan.harvest.queries.screens import add_standings, feeds_of_group
from kentongan.registry.models import Group

NEWEST = 3


@dataclass
class Elsewhere:
    """The group's channels, the newest found and pasted there, and what the guard holds."""

    feeds: list[Feed]
    newest: list[Any] = field(default_factory=list)

    @property
    def held(self) -> list[Feed]:
        return [feed for feed in self.feeds if feed.guard != Guard.CLEAR]

    @property
    def pastes(self) -> bool:
        return any(feed.takes_links for feed in self.feeds)


def elsewhere(group: Group, *, on: dt.date) -> Elsewhere:
    """Four queries, however many channels there are."""
    found = Elsewhere(feeds_of_group(group, on=on))
    if not found.feeds:
        return found
    # Adverts on a site that was taken over are not the group's news; the sheet about the site leads to them.
    own = Entry.objects.filter(group=group).exclude(Q(state=EntryState.QUARANTINED) & ~Q(feed__guard=Guard.CLEAR))
    own = own.exclude(state=EntryState.REJECTED)
    entries = list(own.select_related("feed").defer("text", "link_hosts", "pictures")[:NEWEST])
    posts = list(Post.objects.filter(channel__group=group).select_related("channel")[:NEWEST])
    add_standings(group, posts)
    both = [(entry.published_at.date(), entry) for entry in entries] + [(post.posted_on, post) for post in posts]
    found.newest = [thing for _day, thing in sorted(both, key=lambda pair: pair[0], reverse=True)[:NEWEST]]
    return found
