"""The demo's harvest: the invented sites are really visited while the data are loaded, on three days of their past."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from django.conf import settings

from kentongan.accounts.models import Office, User
from kentongan.areas.models import Area
from kentongan.core.audit import record_event
from kentongan.core.search import refresh_statistics
from kentongan.demo import data
from kentongan.demo.sites.plan import DOMAIN, Site, pasted
from kentongan.demo.sites.server import LOOPBACK, serving
from kentongan.evidence.actions import record, review
from kentongan.evidence.enums import Source, Verdict
from kentongan.harvest.actions.feeds import make_feeds
from kentongan.harvest.actions.running import run
from kentongan.harvest.enums import Reach
from kentongan.harvest.models import Entry, Feed, HarvestDesk, Host, Post
from kentongan.registry.enums import ChannelKind
from kentongan.registry.models import Channel, Group

# The first visit to all; one to those that have changed in a way to tell of; and all again in the morning of the demo's day.
FIRST_AT = dt.datetime(2025, 8, 28, 20, 0, tzinfo=data.WIB)
BETWEEN_AT = dt.datetime(2025, 9, 17, 6, 0, tzinfo=data.WIB)
LAST_AT = dt.datetime(2025, 9, 25, 5, 30, tzinfo=data.WIB)


def harvest_sites(sites: Sequence[Site]) -> None:
    """Visit the channels as the worker would have, and leave what it would have found."""
    HarvestDesk.objects.bulk_create([HarvestDesk(office=office, on_portal=True) for office in Office.objects.all()])
    make_feeds()
    # All of it was written just now; PostgreSQL would believe that nothing is there.
    for model in (Area, Group, Channel, Host, Feed):
        refresh_statistics(model)
    odd = [site.host for site in sites if site.manner or any(story.edited for story in site.stories)]
    moment = FIRST_AT
    with serving(sites, clock=lambda: moment) as server, _on_stage(server.port):
        run(all=True, now=moment)
        refresh_statistics(Entry)
        moment = BETWEEN_AT
        run(feeds=set(Feed.objects.filter(host__in=odd).values_list("pk", flat=True)), now=moment)
        moment = LAST_AT
        run(all=True, now=moment)


def paste_posts(groups: Mapping[str, Group], people: Mapping[str, User]) -> None:
    """What two groups pasted of their Instagram. Written here and not by the verb, which knows real services only."""
    named = {group.name.removeprefix("KIM "): group for group in groups.values()}
    for said in pasted():
        group = named[said["kim"]]
        by = people["demo-kayutangan"] if group.area_id == data.KAYUTANGAN else None
        at = dt.datetime.combine(said["hari"], dt.time(19, 25), tzinfo=data.WIB)
        channel = Channel.objects.get(group=group, kind=ChannelKind.INSTAGRAM)
        post = Post.objects.create(
            channel=channel,
            link=f"{channel.url}/{said['tautan']}",
            title=said["judul"],
            posted_on=said["hari"],
            reach=Reach(said["capaian"]),
            reached_at=at + dt.timedelta(minutes=1),
            pasted_at=at,
            pasted_by=by,
        )
        evidence = record(
            group=group,
            kind="unggahan",
            occurred_on=post.posted_on,
            source=Source.REPORTED,
            key=post.evidence_key,
            title=post.title,
            url=post.link,
            by=by,
            at=at,
        )
        record_event(
            verb="paste",
            kind="post",
            key=post.code,
            label=post.link,
            area_code=group.area_id,
            by=by,
            changes={"posted_on": [None, str(post.posted_on)]},
            at=at,
        )
        if confirmed_at := said.get("dikonfirmasi"):
            review(evidence=evidence, verdict=Verdict.CONFIRMED, by=people["demo-kota"], at=confirmed_at)


@contextmanager
def _on_stage(port: int) -> Iterator[None]:
    """The demo's names lead to this server meanwhile."""
    before = settings.HARVEST_STAGE
    settings.HARVEST_STAGE = {DOMAIN: (LOOPBACK, port)}
    try:
        yield
    finally:
        settings.HARVEST_STAGE = before
